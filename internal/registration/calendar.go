package registration

import (
	"strings"

	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/ical"
)

// Calendar returns the event and the person's workshops as a calendar file without people in it. The UIDs are those
// of the invitations, so that nothing stands twice in a calendar.
func (v Visit) Calendar(baseURL string) ([]byte, error) {
	url := ""
	if v.Event.Kind.Public() {
		url = baseURL + "/v/" + v.Event.Slug
	}
	status := ical.Confirmed
	switch {
	case v.Event.State == event.Cancelled || v.Attendance.Place == attendance.Withdrawn || v.Attendance.Place == attendance.Refused: // the entry was called off and must not come back
		status = ical.Cancelled
	case v.Attendance.Place == attendance.Waitlisted || v.Attendance.Place == attendance.Requested || v.Attendance.ConfirmUntil != nil:
		status = ical.Provisional
	}
	where := strings.TrimSpace(v.Event.Venue + "\n" + v.Event.Address)
	entries := []ical.Entry{{
		UID: v.Attendance.UID, Sequence: int(v.Attendance.Sequence), Stamp: v.Attendance.Stamp,
		Start: v.Event.Starts(), End: v.Event.Ends(), Summary: v.Event.Title, Description: v.Event.Summary,
		Location: strings.ReplaceAll(where, "\n", ", "), URL: url, Status: status,
	}}
	for _, item := range v.Items {
		place, chosen := v.Workshops[item.ID]
		if !chosen || place.State != attendance.Confirmed {
			continue
		}
		entries = append(entries, ical.Entry{
			UID: place.UID, Sequence: int(place.Sequence), Stamp: place.Stamp, Start: item.Starts(v.Event), End: item.Ends(v.Event),
			Summary: item.Title, Description: v.Event.Title, Location: item.Room, URL: url, Status: status,
		})
	}
	return ical.Publish(v.Event.Title, entries)
}
