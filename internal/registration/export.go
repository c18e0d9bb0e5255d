package registration

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
	"rundertisch/internal/sheet"
)

// Column is what a list says of each person beside the name.
type Column string

// The columns.
const (
	Organisation Column = "organisation"
	Email        Column = "email"
	Place        Column = "place"
	Answer       Column = "answer"
	Workshops    Column = "workshops"
	Kind         Column = "kind"
	Municipality Column = "municipality"
	Origin       Column = "origin"
	InGroup      Column = "group"
	Remark       Column = "remark"
	Notes        Column = "notes"
	Arrival      Column = "registered"
)

// Columns lists all of them in their order.
func Columns() []Column {
	return []Column{Email, Organisation, Place, Answer, Workshops, Kind, Municipality, Origin, InGroup, Remark, Notes, Arrival}
}

// UsualColumns lists those that a list shows to whom chose none.
func UsualColumns() []Column {
	return []Column{Organisation, Place, Answer, Workshops, Arrival}
}

// part is how many rows of an export are in memory at once.
const part = 500

// Export is the people that the filter shows as a file, read in parts while it is written, all as they are at its
// beginning. Columns are those of the file beside the name, in the order of Columns.
func (s *Service) Export(ctx context.Context, actor account.Actor, eventID string, filter Filter, locale *i18n.Locale, columns []Column) (sheet.Source, error) {
	if err := mayRead(actor); err != nil {
		return sheet.Source{}, err
	}
	head, err := headIn(ctx, s.db.Read(), actor, eventID)
	if err != nil {
		return sheet.Source{}, err
	}
	x := export{locale: locale, list: head, slots: event.Slots(head.Items)}
	for _, column := range Columns() {
		if slices.Contains(columns, column) {
			x.columns = append(x.columns, column)
		}
	}
	return sheet.Source{Name: locale.T("registration.list.title"), Header: x.heads(), Rows: func(yield func([]string, error) bool) {
		if err := s.each(ctx, actor, eventID, filter, func(row Row) bool { return yield(x.cells(row), nil) }); err != nil {
			yield(nil, err)
		}
	}}, nil
}

// each hands over all rows that the filter shows, as long as they are wanted.
func (s *Service) each(ctx context.Context, actor account.Actor, eventID string, filter Filter, take func(Row) bool) error {
	return s.db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) error {
		list, err := headIn(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		for filter.Length, filter.Page = part, 1; ; filter.Page++ {
			rows, err := list.rows(ctx, tx, filter)
			if err != nil {
				return err
			}
			for _, row := range rows {
				if !take(row) {
					return nil
				}
			}
			if len(rows) < part {
				return nil
			}
		}
	})
}

type export struct {
	locale  *i18n.Locale
	list    List
	slots   []string
	columns []Column
}

// heads names the columns: the place has its position beside it, and each slot of workshops a column of its own. What
// the event asks of its own comes last, one column a question.
func (x export) heads() []string {
	heads := []string{x.locale.T("registration.column.name")}
	for _, column := range x.columns {
		if column == Workshops {
			heads = append(heads, x.slots...)
			continue
		}
		heads = append(heads, x.locale.T("registration.column."+string(column)))
		if column == Place {
			heads = append(heads, x.locale.T("registration.column.position"))
		}
	}
	for _, field := range x.list.Fields {
		heads = append(heads, field.Label)
	}
	return heads
}

func (x export) cells(row Row) []string {
	cells := []string{row.Name}
	for _, column := range x.columns {
		switch column {
		case Workshops:
			for _, slot := range x.slots {
				cells = append(cells, x.list.workshop(x.locale, slot, row))
			}
		case Place:
			cells = append(cells, x.locale.T("registration.place."+string(row.Place)), position(row))
		default:
			cells = append(cells, row.Text(x.locale, column))
		}
	}
	for _, field := range x.list.Fields {
		cells = append(cells, strings.ReplaceAll(row.Answers[field.ID], "\n", "; "))
	}
	return cells
}

func position(row Row) string {
	if row.Position == 0 {
		return ""
	}
	return strconv.Itoa(row.Position)
}

// Text says what stands in the column, "" for those that are more than a text.
func (r Row) Text(locale *i18n.Locale, column Column) string {
	switch column {
	case Email:
		return r.Email
	case Organisation:
		return r.Attendance.Organisation
	case Kind:
		if r.Kind != "" {
			return locale.T("directory.kind." + string(r.Kind))
		}
	case Municipality:
		return r.Municipality()
	case Answer:
		return locale.T("registration.answer." + string(r.Attendance.Answer))
	case Origin:
		return locale.T("registration.origin." + string(r.Attendance.Origin))
	case InGroup:
		return r.Contact
	case Remark:
		return r.Attendance.Remark
	case Notes:
		texts := make([]string, len(r.Notes))
		for i, note := range r.Notes {
			texts[i] = note.Text
		}
		return strings.Join(texts, " · ")
	case Arrival:
		return locale.Instant(r.CreatedAt)
	case Place, Workshops:
	}
	return ""
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
