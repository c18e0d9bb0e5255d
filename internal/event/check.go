package event

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"rundertisch/internal/account"
)

// Unsaved stands for the identifier of an item that is typed and not stored yet.
const Unsaved = "new"

// Check is what would be odd about a programme if an item were stored as it is typed.
type Check struct {
	Items    []ProgrammeItem // the item as it would be, and what moves along with it
	Warnings []Warning       // about them
	Timed    bool            // its time can be read; without one only its size is looked at
	Whole    bool            // all that is typed can be taken
}

// Of reports whether the item is one of those that are looked at.
func (c Check) Of(itemID string) bool {
	return slices.ContainsFunc(c.Items, func(i ProgrammeItem) bool { return i.ID == itemID })
}

// Mark is another one when anything of what the check found is: who has seen it has seen the same.
func (c Check) Mark() string {
	var all strings.Builder
	all.WriteString(strconv.FormatBool(c.Timed) + "\n")
	for _, w := range c.Warnings {
		words := []string{string(w.Kind), w.Item.mark(), w.Other.mark(), w.Name, strconv.FormatInt(w.Places, 10)}
		all.WriteString(strings.Join(words, "\t") + "\n")
	}
	sum := sha256.Sum256([]byte(all.String()))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

func (i ProgrammeItem) mark() string {
	return strings.Join([]string{i.ID, i.StartsWall, i.EndsWall, strconv.FormatInt(i.Capacity, 10)}, " ")
}

// Timetable is a programme with what its event knows of rooms and people: all that a check needs.
type Timetable struct {
	Event    Event
	Items    []ProgrammeItem
	Rooms    []Room
	Speakers []Speaker
}

// Timetable returns the timetable of an event of the project.
func (s *Service) Timetable(ctx context.Context, actor account.Actor, eventID string) (Timetable, error) {
	var t Timetable
	var err error
	if t.Event, t.Items, err = s.Programme(ctx, actor, eventID); err != nil {
		return t, err
	}
	if t.Rooms, err = ListRoomsIn(ctx, s.db.Read(), t.Event.ID); err != nil {
		return t, err
	}
	t.Speakers, err = ListSpeakersIn(ctx, s.db.Read(), t.Event.ID)
	return t, err
}

// Item returns the item of the programme, one that is not stored when the programme has none of the identifier.
func (t Timetable) Item(itemID string) ProgrammeItem {
	if at := slices.IndexFunc(t.Items, func(i ProgrammeItem) bool { return i.ID == itemID }); at >= 0 {
		return t.Items[at]
	}
	return ProgrammeItem{ID: Unsaved, EventID: t.Event.ID}
}

// Check looks at the item as it is typed; what cannot be taken is left to the saving.
func (t Timetable) Check(itemID string, d ItemDetails) Check {
	item, err := d.apply(t.Event, t.Item(itemID))
	c := t.with(item)
	c.Timed, c.Whole = item.StartsWall != "" && item.EndsAt.After(item.StartsAt), err == nil
	if !c.Timed {
		c.Warnings = slices.DeleteFunc(c.Warnings, func(w Warning) bool { return w.Kind != RoomSmall })
	}
	return c
}

// CheckMove looks at where the item would go, and what would move along.
func (t Timetable) CheckMove(itemID string, to Move) Check {
	item := t.Item(itemID)
	by, err := to.shift(t.Event, item)
	if err != nil {
		return Check{}
	}
	moved := moveItem(item, by, t.Event.Location())
	moved.Room = oneLine(to.Room)
	all := []ProgrammeItem{moved}
	for _, other := range t.Items {
		if by != 0 && to.takes(other, item) {
			all = append(all, moveItem(other, by, t.Event.Location()))
		}
	}
	c := t.with(all...)
	c.Timed, c.Whole = true, true
	for _, one := range all {
		c.Whole = c.Whole && within(t.Event, one) == nil
	}
	return c
}

// with looks at the items as if they stood in the programme as they are here.
func (t Timetable) with(items ...ProgrammeItem) Check {
	c := Check{Items: items}
	all := append(slices.DeleteFunc(slices.Clone(t.Items), func(i ProgrammeItem) bool { return c.Of(i.ID) }), items...)
	slices.SortStableFunc(all, func(a, b ProgrammeItem) int { return a.StartsAt.Compare(b.StartsAt) })
	for _, w := range Warnings(t.Event, all, t.Rooms, t.Speakers) {
		if c.Of(w.Item.ID) || c.Of(w.Other.ID) {
			c.Warnings = append(c.Warnings, w)
		}
	}
	return c
}
