package attendance

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/directory"
	"rundertisch/internal/event"
)

// Answer is what a person said to an invitation (RFC 5545 PARTSTAT).
type Answer string

// The answers.
const (
	NeedsAction Answer = "needs_action"
	Accepted    Answer = "accepted"
	Tentative   Answer = "tentative"
	Declined    Answer = "declined"
	Represented Answer = "represented" // somebody else comes instead (RFC 5545 DELEGATED)
)

// Answers lists the answers.
func Answers() []Answer { return []Answer{NeedsAction, Accepted, Tentative, Declined, Represented} }

// Place is whether a person has a place.
type Place string

// The states of a place, for the event and for each workshop.
const (
	NoPlace    Place = "none" // asked, has not said yes
	Confirmed  Place = "confirmed"
	Waitlisted Place = "waitlisted"
	Withdrawn  Place = "withdrawn" // gave it back
	Requested  Place = "requested" // asked for one; staff decide
	Refused    Place = "refused"   // staff decided against it
)

// Places lists the states of a place.
func Places() []Place {
	return []Place{NoPlace, Confirmed, Waitlisted, Withdrawn, Requested, Refused}
}

// Origin says how the row came about.
type Origin string

// The origins.
const (
	Invited    Origin = "invited"
	Registered Origin = "registered"
	WalkedIn   Origin = "walked_in" // came to the door without being on the list
)

// Source says by which way an answer came.
type Source string

// The sources of answers.
const (
	ByWeb    Source = "web"       // personal link
	ByMail   Source = "mail"      // calendar REPLY
	ByForm   Source = "form"      // public registration form
	ByStaff  Source = "staff"     // typed in for the person
	ByPhone  Source = "phone"     // said on the telephone, typed in by staff
	InPerson Source = "in_person" // said face to face, typed in by staff
)

// Spoken lists the sources of what staff were told at a time of its own.
func Spoken() []Source { return []Source{ByPhone, InPerson} }

// Attendance is one person at one event: the one row behind an invitation and a registration.
type Attendance struct {
	bun.BaseModel `bun:"table:attendances,alias:t"`

	ID            string     `bun:"id,pk"`
	WorkspaceID   string     `bun:"workspace_id"`
	ProjectID     string     `bun:"project_id"`
	EventID       string     `bun:"event_id"`
	PersonID      string     `bun:"person_id"` // directory person, empty for a guest
	Name          string     `bun:"name"`
	NameKey       string     `bun:"name_key"` // database.FoldWord(Name)
	Email         string     `bun:"email"`    // as typed
	EmailKey      string     `bun:"email_key"`
	Organisation  string     `bun:"organisation"`
	Remark        string     `bun:"remark"`
	Lang          string     `bun:"lang"`
	Origin        Origin     `bun:"origin"`
	UID           string     `bun:"uid"`      // calendar UID, stable for ever
	Sequence      int64      `bun:"sequence"` // calendar SEQUENCE
	Stamp         time.Time  `bun:"stamp"`    // calendar DTSTAMP of the last outgoing version
	Answer        Answer     `bun:"answer"`
	AnsweredAt    *time.Time `bun:"answered_at"`
	Place         Place      `bun:"place"`
	Ticket        int64      `bun:"ticket"`        // arrival order; waitlists run in it
	OfferedUntil  *time.Time `bun:"offered_until"` // a free place is held for somebody on the waitlist until then
	Nonce         string     `bun:"nonce"`         // of the form, against double submits
	NoticeVersion string     `bun:"notice_version"`
	CreatedAt     time.Time  `bun:"created_at"`
	UpdatedAt     time.Time  `bun:"updated_at"`

	RefusedFor   string     `bun:"refused_for"`   // what staff wrote to the person they decided against
	ConfirmUntil *time.Time `bun:"confirm_until"` // the address is not confirmed yet; the registration lapses then

	Share directory.Kind `bun:"share"` // kind of organisation that the place counts for; empty where the event does not ask, or for none

	GroupID string `bun:"group_id"` // attendance of the contact who registered the person, the contact's own too; empty for those who came alone

	ListedAt *time.Time `bun:"listed_at"` // when the person agreed to be named in public; nil: did not, or the place is gone

	PhotosAt *time.Time `bun:"photos_at"` // when the person agreed to be photographed; nil: did not, or the place is gone

	ErasedAt *time.Time `bun:"erased_at"` // nobody stands behind the row any more: it counts, and that is all

	Search          string `bun:"search"`           // folded name, address and organisation
	OrganisationKey string `bun:"organisation_key"` // database.FoldWord(Organisation)
}

// WorkshopPlace is a person's place in one workshop: a calendar entry of its own.
type WorkshopPlace struct {
	bun.BaseModel `bun:"table:workshop_places,alias:wp"`

	ID           string    `bun:"id,pk"`
	AttendanceID string    `bun:"attendance_id"`
	EventID      string    `bun:"event_id"`
	ItemID       string    `bun:"item_id"`
	Slot         string    `bun:"slot"`
	State        Place     `bun:"state"`
	Ticket       int64     `bun:"ticket"`
	UID          string    `bun:"uid"`
	Sequence     int64     `bun:"sequence"`
	Stamp        time.Time `bun:"stamp"`
	CreatedAt    time.Time `bun:"created_at"`
	UpdatedAt    time.Time `bun:"updated_at"`
}

// Attends reports whether the person has a place, waits for one or asks for one.
func (a Attendance) Attends() bool { return a.Place.active() }

// forgetConsents ends what the person agreed to for this event: both consents are of the one who comes, and go with the place.
func (a *Attendance) forgetConsents() { a.ListedAt, a.PhotosAt = nil, nil }

func (p Place) active() bool { return p == Confirmed || p == Waitlisted || p == Requested }

// Leads reports whether the person is the contact of a group.
func (a Attendance) Leads() bool { return a.GroupID != "" && a.GroupID == a.ID }

// Follows reports whether somebody else registered the person with a group.
func (a Attendance) Follows() bool { return a.GroupID != "" && a.GroupID != a.ID }

// Reason says why an attendance or workshop place changed.
type Reason string

// The reasons.
const (
	WasRegistered Reason = "registered"  // by the public form (place says confirmed or waitlisted)
	WasAnswered   Reason = "answered"    // yes, no or maybe to an invitation
	WasPromoted   Reason = "promoted"    // moved up from the waitlist
	WasWithdrawn  Reason = "withdrawn"   // gave the place back, or declined while having one
	WasRebooked   Reason = "rebooked"    // other workshops chosen
	AskedAgain    Reason = "asked_again" // registered once more although on the list: wants its personal link by mail
	HandedOver    Reason = "handed_over" // somebody else comes instead; With says who
	TookOver      Reason = "took_over"   // comes instead of somebody; With says of whom
	WasReplaced   Reason = "replaced"    // the contact of the group, With, named somebody else instead
	CameBack      Reason = "came_back"   // is not represented any more
	Released      Reason = "released"    // does not come instead of somebody any more
	PlaceOffered  Reason = "offered"     // a free place is held for the person until After.OfferedUntil
	OfferLapsed   Reason = "lapsed"      // did not take the offered place in time, and left the waitlist
	WasUndone     Reason = "undone"      // an answer was taken back: what held before holds again
	WasAllotted   Reason = "allotted"    // workshops were given by wishes
	WasApproved   Reason = "approved"    // staff decided for the person, who has a place now or waits for one
	WasRefused    Reason = "refused"     // staff decided against the person; After.RefusedFor says why
	WasConfirmed  Reason = "confirmed"   // confirmed the own address; Workshops are all the person has or waits for

	WantsAddress   Reason = "wants_address" // wants to be written to at the address of After, which Token confirms
	WasReaddressed Reason = "readdressed"   // is written to at the address of After from now on
	WasErased      Reason = "erased"        // is about to be taken out of the row: After still has name and address
)

// Change is what happened to one attendance, told to observers in the same transaction.
type Change struct {
	Reason    Reason
	Before    Attendance // zero for a new row
	After     Attendance
	Event     event.Event     // as it is in the transaction; zero when whoever made the change had no need of it
	Workshops []WorkshopPlace // the workshop places this change made, promoted or withdrew, after the change
	Source    Source          // by which way it came; empty for promotions
	With      string          // name of the other one, when places moved between two people; of the contact who acted for a member of the group
	Group     []Attendance    // the others of the group, told to its contact
	Token     string          // secret of the link that goes with the mail; of WantsAddress only
	Quiet     bool            // the person knows already: nothing is written about it
}

// Observer is told of every change inside the transaction that makes it.
type Observer interface {
	AttendanceChanged(ctx context.Context, tx bun.IDB, change Change) error
}
