package wish

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/allocation"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// Ranks is how many wishes a person may have in each slot.
const Ranks = allocation.Ranks

// Wish is one workshop somebody wishes for.
type Wish struct {
	bun.BaseModel `bun:"table:workshop_wishes,alias:w"`

	ID           string    `bun:"id,pk"`
	WorkspaceID  string    `bun:"workspace_id"`
	EventID      string    `bun:"event_id"`
	AttendanceID string    `bun:"attendance_id"`
	ItemID       string    `bun:"item_id"`
	Rank         int64     `bun:"rank"` // among the wishes of the slot, from 1
	CreatedAt    time.Time `bun:"created_at"`
}

// Draw is one drawing of the lot.
type Draw struct {
	bun.BaseModel `bun:"table:workshop_draws,alias:d"`

	ID          string    `bun:"id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	ProjectID   string    `bun:"project_id"`
	EventID     string    `bun:"event_id"`
	Seed        string    `bun:"seed"`
	Reason      string    `bun:"reason"` // why it was drawn again; empty the first time
	DrawnBy     string    `bun:"drawn_by"`
	DrawnAt     time.Time `bun:"drawn_at"`
}

// Outcome is what one person got in one slot.
type Outcome struct {
	bun.BaseModel `bun:"table:workshop_outcomes,alias:o"`

	ID           string `bun:"id,pk"`
	WorkspaceID  string `bun:"workspace_id"`
	EventID      string `bun:"event_id"`
	AttendanceID string `bun:"attendance_id"`
	Slot         string `bun:"slot"`
	ItemID       string `bun:"item_id"` // empty for none
	Rank         int64  `bun:"rank"`    // of the wish that came true, 0 for none
	Lot          int64  `bun:"lot"`     // number in the order of the slot's lot
	Leads        string `bun:"leads"`   // the workshop the person leads at that time
	Verdicts     string `bun:"verdicts"`
}

// Wishes returns the verdict on each wish down to the one that came true.
func (o Outcome) Wishes() []allocation.Verdict {
	var verdicts []allocation.Verdict
	if json.Unmarshal([]byte(o.Verdicts), &verdicts) != nil {
		return nil // written by this package: cannot be anything else
	}
	return verdicts
}

// First is the workshop of the first wish, "" for those who lead one.
func (o Outcome) First() string {
	for _, v := range o.Wishes() {
		return v.Workshop
	}
	return ""
}

// Field is the form name of a wish: slots are counted from 0, ranks from 1.
func Field(slot, rank int) string {
	return "wish_" + strconv.Itoa(slot+1) + "_" + strconv.Itoa(rank)
}

// Read turns the values of the fields into wishes; typed says the value of a field. An empty field is no wish, and those below move up. What is chosen twice or
// is not there is noted at its field.
func Read(c *fault.Checks, items []event.ProgrammeItem, typed func(field string) string) []Wish {
	var wishes []Wish
	for n, slot := range event.Slots(items) {
		var chosen []string
		for rank := 1; rank <= Ranks; rank++ {
			field := Field(n, rank)
			itemID := typed(field)
			known := slices.ContainsFunc(items, func(i event.ProgrammeItem) bool {
				return i.ID == itemID && i.Slot == slot && i.Kind == event.WorkshopItem
			})
			switch {
			case itemID == "":
			case !known:
				c.Add(field, "wish.gone")
			case slices.Contains(chosen, itemID):
				c.Add(field, "wish.twice")
			default:
				chosen = append(chosen, itemID)
				wishes = append(wishes, Wish{ItemID: itemID, Rank: int64(len(chosen))})
			}
		}
	}
	return wishes
}

// Filled is the reverse of Read: the values of the fields.
func Filled(items []event.ProgrammeItem, wishes []Wish) map[string]string {
	values := map[string]string{}
	for n, slot := range event.Slots(items) {
		of := inSlot(items, slot, wishes)
		for rank := 1; rank <= Ranks; rank++ {
			values[Field(n, rank)] = ""
			if rank <= len(of) {
				values[Field(n, rank)] = of[rank-1]
			}
		}
	}
	return values
}

// inSlot lists the workshops of the slot that are wished for, the dearest first. Wishes are ordered by rank.
func inSlot(items []event.ProgrammeItem, slot string, wishes []Wish) []string {
	var ids []string
	for _, w := range wishes {
		there := slices.ContainsFunc(items, func(i event.ProgrammeItem) bool {
			return i.ID == w.ItemID && i.Slot == slot && i.Kind == event.WorkshopItem
		})
		if there && len(ids) < Ranks {
			ids = append(ids, w.ItemID)
		}
	}
	return ids
}
