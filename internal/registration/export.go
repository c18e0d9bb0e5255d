package registration

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
)

// CSV returns the list as a file for German spreadsheets: byte order mark, semicolons, one column per slot, and an
// apostrophe before what would be taken for a formula.
func (l List) CSV(locale *i18n.Locale) ([]byte, error) {
	var buf bytes.Buffer
	buf.WriteString("\uFEFF")
	out := csv.NewWriter(&buf)
	out.Comma, out.UseCRLF = ';', true
	slots := event.Slots(l.Items)
	if err := out.Write(l.heads(locale, slots)); err != nil {
		return nil, err
	}
	for _, row := range l.Rows {
		if err := out.Write(l.cells(locale, slots, row)); err != nil {
			return nil, err
		}
	}
	out.Flush()
	return buf.Bytes(), out.Error()
}

func (l List) heads(locale *i18n.Locale, slots []string) []string {
	var heads []string
	for _, name := range []string{"name", "email", "organisation", "place", "position", "answer"} {
		heads = append(heads, locale.T("registration.column."+name))
	}
	heads = append(heads, slots...)
	heads = append(heads, locale.T("registration.column.remark"), locale.T("registration.column.registered"))
	return guarded(heads)
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
	return guarded(append(cells, row.Remark, locale.Instant(row.CreatedAt)))
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

// guarded puts an apostrophe before each cell that begins like a formula (OWASP: CSV injection).
func guarded(cells []string) []string {
	for i, cell := range cells {
		if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
			cells[i] = "'" + cell
		}
	}
	return cells
}
