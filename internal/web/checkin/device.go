package checkinweb

import (
	"encoding/json"
	"time"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/attendance"
	"rundertisch/internal/checkin"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/pass"
	"rundertisch/internal/web/page"
)

const staffKeep = 12 * time.Hour // how long a colleague's device may keep the list without hearing from us

// guest is somebody as a device keeps them: what a door needs, and no more.
type guest struct {
	Code         string     `json:"c"`
	Name         string     `json:"n"`
	Organisation string     `json:"o,omitempty"`
	Waits        bool       `json:"w,omitempty"` // has no place
	Deed         string     `json:"d,omitempty"` // of the check-in that counts
	At           *time.Time `json:"t,omitempty"`
	Door         *string    `json:"p,omitempty"`
}

// list is what a device keeps of an event.
type list struct {
	Event  string    `json:"event"`
	CSRF   string    `json:"csrf"`
	Until  time.Time `json:"until"` // after that the device deletes it
	Guests []guest   `json:"guests"`
}

// List returns what a device needs to keep the door without network.
func (p *Pages) List(r *page.Request) error {
	k, e, err := p.keeping(r)
	if err != nil {
		return err
	}
	if k.PassID == "" {
		r.KeptDoor()
	}
	people, err := p.checkins.Everybody(r.Context(), k)
	if err != nil {
		return err
	}
	all := list{Event: e.ID, CSRF: r.Page("checkin.title").CSRF, Until: p.until(r, e), Guests: make([]guest, len(people))}
	for i, one := range people {
		all.Guests[i] = guest{
			Code: one.Code, Name: one.Name, Organisation: one.Organisation, Waits: one.Place != attendance.Confirmed, Deed: one.DeedID, At: one.At, Door: one.Door,
		}
	}
	r.Set(fiber.HeaderCacheControl, "no-store")
	return r.JSON(all)
}

// until is how long this device may keep the list: as long as the pass is valid, and of a colleague half a day.
func (p *Pages) until(r *page.Request, e event.Event) time.Time {
	held, err := p.passes.Find(r.Context(), pass.CheckIn, r.Pass(passName))
	if err == nil && held.EventID == e.ID {
		return held.ExpiresAt
	}
	return r.Now().Add(staffKeep)
}

// reply is the answer to a deed; a walk-in that was refused says why.
type reply struct {
	checkin.Outcome
	Why string `json:"why,omitempty"`
}

// Sync takes deeds that a device has gathered, in their order, and answers each.
func (p *Pages) Sync(r *page.Request) error {
	k, _, err := p.keeping(r)
	if err != nil {
		return err
	}
	var deeds []checkin.Deed
	if json.Unmarshal([]byte(r.FormValue("deeds")), &deeds) != nil {
		return fault.New(fault.Invalid, "checkin.unreadable")
	}
	outcomes, err := p.checkins.Do(r.Context(), k, deeds...)
	if err != nil {
		return err
	}
	replies := make([]reply, len(outcomes))
	for i, o := range outcomes {
		replies[i].Outcome = o
		for _, field := range fault.Fields(o.Err) {
			replies[i].Why = r.L.T(field.Key, field.Args...)
		}
	}
	r.Set(fiber.HeaderCacheControl, "no-store")
	return r.JSON(replies)
}
