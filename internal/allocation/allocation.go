package allocation

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Ranks is how many wishes a person may have in each slot.
const Ranks = 3

// Workshop is what can be wished for.
type Workshop struct {
	ID       string
	Slot     string
	Capacity int // places for participants; 0: as many as come
	Starts   time.Time
	Ends     time.Time
}

// Person is somebody with wishes.
type Person struct {
	ID     string
	Wishes map[string][]string // workshops by slot, the dearest first
	Leads  []string            // workshops that the person moderates or speaks in
}

// Input is all that the result depends on.
type Input struct {
	Seed      string
	Workshops []Workshop
	People    []Person
}

// Outcome is what one person got in one slot.
type Outcome struct {
	Person   string
	Slot     string
	Workshop string    // empty for none
	Rank     int       // of the wish that came true, from 1; 0 for none
	Lot      int       // the person's number in the order of the slot's lot, from 1
	Leads    string    // the workshop the person leads at that time; then there are no wishes to decide on
	Wishes   []Verdict // on each wish down to the one that came true, the dearest first
}

// Reason says why a wish came true or did not.
type Reason string

// The reasons. The last three are those of a wish that did not come true.
const (
	Room     Reason = "room"     // there was room for all who had the wish
	Drawn    Reason = "drawn"    // the lot was good enough
	Exchange Reason = "exchange" // a later number, which got the place because more wishes came true that way
	Dearer   Reason = "dearer"   // all places went to people to whom the workshop was dearer
	Lost     Reason = "lost"     // the lot was not good enough
	Yielded  Reason = "yielded"  // an earlier number, which did not get the place because more wishes came true that way
)

// Verdict explains what became of one wish.
type Verdict struct {
	Workshop string `json:"workshop"`
	Rank     int    `json:"rank"`
	Reason   Reason `json:"reason"`
	Places   int    `json:"places"` // of the workshop; 0: as many as come
	Dearer   int    `json:"dearer"` // places that went to people to whom it was dearer
	Rivals   int    `json:"rivals"` // people with the same wish who got nothing dearer, this one among them
	Given    int    `json:"given"`  // places that went to them
	Number   int    `json:"number"` // this one's number among them by lot, from 1
}

// ErrInput is what the faults of an input have in common.
var ErrInput = errors.New("allocation: the input cannot be allocated")

// Overlap is the fault of two workshops at one time that stand in different slots.
type Overlap struct{ First, Second Workshop }

func (o *Overlap) Error() string {
	return fmt.Sprintf("allocation: workshops %s and %s are at one time but in different slots", o.First.ID, o.Second.ID)
}

// Unwrap makes an Overlap an ErrInput.
func (o *Overlap) Unwrap() error { return ErrInput }

// check returns what is wrong with the input.
func (in Input) check() error {
	known := map[string]Workshop{}
	for _, w := range in.Workshops {
		if _, twice := known[w.ID]; twice || w.ID == "" || w.Capacity < 0 {
			return fmt.Errorf("%w: workshop %q", ErrInput, w.ID)
		}
		known[w.ID] = w
	}
	if err := overlaps(in.Workshops); err != nil {
		return err
	}
	people := map[string]bool{}
	for _, p := range in.People {
		if people[p.ID] || p.ID == "" {
			return fmt.Errorf("%w: person %q", ErrInput, p.ID)
		}
		people[p.ID] = true
		if err := p.check(known); err != nil {
			return err
		}
	}
	return nil
}

func (p Person) check(known map[string]Workshop) error {
	for slot, wishes := range p.Wishes {
		if len(wishes) > Ranks {
			return fmt.Errorf("%w: %d wishes of %q in one slot", ErrInput, len(wishes), p.ID)
		}
		for n, wish := range wishes {
			if w, ok := known[wish]; !ok || w.Slot != slot || slices.Contains(wishes[:n], wish) {
				return fmt.Errorf("%w: wish %q of %q", ErrInput, wish, p.ID)
			}
		}
	}
	return nil
}

// overlaps finds two workshops of different slots at one time: sorted by their begin, only those that have not ended can be met.
func overlaps(workshops []Workshop) error {
	sorted := slices.Clone(workshops)
	slices.SortFunc(sorted, func(a, b Workshop) int { return cmp.Or(a.Starts.Compare(b.Starts), cmp.Compare(a.ID, b.ID)) })
	for n, w := range sorted {
		for _, later := range sorted[n+1:] {
			if !later.Starts.Before(w.Ends) {
				break
			}
			if later.Slot != w.Slot {
				return &Overlap{First: w, Second: later}
			}
		}
	}
	return nil
}

// slots lists the slots by name; the order in which they are decided on does not matter.
func (in Input) slots() []string {
	var slots []string
	for _, w := range in.Workshops {
		slots = append(slots, w.Slot)
	}
	slices.Sort(slots)
	return slices.Compact(slots)
}
