// Package inviteviews has the pages of an event's invitations and of the answers that came in by mail.
package inviteviews

import (
	"strconv"

	"github.com/a-h/templ"

	"rundertisch/internal/attendance"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/invite"
	"rundertisch/internal/mail"
	"rundertisch/internal/representation"
	"rundertisch/views"
	mailingviews "rundertisch/views/mailing"
	"rundertisch/views/shared"
)

// ListPage lists who was invited to an event.
type ListPage struct {
	views.Page
	Base      string // address of the event
	Overview  invite.Overview
	List      shared.List
	Shown     []invite.Invited // the rows of this page of the list
	Held      bool             // no mail server is set up
	MayInvite bool
	Unsettled int // received mails that wait for staff
	Inbox     string
	Proposals []ProposalRow        // times that invited people propose
	Mailings  []mailingviews.Entry // drafts and sendings of this event

	Represented map[string]representation.Representation // by attendance, of both sides
}

func (p ListPage) base() string { return p.Base + "/invitations" }

func (p ListPage) form() shared.Form { return p.List.Form("invite.filter.") }

// only is the whole list narrowed by one field.
func (p ListPage) only(name, value string) string {
	whole := p.List
	for _, n := range whole.Narrow {
		whole = whole.With(n.Name, n.Usual)
	}
	return whole.With(name, value).Address()
}

// answerStats are the figures on top: how many answered what.
func (p ListPage) answerStats() []shared.Stat {
	var stats []shared.Stat
	for _, answer := range Answers() {
		stats = append(stats, shared.Stat{
			Value: strconv.Itoa(p.Overview.Answers[answer]), Label: p.T("invite.answer_count." + string(answer)),
			Href: p.only("answer", string(answer)), Tone: answerTone(answer),
		})
	}
	return stats
}

// underway counts the mails that are still to go.
func (p ListPage) underway() int { return p.Overview.Deliveries[invite.Waiting] }

func (p ListPage) sent() int { return p.Overview.Deliveries[invite.Delivered] }

// Answers lists the answers in the order they are offered.
func Answers() []attendance.Answer {
	return []attendance.Answer{attendance.Accepted, attendance.Tentative, attendance.Declined, attendance.NeedsAction}
}

func (p ListPage) answerOptions() []shared.Option {
	var options []shared.Option
	for _, answer := range append(Answers(), invite.Announced) {
		options = append(options, shared.Option{Value: string(answer), Label: p.T("invite.answer." + string(answer))})
	}
	return options
}

func (p ListPage) deliveryOptions() []shared.Option {
	var options []shared.Option
	for _, delivery := range invite.Deliveries() {
		options = append(options, shared.Option{Value: string(delivery), Label: p.T("invite.delivery." + string(delivery))})
	}
	return options
}

func answerTone(answer attendance.Answer) shared.Tone {
	switch answer {
	case attendance.Accepted:
		return shared.Success
	case attendance.Declined:
		return shared.Danger
	case attendance.Tentative:
		return shared.Warning
	}
	return shared.Neutral
}

func deliveryTone(delivery invite.Delivery) shared.Tone {
	switch delivery {
	case invite.Delivered:
		return shared.Success
	case invite.Failed, invite.Undeliverable:
		return shared.Danger
	case invite.Withheld, invite.Paused:
		return shared.Warning
	case invite.Waiting:
		return shared.Info
	}
	return shared.Neutral
}

func stateTone(n invite.Incoming) shared.Tone {
	switch {
	case n.Open():
		return shared.Warning
	case n.Fate() == invite.WasApplied:
		return shared.Success
	case n.State == invite.Stale:
		return shared.Info
	}
	return shared.Neutral
}

// ChoosePage asks whom to invite.
type ChoosePage struct {
	views.Page
	Base   string
	Early  bool // the day is announced, and the invitation follows
	Lead   string
	Draft  string // address of the draft that is changed; empty for a new one
	Event  event.Event
	Form   shared.Form
	Groups []directory.Group
	People []directory.Person
}

// action is where the form goes, back where leaving it leads.
func (p ChoosePage) action() string {
	if p.Draft != "" {
		return p.Draft
	}
	if p.Early {
		return p.Base + "/invitations/save-the-date"
	}
	return p.Base + "/invitations"
}

func (p ChoosePage) back() string {
	if p.Draft != "" {
		return p.Draft
	}
	return p.Base + "/invitations"
}

func (p ChoosePage) groupOptions() []shared.Option {
	var options []shared.Option
	for _, group := range p.Groups {
		options = append(options, shared.Option{
			Value: group.ID, Label: group.Name, Hint: p.N("invite.choose.members", group.Members), Disabled: group.Members == 0,
		})
	}
	return options
}

// kindOptions offers the kinds of actor somebody can be reached at.
func (p ChoosePage) kindOptions() []shared.Option {
	counts := map[directory.Kind]int{}
	for _, person := range p.People {
		counts[person.Kind]++
	}
	var options []shared.Option
	for _, kind := range directory.Kinds() {
		if counts[kind] > 0 {
			options = append(options, shared.Option{
				Value: string(kind), Label: p.T("directory.kind." + string(kind)), Hint: p.N("invite.choose.members", counts[kind]),
			})
		}
	}
	return options
}

func (p ChoosePage) personOptions() []shared.Option {
	var options []shared.Option
	for _, person := range p.People {
		options = append(options, shared.Option{Value: person.ID, Label: person.ListName(), Hint: person.Organisation})
	}
	return options
}

const shownAtOnce = 12 // people whose list needs no opening

// chosenPersons keeps the list of persons open when some are chosen already, or when it is short.
func (p ChoosePage) chosenPersons() bool {
	return len(p.Form.Values["persons"]) > 0 || len(p.People) <= shownAtOnce
}

// PersonPage shows one person's invitation: mails and answers.
type PersonPage struct {
	views.Page
	Base      string
	Event     event.Event
	Invited   invite.Invited
	Mails     []mail.Message
	Answers   []attendance.AnswerEntry
	Undoable  string      // identifier of the answer that can be undone; empty when none can
	Spoken    shared.Form // takes what the person said
	MayInvite bool
	Open      bool
	Troubled  Troubled

	Representation representation.Representation // zero when the person neither is represented nor represents somebody
	EndPath        string                        // where it is ended
}

// MayEnter reports whether an answer can be entered for the person.
func (p PersonPage) MayEnter() bool {
	return p.MayInvite && p.Open && !p.Invited.TakenBack && p.Invited.Answer != attendance.Represented
}

// represented says in words who comes instead of whom; empty when nobody does.
func (p PersonPage) represented() string {
	switch p.Invited.ID {
	case p.Representation.AttendanceID:
		return p.T("invite.represent.by", p.Representation.Substitute)
	case p.Representation.SubstituteID:
		return p.T("invite.represent.of", p.Representation.Name)
	}
	return ""
}

// representationTerm is nil when nobody comes instead of anybody.
func (p PersonPage) representationTerm() templ.Component {
	if p.represented() == "" {
		return nil
	}
	return p.representation()
}

// instead says in the list who comes instead of whom.
func (p ListPage) instead(row invite.Invited) string {
	of, holds := p.Represented[row.ID]
	switch {
	case !holds:
		return ""
	case of.AttendanceID == row.ID:
		return p.T("invite.answer.represented_by", of.Substitute)
	}
	return p.T("invite.answer.represents", of.Name)
}

func (p PersonPage) at(parts string) string { return p.Base + "/invitations/" + p.Invited.ID + parts }

// TakeBackPage asks before an invitation is taken back.
type TakeBackPage struct {
	views.Page
	About string
	Ask   shared.Confirmation
}

// InboxPage lists received mail.
type InboxPage struct {
	views.Page
	Base  string
	List  shared.List
	Inbox invite.Inbox
}

func (p InboxPage) form() shared.Form { return p.List.Form("invite.inbox.filter.") }

func (p InboxPage) tabs() []shared.Tab {
	at := p.List.Value("state")
	tabs := []shared.Tab{{Label: p.T("invite.inbox.all"), Href: p.List.With("state", "").Address(), Current: at == "", Count: p.Inbox.Total()}}
	for _, fate := range invite.Fates() {
		tabs = append(tabs, shared.Tab{
			Label: p.T("invite.fate." + string(fate)), Href: p.List.With("state", string(fate)).Address(), Current: at == string(fate),
			Count: p.Inbox.Counts[fate],
		})
	}
	return tabs
}

// live is the frame of the page; while something is under way it changes by itself.
func (p ListPage) live() views.Page {
	p.Live = p.underway() > 0
	return p.Page
}

// polling makes the figures and the rows of a sending under way load again by themselves; without JavaScript there is a
// link. What is read aloud are changes only: the block is morphed, and the attributes go when nothing is under way.
func (p ListPage) polling() templ.Attributes {
	if p.underway() == 0 {
		return nil
	}
	return templ.Attributes{
		"hx-get": p.Path, "hx-trigger": "every 2s", "hx-select": "#versand", "hx-swap": "outerMorph",
		"hx-select-oob": "#invited",
	}
}

func (p PersonPage) resendLabel() string {
	if p.Invited.TakenBack {
		return p.T("invite.person.invite_again")
	}
	return p.T("invite.person.resend")
}

func mailTone(state mail.State) shared.Tone {
	switch state {
	case mail.Sent:
		return shared.Success
	case mail.Failed, mail.Bounced:
		return shared.Danger
	case mail.Withheld, mail.Deferred, mail.Paused:
		return shared.Warning
	case mail.Queued, mail.Sending:
		return shared.Info
	}
	return shared.Neutral
}
