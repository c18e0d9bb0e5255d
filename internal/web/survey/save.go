package surveyweb

import (
	"strconv"
	"strings"

	"rundertisch/internal/survey"
	"rundertisch/internal/web/page"
	"rundertisch/views/shared"
	surveyviews "rundertisch/views/survey"
)

// Save stores what is asked.
func (p *Pages) Save(r *page.Request) error {
	found, err := p.writable(r)
	if err != nil {
		return err
	}
	back := base(r, found.Event) + "/survey"
	return r.Edit(page.Edit{
		Kind: "survey", ID: found.Survey.ID, Labels: labels, Of: found.Event.Title, Back: back, Next: back, Flash: "survey.flash.saved",
		Stored: func() (shared.Form, error) {
			found, err = p.writable(r)
			return stored(found), err
		},
		Save: func(form shared.Form) error {
			_, err := p.surveys.Save(r.Context(), r.Actor, found.Event.ID, version(form), details(found, form))
			return err
		},
		Again: func(form shared.Form) error { return p.ask(r, r.Invalid, found, form) },
		Words: func(name, value string) (string, bool) {
			if strings.HasSuffix(name, "_kind") && value != "" {
				return r.L.T("survey.kind." + value), true
			}
			return "", false
		},
		Label: func(name string) string { return named(r)[name] },
	})
}

// version is the one the form was made from, 0 when nothing was stored then.
func version(form shared.Form) int64 {
	n, err := strconv.ParseInt(form.Value("version"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// Open lets people answer.
func (p *Pages) Open(r *page.Request) error {
	if err := p.surveys.Open(r.Context(), r.Actor, r.Params("event")); err != nil {
		return err
	}
	return r.SeeOther(r.Path("events", r.Params("event"), "survey"), "survey.flash.opened")
}

// AskClose asks before the survey takes no more answers.
func (p *Pages) AskClose(r *page.Request) error {
	found, err := p.writable(r)
	if err != nil {
		return err
	}
	view := surveyviews.ConfirmPage{Page: framed(r, found.Event, "survey.close")}
	back := base(r, found.Event) + "/survey"
	view.Ask = shared.Confirmation{
		Title: r.L.T("survey.close_question"), Text: r.L.T("survey.close_text", survey.Least), Button: r.L.T("survey.close"),
		CSRF: view.CSRF, Action: back + "/close", Cancel: back,
	}
	return r.Render(surveyviews.Confirm(view))
}

// Close takes no more answers.
func (p *Pages) Close(r *page.Request) error {
	if err := p.surveys.Close(r.Context(), r.Actor, r.Params("event")); err != nil {
		return err
	}
	return r.SeeOther(r.Path("events", r.Params("event"), "survey"), "survey.flash.closed")
}
