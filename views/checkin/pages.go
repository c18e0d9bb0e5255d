// Package checkinviews has the pages of the door: what staff see of it, the door itself on a phone, and the page behind a person's QR.
package checkinviews

import (
	"encoding/json"
	"net/url"
	"time"

	"rundertisch/internal/attendance"
	"rundertisch/internal/checkin"
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
	"rundertisch/internal/pass"
	"rundertisch/views"
	"rundertisch/views/shared"
	"rundertisch/views/static"
)

// The catalogue prefixes of the forms' labels.
const (
	LinkLabels   = "checkin.link.field."
	WalkInLabels = "checkin.walk.field."
)

// DoorsPage is how it goes at the doors of an event, for staff.
type DoorsPage struct {
	views.Page
	Base     string // address of the event
	Door     string // address of the door
	Standing checkin.Standing
	Passes   []pass.Pass // newest first
	MayKeep  bool
	Form     shared.Form
	Link     string // the secret address, only right after it was made
}

// OpenPage asks the holder of a helper's link to open the door.
type OpenPage struct {
	views.Page
	Pass   pass.Pass
	Event  event.Event
	Action string
}

// GonePage says why a link opens nothing: "over", "revoked" or "unknown".
type GonePage struct {
	views.Page
	Why string
}

// DoorPage is the door on a phone.
type DoorPage struct {
	views.Page
	Event    event.Event
	Path     string // address of the door
	Door     string // what this device calls itself
	Helper   bool   // kept with a pass
	Until    time.Time
	Count    checkin.Count
	Query    string
	Searched bool
	Found    []checkin.Person
	Said     Said
	Told     bool
	Unknown  bool // what was scanned or typed is nobody's code
	WalkIn   shared.Form
	DeedID   string // of the forms' next deed
}

// CodePage is what the address in a QR shows.
type CodePage struct {
	views.Page
	Event  event.Event
	Door   string // address of the door, for whoever keeps it; empty for all others
	Code   string
	DeedID string
}

// Said is what became of somebody at the door.
type Said struct {
	Person checkin.Person
	State  checkin.State
	Deed   string // of this door, which can be undone
}

// SaidOf is what is said of the person. The address names the state, the rest is as it stands now.
func SaidOf(p checkin.Person, was checkin.State, deed string) Said {
	switch {
	case was == checkin.Undone:
		return Said{Person: p, State: was}
	case p.Here() && (was == checkin.Double || p.DeedID != deed):
		return Said{Person: p, State: checkin.Double}
	case p.Here():
		return Said{Person: p, State: checkin.In, Deed: p.DeedID}
	case p.Place != attendance.Confirmed:
		return Said{Person: p, State: checkin.Waits}
	}
	return Said{Person: p, State: checkin.Undone}
}

func (s Said) tone() shared.Tone {
	switch s.State {
	case checkin.In:
		return shared.Success
	case checkin.Double, checkin.Waits:
		return shared.Warning
	case checkin.Undone, checkin.Unknown, checkin.Refused:
	}
	return shared.Info
}

func (p DoorPage) sentence() string {
	s := p.Said
	if s.State == checkin.Double {
		return p.T("checkin.said.double", s.Person.Name, p.when(s.Person.At), door(p.L, s.Person.Door))
	}
	return p.T("checkin.said."+string(s.State), s.Person.Name)
}

func (p DoorPage) when(at *time.Time) string { return clock(p.L, at) }

func clock(l *i18n.Locale, at *time.Time) string {
	if at == nil {
		return "–"
	}
	return l.Clock(at.In(l.Zone()))
}

func door(l *i18n.Locale, name *string) string {
	if name == nil || *name == "" {
		return l.T("checkin.no_door")
	}
	return *name
}

func (p DoorPage) placeBadge(one checkin.Person) (shared.Tone, string) {
	switch {
	case one.Here():
		return shared.Success, p.T("checkin.badge.here", p.when(one.At))
	case one.Place == attendance.Confirmed:
		return shared.Neutral, p.T("checkin.badge.expected")
	}
	return shared.Warning, p.T("checkin.badge.waits")
}

func (p DoorPage) action(one checkin.Person) string {
	if one.Place == attendance.Confirmed {
		return p.T("checkin.let_in")
	}
	return p.T("checkin.let_in_anyway")
}

// words are the sentences that the script says, in the page's language.
func (p DoorPage) words() string {
	all := map[string]string{}
	for _, name := range []string{
		"in", "double", "waits", "undone", "unknown", "later", "queued_one", "queued_many", "offline", "gone", "signed_out", "sign_in", "undo", "anyway", "let_in", "nobody", "here", "expected",
		"report_double", "report_again", "report_refused", "report_unknown", "no_camera", "stop", "camera", "leave_queue", "nameless", "badge_waits", "no_door",
	} {
		all[name] = p.L.T("checkin.js."+name, slots(name)...)
	}
	text, _ := json.Marshal(all) // strings only
	return string(text)
}

// slots keep the places of what the script fills in.
func slots(name string) []any {
	return map[string][]any{
		"in": {"{n}"}, "double": {"{n}", "{t}", "{p}"}, "waits": {"{n}"}, "undone": {"{n}"}, "later": {"{n}"}, "queued_one": {"{k}"}, "queued_many": {"{k}"},
		"here": {"{t}"}, "report_double": {"{n}", "{t}", "{p}"}, "report_again": {"{n}", "{t}", "{p}"}, "report_refused": {"{n}", "{w}"}, "report_unknown": {"{n}"},
		"offline": {"{t}"},
	}[name]
}

// languages are those of the mails to who walks in.
func (p DoorPage) languages() []shared.Option {
	var all []shared.Option
	for _, lang := range i18n.Languages() {
		all = append(all, shared.Option{Value: string(lang), Label: p.T("layout.language." + string(lang))})
	}
	return all
}

// signIn is where a colleague comes back from; helpers have their link instead.
func (p DoorPage) signIn() string {
	if p.Helper {
		return ""
	}
	return views.PathSignIn + "?next=" + url.QueryEscape(p.Path)
}

func script() string  { return static.Path("door/door.js") }
func leaving() string { return static.Path("door/leave.js") }
func decoder() string { return static.Path("vendor/jsqr/jsQR.js") }

func (p DoorsPage) state(one pass.Pass) (shared.Tone, string) {
	switch {
	case one.RevokedAt != nil:
		return shared.Neutral, p.T("checkin.link.revoked")
	case one.Over(p.Now):
		return shared.Neutral, p.T("checkin.link.over")
	}
	return shared.Success, p.T("checkin.link.open")
}

func (p DoorsPage) columns() []shared.Column {
	columns := []shared.Column{
		{Label: p.T("checkin.link.column.name")}, {Label: p.T("checkin.link.column.until")}, {Label: p.T("checkin.link.column.used")}, {Label: p.T("checkin.link.column.state")},
	}
	if p.MayKeep {
		columns = append(columns, shared.Column{Label: p.T("checkin.link.column.deeds"), Hidden: true})
	}
	return columns
}

func (p DoorsPage) used(one pass.Pass) string {
	if one.LastUsedAt == nil {
		return p.T("checkin.link.never")
	}
	return p.L.Instant(one.LastUsedAt.In(p.L.Zone()))
}

func (p DoorsPage) opens() bool {
	return p.MayKeep && p.Standing.Event.State != event.Draft && p.Standing.Event.State != event.Cancelled
}

// doubled is when and where somebody came in twice, in that order: the deed that counts is the one that arrived first, and may be the later one.
func (p DoorsPage) doubled(one checkin.Line) string {
	if one.FirstAt != nil && one.At.Before(*one.FirstAt) {
		return p.T("checkin.doubled", clock(p.L, &one.At), door(p.L, &one.Door), clock(p.L, one.FirstAt), door(p.L, &one.FirstDoor))
	}
	return p.T("checkin.doubled", clock(p.L, one.FirstAt), door(p.L, &one.FirstDoor), clock(p.L, &one.At), door(p.L, &one.Door))
}

func (p DoorsPage) came(one checkin.Line) string {
	said := p.T("checkin.came", clock(p.L, &one.At), door(p.L, &one.Door))
	if one.WalkedIn {
		said += " · " + p.T("checkin.walked_in")
	}
	if one.WithoutPlace {
		said += " · " + p.T("checkin.without_place")
	}
	return said
}
