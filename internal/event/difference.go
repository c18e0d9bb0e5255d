package event

import "slices"

// DifferenceKind is how a programme item differs from what it was.
type DifferenceKind string

// The ways in which items differ. One item may differ in several.
const (
	ItemAdded        DifferenceKind = "added"
	ItemRemoved      DifferenceKind = "removed"
	ItemMoved        DifferenceKind = "moved" // begins or ends at another time
	RoomDiffers      DifferenceKind = "room"
	SpeakersDiffer   DifferenceKind = "speakers"
	ModeratorDiffers DifferenceKind = "moderator"
	TitleDiffers     DifferenceKind = "title"
	TextDiffers      DifferenceKind = "text"
	SlotDiffers      DifferenceKind = "slot" // belongs to another slot, or is another kind of item
)

// Difference is one way in which an item differs.
type Difference struct {
	Kind DifferenceKind
	Was  ProgrammeItem // zero for an added item
	Is   ProgrammeItem // zero for a removed one
}

// Item is the item as it is, or as it was when it is gone.
func (d Difference) Item() ProgrammeItem {
	if d.Kind == ItemRemoved {
		return d.Was
	}
	return d.Is
}

// Differences compares two states of a programme: what is new or other in the order of the later one, then what is gone. How many
// places a workshop has is not part of it.
func Differences(before, after []ProgrammeItem) []Difference {
	var all []Difference
	find := func(items []ProgrammeItem, id string) int {
		return slices.IndexFunc(items, func(i ProgrammeItem) bool { return i.ID == id })
	}
	for _, is := range after {
		at := find(before, is.ID)
		if at < 0 {
			all = append(all, Difference{Kind: ItemAdded, Is: is})
			continue
		}
		for _, kind := range is.differs(before[at]) {
			all = append(all, Difference{Kind: kind, Was: before[at], Is: is})
		}
	}
	for _, was := range before {
		if find(after, was.ID) < 0 {
			all = append(all, Difference{Kind: ItemRemoved, Was: was})
		}
	}
	return all
}

// differs lists in what the item differs from what it was.
func (i ProgrammeItem) differs(was ProgrammeItem) []DifferenceKind {
	var kinds []DifferenceKind
	for _, c := range []struct {
		kind DifferenceKind
		new  bool
	}{
		{TitleDiffers, i.Title != was.Title},
		{ItemMoved, i.StartsWall != was.StartsWall || i.EndsWall != was.EndsWall},
		{RoomDiffers, i.Room != was.Room},
		{SpeakersDiffer, i.Speakers != was.Speakers},
		{ModeratorDiffers, i.Moderator != was.Moderator},
		{SlotDiffers, i.Slot != was.Slot || i.Kind != was.Kind},
		{TextDiffers, i.Description != was.Description},
	} {
		if c.new {
			kinds = append(kinds, c.kind)
		}
	}
	return kinds
}
