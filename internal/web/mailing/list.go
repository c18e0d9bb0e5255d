package mailingweb

import (
	"slices"

	"rundertisch/internal/database"
	"rundertisch/internal/mailing"
	"rundertisch/internal/sheet"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	mailingviews "rundertisch/views/mailing"
	"rundertisch/views/shared"
)

// List shows the project's mailings, or answers with the list as a file.
func (p *Pages) List(r *page.Request) error {
	list := r.List(shared.Listing{
		Path: r.Path("mailings"), Narrow: []shared.Narrow{{Name: "q"}, shared.OneOf("state", mailing.States()...)},
		Orders: []string{"at", "title", "subject", "state"}, Falling: []string{"at"},
	})
	entries, err := p.Entries(r, "")
	if err != nil {
		return err
	}
	found := page.Find(slices.Clone(entries), list.Value("q"), func(e mailingviews.Entry) []string { return []string{e.Title, e.Subject.Title} })
	if state := mailing.State(list.Value("state")); state != "" {
		found = slices.DeleteFunc(found, func(e mailingviews.Entry) bool { return e.State() != state })
	}
	page.Sort(list, found, func(e mailingviews.Entry) string { return e.ID }, page.Keys[mailingviews.Entry]{
		"at":      func(e mailingviews.Entry) string { return page.Moment(mailingviews.At(e)) },
		"title":   func(e mailingviews.Entry) string { return database.FoldWord(e.Title) },
		"subject": func(e mailingviews.Entry) string { return database.FoldWord(e.Subject.Title) },
		"state":   func(e mailingviews.Entry) string { return page.Figure(slices.Index(mailing.States(), e.State())) },
	})
	if r.WantsFile() {
		return r.Table(r.L.T("mailing.list.file"), listFile(r, found))
	}
	shown := mailingviews.ListPage{Page: frame(r, r.Page("mailing.list.title")), Base: r.Path("mailings"), Any: len(entries) > 0}
	shown.Shown = shared.PageOf(&list, found)
	shown.List = list
	return r.Render(mailingviews.List(shown))
}

// Entries are the project's mailings with what they are about; those about one subject when it is not empty.
func (p *Pages) Entries(r *page.Request, subjectID string) ([]mailingviews.Entry, error) {
	list, err := p.mailings.List(r.Context(), r.Actor, subjectID)
	if err != nil {
		return nil, err
	}
	entries, known := make([]mailingviews.Entry, len(list)), map[string]mailingviews.Subject{}
	for i, m := range list {
		key := m.Kind + " " + m.SubjectID
		about, there := known[key]
		if !there {
			if about, err = p.subject(r, m.Mailing); err != nil {
				return nil, err
			}
			known[key] = about
		}
		entries[i] = mailingviews.Entry{Progress: m, Subject: about}
	}
	return entries, nil
}

func listFile(r *page.Request, entries []mailingviews.Entry) sheet.Source {
	cell := func(column string, value func(mailingviews.Entry) string) page.Cell[mailingviews.Entry] {
		return page.Cell[mailingviews.Entry]{Label: r.L.T("mailing.column." + column), Value: value}
	}
	return page.TableOf(r.L.T("mailing.list.title"), entries,
		cell("title", func(e mailingviews.Entry) string { return e.Title }),
		cell("kind", func(e mailingviews.Entry) string { return r.L.T("mailing.kind." + e.Kind) }),
		cell("subject", func(e mailingviews.Entry) string { return e.Subject.Title }),
		cell("at", func(e mailingviews.Entry) string { return r.L.Instant(mailingviews.At(e)) }),
		cell("state", func(e mailingviews.Entry) string { return r.L.T("mailing.state." + string(e.State())) }),
		cell("sent", func(e mailingviews.Entry) string { return r.L.Number(e.Sent()) }),
		cell("meant", func(e mailingviews.Entry) string { return r.L.Number(e.Meant()) }),
	)
}

// frame leads to the page of e-mail, under which mailings lie.
func frame(r *page.Request, p views.Page, more ...views.Crumb) views.Page {
	p.Breadcrumb = append([]views.Crumb{{Label: r.L.T("overview.mail.title"), Href: r.Path("mail")}}, more...)
	for i := range p.Nav {
		p.Nav[i].Current = p.Nav[i].Href == r.Path("mail")
	}
	return p
}
