package event

// WarningKind is what is odd about a programme.
type WarningKind string

// What is warned of. Nothing of it is forbidden: a house may have its reasons.
const (
	PersonTwice  WarningKind = "person_twice" // somebody speaks or moderates in two items at the same time
	RoomTwice    WarningKind = "room_twice"   // two items in one room at the same time
	RoomSmall    WarningKind = "room_small"   // a workshop takes more people than its room has places
	OutsideEvent WarningKind = "outside"      // an item begins before or ends after the event
	SlotsMeet    WarningKind = "slots_meet"   // workshops of two slots at the same time: one person may choose both
	SlotApart    WarningKind = "slot_apart"   // workshops of one slot one after the other: one person may choose one only
)

// Warning is one thing about a programme that staff should look at.
type Warning struct {
	Kind   WarningKind
	Item   ProgrammeItem
	Other  ProgrammeItem // the second item; zero when only one is concerned
	Name   string        // of the person or room
	Places int64         // of the room
}

// Concerns reports whether the warning is about the item.
func (w Warning) Concerns(itemID string) bool { return w.Item.ID == itemID || w.Other.ID == itemID }

// Warnings lists what is odd about a programme, in the order of its items.
func Warnings(e Event, items []ProgrammeItem, rooms []Room, speakers []Speaker) []Warning {
	var all []Warning
	for n, item := range items {
		if item.StartsAt.Before(e.StartsAt) || item.EndsAt.After(e.EndsAt) {
			all = append(all, Warning{Kind: OutsideEvent, Item: item})
		}
		if room, ok := roomNamed(rooms, item.Room); ok && item.Kind == WorkshopItem && room.Places > 0 && item.Capacity > room.Places {
			all = append(all, Warning{Kind: RoomSmall, Item: item, Name: room.Name, Places: room.Places})
		}
		for _, other := range items[n+1:] {
			all = append(all, between(item, other, speakers)...)
		}
	}
	return all
}

// between lists what is odd about two items beside each other.
func between(item, other ProgrammeItem, speakers []Speaker) []Warning {
	var all []Warning
	if !item.meets(other) {
		if item.Slot != "" && item.Slot == other.Slot {
			all = append(all, Warning{Kind: SlotApart, Item: item, Other: other, Name: item.Slot})
		}
		return all
	}
	for _, name := range item.People() {
		for _, same := range other.People() {
			if samePerson(speakers, name, same) {
				all = append(all, Warning{Kind: PersonTwice, Item: item, Other: other, Name: name})
			}
		}
	}
	if item.Room != "" && sameName(item.Room, other.Room) {
		all = append(all, Warning{Kind: RoomTwice, Item: item, Other: other, Name: item.Room})
	}
	if item.Slot != "" && other.Slot != "" && item.Slot != other.Slot {
		all = append(all, Warning{Kind: SlotsMeet, Item: item, Other: other})
	}
	return all
}

// meets reports whether two items share some time.
func (i ProgrammeItem) meets(other ProgrammeItem) bool {
	return i.StartsAt.Before(other.EndsAt) && other.StartsAt.Before(i.EndsAt)
}
