package directoryweb

import (
	"github.com/a-h/templ"

	"rundertisch/internal/date"
	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	directoryviews "rundertisch/views/directory"
	"rundertisch/views/shared"
)

// NewPerson asks for a new person, at the organisation the address names.
func (p *Pages) NewPerson(r *page.Request) error {
	return p.personForm(r, r.Render, directory.Person{}, filled(map[string]string{
		"organisation": r.Query("organisation"), "lang": string(r.L.Lang()),
	}))
}

// AddPerson enters the person.
func (p *Pages) AddPerson(r *page.Request) error {
	form := r.Form()
	person, err := p.directory.AddPerson(r.Context(), r.Actor, readPerson(form))
	if fault.Refused(err) {
		return p.personForm(r, r.Invalid, directory.Person{}, typed(form, err))
	}
	if err != nil {
		return err
	}
	return p.saved(r, person, "directory.flash.person_added")
}

// EditPerson shows the form of a person.
func (p *Pages) EditPerson(r *page.Request) error {
	person, err := p.directory.Find(r.Context(), r.Actor, r.Params("person"))
	if err != nil {
		return err
	}
	return p.personForm(r, r.Render, person, storedPerson(person))
}

func storedPerson(person directory.Person) shared.Form {
	return shared.Stored(fieldLabels, person.Version, map[string]string{
		"title": person.Title, "given": person.Given, "family": person.Family, "function": person.Function,
		"organisation": string(person.OrganisationID), "email": person.Email, "phone": person.Phone, "lang": person.Lang,
		"valid_from": string(person.ValidFrom), "valid_to": string(person.ValidTo), "source": person.Source,
	})
}

// SavePerson stores what was edited.
func (p *Pages) SavePerson(r *page.Request) error {
	stored, err := p.directory.Find(r.Context(), r.Actor, r.Params("person"))
	if err != nil {
		return err
	}
	organisations, err := p.directory.AllOrganisations(r.Context(), r.Actor, directory.Filter{})
	if err != nil {
		return err
	}
	return r.Edit(page.Edit{
		Kind: "person", ID: stored.ID, Labels: fieldLabels, Of: stored.Name(), Back: r.Path("directory", "persons", stored.ID),
		Stored: func() (shared.Form, error) {
			stored, err = p.directory.Find(r.Context(), r.Actor, stored.ID)
			return storedPerson(stored), err
		},
		Save: func(form shared.Form) error {
			person := readPerson(form)
			person.ID, person.Version = r.Params("person"), version(form)
			return p.directory.ChangePerson(r.Context(), r.Actor, person)
		},
		Again: func(form shared.Form) error { return p.personForm(r, r.Invalid, stored, form) },
		Words: func(name, value string) (string, bool) {
			return directoryviews.PersonWords(r.L, organisations, name, value)
		},
		Done: func(flash string) error { return p.saved(r, stored, flash) }, Flash: "directory.flash.person_changed",
	})
}

// saved leads to the person's page; a shared address is pointed out.
func (p *Pages) saved(r *page.Request, person directory.Person, flash string) error {
	stored, err := p.directory.Find(r.Context(), r.Actor, person.ID)
	if err != nil {
		return err
	}
	sharing, err := p.directory.SharingAddress(r.Context(), r.Actor, stored)
	if err != nil {
		return err
	}
	if len(sharing) > 0 {
		flash = "directory.flash.person_shared"
	}
	return r.SeeOther(r.Path("directory", "persons", person.ID), flash)
}

func readPerson(form shared.Form) directory.Person {
	return directory.Person{
		Title: form.Value("title"), Given: form.Value("given"), Family: form.Value("family"), Function: form.Value("function"),
		OrganisationID: directory.Ref(form.Value("organisation")), Email: form.Value("email"), Phone: form.Value("phone"),
		Lang: form.Value("lang"), ValidFrom: readDay(form, "valid_from"), ValidTo: readDay(form, "valid_to"), Source: form.Value("source"),
	}
}

// readDay takes over what is no day as it is typed: the person's own rules refuse it then.
func readDay(form shared.Form, name string) date.Date {
	day, err := date.Parse(form.Value(name))
	if err != nil {
		return date.Date(form.Value(name))
	}
	return day
}

// personForm answers with the form for stored, or for a new person when stored is zero.
func (p *Pages) personForm(r *page.Request, answer func(templ.Component) error, stored directory.Person, form shared.Form) error {
	organisations, err := p.directory.AllOrganisations(r.Context(), r.Actor, directory.Filter{})
	if err != nil {
		return err
	}
	f := directoryviews.PersonFormPage{Form: form, ID: stored.ID, Organisations: organisations, Cancel: r.Path("directory", "persons")}
	if stored.ID == "" {
		f.Base = base(r, r.Page("directory.person.new"), crumb(r, "persons"))
	} else {
		f.Cancel = r.Path("directory", "persons", stored.ID)
		f.Base = base(r, r.Page("directory.person.edit"), crumb(r, "persons"), views.Crumb{Label: stored.Name(), Href: f.Cancel})
		f.Of = stored.Name()
	}
	f.HasErrors = form.HasErrors()
	return answer(directoryviews.PersonForm(f))
}
