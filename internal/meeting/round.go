package meeting

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/body"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

const (
	remindDays   = 2    // before the last day of a round
	remindFrom   = 8    // o'clock: nobody is written to at night
	maxComment   = 2000 // characters of an objection, and of how it was settled
	maxRoundDays = 90   // how far ahead the last day may be
)

// Round asks the members of a body whether they approve the minutes.
type Round struct {
	bun.BaseModel `bun:"table:minutes_rounds,alias:mr"`

	ID          string     `bun:"id,pk"`
	WorkspaceID string     `bun:"workspace_id"`
	ProjectID   string     `bun:"project_id"`
	EventID     string     `bun:"event_id"`
	UntilOn     date.Date  `bun:"until_on"`  // last day on which one can object
	OpenedBy    string     `bun:"opened_by"` // name, as it was then
	OpenedAt    time.Time  `bun:"opened_at"`
	RemindedAt  *time.Time `bun:"reminded_at"`
	ClosedAt    *time.Time `bun:"closed_at"`
}

// Open reports whether the round lasts.
func (r Round) Open() bool { return r.ID != "" && r.ClosedAt == nil }

// Verdict is what a member says to the minutes.
type Verdict string

// What a member may say.
const (
	Silent   Verdict = ""
	Agreed   Verdict = "approved"
	Objected Verdict = "objected"
)

// Vote is a person's part in a round: what they say is theirs, also when somebody else holds the seat later.
type Vote struct {
	bun.BaseModel `bun:"table:minutes_votes,alias:mv"`

	ID           string     `bun:"id,pk"`
	WorkspaceID  string     `bun:"workspace_id"`
	RoundID      string     `bun:"round_id"`
	MemberID     string     `bun:"member_id"` // the seat for which they were asked
	PersonID     string     `bun:"person_id"` // of the directory; empty once erased
	TokenHash    string     `bun:"token_hash"`
	ReminderHash string     `bun:"reminder_hash"` // of the link in the reminder: the first one goes on working
	FormerHash   string     `bun:"former_hash"`   // of the link of whoever held the seat before, and had not answered
	Answer       Verdict    `bun:"answer"`
	Comment      string     `bun:"comment"`
	AnsweredAt   *time.Time `bun:"answered_at"`

	Name string `bun:"name,scanonly"` // of the person, as the directory says
}

// Objections are the votes against the minutes.
func (d Detail) Objections() []Vote {
	var all []Vote
	for _, v := range d.Votes {
		if v.Answer == Objected {
			all = append(all, v)
		}
	}
	return all
}

// Unanimous reports whether all who were asked have agreed.
func (d Detail) Unanimous() bool {
	for _, v := range d.Votes {
		if v.Answer != Agreed {
			return false
		}
	}
	return len(d.Votes) > 0
}

// Member is the member who has the vote: its person in the seat for which they were asked, else in another; none when they have no seat.
func (d Detail) Member(v Vote) body.Member {
	var other body.Member
	for _, m := range d.Body.Members {
		switch {
		case v.PersonID == "" || m.PersonID != v.PersonID:
		case m.ID == v.MemberID:
			return m
		case other.ID == "":
			other = m
		}
	}
	return other
}

// successor is who holds the seat of a vote now and is to be asked instead; none when the person who was asked has a seat, when nobody
// holds the seat or cannot be written to, or when they were asked for another seat.
func (d Detail) successor(v Vote) body.Member {
	at := slices.IndexFunc(d.Body.Members, func(m body.Member) bool { return m.ID == v.MemberID && m.PersonID != "" && m.Email != "" })
	if at < 0 || !d.Member(v).Vacant() {
		return body.Member{}
	}
	m := d.Body.Members[at]
	if slices.ContainsFunc(d.Votes, func(o Vote) bool { return o.PersonID == m.PersonID }) {
		return body.Member{}
	}
	return m
}

// counting are the votes that count: of one person, whose entries in the directory were merged, the last that was given; and none that
// nobody can give any more.
func (d Detail) counting() []Vote {
	byPerson, given := map[string]int{}, []Vote{}
	for _, v := range d.Votes {
		at, again := byPerson[v.PersonID]
		switch {
		case v.Answer == Silent && d.Member(v).Vacant() && d.successor(v).Vacant():
		case !again || v.PersonID == "":
			byPerson[v.PersonID] = len(given)
			given = append(given, v)
		case v.AnsweredAt != nil && (given[at].AnsweredAt == nil || given[at].AnsweredAt.Before(*v.AnsweredAt)):
			given[at] = v
		}
	}
	return given
}

// Asked are the members of the meeting who can be asked: those with an address, whatever their duty, each person once.
func (d Detail) Asked() []body.Member {
	var all []body.Member
	for _, m := range body.People(d.Body.Members) {
		if m.Email != "" {
			all = append(all, m)
		}
	}
	return all
}

// OpenRound asks the body's members of the day for approval until the end of a day. Field: until_on.
func (s *Service) OpenRound(ctx context.Context, a account.Actor, eventID, untilOn string) error {
	if err := mayDecide(a); err != nil {
		return err
	}
	return s.write(ctx, a, eventID, func(ctx context.Context, tx bun.IDB, of Detail) error {
		until, err := s.lastDay(untilOn)
		if err != nil {
			return err
		}
		switch {
		case of.Locked():
			return locked(of)
		case of.Body.ID == "":
			return fault.New(fault.Conflict, "meeting.fault.no_body")
		case s.Clock.Now().Before(of.Event.EndsAt):
			return fault.New(fault.Conflict, "meeting.fault.not_over")
		case !of.Minuted():
			return fault.New(fault.Conflict, "meeting.fault.no_minutes")
		case len(of.Asked()) == 0:
			return fault.New(fault.Conflict, "meeting.fault.nobody")
		case len(of.Overvoted()) > 0:
			return fault.New(fault.Conflict, "meeting.fault.overvoted", of.Overvoted()[0])
		}
		e, count := of.Event, of.count()
		of.Present, of.Entitled, of.Needed = &count.Present, &count.Entitled, &count.Needed
		if err := keep(ctx, tx, of); err != nil {
			return err
		}
		of.Round = Round{ID: id.New(), WorkspaceID: e.WorkspaceID, ProjectID: e.ProjectID, EventID: e.ID, UntilOn: until, OpenedBy: a.Name, OpenedAt: s.Clock.Now()}
		if _, err := tx.NewInsert().Model(&of.Round).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		for _, m := range of.Asked() {
			token := id.Token()
			v := Vote{ID: id.New(), WorkspaceID: e.WorkspaceID, RoundID: of.Round.ID, MemberID: m.ID, PersonID: m.PersonID, TokenHash: id.Hash(token)}
			if _, err := tx.NewInsert().Model(&v).Exec(ctx); err != nil {
				return database.Fault(err)
			}
			if err := s.ask(ctx, tx, of, m, v, token, "minutes_approval"); err != nil {
				return err
			}
		}
		return s.record(ctx, tx, a, "event.minutes_round_opened", e.ID)
	})
}

// lastDay reads the last day of a round: after today, and not too far ahead.
func (s *Service) lastDay(typed string) (date.Date, error) {
	var c fault.Checks
	until, err := date.Parse(typed)
	today := s.today()
	switch {
	case err != nil:
		c.Add("until_on", "fault.day")
	case until == "":
		c.Require("until_on", "")
	case until <= today || until > today.AddDays(maxRoundDays):
		c.Add("until_on", "meeting.fault.until", maxRoundDays)
	}
	return until, c.Err()
}

// Withdraw ends the open round without a result, so that the minutes can be written again. The links say so.
func (s *Service) Withdraw(ctx context.Context, a account.Actor, eventID string) error {
	return s.inRound(ctx, a, eventID, func(ctx context.Context, tx bun.IDB, of Detail) error {
		if err := closeRound(ctx, tx, of.Round, s.Clock.Now()); err != nil {
			return err
		}
		return s.record(ctx, tx, a, "event.minutes_round_withdrawn", eventID)
	})
}

// Settle approves the minutes although somebody has objected, or before the last day; note says how it was settled. Field: note.
func (s *Service) Settle(ctx context.Context, a account.Actor, eventID, note string) error {
	note = strings.TrimSpace(note)
	var c fault.Checks
	c.Require("note", note)
	c.MaxLen("note", note, maxComment)
	if err := c.Err(); err != nil {
		return err
	}
	return s.inRound(ctx, a, eventID, func(ctx context.Context, tx bun.IDB, of Detail) error {
		return s.approve(ctx, tx, a, of, note)
	})
}

func (s *Service) inRound(ctx context.Context, a account.Actor, eventID string, fn func(context.Context, bun.IDB, Detail) error) error {
	if err := mayDecide(a); err != nil {
		return err
	}
	return s.write(ctx, a, eventID, func(ctx context.Context, tx bun.IDB, of Detail) error {
		if !of.Round.Open() {
			return fault.New(fault.Conflict, "meeting.fault.no_round")
		}
		return fn(ctx, tx, of)
	})
}

func (s *Service) approve(ctx context.Context, tx bun.IDB, a account.Actor, of Detail, note string) error {
	now := s.Clock.Now()
	if err := closeRound(ctx, tx, of.Round, now); err != nil {
		return err
	}
	of.ApprovedAt, of.ApprovedNote = &now, note
	if err := keep(ctx, tx, of); err != nil {
		return err
	}
	return s.record(ctx, tx, a, "event.minutes_approved", of.Event.ID)
}

func closeRound(ctx context.Context, tx bun.IDB, r Round, now time.Time) error {
	return database.OneRow(tx.NewUpdate().Model((*Round)(nil)).Set("closed_at = ?", now).Where("id = ? AND closed_at IS NULL", r.ID).Exec(ctx))
}

// Publish puts the public part of approved minutes on the event's page.
func (s *Service) Publish(ctx context.Context, a account.Actor, eventID string) error {
	return s.publish(ctx, a, eventID, func(ctx context.Context, tx bun.IDB, of Detail) error {
		if !of.Approved() {
			return fault.New(fault.Conflict, "meeting.fault.not_approved")
		}
		now := s.Clock.Now()
		of.PublishedAt = &now
		if err := keep(ctx, tx, of); err != nil {
			return err
		}
		return s.record(ctx, tx, a, "event.minutes_published", eventID)
	})
}

// Unpublish takes them off.
func (s *Service) Unpublish(ctx context.Context, a account.Actor, eventID string) error {
	return s.publish(ctx, a, eventID, func(ctx context.Context, tx bun.IDB, of Detail) error {
		of.PublishedAt = nil
		if err := keep(ctx, tx, of); err != nil {
			return err
		}
		return s.record(ctx, tx, a, "event.minutes_unpublished", eventID)
	})
}

func (s *Service) publish(ctx context.Context, a account.Actor, eventID string, fn func(context.Context, bun.IDB, Detail) error) error {
	if err := mayDecide(a); err != nil {
		return err
	}
	return s.write(ctx, a, eventID, fn)
}
