package followupweb

import (
	"maps"
	"strconv"
	"strings"

	"rundertisch/internal/audit"
	"rundertisch/internal/fault"
	"rundertisch/internal/followup"
	"rundertisch/internal/mailing"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	followupviews "rundertisch/views/followup"
	mailingviews "rundertisch/views/mailing"
	"rundertisch/views/shared"
)

const writeLabels = "followup.write."

// New asks who is to be reminded now; everybody whose answer is awaited is ticked.
func (p *Pages) New(r *page.Request) error {
	v, err := p.followups.View(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	form := shared.Fill(map[string]string{"title": r.L.T("followup.write_title_of", v.Event.Title)})
	form.Labels = writeLabels
	for _, one := range v.Awaited {
		form.Values["people"] = append(form.Values["people"], one.ID)
	}
	return write(r, v, "", form)
}

// write shows the form: of a new draft, or of the one at the address.
func write(r *page.Request, v followup.View, draft string, form shared.Form) error {
	base := r.Path("events", v.Event.ID)
	view := followupviews.WritePage{Page: r.Page("followup.write_title"), View: v, Form: form, Action: base + "/follow-up/new", Back: base + "/follow-up"}
	if draft != "" {
		view.Action, view.Back = draft, draft
	}
	view.Breadcrumb = []views.Crumb{
		{Label: r.L.T("event.list.title"), Href: r.Path("events")},
		{Label: v.Event.Title, Href: base},
		{Label: r.L.T("followup.title"), Href: base + "/follow-up"},
	}
	view.Of, view.HasErrors = v.Event.Title, form.HasErrors()
	if form.HasErrors() {
		return r.Invalid(followupviews.Write(view))
	}
	return r.Render(followupviews.Write(view))
}

func orderOf(form shared.Form) followup.Order {
	return followup.Order{Title: form.Value("title"), Text: form.Value("text"), People: form.Values["people"]}
}

// Draft keeps what was chosen and leads to its review.
func (p *Pages) Draft(r *page.Request) error {
	form := r.Form()
	form.Labels = writeLabels
	m, err := p.followups.Draft(r.Context(), r.Actor, r.Params("event"), orderOf(form))
	if fault.Is(err, fault.Invalid) {
		v, findErr := p.followups.View(r.Context(), r.Actor, r.Params("event"))
		if findErr != nil {
			return findErr
		}
		return write(r, v, "", form.Refused(form.Values, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("mailings", m.ID), "followup.flash.drafted")
}

// Subject names the event that a mailing is about.
func (p *Pages) Subject(r *page.Request, m mailing.Mailing) (mailingviews.Subject, error) {
	v, err := p.followups.View(r.Context(), r.Actor, m.SubjectID)
	return mailingviews.Subject{Title: v.Event.Title, Href: r.Path("events", v.Event.ID, "follow-up")}, err
}

// EditDraft shows what was chosen.
func (p *Pages) EditDraft(r *page.Request, m mailing.Mailing) error {
	form, err := storedOrder(m)
	if err != nil {
		return err
	}
	return p.edit(r, m, form)
}

func (p *Pages) edit(r *page.Request, m mailing.Mailing, form shared.Form) error {
	v, err := p.followups.View(r.Context(), r.Actor, m.SubjectID)
	if err != nil {
		return err
	}
	return write(r, v, r.Path("mailings", m.ID), form)
}

func storedOrder(m mailing.Mailing) (shared.Form, error) {
	order, err := followup.OrderOf(m)
	form := shared.Stored(writeLabels, m.Version, map[string]string{"title": order.Title, "text": order.Text})
	form.Values["people"] = order.People
	form.Basis.Values = maps.Clone(form.Values)
	return form, err
}

// SaveDraft stores what was chosen.
func (p *Pages) SaveDraft(r *page.Request, m mailing.Mailing) error {
	back := r.Path("mailings", m.ID)
	return r.Edit(page.Edit{
		Kind: "mailing", ID: m.ID, Labels: writeLabels, Of: m.Title, Back: back, Next: back, Flash: "followup.flash.drafted",
		About: func(e audit.Entry) bool { return strings.HasSuffix(e.Action, ".changed") },
		Stored: func() (shared.Form, error) {
			now, err := p.mailings.Find(r.Context(), r.Actor, m.ID)
			if err != nil {
				return shared.Form{}, err
			}
			return storedOrder(now.Mailing)
		},
		Save: func(form shared.Form) error {
			changed := m
			changed.Version, _ = strconv.ParseInt(form.Value("version"), 10, 64) // 0 fits no row, so the change is refused as outdated
			return p.followups.Redraft(r.Context(), r.Actor, changed, orderOf(form))
		},
		Again: func(form shared.Form) error { return p.edit(r, m, form) },
		Words: func(name, value string) (string, bool) { return value, name == "people" },
	})
}
