package eventweb

import (
	"strconv"

	"github.com/a-h/templ"

	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	eventviews "rundertisch/views/event"
	inviteviews "rundertisch/views/invite"
	"rundertisch/views/shared"
)

const roomLabels = "programme.room_field."

// NewRoom asks for a room.
func (p *Pages) NewRoom(r *page.Request) error {
	e, err := p.editable(r)
	if err != nil {
		return err
	}
	return p.showRoom(r, r.Render, e, event.Room{}, shared.Form{})
}

// AddRoom gives the event a room.
func (p *Pages) AddRoom(r *page.Request) error {
	form := r.Form()
	_, err := p.events.AddRoom(r.Context(), r.Actor, r.Params("event"), roomDetails(form))
	if refused(err) {
		e, err2 := p.editable(r)
		if err2 != nil {
			return err2
		}
		return p.showRoom(r, r.Invalid, e, event.Room{}, form.Refused(form.Values, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(base(r, r.Params("event"))+"/programme#rooms", "programme.flash.room_added")
}

// EditRoom shows the room's form.
func (p *Pages) EditRoom(r *page.Request) error {
	e, err := p.editable(r)
	if err != nil {
		return err
	}
	room, err := p.events.FindRoom(r.Context(), r.Actor, e.ID, r.Params("room"))
	if err != nil {
		return err
	}
	return p.showRoom(r, r.Render, e, room, storedRoom(room))
}

func (p *Pages) showRoom(r *page.Request, answer func(templ.Component) error, e event.Event, room event.Room, form shared.Form) error {
	form.Labels = roomLabels
	f := eventviews.RoomPage{
		Page: r.Page("programme.room_new"), Form: form, Event: e, Action: base(r, e.ID) + "/rooms", Back: base(r, e.ID) + "/programme#rooms",
	}
	if room.ID != "" {
		f.Title = r.L.T("programme.room_edit")
		f.Action += "/" + room.ID
		f.Remove = f.Action + "/remove"
	}
	f.Breadcrumb, f.Of, f.HasErrors = crumbs(r, crumbOf(r, e)), e.Title, form.HasErrors()
	return answer(eventviews.Room(f))
}

// SaveRoom changes the room. When its new name makes mails follow, it first shows them.
func (p *Pages) SaveRoom(r *page.Request) error {
	eventID, roomID := r.Params("event"), r.Params("room")
	e, err := p.editable(r)
	if err != nil {
		return err
	}
	room, err := p.events.FindRoom(r.Context(), r.Actor, eventID, roomID)
	if err != nil {
		return err
	}
	sent, programme := r.Form(), base(r, eventID)+"/programme#rooms"
	if back(sent) {
		return p.showRoom(r, r.Render, e, room, unasked(sent))
	}
	err = r.Edit(page.Edit{
		Kind: "event_room", ID: roomID, Labels: roomLabels, Of: room.Name, Back: programme, Next: programme, Flash: "programme.flash.room_saved",
		Stored: func() (shared.Form, error) {
			if _, err := p.editable(r); err != nil {
				return shared.Form{}, err
			}
			room, err = p.events.FindRoom(r.Context(), r.Actor, eventID, roomID)
			return storedRoom(room), err
		},
		Save: func(form shared.Form) error {
			sent = form
			_, err := p.events.EditRoom(p.confirmed(r, form), r.Actor, eventID, roomID, version(form.Value("version")), roomDetails(form))
			return err
		},
		Again: func(form shared.Form) error { return p.showRoom(r, r.Invalid, e, room, form) },
		Words: func(name, value string) (string, bool) {
			return eventviews.Steps(r.L, event.StepFree(value)), name == "step_free"
		},
	})
	return p.ask(r, err, inviteviews.TellingPage{Action: base(r, eventID) + "/rooms/" + roomID, Form: sent})
}

// RemoveRoom takes the room off the list.
func (p *Pages) RemoveRoom(r *page.Request) error {
	e, err := p.editable(r)
	if err != nil {
		return err
	}
	room, err := p.events.FindRoom(r.Context(), r.Actor, e.ID, r.Params("room"))
	if err != nil {
		return err
	}
	err = p.events.RemoveRoom(r.Context(), r.Actor, e.ID, room.ID)
	if fault.Is(err, fault.Conflict) {
		form := storedRoom(room)
		form.Err = err
		return p.showRoom(r, r.Invalid, e, room, form)
	}
	if err != nil {
		return err
	}
	return r.SeeOther(base(r, e.ID)+"/programme#rooms", "programme.flash.room_removed")
}

func storedRoom(room event.Room) shared.Form {
	return shared.Stored(roomLabels, room.Version, map[string]string{
		"name": room.Name, "capacity": strconv.FormatInt(room.Places, 10), "step_free": string(room.StepFree), "note": room.Note,
	})
}

func roomDetails(form shared.Form) event.RoomDetails {
	return event.RoomDetails{
		Name: form.Value("name"), Places: form.Value("capacity"), StepFree: event.StepFree(form.Value("step_free")), Note: form.Value("note"),
	}
}
