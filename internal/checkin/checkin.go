package checkin

import (
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/pass"
	"rundertisch/internal/sheet"
)

const (
	maxText   = 200                 // characters of a name or organisation
	maxDoor   = 60                  // characters
	mostDeeds = 200                 // of one sending
	late      = 14 * 24 * time.Hour // a device's time that lies further back is a wrong clock
	keepFor   = 30 * 24 * time.Hour // after the event
)

// CheckIn is one letting-in at a door.
type CheckIn struct {
	bun.BaseModel `bun:"table:checkins,alias:ci"`

	ID           string     `bun:"id,pk"` // ULID made by the device
	WorkspaceID  string     `bun:"workspace_id"`
	ProjectID    string     `bun:"project_id"`
	EventID      string     `bun:"event_id"`
	AttendanceID string     `bun:"attendance_id"`
	At           time.Time  `bun:"at"`          // by the device's clock
	ReceivedAt   time.Time  `bun:"received_at"` // by ours
	Door         string     `bun:"door"`        // the device's name for itself
	PassID       string     `bun:"pass_id"`     // of the helper; empty for a colleague
	UserID       string     `bun:"user_id"`     // of the colleague; empty for a helper
	WalkedIn     bool       `bun:"walked_in"`
	WithoutPlace bool       `bun:"without_place"` // the list had no place for the person
	DoubleOf     string     `bun:"double_of"`     // the check-in that counts; empty for the one that does
	UndoneAt     *time.Time `bun:"undone_at"`
}

// Keeper is who keeps the door: a helper with a pass, or a colleague.
type Keeper struct {
	WorkspaceID string
	ProjectID   string
	EventID     string
	PassID      string
	Actor       account.Actor // whose name stands in the trail
}

// ByPass is the helper who holds the pass.
func ByPass(p pass.Pass) Keeper {
	return Keeper{WorkspaceID: p.WorkspaceID, ProjectID: p.ProjectID, EventID: p.EventID, PassID: p.ID, Actor: p.Entered()}
}

// userID is the colleague's who keeps the door, empty for a helper.
func (k Keeper) userID() string {
	if k.PassID != "" {
		return ""
	}
	return k.Actor.UserID
}

// What is what a door does.
type What string

// The deeds.
const (
	LetIn  What = "in"      // somebody of the list, by code or chosen by name
	Undo   What = "undo"    // takes back a deed of this or another door
	WalkIn What = "walk_in" // somebody who is not on the list
)

// Deed is what a door did, as the device sends it.
type Deed struct {
	ID           string    `json:"id"` // ULID made by the device
	What         What      `json:"what"`
	Code         string    `json:"code"`         // as scanned or typed: the word, or the address that ends with it
	AttendanceID string    `json:"attendance"`   // instead of the code
	Target       string    `json:"target"`       // of Undo: the identifier of a deed
	Anyway       bool      `json:"anyway"`       // also without a place
	At           time.Time `json:"at"`           // by the device's clock; zero: now
	Door         string    `json:"door"`         // the device's name for itself
	Name         string    `json:"name"`         // of WalkIn
	Organisation string    `json:"organisation"` // of WalkIn
	Email        string    `json:"email"`        // of WalkIn; may be empty
	Lang         string    `json:"lang"`         // of WalkIn: of the mails to come; German where it is none
}

// State is what became of a deed.
type State string

// The states.
const (
	In      State = "in"      // let in
	Double  State = "double"  // is in already; the outcome says since when and where
	Waits   State = "waits"   // has no place: let in when the door insists
	Unknown State = "unknown" // nobody of this event
	Undone  State = "undone"  // taken back
	Refused State = "refused" // a walk-in whose fields are not right
)

// Outcome is the answer to a deed.
type Outcome struct {
	ID           string           `json:"id"`
	State        State            `json:"state"`
	AttendanceID string           `json:"attendance,omitempty"`
	Code         string           `json:"code,omitempty"` // of a walk-in: what it is called on the list from now on
	Name         string           `json:"name,omitempty"`
	Organisation string           `json:"organisation,omitempty"`
	Place        attendance.Place `json:"place,omitempty"`
	At           time.Time        `json:"at,omitzero"`    // of the check-in that counts
	Door         string           `json:"door,omitempty"` // of the check-in that counts
	Err          error            `json:"-"`              // of Refused
}

// cleaned brings the deed into the form in which it is carried out.
func (d Deed) cleaned(now time.Time) Deed {
	d.Name, d.Organisation, d.Email, d.Door = sheet.OneLine(d.Name), sheet.OneLine(d.Organisation), strings.TrimSpace(d.Email), sheet.OneLine(d.Door)
	if door := []rune(d.Door); len(door) > maxDoor {
		d.Door = string(door[:maxDoor])
	}
	d.ID, d.Target, d.Code = strings.ToUpper(strings.TrimSpace(d.ID)), strings.ToUpper(strings.TrimSpace(d.Target)), CodeOf(d.Code)
	if d.At.IsZero() || d.At.After(now) || d.At.Before(now.Add(-late)) {
		d.At = now
	}
	d.At = d.At.UTC().Truncate(time.Microsecond)
	return d
}

// Validate checks a cleaned walk-in. Fields: name, organisation, email.
func (d Deed) Validate() error {
	var c fault.Checks
	c.Require("name", d.Name)
	c.MaxLen("name", d.Name, maxText)
	c.MaxLen("organisation", d.Organisation, maxText)
	if d.Email != "" {
		account.CheckEmail(&c, "email", d.Email)
	}
	return c.Err()
}

// valid reports whether the deed can be carried out at all: what it points at has to be an identifier.
func (d Deed) valid() bool {
	switch d.What {
	case LetIn:
		return id.Valid(d.ID) && (d.AttendanceID == "" || id.Valid(d.AttendanceID))
	case Undo:
		return id.Valid(d.ID) && id.Valid(d.Target)
	case WalkIn:
		return id.Valid(d.ID)
	}
	return false
}

// CodeOf takes the code out of what was scanned or typed: the word itself, or the address that ends with it.
func CodeOf(scanned string) string {
	scanned = strings.ToLower(strings.Trim(strings.TrimSpace(scanned), "/"))
	if at := strings.LastIndex(scanned, "/"); at >= 0 {
		scanned = scanned[at+1:]
	}
	if len(scanned) > maxText || strings.ContainsFunc(scanned, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return ""
	}
	return scanned
}
