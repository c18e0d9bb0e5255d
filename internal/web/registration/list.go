package registrationweb

import (
	"slices"

	"rundertisch/internal/attendance"
	"rundertisch/internal/directory"
	"rundertisch/internal/registration"
	"rundertisch/internal/web/page"
	registrationviews "rundertisch/views/registration"
	"rundertisch/views/shared"
)

// answers lists the answers that a list can be narrowed to.
func answers() []attendance.Answer {
	return []attendance.Answer{attendance.NeedsAction, attendance.Accepted, attendance.Tentative, attendance.Declined, attendance.Represented}
}

// listOf is the state of the list of registrations.
func listOf(r *page.Request) shared.List {
	show := shared.OneOf("show", registration.Shows()...)
	show.Usual = string(registration.Attending)
	municipality := shared.Narrow{Name: "municipality"}
	for _, m := range directory.Municipalities() {
		municipality.Among = append(municipality.Among, m.AGS)
	}
	orders := []string{"name", "organisation", "place", "answer", "registered"}
	if registration.Show(r.Query("show")) == registration.Waitlisted {
		orders[0], orders[2] = orders[2], orders[0] // who is next matters first
	}
	return r.List(shared.Listing{
		Path: base(r, r.Params("event")) + "/registrations",
		Narrow: []shared.Narrow{
			show,
			{Name: "q"},
			shared.OneOf("answer", answers()...), shared.OneOf("origin", attendance.Invited, attendance.Registered),
			{Name: "workshop"},
			shared.OneOf("kind", directory.Kinds()...), municipality, shared.Flag("noted"),
		},
		Orders: orders, Falling: []string{"registered"}, Columns: columns(r), Lengths: []int{shared.PageLength, 100, 250},
	})
}

func columns(r *page.Request) []shared.Choice {
	var all []shared.Choice
	for _, column := range registration.Columns() {
		all = append(all, shared.Choice{
			Name: string(column), Label: r.L.T("registration.column." + string(column)), Usual: slices.Contains(registration.UsualColumns(), column),
		})
	}
	return all
}

// filterOf says to the service what the list wants.
func filterOf(state shared.List) registration.Filter {
	return registration.Filter{
		Show: registration.Show(state.Value("show")), Query: state.Value("q"), Answer: attendance.Answer(state.Value("answer")),
		Origin: attendance.Origin(state.Value("origin")), Workshop: state.Value("workshop"), Kind: directory.Kind(state.Value("kind")),
		Municipality: state.Value("municipality"), Noted: state.On("noted"),
		Order: registration.Order(state.Order), Desc: state.Desc, Page: state.Page, Length: state.Length,
	}
}

// List shows a page of an event's registrations, or answers with all that the filter shows as a file.
func (p *Pages) List(r *page.Request) error {
	state := listOf(r)
	if r.WantsFile() {
		return p.file(r, state)
	}
	list, err := p.registrations.List(r.Context(), r.Actor, r.Params("event"), filterOf(state))
	if err != nil {
		return err
	}
	l := registrationviews.ListPage{
		Page: r.Page("registration.list.title"), List: list, Base: base(r, list.Event.ID), MayRun: registration.MayRun(r.Actor),
	}
	l.Breadcrumb, l.Of = crumbs(r, list.Event), list.Event.Title
	l.State = state.Count(list.Total)
	return r.Render(registrationviews.ListOf(l))
}

// file answers with the shown columns, or with all of them to whoever chose none.
func (p *Pages) file(r *page.Request, state shared.List) error {
	columns := registration.Columns()
	if state.Chose() {
		columns = slices.DeleteFunc(columns, func(c registration.Column) bool { return !state.Shows(string(c)) })
	}
	source, err := p.registrations.Export(r.Context(), r.Actor, r.Params("event"), filterOf(state), r.L, columns)
	if err != nil {
		return err
	}
	return r.Table(r.L.T("registration.list.title"), source)
}
