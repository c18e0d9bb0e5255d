package directoryweb

import (
	"github.com/a-h/templ"

	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	directoryviews "rundertisch/views/directory"
	"rundertisch/views/shared"
)

// AddMembersForm finds persons for a group.
func (p *Pages) AddMembersForm(r *page.Request) error {
	g, err := p.directory.Group(r.Context(), r.Actor, r.Params("group"))
	if err != nil {
		return err
	}
	return p.addMembersPage(r, r.Render, g, addable(r, g), shared.Form{})
}

// addable is the list of those who can still be added to the group.
func addable(r *page.Request, g directory.Group) shared.List {
	return persons(r, r.Path("directory", "groups", g.ID, "add"))
}

func (p *Pages) addMembersPage(r *page.Request, answer func(templ.Component) error, g directory.Group, list shared.List, form shared.Form) error {
	f := filterOf(list)
	f.NotInGroup = g.ID
	found, err := p.directory.Persons(r.Context(), r.Actor, f)
	if err != nil {
		return err
	}
	view := directoryviews.AddMembersPage{
		Base:  base(r, r.Page("directory.group.add_title", g.Name), crumb(r, "groups"), views.Crumb{Label: g.Name, Href: r.Path("directory", "groups", g.ID)}),
		Group: g, List: list.Count(found.Total), Persons: found.Rows, Form: form,
	}
	view.HasErrors = form.HasErrors()
	return answer(directoryviews.AddMembers(view))
}

// AddMembers puts the ticked persons into the group, or all that the search finds.
func (p *Pages) AddMembers(r *page.Request) error {
	g, err := p.directory.Group(r.Context(), r.Actor, r.Params("group"))
	if err != nil {
		return err
	}
	form := r.Form()
	list := addable(r, g).With("q", form.Value("q")).With("kind", form.Value("kind"))
	chosen := form.Values["persons"]
	if form.Value("all") != "" {
		if chosen, err = p.allFound(r, g, filterOf(list)); err != nil {
			return err
		}
	}
	err = p.directory.AddMembers(r.Context(), r.Actor, g.ID, chosen)
	if fault.Refused(err) {
		return p.addMembersPage(r, r.Invalid, g, list, typed(form, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("directory", "groups", g.ID), "directory.flash.members_added")
}

func (p *Pages) allFound(r *page.Request, g directory.Group, f directory.Filter) ([]string, error) {
	f.NotInGroup = g.ID
	persons, err := p.directory.AllPersons(r.Context(), r.Actor, f)
	ids := make([]string, len(persons))
	for i, person := range persons {
		ids[i] = person.ID
	}
	return ids, err
}

// TakeOut takes the ticked persons out of the group.
func (p *Pages) TakeOut(r *page.Request) error {
	g, err := p.directory.Group(r.Context(), r.Actor, r.Params("group"))
	if err != nil {
		return err
	}
	form := r.Form()
	err = p.directory.RemoveMembers(r.Context(), r.Actor, g.ID, form.Values["persons"])
	if fault.Refused(err) {
		return p.groupPage(r, r.Invalid, g, typed(form, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("directory", "groups", g.ID), "directory.flash.members_removed")
}
