package invite

import (
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
)

// differences is what a change of an event or workshop means for calendars.
type differences struct {
	title, time, place bool
}

func between(before, after event.Event) differences {
	return differences{
		title: before.Title != after.Title,
		time:  !before.StartsAt.Equal(after.StartsAt) || !before.EndsAt.Equal(after.EndsAt) || before.Zone != after.Zone,
		place: place(before) != place(after),
	}
}

func betweenItems(before, after event.ProgrammeItem) differences {
	return differences{
		title: before.Title != after.Title,
		time:  !before.StartsAt.Equal(after.StartsAt) || !before.EndsAt.Equal(after.EndsAt),
		place: before.Room != after.Room,
	}
}

// any reports whether people must be told.
func (c differences) any() bool { return c.title || c.time || c.place }

// raises reports whether SEQUENCE rises: not for texts (RFC 5546, 2.1.4).
func (c differences) raises() bool { return c.time || c.place }

// eventLines says in words what became of an event's title, time and place.
func (d *desk) eventLines(l *i18n.Locale, before, after event.Event) []string {
	c := between(before, after)
	var lines []string
	if c.title {
		lines = append(lines, changed(l, "title", before.Title, after.Title))
	}
	if c.time {
		lines = append(lines, changed(l, "time", d.when(l, before), d.when(l, after)))
	}
	if c.place {
		lines = append(lines, changed(l, "place", place(before), place(after)))
	}
	return lines
}

// itemLines is eventLines for a workshop.
func (d *desk) itemLines(l *i18n.Locale, before, after event.ProgrammeItem) []string {
	c := betweenItems(before, after)
	var lines []string
	if c.title {
		lines = append(lines, changed(l, "title", before.Title, after.Title))
	}
	if c.time {
		lines = append(lines, changed(l, "time", d.itemWhen(l, before), d.itemWhen(l, after)))
	}
	if c.place {
		lines = append(lines, changed(l, "room", before.Room, after.Room))
	}
	return lines
}

func changed(l *i18n.Locale, what, before, after string) string {
	if before == "" {
		before = l.T("invite.change.nothing")
	}
	if after == "" {
		after = l.T("invite.change.nothing")
	}
	return l.T("invite.change."+what, before, after)
}

// itemWhen says a programme item's time in words.
func (d *desk) itemWhen(l *i18n.Locale, item event.ProgrammeItem) string {
	starts, ends := item.Starts(d.event), item.Ends(d.event)
	return l.T("invite.when.day", l.LongDay(starts), starts.Format("15:04"), ends.Format("15:04"))
}
