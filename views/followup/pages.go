// Package followupviews has the page on which staff see and plan who is reminded to answer an invitation.
package followupviews

import (
	"strings"

	"rundertisch/internal/followup"
	"rundertisch/internal/invite"
	"rundertisch/views"
	"rundertisch/views/shared"
)

// Page shows an event's plan, whose answer is awaited, and what was sent.
type Page struct {
	views.Page
	Base    string // address of the event
	View    followup.View
	Form    shared.Form
	MayPlan bool
}

func (p Page) person(attendanceID string) string { return p.Base + "/invitations/" + attendanceID }

// WritePage is the form of a reminder that is sent now.
type WritePage struct {
	views.Page
	View         followup.View
	Form         shared.Form
	Action, Back string
}

func (p WritePage) people() []shared.Option {
	options := make([]shared.Option, len(p.View.Awaited))
	for i, one := range p.View.Awaited {
		options[i] = shared.Option{Value: one.ID, Label: one.Name, Hint: one.Organisation}
	}
	return options
}

// plan says when the plan reminds.
func (p Page) plan() string {
	switch {
	case p.View.Plan.Off || p.View.Plan.Days == "":
		return p.T("followup.plan.off")
	case p.View.Next.IsZero():
		return p.T("followup.plan.over", p.days())
	}
	return p.T("followup.plan.next", p.days(), p.L.LongDay(p.View.Next.Time()))
}

// days says how long before: "14 und 3 Tage vorher".
func (p Page) days() string {
	all := p.View.Plan.Days
	if all == "1" {
		return p.T("followup.plan.days.one", all)
	}
	if at := strings.LastIndex(all, ", "); at > 0 {
		all = p.T("followup.plan.and", all[:at], all[at+2:])
	}
	return p.T("followup.plan.days.other", all)
}

func (p Page) answerBy() string { return p.L.LongDay(p.View.AnswerBy.Time()) }

// shown is how many of the awaited the page names; the list of invitations has all of them.
const shown = 24

func (p Page) first() []invite.Awaited { return p.View.Awaited[:min(shown, len(p.View.Awaited))] }

// since is when somebody was invited.
func (p Page) since(one invite.Awaited) string { return p.L.Day(one.AskedAt.In(p.L.Zone())) }
