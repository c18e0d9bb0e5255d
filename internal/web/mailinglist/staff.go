package mailinglistweb

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/mailinglist"
	"rundertisch/internal/sheet"
	"rundertisch/internal/web/page"
	mailinglistviews "rundertisch/views/mailinglist"
	"rundertisch/views/shared"
)

// Lists shows the lists of the project.
func (p *Pages) Lists(r *page.Request) error {
	lists, err := p.lists.Lists(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(mailinglistviews.Lists(mailinglistviews.ListsPage{Frame: frame(r, r.Page("mailinglist.list.title")), Lists: lists}))
}

// New asks for a new list.
func (p *Pages) New(r *page.Request) error {
	return r.Render(mailinglistviews.Form(p.form(r, mailinglist.List{}, shared.Form{Labels: labels})))
}

// Add makes it.
func (p *Pages) Add(r *page.Request) error {
	form := r.Form()
	form.Labels = labels
	l, err := p.lists.Add(r.Context(), r.Actor, details(form))
	if fault.Refused(err) {
		return r.Invalid(mailinglistviews.Form(p.form(r, mailinglist.List{}, form.Refused(form.Values, err))))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("lists", l.ID), "mailinglist.flash.added")
}

func (p *Pages) form(r *page.Request, l mailinglist.List, form shared.Form) mailinglistviews.FormPage {
	view := mailinglistviews.FormPage{ID: l.ID, Form: form, Back: r.Path("lists")}
	if l.ID == "" {
		view.Frame = frame(r, r.Page("mailinglist.list.new"), listsCrumb(r))
	} else {
		view.Back = r.Path("lists", l.ID)
		view.Frame = frame(r, r.Page("mailinglist.edit_title"), listsCrumb(r), crumbOf(r, l))
		view.Of = l.Name
	}
	view.HasErrors = form.HasErrors()
	return view
}

// Edit shows the form of a list.
func (p *Pages) Edit(r *page.Request) error {
	l, err := p.lists.Find(r.Context(), r.Actor, r.Params("list"))
	if err != nil {
		return err
	}
	return r.Render(mailinglistviews.Form(p.form(r, l, stored(l))))
}

// Save changes it.
func (p *Pages) Save(r *page.Request) error {
	l, err := p.lists.Find(r.Context(), r.Actor, r.Params("list"))
	if err != nil {
		return err
	}
	own := r.Path("lists", l.ID)
	return r.Edit(page.Edit{
		Kind: "mailing_list", ID: l.ID, Labels: labels, Of: l.Name, Back: own, Next: own, Flash: "mailinglist.flash.changed",
		Stored: func() (shared.Form, error) {
			l, err = p.lists.Find(r.Context(), r.Actor, l.ID)
			return stored(l), err
		},
		Save: func(form shared.Form) error {
			return p.lists.Change(r.Context(), r.Actor, r.Params("list"), version(form), details(form))
		},
		Again: func(form shared.Form) error { return r.Invalid(mailinglistviews.Form(p.form(r, l, form))) },
	})
}

// membersOf is the list of who is on a list.
func membersOf(r *page.Request, listID string) shared.List {
	return r.List(shared.Listing{
		Path: r.Path("lists", listID), Narrow: []shared.Narrow{{Name: "q"}, shared.OneOf("state", mailinglist.States()...)},
		Orders:  []string{string(mailinglist.BySince), string(mailinglist.ByName), string(mailinglist.ByState)},
		Falling: []string{string(mailinglist.BySince)},
	})
}

// Show shows a list with its members, or answers with all of them as a file.
func (p *Pages) Show(r *page.Request) error { return p.show(r, fiber.StatusOK, shared.Form{}) }

func (p *Pages) show(r *page.Request, status int, form shared.Form) error {
	l, err := p.lists.Find(r.Context(), r.Actor, r.Params("list"))
	if err != nil {
		return err
	}
	list := membersOf(r, l.ID)
	members, total, err := p.lists.Members(r.Context(), r.Actor, l.ID, mailinglist.Filter{
		Text: list.Value("q"), State: mailinglist.State(list.Value("state")), Order: mailinglist.Order(list.Order), Desc: list.Desc, Page: list.Page, All: r.WantsFile(),
	})
	if err != nil {
		return err
	}
	if r.WantsFile() {
		return r.Table(l.Name, file(r, l, members))
	}
	if form.Values == nil {
		form = shared.Fill(map[string]string{"lang": string(r.L.Lang())})
	}
	form.ID, form.Labels = "ask", askLabels
	view := mailinglistviews.ListPage{Frame: frame(r, r.Titled(l.Name), listsCrumb(r)), Of: l, Members: members, List: list.Count(total), Ask: form}
	if l.Public {
		view.Public = r.Site().BaseURL + mailinglistviews.PathPublic + "/" + l.Slug
	}
	if view.Mailings, err = p.entries(r, l.ID); err != nil {
		return err
	}
	view.HasErrors = form.HasErrors()
	return r.RenderStatus(status, mailinglistviews.List(view))
}

func file(r *page.Request, l mailinglist.List, members []mailinglist.Member) sheet.Source {
	cell := func(column string, value func(mailinglist.Member) string) page.Cell[mailinglist.Member] {
		return page.Cell[mailinglist.Member]{Label: r.L.T("mailinglist.column." + column), Value: value}
	}
	return page.TableOf(l.Name, members,
		cell("name", func(m mailinglist.Member) string { return m.Name }),
		cell("email", func(m mailinglist.Member) string { return m.Email }),
		cell("state", func(m mailinglist.Member) string { return r.L.T("mailinglist.state." + string(m.State)) }),
		cell("since", func(m mailinglist.Member) string { return r.L.Instant(m.Since()) }),
		cell("source", func(m mailinglist.Member) string { return r.L.T("mailinglist.source." + string(m.Source)) }),
		cell("consent", func(m mailinglist.Member) string {
			if m.ConsentAt == nil {
				return ""
			}
			return r.L.Instant(*m.ConsentAt)
		}),
	)
}

// Ask suggests somebody.
func (p *Pages) Ask(r *page.Request) error {
	form := r.Form()
	lang := form.Value("lang")
	if !slices.Contains(i18n.Languages(), i18n.Lang(lang)) {
		lang = string(i18n.German)
	}
	outcome, err := p.lists.Ask(r.Context(), r.Actor, r.Params("list"), mailinglist.Wish{Name: form.Value("name"), Email: form.Value("email"), Lang: lang})
	switch {
	case fault.Is(err, fault.Conflict):
		return p.show(r, fiber.StatusConflict, form.Refused(form.Values, err))
	case fault.Is(err, fault.Invalid):
		return p.show(r, fiber.StatusUnprocessableEntity, form.Refused(form.Values, err))
	case err != nil:
		return err
	}
	return r.SeeOther(r.Path("lists", r.Params("list")), "mailinglist.flash."+string(outcome))
}

// RemoveForm asks before somebody is taken off a list.
func (p *Pages) RemoveForm(r *page.Request) error {
	l, err := p.lists.Find(r.Context(), r.Actor, r.Params("list"))
	if err != nil {
		return err
	}
	m, err := p.lists.Member(r.Context(), r.Actor, l.ID, r.Params("subscriber"))
	if err != nil {
		return err
	}
	view := mailinglistviews.ConfirmPage{Frame: frame(r, r.Page("mailinglist.remove_title"), listsCrumb(r), crumbOf(r, l))}
	view.Ask = shared.Confirmation{
		Title: r.L.T("mailinglist.remove_question", m.Called()), Text: r.L.T("mailinglist.remove_text"), Button: r.L.T("mailinglist.remove"),
		CSRF: view.CSRF, Action: r.Path("lists", l.ID, "members", m.ID, "remove"), Cancel: r.Path("lists", l.ID),
	}
	return r.Render(mailinglistviews.Confirm(view))
}

// Remove takes somebody off a list.
func (p *Pages) Remove(r *page.Request) error {
	if err := p.lists.Remove(r.Context(), r.Actor, r.Params("list"), r.Params("subscriber")); err != nil {
		return err
	}
	return r.SeeOther(r.Path("lists", r.Params("list")), "mailinglist.flash.removed")
}

// CloseForm asks before a list is closed.
func (p *Pages) CloseForm(r *page.Request) error {
	l, err := p.lists.Find(r.Context(), r.Actor, r.Params("list"))
	if err != nil {
		return err
	}
	view := mailinglistviews.ConfirmPage{Frame: frame(r, r.Page("mailinglist.close"), listsCrumb(r), crumbOf(r, l))}
	view.Ask = shared.Confirmation{
		Title: r.L.T("mailinglist.close_question", l.Name), Button: r.L.T("mailinglist.close"),
		Effects: []string{r.L.T("mailinglist.close_effect_1"), r.L.T("mailinglist.close_effect_2", mailinglist.LeftDays)},
		CSRF:    view.CSRF, Action: r.Path("lists", l.ID, "close"), Cancel: r.Path("lists", l.ID),
	}
	return r.Render(mailinglistviews.Confirm(view))
}

// Close closes a list.
func (p *Pages) Close(r *page.Request) error {
	if err := p.lists.Close(r.Context(), r.Actor, r.Params("list")); err != nil {
		return err
	}
	return r.SeeOther(r.Path("lists", r.Params("list")), "mailinglist.flash.closed")
}

// Reopen opens it again.
func (p *Pages) Reopen(r *page.Request) error {
	if err := p.lists.Reopen(r.Context(), r.Actor, r.Params("list")); err != nil {
		return err
	}
	return r.SeeOther(r.Path("lists", r.Params("list")), "mailinglist.flash.reopened")
}
