// Package meetingviews has the pages of an event as a meeting: whose it is, who belongs to it, what is on the agenda and what was
// minuted.
package meetingviews

import (
	"slices"
	"strings"

	"rundertisch/internal/attendance"
	"rundertisch/internal/body"
	"rundertisch/internal/event"
	"rundertisch/internal/meeting"
	"rundertisch/views"
	"rundertisch/views/shared"
	"rundertisch/views/static"
)

// Frame is what the pages of a meeting share.
type Frame struct {
	views.Page
	At        func(parts ...string) string // address inside the project
	Event     event.Event
	Detail    meeting.Detail
	Body      body.Detail // whose meeting it is, with the members of its day; zero for none
	MayKeep   bool
	MayWrite  bool
	MayDecide bool
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
	Guest     shared.Form   // who came without a seat
	Ask       shared.Form   // of a round: until when, or how objections were settled
	Problem   string        // why something was refused
	PublicURL string        // of the event; empty when it has no public page
	Asked     map[string]attendance.Attendance
	MayInvite bool // people can be invited to the event now
	Over      bool // the meeting has taken place
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
	for _, m := range body.People(p.Body.Members) {
		if _, asked := p.Asked[m.PersonID]; !asked && m.Email != "" {
			n++
		}
	}
	return n
}

// writable reports whether the agenda and the minutes can be changed now.
func (f Frame) writable() bool {
	return f.MayWrite && meeting.Writable(f.Event) && !f.Detail.Locked()
}

func (f Frame) minutable() bool { return f.writable() && meeting.Minutable(f.Event) }

// length says how long something takes as it is planned.
func (f Frame) length(minutes int) string { return f.N("meeting.minutes_long", minutes) }

func (f Frame) meta(i meeting.Item) string { return i.Meta(f.L) }

// linkHref is where a thing that an item leads to is shown.
func (f Frame) linkHref(n meeting.Named) string {
	switch n.Kind {
	case meeting.Milestone:
		return f.At("milestones", n.ID)
	case meeting.Document:
		return f.At("documents", n.ID)
	}
	return f.At("events", n.EventID, "results")
}

// state is how the minutes stand.
func (f Frame) state() (shared.Tone, string) {
	switch {
	case f.Detail.Published():
		return shared.Success, f.T("meeting.state.published")
	case f.Detail.Approved():
		return shared.Success, f.T("meeting.state.approved")
	case f.Detail.Round.Open():
		return shared.Info, f.T("meeting.state.round")
	case f.Detail.Minuted():
		return shared.Warning, f.T("meeting.state.draft")
	}
	return shared.Neutral, f.T("meeting.state.none")
}

// shows reports whether the agenda may be put on the public page by the reader.
func (p ShowPage) shows() bool {
	return p.MayDecide && p.PublicURL != "" && meeting.Minutable(p.Event)
}

// closedItems says how many items show neither title nor text on the public page.
func (p ShowPage) closedItems() string {
	n := 0
	for _, point := range p.Detail.Points {
		if !point.Public {
			n++
		}
	}
	if n == 0 {
		return p.T("meeting.agenda.all_public")
	}
	return p.N("meeting.agenda.closed", n)
}

// answers counts what was said in the round.
func (f Frame) answers() string {
	agreed, silent := 0, 0
	for _, v := range f.Detail.Votes {
		switch v.Answer {
		case meeting.Agreed:
			agreed++
		case meeting.Silent:
			silent++
		}
	}
	return f.T("meeting.round.answers", agreed, len(f.Detail.Objections()), silent)
}

// quorum says how many were present, and whether that is enough.
func (f Frame) quorum() (shared.Tone, string) {
	tone, c := shared.Warning, f.Detail.Quorum()
	if c.Needed == 0 || !f.Detail.Noted() {
		tone = shared.Neutral
	} else if c.Reached() {
		tone = shared.Success
	}
	return tone, f.Detail.QuorumSaid(f.L)
}

// ItemPage is the form of an item: new when ID is empty.
type ItemPage struct {
	Frame
	ID      string
	Form    shared.Form
	Choices []meeting.Named
}

func (p ItemPage) action() string {
	if p.ID == "" {
		return p.Base("items")
	}
	return p.Base("items", p.ID)
}

func (p ItemPage) options(kind meeting.LinkKind) []shared.Option {
	var all []shared.Option
	for _, c := range p.Choices {
		if c.Kind == kind {
			all = append(all, shared.Option{Value: c.ID, Label: c.Title})
		}
	}
	return all
}

// MinutesPage is the form of an item's minutes.
type MinutesPage struct {
	Frame
	Point   meeting.Point
	Form    shared.Form
	Sitting string // of this opening of the form
	Turn    string // of the last saving in it
}

// voted reports whether anything is known of a vote, or was refused about it.
func (p MinutesPage) voted() bool {
	return slices.ContainsFunc([]string{"motion", "yes", "no", "abstained"}, func(name string) bool {
		return p.Form.Value(name) != "" || p.Form.Error(p.L, name) != ""
	})
}

func autosave() string { return static.Path("minutes/autosave.js") }

// VersionsPage lists the versions of an item's minutes.
type VersionsPage struct {
	Frame
	Point    meeting.Point
	Versions []meeting.Written // the newest first
}

// before is the text of the version before the n-th of the list.
func (p VersionsPage) before(n int) string {
	if n+1 < len(p.Versions) {
		return p.whole(p.Versions[n+1])
	}
	return ""
}

// whole is a version as it is read: its text, and how the item was voted on.
func (p VersionsPage) whole(w meeting.Written) string {
	return strings.TrimSpace(w.Text + "\n\n" + w.Said(p.L))
}

// RemovePage asks before an item is taken off the agenda.
type RemovePage struct {
	views.Page
	Ask shared.Confirmation
}

// PrintPage is the minutes as they are printed.
type PrintPage struct{ Frame }

// VotePage is what the holder of a personal link sees.
type VotePage struct {
	views.Page
	Reading meeting.Reading
	Form    shared.Form
	Action  string
	Open    bool // one can still answer
}

// ClosedPage says why a personal link opens nothing.
type ClosedPage struct {
	views.Page
	Text string
}
