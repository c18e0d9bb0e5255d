package wish

import (
	"cmp"
	"slices"

	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
)

// allotments lists what everybody gets. Tickets are drawn in the order in which people will wait: by lot, then those who
// wait for a place of the event, in their order.
func (b Board) allotments() []attendance.Allotment {
	rows := slices.Clone(b.Rows)
	slices.SortStableFunc(rows, func(x, y Row) int { return cmp.Compare(x.Outcome.Lot, y.Outcome.Lot) })
	all := collected{of: map[string]int{}}
	for _, row := range rows {
		o := row.Outcome
		switch {
		case o.Leads != "":
		case o.ItemID != "":
			all.add(row.ID, o.ItemID, false)
		default:
			all.add(row.ID, o.First(), true)
		}
	}
	waiting := slices.Clone(b.waiting)
	slices.SortFunc(waiting, func(x, y attendance.Attendance) int { return cmp.Compare(x.Ticket, y.Ticket) })
	for _, row := range waiting {
		for _, slot := range event.Slots(b.Items) {
			if dearest := inSlot(b.Items, slot, b.wishes[row.ID]); len(dearest) > 0 {
				all.add(row.ID, dearest[0], true)
			}
		}
	}
	return all.list
}

// collected gathers the places of each person.
type collected struct {
	list []attendance.Allotment
	of   map[string]int
}

func (c *collected) add(attendanceID, itemID string, wait bool) {
	n, known := c.of[attendanceID]
	if !known {
		n = len(c.list)
		c.of[attendanceID] = n
		c.list = append(c.list, attendance.Allotment{AttendanceID: attendanceID})
	}
	c.list[n].Places = append(c.list[n].Places, attendance.Allotted{ItemID: itemID, Ticket: attendance.NewTicket(), Wait: wait})
}
