package registration

import (
	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/ical"
)

// Programme lists the person's programme: what is for all, and the workshops with a confirmed place. It is empty for those who
// have no place of the event.
func (v Visit) Programme() []event.ProgrammeItem {
	if v.Attendance.Place != attendance.Confirmed {
		return nil
	}
	var own []event.ProgrammeItem
	for _, item := range v.Items {
		if item.Kind != event.WorkshopItem || v.Workshops[item.ID].State == attendance.Confirmed {
			own = append(own, item)
		}
	}
	return own
}

// ProgrammeFile returns the person's programme as a calendar file: one entry for each item, without people and without the
// personal link. Workshops have the UIDs of their invitations, so that nothing stands twice in a calendar; what is for all
// has the UID that everybody gets, made for host.
func (v Visit) ProgrammeFile(baseURL, host string) ([]byte, error) {
	var entries []ical.Entry
	for _, item := range v.Programme() {
		entry := item.Entry(v.Event, baseURL, host)
		if place, ok := v.Workshops[item.ID]; ok {
			entry.UID, entry.Sequence, entry.Stamp = place.UID, int(place.Sequence), place.Stamp
		}
		entries = append(entries, entry)
	}
	return ical.Publish(v.Event.Title, entries)
}
