package directoryweb

import (
	"slices"

	"rundertisch/internal/directory"
	"rundertisch/internal/web/page"
	directoryviews "rundertisch/views/directory"
)

// Person shows one person.
func (p *Pages) Person(r *page.Request) error {
	person, err := p.directory.Find(r.Context(), r.Actor, r.Params("person"))
	if err != nil {
		return err
	}
	sharing, err := p.directory.SharingAddress(r.Context(), r.Actor, person)
	if err != nil {
		return err
	}
	in, others, err := p.groupsFor(r, person)
	if err != nil {
		return err
	}
	further, err := p.directory.Addresses(r.Context(), r.Actor, person.ID)
	if err != nil {
		return err
	}
	shown := directoryviews.PersonPage{
		Base: base(r, r.Titled(person.Name()), crumb(r, "persons")), Person: person, Groups: in, Others: others,
		Sharing: sharing, Further: further, Today: p.directory.Today(),
	}
	if shown.Lists, err = p.listsOf(r, person); err != nil {
		return err
	}
	shown.Added = shown.Flash == r.L.T("directory.flash.person_added")
	return r.Render(directoryviews.Person(shown))
}

// listsOf says in words which mailing lists of the project the person's address is on.
func (p *Pages) listsOf(r *page.Request, person directory.Person) ([]string, error) {
	on, err := p.lists.OfAddress(r.Context(), r.Actor, person.Email)
	var said []string
	for _, at := range on {
		since := r.L.Day(at.Member.Since().In(r.L.Zone()))
		said = append(said, r.L.T("mailinglist.person.line", at.List.Name, r.L.T("mailinglist.state."+string(at.Member.State)), since))
	}
	return said, err
}

// groupsFor returns the groups the person is in and those they could join.
func (p *Pages) groupsFor(r *page.Request, person directory.Person) (in, others []directory.Group, err error) {
	if in, err = p.directory.GroupsOf(r.Context(), r.Actor, person.ID); err != nil {
		return nil, nil, err
	}
	if others, err = p.directory.Groups(r.Context(), r.Actor); err != nil {
		return nil, nil, err
	}
	others = slices.DeleteFunc(others, func(g directory.Group) bool {
		return slices.ContainsFunc(in, func(member directory.Group) bool { return member.ID == g.ID })
	})
	return in, others, nil
}

// Join puts a person into a group.
func (p *Pages) Join(r *page.Request) error {
	person, err := p.directory.Find(r.Context(), r.Actor, r.Params("person"))
	if err != nil {
		return err
	}
	if err := p.directory.AddMembers(r.Context(), r.Actor, r.Form().Value("group"), []string{person.ID}); err != nil {
		return err
	}
	return r.SeeOther(r.Path("directory", "persons", person.ID), "directory.flash.joined")
}

// Leave takes a person out of a group.
func (p *Pages) Leave(r *page.Request) error {
	person, err := p.directory.Find(r.Context(), r.Actor, r.Params("person"))
	if err != nil {
		return err
	}
	if err := p.directory.RemoveMembers(r.Context(), r.Actor, r.Form().Value("group"), []string{person.ID}); err != nil {
		return err
	}
	return r.SeeOther(r.Path("directory", "persons", person.ID), "directory.flash.left")
}

// ForgetAddress forgets a further address of the person.
func (p *Pages) ForgetAddress(r *page.Request) error {
	if err := p.directory.ForgetAddress(r.Context(), r.Actor, r.Params("person"), r.Form().Value("address")); err != nil {
		return err
	}
	return r.SeeOther(r.Path("directory", "persons", r.Params("person")), "directory.flash.address_forgotten")
}
