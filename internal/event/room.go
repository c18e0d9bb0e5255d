package event

import (
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/fault"
)

// StepFree is whether one gets into a room without steps.
type StepFree string

// What is known about the way into a room.
const (
	StepsUnknown StepFree = ""
	WithoutSteps StepFree = "yes"
	WithSteps    StepFree = "no"
)

// StepFrees lists what can be chosen.
func StepFrees() []StepFree { return []StepFree{WithoutSteps, WithSteps} }

// Room is a room of an event. Programme items name it; a name that is new makes the room.
type Room struct {
	bun.BaseModel `bun:"table:event_rooms,alias:r"`

	ID          string    `bun:"id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	EventID     string    `bun:"event_id"`
	Name        string    `bun:"name"`
	Places      int64     `bun:"places"` // 0: not known
	StepFree    StepFree  `bun:"step_free"`
	Note        string    `bun:"note"` // for staff and the public: equipment, the way there
	CreatedAt   time.Time `bun:"created_at"`
	Version     int64     `bun:"version"`
}

// RoomDetails is what staff type about a room.
type RoomDetails struct {
	Name     string
	Places   string // empty or 0: not known
	StepFree StepFree
	Note     string
}

// apply writes the details into r; the fault lists what cannot be taken. Fields: name, capacity, step_free, note.
func (d RoomDetails) apply(r Room) (Room, error) {
	var c fault.Checks
	r.Name, r.Note, r.StepFree = oneLine(d.Name), text(d.Note), d.StepFree
	c.Require("name", r.Name)
	c.MaxLen("name", r.Name, maxTitle)
	c.MaxLen("note", r.Note, maxShort)
	if d.StepFree != StepsUnknown && !slices.Contains(StepFrees(), d.StepFree) {
		c.Add("step_free", "fault.choice")
	}
	r.Places = checkCapacity(&c, d.Places)
	return r, c.Err()
}

// roomNamed finds the room of a name.
func roomNamed(rooms []Room, name string) (Room, bool) {
	at := slices.IndexFunc(rooms, func(r Room) bool { return sameName(r.Name, name) })
	if name == "" || at < 0 {
		return Room{}, false
	}
	return rooms[at], true
}
