package event

import (
	"strings"

	"rundertisch/internal/ical"
)

// Entry is the item as everybody may have it in a calendar: no people asked, the same UID for ever. It counts as changed with
// the item and with its event.
func (i ProgrammeItem) Entry(e Event, baseURL, host string) ical.Entry {
	entry := ical.Entry{
		UID: "item-" + i.ID + "@" + host, Sequence: int(e.Version + i.Version), Stamp: e.UpdatedAt, Start: i.Starts(e), End: i.Ends(e),
		Summary: i.Title, Description: e.Title, Status: ical.Confirmed,
	}
	if i.CreatedAt.After(entry.Stamp) {
		entry.Stamp = i.CreatedAt
	}
	if e.State == Cancelled {
		entry.Status = ical.Cancelled
	}
	if e.Kind.Public() {
		entry.URL = baseURL + "/v/" + e.Slug
	}
	var where []string
	for _, part := range []string{i.Room, e.Venue, strings.ReplaceAll(e.Address, "\n", ", ")} {
		if part != "" {
			where = append(where, part)
		}
	}
	entry.Location = strings.Join(where, ", ")
	return entry
}
