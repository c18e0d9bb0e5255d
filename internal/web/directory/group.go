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

// Group shows one group.
func (p *Pages) Group(r *page.Request) error {
	g, err := p.directory.Group(r.Context(), r.Actor, r.Params("group"))
	if err != nil {
		return err
	}
	if r.WantsFile() {
		f := filterOf(members(r, g))
		f.GroupID = g.ID
		return p.personsFile(r, g.Name, f)
	}
	return p.groupPage(r, r.Render, g, shared.Form{})
}

// members is the list of a group's members.
func members(r *page.Request, g directory.Group) shared.List {
	return persons(r, r.Path("directory", "groups", g.ID))
}

func (p *Pages) groupPage(r *page.Request, answer func(templ.Component) error, g directory.Group, form shared.Form) error {
	list := members(r, g)
	f := filterOf(list)
	f.GroupID = g.ID
	found, err := p.directory.Persons(r.Context(), r.Actor, f)
	if err != nil {
		return err
	}
	view := directoryviews.GroupPage{Base: base(r, r.Titled(g.Name), crumb(r, "groups")), Group: g, Members: found.Rows, List: list.Count(found.Total), Form: form}
	view.HasErrors = form.HasErrors()
	return answer(directoryviews.Group(view))
}

// NewGroup asks for a new group.
func (p *Pages) NewGroup(r *page.Request) error {
	return r.Render(groupForm(r, directory.Group{}, filled(nil)))
}

// AddGroup makes it.
func (p *Pages) AddGroup(r *page.Request) error {
	form := r.Form()
	g, err := p.directory.AddGroup(r.Context(), r.Actor, readGroup(form))
	if fault.Refused(err) {
		return r.Invalid(groupForm(r, directory.Group{}, typed(form, err)))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("directory", "groups", g.ID), "directory.flash.group_added")
}

// EditGroup shows the form of a group.
func (p *Pages) EditGroup(r *page.Request) error {
	g, err := p.directory.Group(r.Context(), r.Actor, r.Params("group"))
	if err != nil {
		return err
	}
	return r.Render(groupForm(r, g, storedGroup(g)))
}

func storedGroup(g directory.Group) shared.Form {
	return shared.Stored(fieldLabels, g.Version, map[string]string{"name": g.Name, "description": g.Description})
}

// SaveGroup stores what was edited.
func (p *Pages) SaveGroup(r *page.Request) error {
	stored, err := p.directory.Group(r.Context(), r.Actor, r.Params("group"))
	if err != nil {
		return err
	}
	own := r.Path("directory", "groups", stored.ID)
	return r.Edit(page.Edit{
		Kind: "group", ID: stored.ID, Labels: fieldLabels, Of: stored.Name, Back: own, Next: own, Flash: "directory.flash.group_changed",
		Stored: func() (shared.Form, error) {
			stored, err = p.directory.Group(r.Context(), r.Actor, stored.ID)
			return storedGroup(stored), err
		},
		Save: func(form shared.Form) error {
			g := readGroup(form)
			g.ID, g.Version = r.Params("group"), version(form)
			return p.directory.ChangeGroup(r.Context(), r.Actor, g)
		},
		Again: func(form shared.Form) error { return r.Invalid(groupForm(r, stored, form)) },
	})
}

func readGroup(form shared.Form) directory.Group {
	return directory.Group{Name: form.Value("name"), Description: form.Value("description")}
}

// groupForm is the form for stored, or for a new group when stored is zero.
func groupForm(r *page.Request, stored directory.Group, form shared.Form) templ.Component {
	p := directoryviews.GroupFormPage{Form: form, ID: stored.ID, Cancel: r.Path("directory", "groups")}
	if stored.ID == "" {
		p.Base = base(r, r.Page("directory.group.new"), crumb(r, "groups"))
	} else {
		p.Cancel = r.Path("directory", "groups", stored.ID)
		p.Base = base(r, r.Page("directory.group.edit"), crumb(r, "groups"), views.Crumb{Label: stored.Name, Href: p.Cancel})
		p.Of = stored.Name
	}
	p.HasErrors = form.HasErrors()
	return directoryviews.GroupForm(p)
}
