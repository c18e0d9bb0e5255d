package resultweb

import (
	"strconv"

	"github.com/a-h/templ"

	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/result"
	"rundertisch/internal/web/page"
	resultviews "rundertisch/views/result"
	"rundertisch/views/shared"
)

// New asks for a card of a programme item.
func (p *Pages) New(r *page.Request) error {
	kind := result.Kind(r.Query("kind"))
	if kind == "" {
		kind = result.Need
	}
	return p.askNew(r, r.Render, shared.Fill(map[string]string{"kind": string(kind)}))
}

func (p *Pages) askNew(r *page.Request, answer func(templ.Component) error, form shared.Form) error {
	e, item, err := p.events.FindItem(r.Context(), r.Actor, r.Params("event"), r.Params("item"))
	switch {
	case err != nil:
		return err
	case !result.MayWrite(r.Actor):
		return fault.Denied()
	case !result.Writable(e):
		return fault.New(fault.Conflict, "result.not_writable")
	case !result.Takes(item):
		return fault.Missing()
	}
	f := cardPage(r, e, item, form)
	f.Title, f.Action = r.L.T("result.new"), base(r)+"/results/items/"+item.ID
	return answer(resultviews.Card(f))
}

func cardPage(r *page.Request, e event.Event, item event.ProgrammeItem, form shared.Form) resultviews.CardPage {
	form.Labels = "result.field."
	f := resultviews.CardPage{Page: r.Page("result.edit"), Form: form, About: item.Title, Back: board(r, item.ID)}
	f.Breadcrumb, f.Of, f.HasErrors = crumbs(r, e), e.Title, form.HasErrors()
	return f
}

// Add writes the card; with the second button the next empty form follows.
func (p *Pages) Add(r *page.Request) error {
	form := r.Form()
	item := r.Params("item")
	card, err := p.results.Add(r.Context(), r.Actor, r.Params("event"), item, details(form))
	if fault.Is(err, fault.Invalid) {
		return p.askNew(r, r.Invalid, form.Refused(form.Values, err))
	}
	if err != nil {
		return err
	}
	if form.Value("next") != "" {
		return r.SeeOther(base(r)+"/results/items/"+item+"/new?kind="+string(card.Kind), "result.flash.added")
	}
	return r.SeeOther(board(r, item), "result.flash.added")
}

// Edit shows a card's form.
func (p *Pages) Edit(r *page.Request) error {
	card, err := p.results.Find(r.Context(), r.Actor, r.Params("event"), r.Params("card"))
	if err != nil {
		return err
	}
	return p.askEdit(r, r.Render, card, shared.Fill(map[string]string{
		"kind": string(card.Kind), "text": card.Text, "organisation": card.Organisation,
	}), "")
}

func (p *Pages) askEdit(r *page.Request, answer func(templ.Component) error, card result.Card, form shared.Form, stored string) error {
	e, item, err := p.events.FindItem(r.Context(), r.Actor, card.EventID, card.ItemID)
	switch {
	case err != nil:
		return err
	case !result.MayWrite(r.Actor):
		return fault.Denied()
	case !result.Writable(e):
		return fault.New(fault.Conflict, "result.not_writable")
	}
	f := cardPage(r, e, item, form)
	f.Action, f.Version, f.Stored = base(r)+"/results/cards/"+card.ID, card.Version, stored
	return answer(resultviews.Card(f))
}

// Save changes a card. When somebody else was faster, the form comes back with what is typed and what they saved.
func (p *Pages) Save(r *page.Request) error {
	form := r.Form()
	version, _ := strconv.ParseInt(form.Value("version"), 10, 64)
	card, err := p.results.Edit(r.Context(), r.Actor, r.Params("event"), r.Params("card"), version, details(form))
	switch {
	case err == nil:
		return r.SeeOther(board(r, card.ItemID), "result.flash.saved")
	case !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict):
		return err
	}
	stored, findErr := p.results.Find(r.Context(), r.Actor, r.Params("event"), r.Params("card"))
	if findErr != nil {
		return findErr
	}
	theirs := ""
	if fault.Is(err, fault.Conflict) {
		theirs = resultviews.Kind(r.L, stored.Kind) + ": " + stored.Text
	} else {
		stored.Version = version
	}
	return p.askEdit(r, r.Invalid, stored, form.Refused(form.Values, err), theirs)
}

func details(form shared.Form) result.Details {
	return result.Details{
		Kind: result.Kind(form.Value("kind")), Text: form.Value("text"), Organisation: form.Value("organisation"),
	}
}
