package meeting

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/body"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// Who is who came for a seat.
type Who string

// Who may come.
const (
	Nobody Who = ""
	Self   Who = "member"
	Deputy Who = "deputy"
)

type presence struct {
	bun.BaseModel `bun:"table:meeting_presences,alias:mp"`

	EventID     string `bun:"event_id,pk"`
	MemberID    string `bun:"member_id,pk"`
	WorkspaceID string `bun:"workspace_id"`
	Who         Who    `bun:"who"`
}

// Count is how many of those entitled were present, and whether that is enough.
type Count struct {
	Present, Entitled, Needed int // Needed is 0 without a rule
}

// Reached reports whether the meeting has a quorum.
func (c Count) Reached() bool { return c.Present >= c.Needed }

// Noted reports whether it was noted that anybody came.
func (d Detail) Noted() bool { return len(d.Presence) > 0 }

// Quorum counts the members entitled to vote who came or were represented by their deputies. Minutes that members have been asked about
// keep what they said: who is erased or leaves the body later was there all the same.
func (d Detail) Quorum() Count {
	if d.Locked() && d.Present != nil && d.Entitled != nil && d.Needed != nil {
		return Count{Present: *d.Present, Entitled: *d.Entitled, Needed: *d.Needed}
	}
	return d.count()
}

func (d Detail) count() Count {
	entitled := body.Entitled(d.Body.Members)
	c := Count{Entitled: len(entitled), Needed: d.Body.Quorum.Needed(len(entitled))}
	for _, m := range entitled {
		if d.came(m) {
			c.Present++
		}
	}
	return c
}

// came reports whether somebody came for a seat with a vote of the member's person.
func (d Detail) came(who body.Member) bool {
	return slices.ContainsFunc(d.Body.Members, func(m body.Member) bool {
		return d.Presence[m.ID] != Nobody && m.Duty.Votes() && m.PersonID == who.PersonID
	})
}

// attending are the members for whom somebody came, each person who came in person once.
func (d Detail) attending() []body.Member {
	var all []body.Member
	seen := map[string]bool{}
	for _, m := range d.Body.Members {
		switch d.Presence[m.ID] {
		case Nobody:
			continue
		case Self:
			if m.PersonID != "" && seen[m.PersonID] { // without one: erased since then
				continue
			}
			seen[m.PersonID] = true
		}
		all = append(all, m)
	}
	return all
}

// Note stores who was present, by member. Members who are not named were not; nobody can be present for a seat without anybody.
func (s *Service) Note(ctx context.Context, a account.Actor, eventID string, present map[string]Who) error {
	return s.write(ctx, a, eventID, func(ctx context.Context, tx bun.IDB, of Detail) error {
		switch {
		case of.Body.ID == "":
			return fault.New(fault.Conflict, "meeting.fault.no_body")
		case !Minutable(of.Event):
			return fault.New(fault.Conflict, "meeting.fault.draft")
		case of.Locked():
			return locked(of)
		}
		var rows []presence
		for _, m := range of.Body.Members {
			who := present[m.ID]
			if who == Self && !m.Vacant() || who == Deputy && m.Deputy != "" {
				rows = append(rows, presence{EventID: eventID, MemberID: m.ID, WorkspaceID: of.Event.WorkspaceID, Who: who})
			}
		}
		if _, err := tx.NewDelete().Model((*presence)(nil)).Where("event_id = ?", eventID).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		for part := range slices.Chunk(rows, 100) {
			if _, err := tx.NewInsert().Model(&part).Exec(ctx); err != nil {
				return database.Fault(err)
			}
		}
		return s.record(ctx, tx, a, "event.presence_noted", eventID)
	})
}
