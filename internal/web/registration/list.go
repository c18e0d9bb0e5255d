package registrationweb

import (
	"slices"

	"rundertisch/internal/attendance"
	"rundertisch/internal/circular"
	"rundertisch/internal/directory"
	"rundertisch/internal/registration"
	"rundertisch/internal/sheet"
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
			shared.OneOf("answer", answers()...), shared.OneOf("origin", attendance.Invited, attendance.Registered, attendance.WalkedIn),
			{Name: "workshop"},
			shared.OneOf("kind", directory.Kinds()...), municipality, shared.Flag("noted"),
			{Name: "group"},
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
		Municipality: state.Value("municipality"), Noted: state.On("noted"), Group: state.Value("group"),
		Order: registration.Order(state.Order), Desc: state.Desc, Page: state.Page, Length: state.Length,
	}
}

// List shows a page of an event's registrations, or answers with all that the filter shows as a file.
func (p *Pages) List(r *page.Request) error {
	state := listOf(r)
	if r.WantsFile() {
		return p.file(r, state)
	}
	return p.showList(r, r.Render, state, shared.Form{})
}

func (p *Pages) showList(r *page.Request, render renderer, state shared.List, bulk shared.Form) error {
	list, err := p.registrations.List(r.Context(), r.Actor, r.Params("event"), filterOf(state))
	if err != nil {
		return err
	}
	bulk.ID, bulk.Labels = "bulk", "registration.bulk.field."
	l := registrationviews.ListPage{
		Page: r.Page("registration.list.title"), List: list, Base: base(r, list.Event.ID), MayRun: registration.MayRun(r.Actor), MayWrite: circular.MayWrite(r.Actor), Bulk: bulk,
	}
	l.Breadcrumb, l.Of, l.HasErrors = crumbs(r, list.Event), list.Event.Title, bulk.HasErrors()
	l.State = state.Count(list.Total)
	return render(registrationviews.ListOf(l))
}

// file answers with the shown columns of all rows that the filter shows.
func (p *Pages) file(r *page.Request, state shared.List) error {
	format := sheet.CSV
	if r.Query("format") == string(sheet.XLSX) {
		format = sheet.XLSX
	}
	return p.fileOf(r, state, filterOf(state), format)
}

// fileOf answers with the shown columns, or with all of them to whoever chose none.
func (p *Pages) fileOf(r *page.Request, state shared.List, filter registration.Filter, format sheet.Format) error {
	columns := registration.Columns()
	if state.Chose() {
		columns = slices.DeleteFunc(columns, func(c registration.Column) bool { return !state.Shows(string(c)) })
	}
	source, err := p.registrations.Export(r.Context(), r.Actor, r.Params("event"), filter, r.L, columns)
	if err != nil {
		return err
	}
	return r.Sheet(r.L.T("registration.list.title"), format, source)
}
