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

const labels = "result.field."

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
	form.Labels = labels
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
	return p.askEdit(r, r.Render, card, stored(card))
}

func stored(card result.Card) shared.Form {
	return shared.Stored(labels, card.Version, map[string]string{
		"kind": string(card.Kind), "text": card.Text, "organisation": card.Organisation,
		"target_group": card.TargetGroup, "municipality": card.Municipality, "due_on": string(card.DueOn),
	})
}

func (p *Pages) askEdit(r *page.Request, answer func(templ.Component) error, card result.Card, form shared.Form) error {
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
	f.Action = base(r) + "/results/cards/" + card.ID
	return answer(resultviews.Card(f))
}

// Save changes a card.
func (p *Pages) Save(r *page.Request) error {
	card, err := p.results.Find(r.Context(), r.Actor, r.Params("event"), r.Params("card"))
	if err != nil {
		return err
	}
	back := board(r, card.ItemID)
	return r.Edit(page.Edit{
		Kind: "result", ID: card.ID, Labels: labels, Back: back, Next: back, Flash: "result.flash.saved",
		Stored: func() (shared.Form, error) {
			card, err = p.results.Find(r.Context(), r.Actor, r.Params("event"), card.ID)
			return stored(card), err
		},
		Save: func(form shared.Form) error {
			version, _ := strconv.ParseInt(form.Value("version"), 10, 64)
			_, err := p.results.Edit(r.Context(), r.Actor, r.Params("event"), r.Params("card"), version, details(form))
			return err
		},
		Again: func(form shared.Form) error { return p.askEdit(r, r.Invalid, card, form) },
		Words: func(name, value string) (string, bool) {
			return resultviews.Kind(r.L, result.Kind(value)), name == "kind"
		},
	})
}

func details(form shared.Form) result.Details {
	return result.Details{
		Kind: result.Kind(form.Value("kind")), Text: form.Value("text"), Organisation: form.Value("organisation"),
		TargetGroup: form.Value("target_group"), Municipality: form.Value("municipality"), DueOn: form.Value("due_on"),
	}
}
