package eventweb

import (
	"errors"

	"github.com/a-h/templ"

	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	eventviews "rundertisch/views/event"
	inviteviews "rundertisch/views/invite"
	"rundertisch/views/shared"
)

const itemLabels = "event.item_field."

// NewItem asks for a programme item; it begins where the programme ends so far.
func (p *Pages) NewItem(r *page.Request) error {
	e, err := p.editable(r)
	if err != nil {
		return err
	}
	t, err := p.events.Timetable(r.Context(), r.Actor, e.ID)
	if err != nil {
		return err
	}
	begin := e.Starts()
	for _, item := range t.Items {
		if end := item.Ends(e); end.After(begin) {
			begin = end
		}
	}
	form := shared.Fill(map[string]string{
		"kind": string(event.Talk), "day": r.Query("day", begin.Format("2006-01-02")), "begin": r.Query("begin", begin.Format("15:04")),
	})
	return askItem(r, r.Render, t, form)
}

// askItem answers with the form of a new item.
func askItem(r *page.Request, answer func(templ.Component) error, t event.Timetable, form shared.Form) error {
	return answer(eventviews.Item(itemPage(r, t, "", form)))
}

func itemPage(r *page.Request, t event.Timetable, itemID string, form shared.Form) eventviews.ItemPage {
	asks := errors.Is(form.Err, errUnseen)
	if asks {
		form.Err = nil
	}
	form.Labels = itemLabels
	f := eventviews.ItemPage{
		Page: r.Page("event.item.new"), Form: form, Event: t.Event, Slots: event.Slots(t.Items), Rooms: t.Rooms, Speakers: t.Speakers,
		Action: base(r, t.Event.ID) + "/programme", Back: base(r, t.Event.ID) + "/programme", Asks: asks,
		Check: checkPart(r, t.Event, t.Check(itemID, typed(r, form))),
	}
	f.Breadcrumb, f.Of, f.HasErrors, f.Live = crumbs(r, crumbOf(r, t.Event)), t.Event.Title, form.HasErrors(), true
	return f
}

// AddItem puts the item into the programme, unless it would be odd there in a way that nobody has seen.
func (p *Pages) AddItem(r *page.Request) error {
	form := r.Form()
	t, err := p.events.Timetable(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	if err = unseen(t.Check("", itemDetails(form)), form); err == nil {
		_, err = p.events.AddItem(r.Context(), r.Actor, t.Event.ID, itemDetails(form))
	}
	if refused(err) || errors.Is(err, errUnseen) {
		return askItem(r, r.Invalid, t, form.Refused(form.Values, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(base(r, t.Event.ID)+"/programme", "event.flash.item_added")
}

// EditItem shows the item's form.
func (p *Pages) EditItem(r *page.Request) error {
	e, err := p.editable(r)
	if err != nil {
		return err
	}
	_, item, err := p.events.FindItem(r.Context(), r.Actor, e.ID, r.Params("item"))
	if err != nil {
		return err
	}
	return p.showItem(r, r.Render, item, storedItem(item))
}

func storedItem(item event.ProgrammeItem) shared.Form {
	return shared.Stored(itemLabels, item.Version, filledItem(event.ItemDetailsOf(item)))
}

// SaveItem changes the item. When mails follow, it first shows them.
func (p *Pages) SaveItem(r *page.Request) error {
	eventID, itemID := r.Params("event"), r.Params("item")
	_, item, err := p.events.FindItem(r.Context(), r.Actor, eventID, itemID)
	if err != nil {
		return err
	}
	sent, programme := r.Form(), base(r, eventID)+"/programme"
	if back(sent) {
		return p.showItem(r, r.Render, item, unasked(sent))
	}
	err = r.Edit(page.Edit{
		Kind: "programme_item", ID: itemID, Labels: itemLabels, Of: item.Title, Back: programme, Next: programme, Flash: "event.flash.item_saved",
		Stored: func() (shared.Form, error) {
			if _, err := p.editable(r); err != nil {
				return shared.Form{}, err
			}
			_, item, err = p.events.FindItem(r.Context(), r.Actor, eventID, itemID)
			return storedItem(item), err
		},
		Save: func(form shared.Form) error {
			sent = form
			t, err := p.events.Timetable(r.Context(), r.Actor, eventID)
			if err != nil {
				return err
			}
			if err := unseen(t.Check(itemID, itemDetails(form)), form); err != nil {
				return err
			}
			_, err = p.events.EditItem(p.confirmed(r, form), r.Actor, eventID, itemID, version(form.Value("version")), itemDetails(form))
			return err
		},
		Again: func(form shared.Form) error { return p.showItem(r, r.Invalid, item, form) },
		Words: func(name, value string) (string, bool) {
			return eventviews.ItemKind(r.L, event.ItemKind(value)), name == "kind"
		},
	})
	if errors.Is(err, errUnseen) {
		return p.showItem(r, r.Invalid, item, sent.Refused(sent.Values, err))
	}
	return p.ask(r, err, inviteviews.TellingPage{Action: base(r, eventID) + "/programme/" + itemID, Form: sent})
}

// ConfirmRemoveItem says what removing the item does.
func (p *Pages) ConfirmRemoveItem(r *page.Request) error { return p.askRemove(r, nil) }

// RemoveItem takes the item out of the programme and puts it into the bin.
func (p *Pages) RemoveItem(r *page.Request) error {
	gone, err := p.events.RemoveItem(r.Context(), r.Actor, r.Params("event"), r.Params("item"))
	if fault.Is(err, fault.Conflict) || fault.Is(err, fault.Invalid) {
		return p.askRemove(r, err)
	}
	if err != nil {
		return err
	}
	return r.Deleted(base(r, r.Params("event"))+"/programme", "event.flash.item_removed", gone.ID)
}

func itemDetails(form shared.Form) event.ItemDetails {
	room := form.Value("room_new")
	if room == "" {
		room = form.Value("room")
	}
	return event.ItemDetails{
		Kind: event.ItemKind(form.Value("kind")), Title: form.Value("title"), Description: form.Value("description"),
		Room: room, Speakers: form.Value("speakers"), Moderator: form.Value("moderator"),
		Day: form.Value("day"), Begin: form.Value("begin"), End: form.Value("end"),
		Slot: form.Value("slot"), NewSlot: form.Value("slot_new"), Capacity: form.Value("capacity"),
	}
}

func filledItem(d event.ItemDetails) map[string]string {
	return map[string]string{
		"kind": string(d.Kind), "title": d.Title, "description": d.Description, "room": d.Room, "speakers": d.Speakers,
		"moderator": d.Moderator, "day": d.Day, "begin": d.Begin, "end": d.End, "slot": d.Slot, "capacity": d.Capacity,
	}
}
