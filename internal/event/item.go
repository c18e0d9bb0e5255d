package event

import (
	"slices"
	"strconv"

	"rundertisch/internal/date"
	"rundertisch/internal/fault"
)

// ItemDetails is what staff type about a programme item.
type ItemDetails struct {
	Kind        ItemKind
	Title       string
	Description string
	Room        string
	Speakers    string
	Moderator   string
	Day         string // empty: the event's first day
	Begin       string
	End         string
	Slot        string // one of the programme's slots; workshops only
	NewSlot     string // name of a new slot, goes before Slot
	Capacity    string // places; empty or 0: as many as come; workshops only
}

// ItemDetailsOf returns the item as it would be typed.
func ItemDetailsOf(i ProgrammeItem) ItemDetails {
	return ItemDetails{
		Kind: i.Kind, Title: i.Title, Description: i.Description, Room: i.Room, Speakers: i.Speakers,
		Moderator: i.Moderator, Day: dayOf(i.StartsWall), Begin: clockOf(i.StartsWall), End: clockOf(i.EndsWall),
		Slot: i.Slot, Capacity: strconv.FormatInt(i.Capacity, 10),
	}
}

// apply writes the details into i, an item of e; the fault lists what cannot be taken.
// Fields: kind, title, description, room, speakers, moderator, day, begin, end, slot, slot_new, capacity.
func (d ItemDetails) apply(e Event, i ProgrammeItem) (ProgrammeItem, error) {
	var c fault.Checks
	if !slices.Contains(ItemKinds(), d.Kind) {
		c.Add("kind", "fault.choice")
	}
	i.Kind, i.Title, i.Description = d.Kind, oneLine(d.Title), text(d.Description)
	i.Room, i.Speakers, i.Moderator = oneLine(d.Room), oneLine(d.Speakers), oneLine(d.Moderator)
	c.Require("title", i.Title)
	c.MaxLen("title", i.Title, maxTitle)
	c.MaxLen("description", i.Description, maxText)
	c.MaxLen("room", i.Room, maxTitle)
	c.MaxLen("speakers", i.Speakers, maxShort)
	c.MaxLen("moderator", i.Moderator, maxShort)
	d.applyTime(&c, e, &i)
	d.applySlot(&c, &i)
	return i, c.Err()
}

func (d ItemDetails) applyTime(c *fault.Checks, e Event, i *ProgrammeItem) {
	day := checkDay(c, "day", d.Day)
	if day == "" && d.Day == "" {
		day = date.Date(dayOf(e.StartsWall))
	}
	i.StartsWall, i.StartsAt = checkWall(c, "begin", day, d.Begin, e.Location())
	i.EndsWall, i.EndsAt = checkWall(c, "end", day, d.End, e.Location())
	switch {
	case i.StartsWall == "" || i.EndsWall == "":
	case !i.EndsAt.After(i.StartsAt):
		c.Add("end", "event.end_before_begin")
	case i.StartsAt.Before(e.StartsAt):
		c.Add("begin", "event.item.before_event", clockOf(e.StartsWall))
	case i.EndsAt.After(e.EndsAt):
		c.Add("end", "event.item.after_event", clockOf(e.EndsWall))
	}
}

func (d ItemDetails) applySlot(c *fault.Checks, i *ProgrammeItem) {
	if d.Kind != WorkshopItem {
		i.Slot, i.Capacity = "", 0
		return
	}
	i.Capacity = checkCapacity(c, d.Capacity)
	field := "slot_new"
	if i.Slot = oneLine(d.NewSlot); i.Slot == "" {
		field, i.Slot = "slot", oneLine(d.Slot)
	}
	if i.Slot == "" {
		c.Add(field, "event.item.slot_needed")
	}
	c.MaxLen(field, i.Slot, maxTitle)
}
