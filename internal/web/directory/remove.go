package directoryweb

import (
	"github.com/a-h/templ"

	"rundertisch/internal/bin"
	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	directoryviews "rundertisch/views/directory"
	"rundertisch/views/shared"
)

// RemoveOrganisationForm says what archiving and deleting an organisation would do.
func (p *Pages) RemoveOrganisationForm(r *page.Request) error {
	o, err := p.directory.Organisation(r.Context(), r.Actor, r.Params("organisation"))
	if err != nil {
		return err
	}
	return p.removeOrganisationPage(r, r.Render, o, shared.Form{})
}

func (p *Pages) removeOrganisationPage(r *page.Request, answer func(templ.Component) error, o directory.Organisation, form shared.Form) error {
	archived, err := p.directory.Persons(r.Context(), r.Actor, directory.Filter{OrganisationID: o.ID, Archived: true})
	if err != nil {
		return err
	}
	persons := o.Persons + archived.Total
	home := r.Path("directory", "organisations", o.ID)
	view := directoryviews.RemovePage{
		Base: base(r, r.Page("directory.remove.title", o.Name), crumb(r, "organisations"), views.Crumb{Label: o.Name, Href: home}),
		Form: form, AskPersons: persons > 0,
	}
	if !o.Archived() {
		view.Archive = home + "/archive"
		view.ArchiveEffects = []string{view.T("directory.remove.archive_organisation")}
		if o.Persons > 0 {
			view.ArchiveEffects = append(view.ArchiveEffects, view.N("directory.remove.archive_organisation_persons", o.Persons))
		}
	}
	effects := []string{view.T("directory.remove.organisation_gone")}
	if persons > 0 {
		effects = append(effects, view.N("directory.remove.organisation_persons", persons))
	}
	view.Delete = confirmation(view, home, "directory.remove.delete_organisation", effects)
	view.HasErrors = form.HasErrors()
	return answer(directoryviews.Remove(view))
}

// confirmation is the deletion's card.
func confirmation(view directoryviews.RemovePage, home, button string, effects []string) shared.Confirmation {
	return shared.Confirmation{
		Title: view.T("directory.remove.delete_title"), Text: view.T("bin.notice", bin.Days),
		Effects: append(effects, view.T("directory.remove.trail")),
		CSRF:    view.CSRF, Action: home + "/delete", Button: view.T(button), Cancel: home,
	}
}

// ArchiveOrganisation archives an organisation with its persons.
func (p *Pages) ArchiveOrganisation(r *page.Request) error {
	if err := p.directory.ArchiveOrganisation(r.Context(), r.Actor, r.Params("organisation")); err != nil {
		return err
	}
	return r.SeeOther(r.Path("directory", "organisations"), "directory.flash.organisation_archived")
}

// RestoreOrganisation brings it back.
func (p *Pages) RestoreOrganisation(r *page.Request) error {
	if err := p.directory.RestoreOrganisation(r.Context(), r.Actor, r.Params("organisation")); err != nil {
		return err
	}
	return r.SeeOther(r.Path("directory", "organisations", r.Params("organisation")), "directory.flash.organisation_restored")
}

// DeleteOrganisation puts an organisation into the bin.
func (p *Pages) DeleteOrganisation(r *page.Request) error {
	o, err := p.directory.Organisation(r.Context(), r.Actor, r.Params("organisation"))
	if err != nil {
		return err
	}
	form := r.Form()
	gone, err := p.directory.DeleteOrganisation(r.Context(), r.Actor, o.ID, directory.PersonsFate(form.Value("persons")))
	if fault.Refused(err) {
		return p.removeOrganisationPage(r, r.Invalid, o, typed(form, err))
	}
	if err != nil {
		return err
	}
	return r.Deleted(r.Path("directory", "organisations"), "directory.flash.organisation_deleted", gone.ID)
}

// RemovePersonForm says what archiving and deleting a person would do.
func (p *Pages) RemovePersonForm(r *page.Request) error {
	person, err := p.directory.Find(r.Context(), r.Actor, r.Params("person"))
	if err != nil {
		return err
	}
	groups, err := p.directory.GroupsOf(r.Context(), r.Actor, person.ID)
	if err != nil {
		return err
	}
	home := r.Path("directory", "persons", person.ID)
	view := directoryviews.RemovePage{
		Base: base(r, r.Page("directory.remove.title", person.Name()), crumb(r, "persons"), views.Crumb{Label: person.Name(), Href: home}),
	}
	if !person.Archived() {
		view.Archive = home + "/archive"
		view.ArchiveEffects = []string{view.T("directory.remove.archive_person")}
	}
	effects := []string{view.T("directory.remove.person_gone")}
	if len(groups) > 0 {
		effects = append(effects, view.N("directory.remove.person_groups", len(groups)))
	}
	effects = append(effects, view.T("directory.remove.copies"))
	view.AskErase, view.Form = true, shared.Form{Labels: fieldLabels}
	view.Delete = confirmation(view, home, "directory.remove.delete_person", effects)
	return r.Render(directoryviews.Remove(view))
}

// ArchivePerson archives a person.
func (p *Pages) ArchivePerson(r *page.Request) error {
	if err := p.directory.ArchivePerson(r.Context(), r.Actor, r.Params("person")); err != nil {
		return err
	}
	return r.SeeOther(r.Path("directory", "persons"), "directory.flash.person_archived")
}

// RestorePerson brings a person back.
func (p *Pages) RestorePerson(r *page.Request) error {
	if err := p.directory.RestorePerson(r.Context(), r.Actor, r.Params("person")); err != nil {
		return err
	}
	return r.SeeOther(r.Path("directory", "persons", r.Params("person")), "directory.flash.person_restored")
}

// DeletePerson puts a person into the bin or, where erasure was asked for, deletes them at once and for good.
func (p *Pages) DeletePerson(r *page.Request) error {
	list := r.Path("directory", "persons")
	if r.Form().Value("erase") != "" {
		if err := p.directory.ErasePerson(r.Context(), r.Actor, r.Params("person")); err != nil {
			return err
		}
		return r.SeeOther(list, "directory.flash.person_erased")
	}
	gone, err := p.directory.DeletePerson(r.Context(), r.Actor, r.Params("person"))
	if err != nil {
		return err
	}
	return r.Deleted(list, "directory.flash.person_deleted", gone.ID)
}

// RemoveGroupForm says what deleting a group would do.
func (p *Pages) RemoveGroupForm(r *page.Request) error {
	g, err := p.directory.Group(r.Context(), r.Actor, r.Params("group"))
	if err != nil {
		return err
	}
	home := r.Path("directory", "groups", g.ID)
	view := directoryviews.RemovePage{
		Base: base(r, r.Page("directory.remove.group_title", g.Name), crumb(r, "groups"), views.Crumb{Label: g.Name, Href: home}),
	}
	effects := []string{view.T("directory.remove.group_gone")}
	if g.Members > 0 {
		effects = append(effects, view.N("directory.remove.group_members", g.Members))
	}
	view.Delete = confirmation(view, home, "directory.group.remove", effects)
	return r.Render(directoryviews.Remove(view))
}

// DeleteGroup puts a group into the bin.
func (p *Pages) DeleteGroup(r *page.Request) error {
	gone, err := p.directory.DeleteGroup(r.Context(), r.Actor, r.Params("group"))
	if err != nil {
		return err
	}
	return r.Deleted(r.Path("directory", "groups"), "directory.flash.group_deleted", gone.ID)
}
