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

// Organisation shows one organisation.
func (p *Pages) Organisation(r *page.Request) error {
	o, err := p.directory.Organisation(r.Context(), r.Actor, r.Params("organisation"))
	if err != nil {
		return err
	}
	persons, err := p.directory.AllPersons(r.Context(), r.Actor, directory.Filter{OrganisationID: o.ID, Archived: o.Archived()})
	if err != nil {
		return err
	}
	return r.Render(directoryviews.Organisation(directoryviews.OrganisationPage{
		Base: base(r, r.Titled(o.Name), crumb(r, "organisations")), Organisation: o, Persons: persons, Today: p.directory.Today(),
	}))
}

// NewOrganisation asks for a new organisation.
func (p *Pages) NewOrganisation(r *page.Request) error {
	return r.Render(organisationForm(r, directory.Organisation{}, filled(nil)))
}

// AddOrganisation enters it.
func (p *Pages) AddOrganisation(r *page.Request) error {
	form := r.Form()
	o, err := p.directory.AddOrganisation(r.Context(), r.Actor, readOrganisation(form))
	if fault.Refused(err) {
		return r.Invalid(organisationForm(r, directory.Organisation{}, typed(form, err)))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("directory", "organisations", o.ID), "directory.flash.organisation_added")
}

// EditOrganisation shows the form of an organisation.
func (p *Pages) EditOrganisation(r *page.Request) error {
	o, err := p.directory.Organisation(r.Context(), r.Actor, r.Params("organisation"))
	if err != nil {
		return err
	}
	return r.Render(organisationForm(r, o, storedOrganisation(o)))
}

func storedOrganisation(o directory.Organisation) shared.Form {
	return shared.Stored(fieldLabels, o.Version, map[string]string{
		"name": o.Name, "kind": string(o.Kind), "municipality": o.AGS, "street": o.Street, "postcode": o.Postcode, "town": o.Town,
		"website": o.Website, "email": o.Email, "phone": o.Phone,
	})
}

// SaveOrganisation stores what was edited.
func (p *Pages) SaveOrganisation(r *page.Request) error {
	stored, err := p.directory.Organisation(r.Context(), r.Actor, r.Params("organisation"))
	if err != nil {
		return err
	}
	own := r.Path("directory", "organisations", stored.ID)
	return r.Edit(page.Edit{
		Kind: "organisation", ID: stored.ID, Labels: fieldLabels, Of: stored.Name, Back: own, Next: own,
		Flash: "directory.flash.organisation_changed",
		Stored: func() (shared.Form, error) {
			stored, err = p.directory.Organisation(r.Context(), r.Actor, stored.ID)
			return storedOrganisation(stored), err
		},
		Save: func(form shared.Form) error {
			o := readOrganisation(form)
			o.ID, o.Version = r.Params("organisation"), version(form)
			return p.directory.ChangeOrganisation(r.Context(), r.Actor, o)
		},
		Again: func(form shared.Form) error { return r.Invalid(organisationForm(r, stored, form)) },
		Words: func(name, value string) (string, bool) { return directoryviews.OrganisationWords(r.L, name, value) },
	})
}

func readOrganisation(form shared.Form) directory.Organisation {
	return directory.Organisation{
		Name: form.Value("name"), Kind: directory.Kind(form.Value("kind")), AGS: form.Value("municipality"),
		Street: form.Value("street"), Postcode: form.Value("postcode"), Town: form.Value("town"),
		Website: form.Value("website"), Email: form.Value("email"), Phone: form.Value("phone"),
	}
}

// organisationForm is the form for stored, or for a new organisation when stored is zero.
func organisationForm(r *page.Request, stored directory.Organisation, form shared.Form) templ.Component {
	p := directoryviews.OrganisationFormPage{Form: form, ID: stored.ID, Cancel: r.Path("directory", "organisations")}
	if stored.ID == "" {
		p.Base = base(r, r.Page("directory.organisation.new"), crumb(r, "organisations"))
	} else {
		p.Cancel = r.Path("directory", "organisations", stored.ID)
		p.Base = base(r, r.Page("directory.organisation.edit"), crumb(r, "organisations"), views.Crumb{Label: stored.Name, Href: p.Cancel})
		p.Of = stored.Name
	}
	p.HasErrors = form.HasErrors()
	return directoryviews.OrganisationForm(p)
}
