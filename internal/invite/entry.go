package invite

import (
	"strings"

	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
	"rundertisch/internal/ical"
	"rundertisch/internal/mail"
)

// entryOf is the event as it stands in the person's calendar. It names public pages only: calendars are shared.
func (d *desk) entryOf(row attendance.Attendance) ical.Entry {
	l := d.locale(row.Lang)
	return ical.Entry{
		UID: row.UID, Sequence: int(row.Sequence), Stamp: row.Stamp,
		Start: d.event.Starts(), End: d.event.Ends(),
		Summary: d.event.Title, Description: d.description(l, d.event.Summary), Location: place(d.event),
		URL: d.page(), Organizer: d.organizer(),
		Attendee: ical.Attendee{Name: row.Name, Email: receiving(row), PartStat: partStat(row.Answer)},
	}
}

// receiving is the address as the mail's To has it: calendar programs compare the two letter by letter.
func receiving(row attendance.Attendance) string {
	if canonical, err := mail.Canonical(row.Email); err == nil {
		return canonical
	}
	return row.Email
}

// standing is the event in the person's calendar as far as it stands: provisional until they are invited or have a place.
func (d *desk) standing(row attendance.Attendance, provisional bool) ical.Entry {
	entry := d.entryOf(row)
	if provisional {
		l := d.locale(row.Lang)
		entry.Status, entry.Description = ical.Provisional, d.describe(l, d.event.Summary, l.T("invite.entry.provisional"))
	}
	return entry
}

// workshopEntryOf is a chosen workshop as it stands in the person's calendar.
func (d *desk) workshopEntryOf(row attendance.Attendance, chosen attendance.WorkshopPlace, item event.ProgrammeItem) ical.Entry {
	l := d.locale(row.Lang)
	return ical.Entry{
		UID: chosen.UID, Sequence: int(chosen.Sequence), Stamp: chosen.Stamp,
		Start: item.Starts(d.event), End: item.Ends(d.event),
		Summary:     workshopTitle(l, item.Title),
		Description: d.description(l, l.T("invite.entry.part_of", d.event.Title)),
		Location:    joined(", ", item.Room, place(d.event)),
		URL:         d.page(), Organizer: d.organizer(),
		Attendee: ical.Attendee{Name: row.Name, Email: receiving(row), PartStat: ical.Accepted},
	}
}

// workshopTitle says that it is a workshop, unless the title does.
func workshopTitle(l *i18n.Locale, title string) string {
	if strings.Contains(strings.ToLower(title), "workshop") {
		return title
	}
	return l.T("invite.entry.workshop", title)
}

func (d *desk) description(l *i18n.Locale, about string) string {
	return d.describe(l, about, l.T("invite.entry.answer"))
}

func (d *desk) describe(l *i18n.Locale, about, text string) string {
	if page := d.page(); page != "" {
		text = joined("\n\n", l.T("invite.entry.page", page), text)
	}
	return joined("\n\n", about, text)
}

// place is where the event is, on one line.
func place(e event.Event) string {
	return joined(", ", e.Venue, strings.Join(strings.FieldsFunc(e.Address, func(r rune) bool { return r == '\n' }), ", "))
}

// partStat is the answer in the calendar's words (RFC 5545, 3.2.12).
func partStat(answer attendance.Answer) ical.PartStat {
	switch answer {
	case attendance.Accepted:
		return ical.Accepted
	case attendance.Tentative:
		return ical.Tentative
	case attendance.Declined:
		return ical.Declined
	}
	return ical.NeedsAction
}

// answerOf is the reverse of partStat; empty for what is no answer.
func answerOf(said string) attendance.Answer {
	switch ical.PartStat(said) {
	case ical.Accepted:
		return attendance.Accepted
	case ical.Tentative:
		return attendance.Tentative
	case ical.Declined:
		return attendance.Declined
	}
	return ""
}

// joined joins the parts that say something.
func joined(with string, parts ...string) string {
	var said []string
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" {
			said = append(said, part)
		}
	}
	return strings.Join(said, with)
}

// when says begin and end in words: "Donnerstag, 25. März 2027, 09:30 bis 16:30 Uhr". Both carry the event's zone.
func (d *desk) when(l *i18n.Locale, e event.Event) string {
	starts, ends := e.Starts(), e.Ends()
	if e.SeveralDays() {
		return l.T("invite.when.days", l.LongDay(starts), starts.Format("15:04"), l.LongDay(ends), ends.Format("15:04"))
	}
	return l.T("invite.when.day", l.LongDay(starts), starts.Format("15:04"), ends.Format("15:04"))
}
