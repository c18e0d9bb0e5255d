package wish

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/allocation"
	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/id"
)

// Board is what staff see of an event's wishes: first what is wished for, then who would get what, in the end who got it.
type Board struct {
	Event   event.Event
	Items   []event.ProgrammeItem       // the workshops, in the order of the programme
	Draws   []Draw                      // the latest first
	Demand  map[string][Ranks]int       // people who wish for a workshop, by rank
	People  int                         // with a place of the event
	Wished  int                         // of them, with wishes
	Rows    []Row                       // by name and slot
	Tallies map[string]allocation.Tally // by workshop
	Slots   map[string]allocation.Tally
	Overlap []string // titles of two workshops at one time in different slots; then nothing can be decided
	Taken   bool     // somebody has chosen a workshop already
	Mark    string   // of the outcomes that are shown; Publish takes it
	Open    bool     // workshops can be wished for

	waiting  []attendance.Attendance // for a place of the event
	wishes   map[string][]Wish
	speakers []event.Speaker // who speaks or moderates
}

// Row is an outcome with the person.
type Row struct {
	attendance.Attendance
	Outcome Outcome
}

// Title returns the title of the workshop, "" when it is none of the event's.
func (b Board) Title(itemID string) string { return Title(b.Items, itemID) }

// Title returns the title of the programme item, "" when it is not among them.
func Title(items []event.ProgrammeItem, itemID string) string {
	for _, item := range items {
		if item.ID == itemID {
			return item.Title
		}
	}
	return ""
}

// Seed is what the latest lot was drawn with, "" before.
func (b Board) Seed() string {
	for _, d := range b.Draws {
		return d.Seed
	}
	return ""
}

func boardIn(ctx context.Context, tx bun.IDB, actor account.Actor, eventID string, now time.Time) (Board, error) {
	b := Board{Demand: map[string][Ranks]int{}}
	var err error
	if b.Event, err = event.FindOfIn(ctx, tx, actor, eventID); err != nil {
		return b, err
	}
	b.Open = b.Event.WishesOpen(now)
	if b.Items, err = event.ListItemsIn(ctx, tx, eventID); err != nil {
		return b, err
	}
	b.Items = slices.DeleteFunc(b.Items, func(i event.ProgrammeItem) bool { return i.Kind != event.WorkshopItem })
	if b.Draws, err = DrawsIn(ctx, tx, eventID); err != nil {
		return b, err
	}
	if b.Taken, err = attendance.AnyWorkshopIn(ctx, tx, eventID); err != nil {
		return b, err
	}
	if b.Event.WishesUntil == "" {
		return b, nil
	}
	return b, b.fill(ctx, tx)
}

// fill reads people and wishes, and decides or reads what was decided.
func (b *Board) fill(ctx context.Context, tx bun.IDB) error {
	people, err := attendance.ListIn(ctx, tx, b.Event.ID)
	if err != nil {
		return err
	}
	if b.wishes, err = listWishes(ctx, tx, b.Event.ID); err != nil {
		return err
	}
	if b.speakers, err = event.ListSpeakersIn(ctx, tx, b.Event.ID); err != nil {
		return err
	}
	var seated []attendance.Attendance
	for _, row := range people {
		switch row.Place {
		case attendance.Confirmed:
			seated = append(seated, row)
			b.count(b.wishes[row.ID])
		case attendance.Waitlisted:
			b.waiting = append(b.waiting, row)
		case attendance.NoPlace, attendance.Withdrawn, attendance.Requested, attendance.Refused:
		}
	}
	b.People = len(seated)
	var outcomes []Outcome
	switch {
	case b.Event.WishesDoneAt != nil:
		outcomes, err = listOutcomes(ctx, tx, "o.event_id = ?", b.Event.ID)
	case !b.Open && len(b.Draws) > 0:
		outcomes, err = b.decide(seated)
	}
	if err != nil {
		return err
	}
	return b.show(people, outcomes)
}

func (b *Board) count(wishes []Wish) {
	if len(wishes) > 0 {
		b.Wished++
	}
	for _, slot := range event.Slots(b.Items) {
		for n, itemID := range inSlot(b.Items, slot, wishes) {
			demand := b.Demand[itemID]
			demand[n]++
			b.Demand[itemID] = demand
		}
	}
}

// decide allocates the workshops with the latest seed.
func (b *Board) decide(seated []attendance.Attendance) ([]Outcome, error) {
	in := allocation.Input{Seed: b.Seed()}
	for _, i := range b.Items {
		in.Workshops = append(in.Workshops, allocation.Workshop{ID: i.ID, Slot: i.Slot, Capacity: int(i.Capacity), Starts: i.StartsAt, Ends: i.EndsAt})
	}
	for _, row := range seated {
		person := allocation.Person{ID: row.ID, Wishes: map[string][]string{}, Leads: leads(b.Items, b.speakers, row)}
		for _, slot := range event.Slots(b.Items) {
			person.Wishes[slot] = inSlot(b.Items, slot, b.wishes[row.ID])
		}
		in.People = append(in.People, person)
	}
	decided, err := allocation.Solve(in)
	var overlap *allocation.Overlap
	if errors.As(err, &overlap) {
		b.Overlap = []string{b.Title(overlap.First.ID), b.Title(overlap.Second.ID)}
		return nil, nil
	}
	outcomes := make([]Outcome, 0, len(decided))
	for _, o := range decided {
		verdicts, err := json.Marshal(o.Wishes)
		if err != nil {
			return nil, err
		}
		outcomes = append(outcomes, Outcome{
			WorkspaceID: b.Event.WorkspaceID, EventID: b.Event.ID, AttendanceID: o.Person, Slot: o.Slot, ItemID: o.Workshop,
			Rank: int64(o.Rank), Lot: int64(o.Lot), Leads: o.Leads, Verdicts: string(verdicts),
		})
	}
	return outcomes, err
}

// leads lists the workshops in which the person speaks or moderates: by the whole name, in any spelling, or under the name that
// the programme's list ties to the same person of the directory.
func leads(items []event.ProgrammeItem, speakers []event.Speaker, row attendance.Attendance) []string {
	var ids []string
	for _, i := range items {
		tied := slices.ContainsFunc(speakers, func(s event.Speaker) bool {
			return row.PersonID != "" && s.PersonID == row.PersonID && len(s.Parts([]event.ProgrammeItem{i})) > 0
		})
		if tied || i.LedBy(row.Name) {
			ids = append(ids, i.ID)
		}
	}
	return ids
}

// show puts the outcomes beside the people, and marks and counts them.
func (b *Board) show(people []attendance.Attendance, outcomes []Outcome) error {
	by := map[string][]Outcome{}
	var decided []allocation.Outcome
	for _, o := range outcomes {
		by[o.AttendanceID] = append(by[o.AttendanceID], o)
		decided = append(decided, allocation.Outcome{Slot: o.Slot, Workshop: o.ItemID, Rank: int(o.Rank), Leads: o.Leads})
	}
	b.Tallies, b.Slots = allocation.Tallies(decided)
	for _, row := range people {
		for _, o := range by[row.ID] {
			b.Rows = append(b.Rows, Row{Attendance: row, Outcome: o})
		}
	}
	said, err := json.Marshal(outcomes)
	b.Mark = id.Hash(string(said))
	return err
}
