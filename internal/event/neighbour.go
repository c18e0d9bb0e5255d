package event

import (
	"context"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
)

// FirstDay is the day on which the event begins, by the wall clock of its zone.
func (e Event) FirstDay() date.Date { return date.Date(dayOf(e.StartsWall)) }

// LastDay is the day on which the event ends, by the wall clock of its zone.
func (e Event) LastDay() date.Date { return date.Date(dayOf(e.EndsWall)) }

// Neighbour is another event of the workspace on one of the event's days.
type Neighbour struct {
	Event Event
	Near  bool // of the same project
	Shown bool // people of this project may know what it is: it is theirs, or has a public page
}

// Neighbours lists the workspace's events that take place on the event's days and are not cancelled, by their beginning.
// Drafts and meetings of other projects are listed without what they are about.
func (s *Service) Neighbours(ctx context.Context, actor account.Actor, e Event) ([]Neighbour, error) {
	if err := mayRead(actor); err != nil {
		return nil, err
	}
	from := time.Date(e.Starts().Year(), e.Starts().Month(), e.Starts().Day(), 0, 0, 0, 0, e.Location())
	until := time.Date(e.Ends().Year(), e.Ends().Month(), e.Ends().Day()+1, 0, 0, 0, 0, e.Location())
	var events []Event
	err := s.db.Read().NewSelect().Model(&events).Where("e.workspace_id = ? AND e.id <> ? AND e.state <> ?", actor.WorkspaceID, e.ID, Cancelled).
		Where("e.starts_at < ? AND e.ends_at > ?", until.UTC(), from.UTC()).Order("e.starts_at", "e.id").Scan(ctx)
	var all []Neighbour
	for _, other := range events {
		n := Neighbour{Event: other, Near: other.ProjectID == actor.ProjectID}
		n.Shown = n.Near || other.State != Draft && other.Kind.Public()
		if !n.Shown {
			n.Event = Event{StartsWall: other.StartsWall, EndsWall: other.EndsWall, Zone: other.Zone, StartsAt: other.StartsAt, EndsAt: other.EndsAt}
		}
		all = append(all, n)
	}
	return all, database.Fault(err)
}
