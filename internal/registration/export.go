package registration

import (
	"strconv"

	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
	"rundertisch/internal/sheet"
)

// Table is the list as a file, with one column per slot.
func (l List) Table(locale *i18n.Locale) sheet.Source {
	slots := event.Slots(l.Items)
	return sheet.Source{
		Name: locale.T("registration.list.title"), Header: l.heads(locale, slots),
		Rows: sheet.Of(l.Rows, func(row Row) []string { return l.cells(locale, slots, row) }),
	}
}

func (l List) heads(locale *i18n.Locale, slots []string) []string {
	var heads []string
	for _, name := range []string{"name", "email", "organisation", "place", "position", "answer"} {
		heads = append(heads, locale.T("registration.column."+name))
	}
	heads = append(heads, slots...)
	heads = append(heads, locale.T("registration.column.remark"), locale.T("registration.column.registered"))
	return heads
}

func (l List) cells(locale *i18n.Locale, slots []string, row Row) []string {
	position := ""
	if row.Position > 0 {
		position = strconv.Itoa(row.Position)
	}
	cells := []string{
		row.Name, row.Email, row.Organisation, locale.T("registration.place." + string(row.Place)), position,
		locale.T("registration.answer." + string(row.Answer)),
	}
	for _, slot := range slots {
		cells = append(cells, l.workshop(locale, slot, row))
	}
	return append(cells, row.Remark, locale.Instant(row.CreatedAt))
}

// workshop says the person's workshop in the slot, with a remark when it is only the waitlist.
func (l List) workshop(locale *i18n.Locale, slot string, row Row) string {
	for _, place := range row.Workshops {
		if place.Slot != slot {
			continue
		}
		if place.State == attendance.Waitlisted {
			return locale.T("registration.workshop_waiting", l.Title(place.ItemID))
		}
		return l.Title(place.ItemID)
	}
	return ""
}

// Title returns the title of the programme item, "" when it is none of the event's.
func (l List) Title(itemID string) string {
	for _, item := range l.Items {
		if item.ID == itemID {
			return item.Title
		}
	}
	return ""
}
