package eventviews

import (
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
)

// DifferenceText says in one sentence how a programme item differs from what it was.
func DifferenceText(l *i18n.Locale, e event.Event, d event.Difference) string {
	key, title := "programme.difference."+string(d.Kind), d.Item().Title
	switch d.Kind {
	case event.ItemAdded, event.ItemRemoved:
		return l.T(key, title, itemHours(l, e, d.Item()))
	case event.ItemMoved:
		return l.T(key, title, itemHours(l, e, d.Is), itemHours(l, e, d.Was))
	case event.TitleDiffers:
		return l.T(key, d.Was.Title, d.Is.Title)
	case event.RoomDiffers:
		return instead(l, key, title, d.Is.Room, d.Was.Room)
	case event.SpeakersDiffer:
		return instead(l, key, title, d.Is.Speakers, d.Was.Speakers)
	case event.ModeratorDiffers:
		return instead(l, key, title, d.Is.Moderator, d.Was.Moderator)
	case event.SlotDiffers:
		return l.T(key, title, kindLine(l, d.Is))
	}
	return l.T(key, title)
}

// instead says that there is one thing in the place of another, or that there is one or none now.
func instead(l *i18n.Locale, key, title, is, was string) string {
	switch {
	case was == "":
		return l.T(key+"_new", title, is)
	case is == "":
		return l.T(key+"_none", title, was)
	}
	return l.T(key, title, is, was)
}

// itemHours says when an item is, with the day where there are several.
func itemHours(l *i18n.Locale, e event.Event, i event.ProgrammeItem) string {
	hours := Hours(l, i.Starts(e), i.Ends(e))
	if e.SeveralDays() {
		return l.Day(i.Starts(e)) + ", " + hours
	}
	return hours
}

// kindLine names what sort of item it is, and its slot.
func kindLine(l *i18n.Locale, i event.ProgrammeItem) string {
	if i.Slot == "" {
		return ItemKind(l, i.Kind)
	}
	return ItemKind(l, i.Kind) + " · " + i.Slot
}
