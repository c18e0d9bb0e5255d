// Package registrationviews has the pages on which people register for an event and look after their own place, and
// the staff's list of registrations.
package registrationviews

import (
	"strings"

	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
	"rundertisch/internal/registration"
	eventviews "rundertisch/views/event"
	"rundertisch/views/shared"
)

// Labels is the catalogue prefix of the registration form's fields.
const Labels = "registration.field."

// Slot is the choice of one workshop among those of a slot.
type Slot struct {
	Name    string // of the form field
	Label   string
	Options []shared.Option
}

// Slots builds the choices of an event. For somebody with places the own ones stand beside the free ones.
func Slots(l *i18n.Locale, e event.Event, items []event.ProgrammeItem, seats map[string]attendance.Seats, own map[string]attendance.WorkshopPlace, positions map[string]int) []Slot {
	var slots []Slot
	for n, name := range event.Slots(items) {
		slot := Slot{Name: registration.SlotField(n)}
		for _, item := range items {
			if item.Slot != name || item.Kind != event.WorkshopItem {
				continue
			}
			if slot.Label == "" {
				slot.Label = slotLabel(l, e, item)
			}
			place := own[item.ID]
			mine := place.State == attendance.Confirmed || place.State == attendance.Waitlisted
			slot.Options = append(slot.Options, shared.Option{
				Value: registration.Choice(item.ID, seats[item.ID].Full() && !mine), Label: item.Title,
				Hint: joined(item.Room, item.Speakers, room(l, seats[item.ID], place, positions[item.ID])),
			})
		}
		slot.Options = append(slot.Options, shared.Option{Label: l.T("registration.no_workshop")})
		slots = append(slots, slot)
	}
	return slots
}

func slotLabel(l *i18n.Locale, e event.Event, first event.ProgrammeItem) string {
	hours := eventviews.Hours(l, first.Starts(e), first.Ends(e))
	if e.SeveralDays() {
		hours = l.Day(first.Starts(e)) + ", " + hours
	}
	return l.T("registration.slot", first.Slot, hours)
}

// room says how much room a workshop has, or which place the person has in it.
func room(l *i18n.Locale, seats attendance.Seats, own attendance.WorkshopPlace, position int) string {
	switch {
	case own.State == attendance.Confirmed:
		return l.T("registration.room.yours")
	case own.State == attendance.Waitlisted:
		return l.T("registration.room.your_position", position)
	case seats.Capacity == 0:
		return l.T("registration.room.unlimited")
	case !seats.Full():
		return l.N("registration.room.free", int(seats.Free()))
	case seats.Waiting == 0:
		return l.T("registration.room.full")
	}
	return l.N("registration.room.full_waiting", int(seats.Waiting))
}

func joined(parts ...string) string {
	var said []string
	for _, part := range parts {
		if part != "" {
			said = append(said, part)
		}
	}
	return strings.Join(said, " · ")
}

// Languages are the choices of the language mails are written in.
func Languages(l *i18n.Locale) []shared.Option {
	var options []shared.Option
	for _, lang := range i18n.Languages() {
		options = append(options, shared.Option{Value: string(lang), Label: l.T("layout.language." + string(lang))})
	}
	return options
}

// placeTone is how a state of a place looks.
func placeTone(place attendance.Place) shared.Tone {
	switch place {
	case attendance.Confirmed:
		return shared.Success
	case attendance.Waitlisted, attendance.Requested:
		return shared.Warning
	case attendance.NoPlace, attendance.Withdrawn, attendance.Refused:
	}
	return shared.Neutral
}

func answerTone(answer attendance.Answer) shared.Tone {
	switch answer {
	case attendance.Accepted:
		return shared.Success
	case attendance.Tentative:
		return shared.Info
	case attendance.Declined:
		return shared.Danger
	case attendance.NeedsAction:
	}
	return shared.Neutral
}
