// Package wishweb has the handlers of the page on which staff give the places in workshops by wishes.
package wishweb

import (
	"slices"
	"strconv"
	"strings"

	"rundertisch/internal/audit"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/sheet"
	"rundertisch/internal/web/page"
	"rundertisch/internal/wish"
	"rundertisch/views"
	"rundertisch/views/shared"
	wishviews "rundertisch/views/wish"
)

const labels = "wish.field."

// Pages are the handlers.
type Pages struct{ wishes *wish.Service }

// New returns the handlers over the service.
func New(wishes *wish.Service) *Pages { return &Pages{wishes: wishes} }

// Show shows what is wished for, who would get what or who got it; or answers with that as a file.
func (p *Pages) Show(r *page.Request) error {
	b, err := p.wishes.Board(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	return show(r, b, stored(b), shared.Form{})
}

func at(r *page.Request, eventID string) string { return r.Path("events", eventID, "wishes") }

func stored(b wish.Board) shared.Form {
	return shared.Stored(labels, 0, map[string]string{"wishes_until": b.Event.WishesUntil})
}

func show(r *page.Request, b wish.Board, form, reason shared.Form) error {
	state := r.List(shared.Listing{Path: at(r, b.Event.ID), Narrow: []shared.Narrow{{Name: "q"}}, Orders: []string{"name", "slot", "result"}})
	rows := found(b.Rows, state.Value("q"))
	slots := event.Slots(b.Items)
	nameKey := func(row wish.Row) string {
		return database.FoldWord(row.Name) + " " + row.ID + " " + page.Figure(slices.Index(slots, row.Outcome.Slot))
	}
	page.Sort(state, rows, nameKey, page.Keys[wish.Row]{
		"name": nameKey,
		"slot": func(row wish.Row) string {
			return page.Figure(slices.Index(slots, row.Outcome.Slot)) + " " + page.Figure(int(row.Outcome.Lot))
		},
		"result": func(row wish.Row) string { return strconv.FormatInt((row.Outcome.Rank+9)%10, 10) + row.Outcome.ItemID },
	})
	if r.WantsFile() {
		return r.Table(b.Event.Slug+"-wishes", table(r, b, rows))
	}
	reason.Labels = labels
	view := wishviews.Page{
		Page: r.Page("wish.title"), Base: r.Path("events", b.Event.ID), Board: b, Form: form, Reason: reason, MayRun: wish.MayRun(r.Actor),
	}
	view.Rows = shared.PageOf(&state, rows)
	view.State = state
	view.Breadcrumb = []views.Crumb{
		{Label: r.L.T("event.list.title"), Href: r.Path("events")},
		{Label: b.Event.Title, Href: view.Base},
		{Label: r.L.T("registration.list.title"), Href: view.Base + "/registrations"},
	}
	view.Of, view.HasErrors = b.Event.Title, form.HasErrors() || reason.HasErrors()
	if view.HasErrors {
		return r.Invalid(wishviews.Show(view))
	}
	return r.Render(wishviews.Show(view))
}

// found returns the rows of people whose name or organisation has all the words.
func found(rows []wish.Row, query string) []wish.Row {
	words := database.FoldQuery(query)
	return slices.DeleteFunc(slices.Clone(rows), func(row wish.Row) bool {
		text := database.Fold(row.Name, row.Organisation)
		return slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, strings.Trim(word, "%")) })
	})
}

func table(r *page.Request, b wish.Board, rows []wish.Row) sheet.Source {
	var header []string
	for _, name := range []string{"name", "organisation", "slot", "lot", "result", "why"} {
		header = append(header, r.L.T("wish.column."+name))
	}
	return sheet.Source{Name: r.L.T("wish.people.title"), Header: header, Rows: sheet.Of(rows, func(row wish.Row) []string {
		lot := ""
		if row.Outcome.Lot > 0 {
			lot = strconv.FormatInt(row.Outcome.Lot, 10)
		}
		return []string{
			row.Name, row.Organisation, row.Outcome.Slot, lot, wish.Result(r.L, b.Items, row.Outcome),
			strings.Join(wish.Because(r.L, b.Items, row.Outcome), " "),
		}
	})}
}

// Save changes how places are given.
func (p *Pages) Save(r *page.Request) error {
	b, err := p.wishes.Board(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	to := at(r, b.Event.ID)
	return r.Edit(page.Edit{
		Kind: "event", ID: b.Event.ID, Labels: labels, Of: b.Event.Title, Back: to, Next: to, Flash: "wish.flash.saved",
		About: func(e audit.Entry) bool { return strings.HasSuffix(e.Action, ".wishes_set") },
		Stored: func() (shared.Form, error) {
			b, err = p.wishes.Board(r.Context(), r.Actor, b.Event.ID)
			return stored(b), err
		},
		Save: func(form shared.Form) error {
			return p.wishes.Set(r.Context(), r.Actor, b.Event.ID, form.Basis.Value("wishes_until"), form.Value("wishes_until"))
		},
		Again: func(form shared.Form) error { return show(r, b, form, shared.Form{}) },
	})
}

// Draw draws the lot.
func (p *Pages) Draw(r *page.Request) error {
	form := r.Form()
	err := p.wishes.Draw(r.Context(), r.Actor, r.Params("event"), form.Value("reason"))
	return p.done(r, err, form, "wish.flash.drawn")
}

// Publish gives the places that were seen.
func (p *Pages) Publish(r *page.Request) error {
	form := r.Form()
	err := p.wishes.Publish(r.Context(), r.Actor, r.Params("event"), form.Value("mark"))
	return p.done(r, err, form, "wish.flash.published")
}

// done leads back to the page, or shows it again with the reason.
func (p *Pages) done(r *page.Request, problem error, form shared.Form, flash string) error {
	if problem != nil && !fault.Refused(problem) {
		return problem
	}
	if problem == nil {
		return r.SeeOther(at(r, r.Params("event")), flash)
	}
	b, err := p.wishes.Board(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	return show(r, b, stored(b), form.Refused(form.Values, problem))
}
