package invite

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/ical"
	"rundertisch/internal/mail"
	"rundertisch/internal/mailing"
)

// past is what the receiver of a thread knows of its entry.
type past struct {
	got   *ical.Event // as it was last sent, or as it stood on the page where a place was taken; nil when they know nothing
	waits bool        // an invitation or announcement waits in the outbox; the next version takes its place

	first []string // messages that would tell them first of the event, and have not left
	heard bool     // another message has left, may have, or answers what they did themselves
}

// unsent reports whether the receiver knows nothing yet, because the invitation has not left the house.
func (p past) unsent() bool { return p.got == nil && p.waits }

// uninvited reports whether the receiver was only told the day yet, and the invitation waits in the outbox.
func (p past) uninvited() bool { return p.got != nil && p.got.Status == ical.Provisional && p.waits }

// untold reports whether the person has never heard of the event: all that was written to them waits or has failed, and no answer
// of theirs is known.
func (d *desk) untold(ctx context.Context, row attendance.Attendance, p past) (bool, error) {
	if len(p.first) == 0 || p.heard || row.Answer != attendance.NeedsAction || row.Attends() {
		return false, nil
	}
	last, err := attendance.LastAppliedIn(ctx, d.tx, row.ID)
	return last == nil, err
}

// note adds what one REQUEST of the thread says about what its receiver has heard.
func (p *past) note(m mail.Message) {
	switch {
	case m.Arrived():
		p.heard = true
	case m.Kind != invitation && m.Kind != saveTheDate && m.Kind != unanswered && m.Kind != substitute && m.Kind != update:
		p.heard = true
	default:
		p.first = append(p.first, m.ID)
	}
}

// pastsOf reads what the people with an entry of the event know, by attendance.
func (d *desk) pastsOf(ctx context.Context, rows []attendance.Attendance, threads map[string]Thread) (map[string]past, error) {
	uids := map[string]string{}
	for _, row := range rows {
		if threads[row.UID].live() {
			uids[row.ID] = row.UID
		}
	}
	return d.pasts(ctx, uids)
}

// forget lets somebody untold never hear of the event: what waits for them is withdrawn, and their entry ends without a CANCEL. It
// reports false, and the entry stays, for everybody else and when the sender was faster.
func (d *desk) forget(ctx context.Context, row attendance.Attendance, p past) (bool, error) {
	if untold, err := d.untold(ctx, row, p); err != nil || !untold {
		return false, err
	}
	if err := d.mail.WithdrawIn(ctx, d.tx, p.first); err != nil {
		return false, err
	}
	states, err := d.mail.StatesIn(ctx, d.tx, p.first)
	if err != nil {
		return false, err
	}
	for _, m := range states {
		if m.State == mail.Sending || m.State == mail.Sent {
			return false, nil
		}
	}
	watching(ctx).spare(row.ID)
	return true, endThread(ctx, d.tx, row.UID, row.Sequence, d.now)
}

// pasts reads what the receivers of the threads, given with their UIDs, know. The changes that wait in the outbox they
// never see: the next version supersedes them.
func (d *desk) pasts(ctx context.Context, uids map[string]string) (map[string]past, error) {
	keys := make([]string, 0, len(uids))
	for key := range uids {
		keys = append(keys, key)
	}
	requests, err := d.mail.RequestsIn(ctx, d.tx, d.event.WorkspaceID, keys)
	if err != nil {
		return nil, err
	}
	pasts, known := make(map[string]past, len(keys)), map[string]string{}
	for key, list := range requests {
		var p past
		for _, m := range list {
			p.note(m)
			switch {
			case m.State == mail.Sent || m.State == mail.Sending:
				known[key], p.waits = m.ID, false
			case m.Kind == invitation || m.Kind == saveTheDate:
				p.waits = true
			case m.Kind != update: // a place was taken on a page that showed the event
				known[key], p.waits = m.ID, false
			}
		}
		pasts[key] = p
	}
	ids := make([]string, 0, len(known))
	for _, id := range known {
		ids = append(ids, id)
	}
	calendars, err := d.mail.CalendarsIn(ctx, d.tx, ids)
	for key, id := range known {
		p := pasts[key]
		p.got = entryIn(calendars[id], uids[key])
		pasts[key] = p
	}
	return pasts, err
}

// entryIn reads the entry of the UID from a calendar object of ours, nil when it is none of that UID.
func entryIn(calendar, uid string) *ical.Event {
	message, err := ical.Parse([]byte(calendar))
	if err != nil || len(message.Events) == 0 || message.Events[0].UID != uid {
		return nil
	}
	return &message.Events[0]
}

// same reports whether the receiver knows the entry as it was before the change.
func (p past) same(was ical.Entry) bool {
	return p.got == nil || p.got.Summary == was.Summary && p.got.Location == was.Location &&
		p.got.Start.Equal(was.Start) && p.got.End.Equal(was.End)
}

// sinceThen says in words what became of an entry since it was last sent.
func (d *desk) sinceThen(l *i18n.Locale, got ical.Event, now ical.Entry) []string {
	var lines []string
	if got.Summary != now.Summary {
		lines = append(lines, changed(l, "title", got.Summary, now.Summary))
	}
	if !got.Start.Equal(now.Start) || !got.End.Equal(now.End) {
		lines = append(lines, changed(l, "time", d.span(l, got.Start, got.End), d.span(l, now.Start, now.End)))
	}
	if got.Location != now.Location {
		lines = append(lines, changed(l, "place", got.Location, now.Location))
	}
	if len(lines) == 0 {
		lines = append(lines, l.T("invite.change.back"))
	}
	return lines
}

// span says begin and end in words, in the event's zone.
func (d *desk) span(l *i18n.Locale, from, until time.Time) string {
	starts, ends := from.In(d.event.Location()), until.In(d.event.Location())
	if starts.Format(time.DateOnly) != ends.Format(time.DateOnly) {
		return l.T("invite.when.days", l.LongDay(starts), starts.Format("15:04"), l.LongDay(ends), ends.Format("15:04"))
	}
	return l.T("invite.when.day", l.LongDay(starts), starts.Format("15:04"), ends.Format("15:04"))
}

// lines says what changed for the receiver: by the change itself, or since what was last sent when that is older.
func (d *desk) lines(lang string, p past, was, now ical.Entry, usual func(*i18n.Locale) []string) string {
	l := d.locale(lang)
	said := usual(l)
	if !p.same(was) {
		said = d.sinceThen(l, *p.got, now)
	}
	return strings.Join(said, "\n")
}

// personalText is what staff wrote to everybody of a mailing.
func personalText(ctx context.Context, db bun.IDB, mailingID string) (string, error) {
	if mailingID == "" {
		return "", nil
	}
	m, err := mailing.FindIn(ctx, db, mailingID)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	order, err := OrderOf(m)
	return order.Text, err
}
