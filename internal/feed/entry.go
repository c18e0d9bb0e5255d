package feed

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/clock"
	"rundertisch/internal/date"
	"rundertisch/internal/ical"
)

const (
	keepGone = 30 * 24 * time.Hour // how long a cancelled entry is shown
	pastDays = 366                 // how long what is over is shown
)

// item is what a calendar says about one thing.
type item struct {
	Summary     string      `json:"summary"`
	Description string      `json:"description,omitempty"`
	Location    string      `json:"location,omitempty"`
	URL         string      `json:"url,omitempty"`
	Status      ical.Status `json:"status"`
	Day         date.Date   `json:"day,omitempty"` // of a deadline; then without a time
	Starts      time.Time   `json:"starts,omitzero"`
	Ends        time.Time   `json:"ends,omitzero"`
	Zone        string      `json:"zone,omitempty"`

	late bool // overdue, and shown however long ago that was
}

// last is the item's last day.
func (i item) last() date.Date {
	if i.Day != "" {
		return i.Day
	}
	return date.Of(i.Ends)
}

// entry is an item as it was last published.
type entry struct {
	bun.BaseModel `bun:"table:feed_entries,alias:n"`

	FeedID      string     `bun:"feed_id,pk"`
	WorkspaceID string     `bun:"workspace_id"`
	Subject     string     `bun:"subject,pk"` // milestone-<id>
	UID         string     `bun:"uid"`
	Sequence    int64      `bun:"sequence"`
	Content     string     `bun:"content"` // the item as JSON
	ChangedAt   time.Time  `bun:"changed_at"`
	GoneAt      *time.Time `bun:"gone_at"` // since when there is no such thing any more
}

// meet compares what was published with what there is now and returns the entries that have to be written. Entries are never
// dropped: a thing that comes back, from the bin or to its old assignee, has to go on with its SEQUENCE.
func meet(f Feed, stored []entry, wanted map[string]item, domain string, now time.Time) ([]entry, error) {
	var changed []entry
	known := map[string]bool{}
	for _, e := range stored {
		known[e.Subject] = true
		thing, there := wanted[e.Subject]
		if !there {
			if e.GoneAt == nil {
				e.Sequence, e.ChangedAt, e.GoneAt = e.Sequence+1, now, &now
				changed = append(changed, e)
			}
			continue
		}
		content, err := json.Marshal(thing)
		if err != nil {
			return nil, fmt.Errorf("feed: %s: %w", e.Subject, err)
		}
		if e.GoneAt != nil || e.Content != string(content) {
			e.Sequence, e.ChangedAt, e.GoneAt, e.Content = e.Sequence+1, now, nil, string(content)
			changed = append(changed, e)
		}
	}
	for subject, thing := range wanted {
		if known[subject] {
			continue
		}
		content, err := json.Marshal(thing)
		if err != nil {
			return nil, fmt.Errorf("feed: %s: %w", subject, err)
		}
		changed = append(changed, entry{
			FeedID: f.ID, WorkspaceID: f.WorkspaceID, Subject: subject, UID: subject + "@" + domain, Content: string(content), ChangedAt: now,
		})
	}
	return changed, nil
}

// publish returns the entry for the calendar; false when it is no longer shown: gone for long, or gone because it was over.
func (e entry) publish(now time.Time) (ical.Entry, bool, error) {
	var thing item
	if err := json.Unmarshal([]byte(e.Content), &thing); err != nil {
		return ical.Entry{}, false, fmt.Errorf("feed: %s: %w", e.Subject, err)
	}
	shown := ical.Entry{
		UID: e.UID, Sequence: int(e.Sequence), Stamp: e.ChangedAt, Summary: thing.Summary, Description: thing.Description,
		Location: thing.Location, URL: thing.URL, Status: thing.Status,
	}
	if e.GoneAt != nil {
		if now.Sub(*e.GoneAt) >= keepGone || thing.last() < date.Of(e.GoneAt.UTC()).AddDays(1-pastDays) {
			return ical.Entry{}, false, nil
		}
		shown.Status = ical.Cancelled
	}
	if thing.Day != "" {
		shown.AllDay, shown.Start, shown.End = true, thing.Day.Time(), thing.Day.AddDays(1).Time()
		return shown, true, nil
	}
	zone, err := clock.Zone(thing.Zone)
	if err != nil {
		return ical.Entry{}, false, fmt.Errorf("feed: %s: %w", e.Subject, err)
	}
	shown.Start, shown.End = thing.Starts.In(zone), thing.Ends.In(zone)
	return shown, true, nil
}
