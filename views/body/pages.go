// Package bodyviews has the pages of bodies and their members.
package bodyviews

import (
	"slices"

	"rundertisch/internal/body"
	"rundertisch/internal/date"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
	"rundertisch/views"
	eventviews "rundertisch/views/event"
	"rundertisch/views/shared"
)

// Frame is what the pages of bodies share.
type Frame struct {
	views.Page
	At      func(parts ...string) string // address inside the project
	MayKeep bool
	Today   date.Date
}

func (f Frame) href(b body.Body, parts ...string) string {
	return f.At(append([]string{"bodies", b.ID}, parts...)...)
}

// Duty says what somebody does in a body.
func Duty(l *i18n.Locale, d body.Duty) string { return l.T("body.duty." + string(d)) }

// QuorumRule says how many have to be present.
func QuorumRule(l *i18n.Locale, q body.Quorum) string { return l.T("body.quorum." + string(q)) }

// Who is the member's name, or that the seat is vacant.
func Who(l *i18n.Locale, m body.Member) string {
	if m.Vacant() {
		return l.T("body.vacant")
	}
	return m.Name
}

// ListPage lists the bodies of a project.
type ListPage struct {
	Frame
	List   shared.List
	Bodies []body.Detail // of the page shown
}

// Active are those of the bodies that have members today.
func (f Frame) Active(all []body.Detail) []body.Detail {
	return slices.DeleteFunc(slices.Clone(all), func(b body.Detail) bool { return f.Size(b) == 0 })
}

// With names those who have the duty today.
func (f Frame) With(b body.Detail, duty body.Duty) []string {
	var names []string
	for _, m := range body.MembersOn(b.Members, f.Today) {
		if m.Duty == duty {
			names = append(names, Who(f.L, m))
		}
	}
	return names
}

// Size is how many members there are today.
func (f Frame) Size(b body.Detail) int { return len(body.MembersOn(b.Members, f.Today)) }

// ShowPage is the page of a body.
type ShowPage struct {
	Frame
	Body     body.Detail
	Meetings []event.Event
}

// present are today's members and those to come, former those who were.
func (p ShowPage) present() (present, former []body.Member) {
	for _, m := range p.Body.Members {
		if m.ValidTo != "" && m.ValidTo < p.Today {
			former = append(former, m)
		} else {
			present = append(present, m)
		}
	}
	return present, former
}

// since says from when until when somebody is a member; empty when nothing is known.
func (f Frame) since(m body.Member) string {
	switch {
	case m.ValidFrom != "" && m.ValidTo != "":
		return f.T("body.from_to", f.L.Day(m.ValidFrom.Time()), f.L.Day(m.ValidTo.Time()))
	case m.ValidFrom != "":
		return f.T("body.from", f.L.Day(m.ValidFrom.Time()))
	case m.ValidTo != "":
		return f.T("body.until", f.L.Day(m.ValidTo.Time()))
	}
	return ""
}

func (p ShowPage) facts() []shared.Term {
	entitled := body.Entitled(body.MembersOn(p.Body.Members, p.Today))
	quorum := QuorumRule(p.L, p.Body.Quorum)
	if n := p.Body.Quorum.Needed(len(entitled)); n > 0 {
		quorum += " " + p.T("body.quorum_now", n, len(entitled))
	}
	return []shared.Term{{Label: p.T("body.field.quorum"), Value: quorum}, {Label: p.T("body.entitled"), Value: p.N("body.votes", len(entitled))}}
}

func (p ShowPage) when(e event.Event) string { return eventviews.When(p.L, e) }

// FormPage is the form of a new body (ID empty) or of a stored one.
type FormPage struct {
	Frame
	ID   string
	Form shared.Form
	Back string
}

func (p FormPage) action() string {
	if p.ID == "" {
		return p.At("bodies")
	}
	return p.At("bodies", p.ID)
}

func (p FormPage) quorums() []shared.Option {
	return options(body.Quorums(), func(q body.Quorum) string { return QuorumRule(p.L, q) })
}

// SeatPage is the form of a new member (ID empty) or of a stored one.
type SeatPage struct {
	Frame
	Body          body.Body
	ID            string
	Form          shared.Form
	Persons       []string // offered while typing
	Organisations []directory.Organisation
}

func (p SeatPage) action() string {
	if p.ID == "" {
		return p.href(p.Body, "members")
	}
	return p.href(p.Body, "members", p.ID)
}

// DutyOptions are the duties as choices.
func DutyOptions(l *i18n.Locale) []shared.Option {
	return options(body.Duties(), func(d body.Duty) string { return Duty(l, d) })
}

// OrganisationOptions are the organisations as choices.
func OrganisationOptions(all []directory.Organisation) []shared.Option {
	list := make([]shared.Option, len(all))
	for i, o := range all {
		list[i] = shared.Option{Value: o.ID, Label: o.Name}
	}
	return list
}

func options[T ~string](all []T, label func(T) string) []shared.Option {
	list := make([]shared.Option, len(all))
	for i, one := range all {
		list[i] = shared.Option{Value: string(one), Label: label(one)}
	}
	return list
}

// RemovePage asks before a body or a member is taken out.
type RemovePage struct {
	views.Page
	Ask shared.Confirmation
}
