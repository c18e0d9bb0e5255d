package eventviews

import (
	"time"

	"rundertisch/internal/event"
)

// Block is one line of a timetable: a single item, or all workshops of a slot.
type Block struct {
	From, To time.Time // in the event's zone
	Items    []event.ProgrammeItem
	Slot     string // of workshops one can choose from; empty for single items
}

// ProgrammeDay is the timetable of one day.
type ProgrammeDay struct {
	Date   time.Time
	Blocks []Block
}

// Days sorts a programme, given in its order, into days and blocks.
func Days(e event.Event, items []event.ProgrammeItem) []ProgrammeDay {
	var days []ProgrammeDay
	for _, item := range items {
		from, to := item.Starts(e), item.Ends(e)
		if n := len(days); n == 0 || days[n-1].Date.Format(time.DateOnly) != from.Format(time.DateOnly) {
			days = append(days, ProgrammeDay{Date: from})
		}
		day := &days[len(days)-1]
		if b := day.slot(item.Slot); b != nil {
			b.Items = append(b.Items, item)
			if to.After(b.To) {
				b.To = to
			}
			continue
		}
		day.Blocks = append(day.Blocks, Block{From: from, To: to, Items: []event.ProgrammeItem{item}, Slot: item.Slot})
	}
	return days
}

// slot finds the block of a slot on the day.
func (d *ProgrammeDay) slot(name string) *Block {
	for n := range d.Blocks {
		if name != "" && d.Blocks[n].Slot == name {
			return &d.Blocks[n]
		}
	}
	return nil
}
