package eventweb

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	eventviews "rundertisch/views/event"
	"rundertisch/views/shared"
)

// errUnseen is why something is not stored yet: the programme would be odd in a way that the person has not been shown.
var errUnseen = errors.New("what is odd about the programme has not been seen")

// CheckItem answers with what is odd about the item as it is typed at the moment.
func (p *Pages) CheckItem(r *page.Request) error {
	form := r.Form()
	return p.answerCheck(r, form, func(t event.Timetable) event.Check { return t.Check(r.Params("item"), typed(r, form)) })
}

// CheckMove answers with what would be odd about the programme after the move as it is typed at the moment.
func (p *Pages) CheckMove(r *page.Request) error {
	form := r.Form()
	return p.answerCheck(r, form, func(t event.Timetable) event.Check { return t.CheckMove(r.Params("item"), moveDetails(form)) })
}

// answerCheck answers with the part of the page, or with nothing new (204), so that nothing is read aloud twice.
func (p *Pages) answerCheck(r *page.Request, form shared.Form, of func(event.Timetable) event.Check) error {
	t, err := p.events.Timetable(r.Context(), r.Actor, r.Params("event"))
	if err == nil {
		err = mayEdit(r, t.Event)
	}
	if err != nil {
		return err
	}
	if id := r.Params("item"); id != "" && t.Item(id).ID != id {
		return fault.Missing()
	}
	check := of(t)
	if check.Mark() == form.Value(eventviews.CheckSeen) {
		return r.SendStatus(fiber.StatusNoContent)
	}
	return r.Render(checkPart(r, t.Event, check).Found())
}

func checkPart(r *page.Request, e event.Event, check event.Check) eventviews.CheckPart {
	return eventviews.CheckPart{L: r.L, Event: e, Check: check, Base: base(r, e.ID)}
}

// unseen refuses with errUnseen what would be odd in a way that the form has not shown; what cannot be taken at all is left
// to the saving.
func unseen(check event.Check, form shared.Form) error {
	if !check.Whole || len(check.Warnings) == 0 || form.Value(eventviews.CheckSeen) == check.Mark() {
		return nil
	}
	return errUnseen
}

// typed is the item of the form; one without a title yet has a name to speak of it.
func typed(r *page.Request, form shared.Form) event.ItemDetails {
	d := itemDetails(form)
	if d.Title == "" {
		d.Title = r.L.T("programme.check.untitled")
	}
	return d
}

func moveDetails(form shared.Form) event.Move {
	return event.Move{
		Day: form.Value("day"), Begin: form.Value("begin"), Room: form.Value("room"),
		Along: form.Value("along") != "", Slot: form.Value("slot") != "",
	}
}
