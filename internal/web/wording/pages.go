// Package wordingweb has the handlers of the pages on which a house words its mails.
package wordingweb

import (
	"strconv"

	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/invite"
	"rundertisch/internal/mail"
	"rundertisch/internal/web/page"
	"rundertisch/internal/wording"
	"rundertisch/views"
	"rundertisch/views/shared"
	wordingviews "rundertisch/views/wording"
)

// Pages are the handlers.
type Pages struct {
	wording *wording.Service
	events  *event.Service     // for examples
	people  *directory.Service // for examples
	invites *invite.Service    // for examples
}

// New returns the handlers.
func New(words *wording.Service, events *event.Service, people *directory.Service, invites *invite.Service) *Pages {
	return &Pages{wording: words, events: events, people: people, invites: invites}
}

const labels = "wording.field."

// base is the address of the list.
func base(r *page.Request) string {
	if r.Actor.ProjectID != "" {
		return r.Path("mail", "texts")
	}
	return "/workspaces/" + r.Workspace.ID + "/mails"
}

func crumbs(r *page.Request, more ...views.Crumb) []views.Crumb {
	way := []views.Crumb{{Label: r.L.T("overview.mail.title"), Href: r.Path("mail")}}
	if r.Actor.ProjectID == "" {
		way = []views.Crumb{
			{Label: r.L.T("account.projects.title"), Href: "/projects"},
			{Label: r.L.T("account.settings.title"), Href: "/workspaces/" + r.Workspace.ID + "/settings"},
		}
	}
	return append(way, more...)
}

// List lists the mails.
func (p *Pages) List(r *page.Request) error {
	texts, err := p.wording.List(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	shown := wordingviews.ListPage{Page: r.Page("wording.list.title"), Base: base(r), Project: r.Actor.ProjectID != ""}
	for _, t := range texts {
		if n := len(shown.Rows); n == 0 || shown.Rows[n-1].Name != t.Name {
			shown.Rows = append(shown.Rows, wordingviews.Row{Name: t.Name})
		}
		last := &shown.Rows[len(shown.Rows)-1]
		last.Texts = append(last.Texts, t)
	}
	shown.Breadcrumb = crumbs(r)
	return r.Render(wordingviews.List(shown))
}

// find returns the mail of the address.
func (p *Pages) find(r *page.Request) (wording.Text, error) {
	return p.wording.Find(r.Context(), r.Actor, i18n.Lang(r.Params("lang")), r.Params("text"))
}

func own(r *page.Request, t wording.Text) string {
	return base(r) + "/" + string(t.Lang) + "/" + t.Name
}

func stored(t wording.Text) shared.Form {
	values := map[string]string{"subject": t.Draft.Subject, "headline": t.Draft.Headline, "body": t.Draft.Body}
	if t.Form.Draft.Button != "" {
		values["button"] = t.Draft.Button
	}
	return shared.Stored(labels, t.Own.Version, values)
}

func draftOf(form shared.Form) mail.Draft {
	return mail.Draft{Subject: form.Value("subject"), Headline: form.Value("headline"), Button: form.Value("button"), Body: form.Value("body")}
}

// Edit shows the form with the example that the address names.
func (p *Pages) Edit(r *page.Request) error {
	t, err := p.find(r)
	if err != nil {
		return err
	}
	form := stored(t)
	form.Values["event"], form.Values["person"] = []string{r.Query("event")}, []string{r.Query("person")}
	shown, err := p.editPage(r, t, form)
	if err != nil {
		return err
	}
	return r.Render(wordingviews.Edit(shown))
}

// Save words the mail anew.
func (p *Pages) Save(r *page.Request) error {
	t, err := p.find(r)
	if err != nil {
		return err
	}
	return r.Edit(page.Edit{
		Kind: "mail_text", ID: wording.ObjectID(t.Lang, t.Name), Labels: labels, Of: wordingviews.Title(r.L, t),
		Back: own(r, t), Next: own(r, t), Flash: "wording.flash.saved",
		Stored: func() (shared.Form, error) {
			t, err = p.find(r)
			return stored(t), err
		},
		Save: func(form shared.Form) error {
			version, err := strconv.ParseInt(form.Value("version"), 10, 64)
			if err != nil {
				version = 0
			}
			return p.wording.Save(r.Context(), r.Actor, t.Lang, t.Name, version, draftOf(form))
		},
		Again: func(form shared.Form) error { return p.showAgain(r, t, form) },
	})
}

// Look shows what was typed in the example's mail. It stores nothing.
func (p *Pages) Look(r *page.Request) error {
	t, err := p.find(r)
	if err != nil {
		return err
	}
	shown, err := p.editPage(r, t, r.Form())
	if err != nil {
		return err
	}
	if shown.HasErrors {
		return r.Invalid(wordingviews.Edit(shown))
	}
	return r.Render(wordingviews.Edit(shown))
}

func (p *Pages) showAgain(r *page.Request, t wording.Text, form shared.Form) error {
	shown, err := p.editPage(r, t, form)
	if err != nil {
		return err
	}
	return r.Invalid(wordingviews.Edit(shown))
}

// AskReset shows what is lost by going back.
func (p *Pages) AskReset(r *page.Request) error {
	t, err := p.find(r)
	if err != nil {
		return err
	}
	if !t.Changed() {
		return r.SeeOther(own(r, t), "")
	}
	shown := wordingviews.ResetPage{
		Page: r.Page("wording.reset.title"), Action: own(r, t) + "/reset", Back: own(r, t), Text: t,
		Form: shared.Fill(map[string]string{"version": strconv.FormatInt(t.Own.Version, 10)}),
	}
	shown.Breadcrumb = crumbs(r, listCrumb(r), views.Crumb{Label: wordingviews.Title(r.L, t), Href: own(r, t)})
	return r.Render(wordingviews.Reset(shown))
}

func listCrumb(r *page.Request) views.Crumb {
	return views.Crumb{Label: r.L.T("wording.list.title"), Href: base(r)}
}

// Reset takes the own text away.
func (p *Pages) Reset(r *page.Request) error {
	t, err := p.find(r)
	if err != nil {
		return err
	}
	version, err := strconv.ParseInt(r.Form().Value("version"), 10, 64)
	if err != nil {
		version = 0
	}
	err = p.wording.Reset(r.Context(), r.Actor, t.Lang, t.Name, version)
	if fault.Is(err, fault.Conflict) {
		return r.SeeOther(own(r, t), "wording.flash.other")
	}
	if err != nil {
		return err
	}
	return r.SeeOther(own(r, t), "wording.flash.reset")
}
