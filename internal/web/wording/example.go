package wordingweb

import (
	"net/mail"
	"slices"
	"strings"

	"rundertisch/internal/directory"
	"rundertisch/internal/i18n"
	"rundertisch/internal/invite"
	outbox "rundertisch/internal/mail"
	"rundertisch/internal/web/page"
	"rundertisch/internal/wording"
	letterviews "rundertisch/views/letter"
	"rundertisch/views/shared"
	wordingviews "rundertisch/views/wording"
)

// mostPersons is how many people are offered as examples.
const mostPersons = 100

// editPage is the form with placeholders and preview by the example that was chosen.
func (p *Pages) editPage(r *page.Request, t wording.Text, form shared.Form) (wordingviews.EditPage, error) {
	form.Labels = labels
	shown := wordingviews.EditPage{
		Page: r.Titled(wordingviews.Title(r.L, t)), Action: own(r, t), Back: base(r), Text: t, Project: r.Actor.ProjectID != "",
	}
	shown.Breadcrumb = crumbs(r, listCrumb(r))
	var err error
	if shown.Events, shown.Persons, err = p.examples(r); err != nil {
		return shown, err
	}
	fields, err := p.fields(r, t, form)
	if err != nil {
		return shown, err
	}
	if shown.Placeholders, err = placeholders(r, t, fields); err != nil {
		return shown, err
	}
	said, err := p.wording.Preview(t, draftOf(form), fields)
	if err == nil {
		letter := letterviews.Show(r.L, p.letter(r, said, fields))
		shown.Letter = &letter
		for _, look := range looks {
			shown.Looks = append(shown.Looks, wordingviews.Look{Href: wholeOf(r, t, form, look), Label: r.L.T("wording.look." + look)})
		}
	} else if form.Err == nil {
		form.Err = err
	}
	shown.Form, shown.HasErrors = form, form.HasErrors()
	return shown, nil
}

// letter is the mail as its receiver would have it.
func (p *Pages) letter(r *page.Request, said outbox.Rendered, fields outbox.Fields) invite.Letter {
	to := mail.Address{Name: fields["receiver_name"], Address: "empfang@example.org"}
	return invite.Letter{From: p.invites.From(), To: []mail.Address{to}, Subject: said.Subject, Text: said.Text, HTML: said.HTML, Date: r.Now()}
}

// examples are the events and people of the project that a preview can be made with.
func (p *Pages) examples(r *page.Request) (events, persons []shared.Option, err error) {
	if r.Actor.ProjectID == "" {
		return nil, nil, nil
	}
	list, err := p.events.List(r.Context(), r.Actor)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range slices.Backward(list) {
		events = append(events, shared.Option{Value: e.ID, Label: e.Title + ", " + r.L.Day(e.Starts())})
	}
	people, err := p.people.AllPersons(r.Context(), r.Actor, directory.Filter{})
	for _, person := range people[:min(mostPersons, len(people))] {
		persons = append(persons, shared.Option{Value: person.ID, Label: person.Name()})
	}
	return events, persons, err
}

// fields is what the example says: invented, or of the event and the person that were chosen.
func (p *Pages) fields(r *page.Request, t wording.Text, form shared.Form) (outbox.Fields, error) {
	l := r.Site().Catalogue.Locale(t.Lang, r.Site().Zone)
	fields := outbox.Fields{}
	for _, field := range outbox.FieldNames() {
		if own := "wording.example." + t.Name + "." + field; l.Has(own) { // its frame speaks of it, or it means something else here
			fields[field] = l.T(own)
		} else if key := "wording.example." + field; l.Has(key) && t.Form.Speaks(field) {
			fields[field] = l.T(key)
		}
	}
	from := p.invites.From()
	fields["organisation"], fields["funding_notice"], fields["imprint"] = r.Workspace.Name, r.Workspace.FundingNotice, r.Workspace.Imprint
	fields["sender_name"], fields["sender_email"] = from.Name, from.Address
	link := i18n.InLanguage(r.Site().BaseURL+"/", t.Lang) // a personal link leads somewhere only once it is sent
	fields["answer_url"], fields["self_service_url"], fields["action_url"], fields["quiet_url"] = link, link, link, link
	fields["calendar_entry"] = outbox.Yes
	return p.real(r, t, form, fields)
}

// real puts the chosen event and person in the place of the invented ones.
func (p *Pages) real(r *page.Request, t wording.Text, form shared.Form, fields outbox.Fields) (outbox.Fields, error) {
	person := directory.Person{Given: fields["receiver_name"]}
	if id := form.Value("person"); id != "" && r.Actor.ProjectID != "" {
		found, err := p.people.Find(r.Context(), r.Actor, id)
		if err != nil {
			return nil, err
		}
		person, fields["receiver_name"] = found, found.Name()
	}
	if id := form.Value("event"); id != "" && r.Actor.ProjectID != "" {
		sample, err := p.invites.Sample(r.Context(), r.Actor, id, person, t.Lang)
		if err != nil {
			return nil, err
		}
		link := fields["answer_url"]
		for name, value := range sample {
			fields[name] = value
		}
		fields["answer_url"], fields["self_service_url"] = link, link
	}
	return fields, nil
}

func placeholders(r *page.Request, t wording.Text, fields outbox.Fields) ([]wordingviews.Placeholder, error) {
	var list []wordingviews.Placeholder
	for _, x := range t.Form.Placeholders {
		now, err := t.Form.Says(x, fields)
		if err != nil {
			return nil, err
		}
		means := ""
		if key := "wording.means." + x.Field; r.L.Has(key) {
			means = r.L.T(key)
		}
		if x.Piece {
			means = r.L.T("wording.means_piece")
			if key := "wording.case." + x.Field; r.L.Has(key) {
				means = r.L.T(key)
			}
		}
		list = append(list, wordingviews.Placeholder{Placeholder: x, Means: means, Now: strings.TrimSpace(now)})
	}
	return list, nil
}
