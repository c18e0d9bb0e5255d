package demo

import (
	"context"
	"fmt"

	"rundertisch/internal/account"
	"rundertisch/internal/event"
)

// seedRooms says what is known about the rooms of the Fachtagung. One is a little small for its workshops: the programme
// warns of it.
func (c *county) seedRooms(ctx context.Context, actor account.Actor, ahead event.Event) error {
	known := map[string]event.RoomDetails{
		"Saal":         {Places: "120", StepFree: event.WithoutSteps, Note: "Bühne, Induktionsschleife"},
		"Foyer":        {Places: "150", StepFree: event.WithoutSteps},
		"Raum Unstrut": {Places: "20", StepFree: event.WithoutSteps, Note: "Erdgeschoss, gegenüber dem Saal"},
		"Raum Hainich": {Places: "18", StepFree: event.WithSteps, Note: "1. Obergeschoss, Aufzug bis zur Zwischenebene"},
	}
	rooms, err := c.Events.Rooms(ctx, actor, ahead.ID)
	if err != nil {
		return err
	}
	for _, room := range rooms {
		details, ok := known[room.Name]
		if !ok {
			continue
		}
		details.Name = room.Name
		if _, err := c.Events.EditRoom(ctx, actor, ahead.ID, room.ID, room.Version, details); err != nil {
			return fmt.Errorf("room %q: %w", room.Name, err)
		}
	}
	return nil
}
