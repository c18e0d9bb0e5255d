package mailinglistweb

import (
	"strconv"
	"strings"

	"rundertisch/internal/audit"
	"rundertisch/internal/fault"
	"rundertisch/internal/mailing"
	"rundertisch/internal/mailinglist"
	"rundertisch/internal/web/page"
	mailingviews "rundertisch/views/mailing"
	mailinglistviews "rundertisch/views/mailinglist"
	"rundertisch/views/shared"
)

const writeLabels = "mailinglist.write."

// Write asks what to write to a list.
func (p *Pages) Write(r *page.Request) error {
	l, err := p.lists.Find(r.Context(), r.Actor, r.Params("list"))
	if err != nil {
		return err
	}
	return r.Render(mailinglistviews.Write(p.writeForm(r, l, "", shared.Form{Labels: writeLabels})))
}

// writeForm is the form of a message to the list: of a new draft, or of the one at the address.
func (p *Pages) writeForm(r *page.Request, l mailinglist.List, draft string, form shared.Form) mailinglistviews.WritePage {
	view := mailinglistviews.WritePage{
		Frame: frame(r, r.Page("mailinglist.write_title"), listsCrumb(r), crumbOf(r, l)), List: l, Form: form,
		Action: r.Path("lists", l.ID, "write"), Back: r.Path("lists", l.ID),
	}
	if draft != "" {
		view.Action, view.Back = draft, draft
	}
	view.Of, view.HasErrors = l.Name, form.HasErrors()
	return view
}

func messageOf(form shared.Form) mailinglist.Message {
	return mailinglist.Message{
		Subject: form.Value("title"), Text: form.Value("text"), SubjectEN: form.Value("subject_en"), TextEN: form.Value("text_en"),
	}
}

// Draft keeps the message and leads to its review.
func (p *Pages) Draft(r *page.Request) error {
	form := r.Form()
	form.Labels = writeLabels
	m, err := p.lists.Draft(r.Context(), r.Actor, r.Params("list"), messageOf(form))
	if fault.Is(err, fault.Invalid) {
		l, findErr := p.lists.Find(r.Context(), r.Actor, r.Params("list"))
		if findErr != nil {
			return findErr
		}
		return r.Invalid(mailinglistviews.Write(p.writeForm(r, l, "", form.Refused(form.Values, err))))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("mailings", m.ID), "mailinglist.flash.drafted")
}

// Subject names the list that a mailing goes to.
func (p *Pages) Subject(r *page.Request, m mailing.Mailing) (mailingviews.Subject, error) {
	l, err := p.lists.Find(r.Context(), r.Actor, m.SubjectID)
	return mailingviews.Subject{Title: l.Name, Href: r.Path("lists", l.ID)}, err
}

// EditDraft shows what was written.
func (p *Pages) EditDraft(r *page.Request, m mailing.Mailing) error {
	form, err := storedMessage(m)
	if err != nil {
		return err
	}
	return p.editDraft(r, m, form)
}

func (p *Pages) editDraft(r *page.Request, m mailing.Mailing, form shared.Form) error {
	l, err := p.lists.Find(r.Context(), r.Actor, m.SubjectID)
	if err != nil {
		return err
	}
	shown := mailinglistviews.Write(p.writeForm(r, l, r.Path("mailings", m.ID), form))
	if form.HasErrors() {
		return r.Invalid(shown)
	}
	return r.Render(shown)
}

func storedMessage(m mailing.Mailing) (shared.Form, error) {
	message, err := mailinglist.MessageOf(m)
	return shared.Stored(writeLabels, m.Version, map[string]string{
		"title": message.Subject, "text": message.Text, "subject_en": message.SubjectEN, "text_en": message.TextEN,
	}), err
}

// SaveDraft stores what was written.
func (p *Pages) SaveDraft(r *page.Request, m mailing.Mailing) error {
	back := r.Path("mailings", m.ID)
	return r.Edit(page.Edit{
		Kind: "mailing", ID: m.ID, Labels: writeLabels, Of: m.Title, Back: back, Next: back, Flash: "mailinglist.flash.drafted",
		About: func(e audit.Entry) bool { return strings.HasSuffix(e.Action, ".changed") },
		Stored: func() (shared.Form, error) {
			now, err := p.mailings.Find(r.Context(), r.Actor, m.ID)
			if err != nil {
				return shared.Form{}, err
			}
			return storedMessage(now.Mailing)
		},
		Save: func(form shared.Form) error {
			changed := m
			changed.Version, _ = strconv.ParseInt(form.Value("version"), 10, 64) // 0 fits no row, so the change is refused as outdated
			return p.lists.Redraft(r.Context(), r.Actor, changed, messageOf(form))
		},
		Again: func(form shared.Form) error { return p.editDraft(r, m, form) },
	})
}
