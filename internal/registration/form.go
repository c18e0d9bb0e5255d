package registration

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
)

// NoticeVersion names the text of the privacy notice (Art. 13 GDPR) that the form shows; it is stored with each
// registration and rises with every change of that text.
const NoticeVersion = "2026-11"

const (
	maxName   = 200
	maxRemark = 2000
	waiting   = "wait:" // before a workshop's identifier: the waitlist is fine
)

// Form is what somebody types to register.
type Form struct {
	Name         string
	Email        string
	Organisation string
	Remark       string
	Lang         string
	Nonce        string
	Chosen       []string // value of each slot's field, in the order of event.Slots
}

// SlotField is the form name of the n-th slot, counted from 0.
func SlotField(n int) string { return "slot_" + strconv.Itoa(n+1) }

// Choice is the form value of a workshop; wait says that its waitlist is chosen.
func Choice(itemID string, wait bool) string {
	if wait {
		return waiting + itemID
	}
	return itemID
}

func (f Form) trimmed() Form {
	f.Name, f.Email = strings.Join(strings.Fields(f.Name), " "), strings.TrimSpace(f.Email)
	f.Organisation, f.Remark = strings.Join(strings.Fields(f.Organisation), " "), strings.TrimSpace(f.Remark)
	if !slices.Contains(i18n.Languages(), i18n.Lang(f.Lang)) {
		f.Lang = string(i18n.German)
	}
	return f
}

// check validates what is typed against the programme and returns the wishes; own tells the installation's own mailbox, at which
// nobody takes part.
func (f Form) check(items []event.ProgrammeItem, own func(address string) bool) ([]attendance.Wish, error) {
	var c fault.Checks
	c.Require("name", f.Name)
	c.MaxLen("name", f.Name, maxName)
	if f.Email == "" {
		c.Require("email", f.Email)
	} else {
		account.CheckEmail(&c, "email", f.Email)
	}
	if own(f.Email) {
		c.Add("email", "mail.address.own")
	}
	c.MaxLen("organisation", f.Organisation, maxName)
	c.MaxLen("remark", f.Remark, maxRemark)
	wishes := readChoices(&c, items, f.Chosen)
	return wishes, c.Err()
}

// registration checks what is typed and returns it as attendance takes it.
func (f Form) registration(eventID string, items []event.ProgrammeItem, own func(address string) bool) (attendance.Registration, error) {
	f = f.trimmed()
	wishes, err := f.check(items, own)
	return attendance.Registration{
		EventID: eventID, Remark: f.Remark, Nonce: f.Nonce, Wishes: wishes,
		Guest: attendance.Guest{Name: f.Name, Email: f.Email, Organisation: f.Organisation, Lang: f.Lang},
	}, err
}

// readChoices turns the slots' values into wishes; an empty value is no workshop in that slot.
func readChoices(c *fault.Checks, items []event.ProgrammeItem, chosen []string) []attendance.Wish {
	var wishes []attendance.Wish
	for n, slot := range event.Slots(items) {
		if n >= len(chosen) || chosen[n] == "" {
			continue
		}
		itemID, wait := strings.CutPrefix(chosen[n], waiting)
		known := slices.ContainsFunc(items, func(i event.ProgrammeItem) bool {
			return i.ID == itemID && i.Slot == slot && i.Kind == event.WorkshopItem
		})
		if !known {
			c.Add(SlotField(n), "registration.slot_gone")
			continue
		}
		wishes = append(wishes, attendance.Wish{ItemID: itemID, Wait: wait})
	}
	return wishes
}

// Refusal says why nobody can register by the public form now, nil when people can.
func Refusal(e event.Event, now time.Time) error {
	switch e.RegistrationAt(now) {
	case event.RegistrationOpen:
		return nil
	case event.RegistrationNone:
		return fault.Missing()
	case event.RegistrationEarly:
		return fault.New(fault.Conflict, "registration.closed.early")
	case event.RegistrationClosed:
	}
	switch {
	case e.State == event.Cancelled:
		return fault.New(fault.Conflict, "registration.closed.cancelled")
	case e.Begun(now):
		return fault.New(fault.Conflict, "registration.closed.begun")
	}
	return fault.New(fault.Conflict, "registration.closed.until")
}
