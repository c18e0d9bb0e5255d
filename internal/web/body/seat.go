package bodyweb

import (
	"slices"

	"github.com/a-h/templ"

	"rundertisch/internal/body"
	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	bodyviews "rundertisch/views/body"
	"rundertisch/views/shared"
)

const suggested = 300 // names that are offered while typing: more would make the page heavy

// NewMember asks for a member.
func (p *Pages) NewMember(r *page.Request) error {
	b, err := p.bodies.Find(r.Context(), r.Actor, r.Params("body"))
	if err != nil {
		return err
	}
	return p.askSeat(r, r.Render, b.Body, body.Member{}, shared.Fill(map[string]string{"duty": string(body.Ordinary)}))
}

func (p *Pages) askSeat(r *page.Request, answer func(templ.Component) error, b body.Body, m body.Member, form shared.Form) error {
	persons, err := p.people.AllPersons(r.Context(), r.Actor, directory.Filter{})
	if err != nil {
		return err
	}
	form.Labels = labels
	view := bodyviews.SeatPage{Body: b, ID: m.ID, Form: form}
	if view.Organisations, err = p.people.AllOrganisations(r.Context(), r.Actor, directory.Filter{}); err != nil {
		return err
	}
	view.Persons = offered(persons)
	title := "body.member.new"
	if m.ID != "" {
		title = "body.member.edit"
	}
	view.Frame = frame(r, r.Page(title), listCrumb(r), crumbOf(r, b))
	view.Of, view.HasErrors = b.Name, form.HasErrors()
	return answer(bodyviews.Seat(view))
}

// AddMember gives somebody a seat.
func (p *Pages) AddMember(r *page.Request) error {
	b, err := p.bodies.Find(r.Context(), r.Actor, r.Params("body"))
	if err != nil {
		return err
	}
	form := r.Form()
	seat, err := p.seat(r, form, body.Member{})
	if err == nil {
		_, err = p.bodies.AddMember(r.Context(), r.Actor, b.ID, seat)
	}
	if fault.Is(err, fault.Invalid) {
		return p.askSeat(r, r.Invalid, b.Body, body.Member{}, form.Refused(form.Values, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("bodies", b.ID), "body.flash.member_added")
}

// EditMember shows the form of a member.
func (p *Pages) EditMember(r *page.Request) error {
	b, m, err := p.bodies.FindMember(r.Context(), r.Actor, r.Params("body"), r.Params("seat"))
	if err != nil {
		return err
	}
	form, err := p.storedSeat(r, m)
	if err != nil {
		return err
	}
	return p.askSeat(r, r.Render, b.Body, m, form)
}

// SaveMember changes a member.
func (p *Pages) SaveMember(r *page.Request) error {
	b, m, err := p.bodies.FindMember(r.Context(), r.Actor, r.Params("body"), r.Params("seat"))
	if err != nil {
		return err
	}
	organisations, err := p.people.AllOrganisations(r.Context(), r.Actor, directory.Filter{})
	if err != nil {
		return err
	}
	own := r.Path("bodies", b.ID)
	return r.Edit(page.Edit{
		Kind: "body", ID: b.ID, Labels: labels, Of: b.Name, Back: own, Next: own, Flash: "body.flash.member_changed",
		Stored: func() (shared.Form, error) {
			if b, m, err = p.bodies.FindMember(r.Context(), r.Actor, b.ID, m.ID); err != nil {
				return shared.Form{}, err
			}
			return p.storedSeat(r, m)
		},
		Save: func(form shared.Form) error {
			seat, err := p.seat(r, form, m)
			if err != nil {
				return err
			}
			return p.bodies.ChangeMember(r.Context(), r.Actor, b.ID, m.ID, version(form), seat)
		},
		Again: func(form shared.Form) error { return p.askSeat(r, r.Invalid, b.Body, m, form) },
		Words: func(name, value string) (string, bool) {
			if name == "organisation" {
				return shared.LabelOf(bodyviews.OrganisationOptions(organisations), value), true
			}
			return bodyviews.Duty(r.L, body.Duty(value)), name == "duty"
		},
	})
}

// RemoveMemberForm asks before a member is taken out.
func (p *Pages) RemoveMemberForm(r *page.Request) error {
	b, m, err := p.bodies.FindMember(r.Context(), r.Actor, r.Params("body"), r.Params("seat"))
	if err != nil {
		return err
	}
	view := bodyviews.RemovePage{Page: frame(r, r.Page("body.member.remove_title"), listCrumb(r), crumbOf(r, b.Body)).Page}
	view.Of = b.Name
	view.Ask = shared.Confirmation{
		Title: bodyviews.Who(r.L, m), Text: r.L.T("body.member.remove_text"), CSRF: view.CSRF,
		Action: r.Path("bodies", b.ID, "members", m.ID, "remove"), Button: r.L.T("body.member.remove"), Cancel: r.Path("bodies", b.ID, "members", m.ID, "edit"),
	}
	return r.Render(bodyviews.Remove(view))
}

// RemoveMember takes a member out.
func (p *Pages) RemoveMember(r *page.Request) error {
	if err := p.bodies.RemoveMember(r.Context(), r.Actor, r.Params("body"), r.Params("seat")); err != nil {
		return err
	}
	return r.SeeOther(r.Path("bodies", r.Params("body")), "body.flash.member_removed")
}

func (p *Pages) storedSeat(r *page.Request, m body.Member) (shared.Form, error) {
	persons, err := p.people.AllPersons(r.Context(), r.Actor, directory.Filter{})
	return shared.Stored(labels, m.Version, map[string]string{
		"person": text(persons, m.PersonID, m.Name), "organisation": m.OrganisationID, "duty": string(m.Duty),
		"inside": map[bool]string{true: "1"}[m.Inside], "deputy": text(persons, m.DeputyPersonID, m.Deputy),
		"from": m.ValidFrom.German(), "to": m.ValidTo.German(),
	}), err
}

// seat reads what was typed; whoever is in the stored row stays when the text means them, also when they are archived.
func (p *Pages) seat(r *page.Request, form shared.Form, stored body.Member) (body.Seat, error) {
	persons, err := p.people.AllPersons(r.Context(), r.Actor, directory.Filter{})
	if err != nil {
		return body.Seat{}, err
	}
	var c fault.Checks
	seat := body.Seat{
		OrganisationID: form.Value("organisation"), Duty: body.Duty(form.Value("duty")), Inside: form.Value("inside") != "",
		From: form.Value("from"), To: form.Value("to"),
	}
	var problem string
	if seat.PersonID, problem = called(persons, form.Value("person"), stored.PersonID, stored.Name); problem != "" {
		c.Add("person", problem)
	}
	if seat.DeputyID, problem = called(persons, form.Value("deputy"), stored.DeputyPersonID, stored.Deputy); problem != "" {
		c.Add("deputy", problem)
	}
	return seat, c.Err()
}

// offered are the names that are offered while typing; where two read alike their addresses tell them apart.
func offered(persons []directory.Person) []string {
	alike := map[string]int{}
	for _, one := range persons {
		alike[one.Label()]++
	}
	var texts []string
	for _, one := range persons[:min(suggested, len(persons))] {
		if alike[one.Label()] > 1 && one.Email != "" {
			texts = append(texts, one.Email)
		} else {
			texts = append(texts, one.Label())
		}
	}
	return texts
}

// text is how a person is written in the form, so that called finds them again.
func text(persons []directory.Person, personID, name string) string {
	at := slices.IndexFunc(persons, func(one directory.Person) bool { return one.ID == personID })
	if at < 0 {
		return name
	}
	if one := persons[at]; len(directory.Called(persons, one.Label())) > 1 && one.Email != "" {
		return one.Email
	}
	return persons[at].Label()
}

// called is the person a typed text names, or the key of what is wrong with it.
func called(persons []directory.Person, typed, presentID, presentName string) (personID, problem string) {
	found := directory.Called(persons, typed)
	switch {
	case typed == "":
		return "", ""
	case presentID != "" && (typed == presentName || slices.ContainsFunc(found, func(one directory.Person) bool { return one.ID == presentID })):
		return presentID, ""
	case len(found) == 0:
		return "", "body.fault.no_person"
	case len(found) > 1:
		return "", "body.fault.many_persons"
	}
	return found[0].ID, ""
}
