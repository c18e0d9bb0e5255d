package meetingweb

import (
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
)

// AddGuest notes somebody who was there without a seat.
func (p *Pages) AddGuest(r *page.Request) error {
	form := r.Form()
	err := p.meetings.AddGuest(r.Context(), r.Actor, r.Params("event"), form.Value("name"), form.Value("organisation"))
	if fault.Is(err, fault.Invalid) {
		return p.showing(r, r.Invalid, said{guest: form.Refused(form.Values, err)})
	}
	return p.decidedAt(r, err, "#gaeste", "meeting.flash.guest")
}

// RemoveGuest takes a guest off who was entered wrongly.
func (p *Pages) RemoveGuest(r *page.Request) error {
	err := p.meetings.RemoveGuest(r.Context(), r.Actor, r.Params("event"), r.Params("guest"))
	return p.decidedAt(r, err, "#gaeste", "meeting.flash.guest_removed")
}
