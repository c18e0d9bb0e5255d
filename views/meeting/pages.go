// Package meetingviews has the pages of an event as a meeting: whose it is, who belongs to it, what is on the agenda and what was
// minuted.
package meetingviews

import (
	"rundertisch/internal/attendance"
	"rundertisch/internal/body"
	"rundertisch/internal/event"
	"rundertisch/views"
	"rundertisch/views/shared"
)

// Frame is what the pages of a meeting share.
type Frame struct {
	views.Page
	At      func(parts ...string) string // address inside the project
	Event   event.Event
	Body    body.Detail // whose meeting it is, with the members of its day; zero for none
	MayKeep bool
}

// Base is the address of the meeting's page.
func (f Frame) Base(parts ...string) string {
	return f.At(append([]string{"events", f.Event.ID, "meeting"}, parts...)...)
}

// ShowPage is the page of a meeting.
type ShowPage struct {
	Frame
	Bodies    []body.Detail // of the project, to choose from
	Form      shared.Form   // which body it is
	Asked     map[string]attendance.Attendance
	MayInvite bool // people can be invited to the event now
}

func (p ShowPage) bodies() []shared.Option {
	all := make([]shared.Option, len(p.Bodies))
	for i, b := range p.Bodies {
		all[i] = shared.Option{Value: b.ID, Label: b.Name}
	}
	return all
}

// answer says how an invited person stands; empty for who was not invited.
func (p ShowPage) answer(personID string) (shared.Tone, string) {
	row, ok := p.Asked[personID]
	if !ok || personID == "" {
		return "", ""
	}
	tones := map[attendance.Answer]shared.Tone{
		attendance.Accepted: shared.Success, attendance.Tentative: shared.Warning, attendance.Declined: shared.Danger,
	}
	return tones[row.Answer], p.T("meeting.answer." + string(row.Answer))
}

// uninvited is how many of the members who can be written to have not been invited.
func (p ShowPage) uninvited() int {
	n := 0
	for _, m := range p.Body.Members {
		if _, asked := p.Asked[m.PersonID]; !asked && m.Email != "" {
			n++
		}
	}
	return n
}
