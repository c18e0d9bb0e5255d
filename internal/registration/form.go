package registration

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/form"
	"rundertisch/internal/i18n"
	"rundertisch/internal/wish"
)

// NoticeVersion names the text of the privacy notice (Art. 13 GDPR) that the form shows; it is stored with each
// registration and rises with every change of that text.
const NoticeVersion = "2026-11"

// GroupNoticeVersion names the same text with what it says where people register others along.
const GroupNoticeVersion = NoticeVersion + "g"

// listMark is put behind the name of a text that also tells of the public list of participants.
const listMark = "l"

// noticeVersion names what the visitor of the event's form is shown; along says that somebody else has registered them.
func noticeVersion(e event.Event, along bool) string {
	shipped := NoticeVersion
	if along || e.GroupMost > 0 {
		shipped = GroupNoticeVersion
	}
	if e.ListsGuests {
		shipped += listMark
	}
	return form.NoticeVersion(shipped, e)
}

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
	Kind         string // of the organisation, or NoKind; asked where kinds have shares of the places
	Lang         string
	Nonce        string
	Chosen       []string                  // value of each slot's field, in the order of event.Slots
	Wished       func(field string) string // value of a field of wish.Field, where workshops go by wishes
	Answers      form.Typed                // to the questions that the event asks of its own
	Files        form.Uploads
	Needs        form.NeedsTyped
	Photos       bool     // agrees to be photographed; only people themselves do
	Listed       bool     // agrees to be named in public; only people themselves do
	Members      []Member // registered along, in the rows of the form; rows may be empty
}

// NoKind is the form value of somebody who comes for no organisation.
const NoKind = "none"

// share returns the kind of organisation that is typed.
func (f Form) share(c *fault.Checks, e event.Event) directory.Kind {
	kind := directory.Kind(f.Kind)
	switch {
	case !e.ByKind || f.Kind == NoKind:
		return ""
	case !kind.Valid():
		c.Add("kind", "registration.kind_missing")
		return ""
	}
	return kind
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

// check validates what is typed; own tells the installation's own mailbox, at which nobody takes part.
func (f Form) check(c *fault.Checks, own func(address string) bool) {
	c.Require("name", f.Name)
	c.MaxLen("name", f.Name, maxName)
	if f.Email == "" {
		c.Require("email", f.Email)
	} else {
		account.CheckEmail(c, "email", f.Email)
	}
	if own(f.Email) {
		c.Add("email", "mail.address.own")
	}
	c.MaxLen("organisation", f.Organisation, maxName)
	c.MaxLen("remark", f.Remark, maxRemark)
}

// entry is a form that was checked.
type entry struct {
	attendance.Registration
	members  []attendance.Member
	byWishes bool
	wished   []wish.Wish
	said     said
}

// asked is what a form was made from and who fills it in.
type asked struct {
	event  event.Event
	items  []event.ProgrammeItem
	fields []form.Field
	self   bool // the person answers for themselves
}

// entry checks what is typed. Where workshops go by wishes nobody gets one now.
func (f Form) entry(a asked, now time.Time, own func(address string) bool) (entry, error) {
	f = f.trimmed()
	var c fault.Checks
	f.check(&c, own)
	r := entry{byWishes: a.event.ByWishes(), Registration: attendance.Registration{
		EventID: a.event.ID, Remark: f.Remark, Nonce: f.Nonce, Listed: f.Listed && a.self, Photos: f.Photos && a.self,
		Guest: attendance.Guest{Name: f.Name, Email: f.Email, Organisation: f.Organisation, Lang: f.Lang},
	}}
	r.Share, r.members = f.share(&c, a.event), f.members(&c, own)
	switch {
	case !r.byWishes:
		r.Wishes = readChoices(&c, a.items, f.Chosen, f.Name)
	case f.Wished != nil:
		r.wished = wish.Read(&c, a.items, f.Wished)
	}
	var err error
	if r.said, err = f.own(&c, a); err != nil {
		return r, err
	}
	if err := c.Err(); err != nil {
		return r, err
	}
	if len(r.wished) > 0 && !a.event.WishesOpen(now) {
		return r, fault.New(fault.Conflict, "wish.closed")
	}
	return r, nil
}

// sameMode refuses a form that was made when workshops were given in another way or something else was asked.
func (r entry) sameMode(e event.Event) error {
	switch {
	case e.ByWishes() != r.byWishes:
		return fault.New(fault.Conflict, "registration.mode_changed")
	case e.FormVersion != r.said.version:
		return fault.New(fault.Conflict, "form.fault.changed")
	case len(r.members) > 0 && int64(len(r.members)+1) > e.GroupMost:
		return fewer(e)
	}
	return nil
}

// readChoices turns the slots' values into wishes; an empty value is no workshop in that slot. Whoever leads a workshop takes no
// place in it.
func readChoices(c *fault.Checks, items []event.ProgrammeItem, chosen []string, name string) []attendance.Wish {
	var wishes []attendance.Wish
	for n, slot := range event.Slots(items) {
		if n >= len(chosen) || chosen[n] == "" {
			continue
		}
		itemID, wait := strings.CutPrefix(chosen[n], waiting)
		at := slices.IndexFunc(items, func(i event.ProgrammeItem) bool {
			return i.ID == itemID && i.Slot == slot && i.Kind == event.WorkshopItem
		})
		switch {
		case at < 0:
			c.Add(SlotField(n), "registration.slot_gone")
			continue
		case items[at].LedBy(name):
			c.Add(SlotField(n), "registration.slot_led", items[at].Title)
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
