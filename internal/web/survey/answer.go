package surveyweb

import (
	"github.com/a-h/templ"

	"rundertisch/internal/fault"
	"rundertisch/internal/survey"
	"rundertisch/internal/web/page"
	"rundertisch/views/shared"
	surveyviews "rundertisch/views/survey"
)

// A device that has answered keeps a cookie that says so: done tells nothing else, and nothing on this side knows of it. It lasts
// until a week after the survey's last day, which is the same for everybody and tells not even when it was set.
const (
	cookie = "survey"
	done   = "1"
	days   = 7
)

// Ask shows what is asked.
func (p *Pages) Ask(r *page.Request) error {
	found, err := p.public(r)
	if err != nil {
		return err
	}
	return p.show(r, r.Render, found, shared.Form{})
}

func (p *Pages) public(r *page.Request) (survey.Sheet, error) {
	found, workspace, err := p.surveys.Public(r.Context(), r.Params("survey"))
	r.Workspace = workspace
	return found, err
}

func (p *Pages) show(r *page.Request, answer func(templ.Component) error, found survey.Sheet, form shared.Form) error {
	form.Named = map[string]string{}
	for i, q := range found.Questions {
		form.Named[survey.AnswerField(i)] = q.Text
	}
	view := surveyviews.AnswerPage{Page: r.Titled(found.Survey.Title), Sheet: found, Form: form, Here: found.Survey.Path(), Done: r.PathCookie(cookie) == done}
	view.Of, view.HasErrors = found.Event.Title, form.HasErrors()
	return answer(surveyviews.Answer(view))
}

// Answer counts what was said and lets the device remember that it has answered.
func (p *Pages) Answer(r *page.Request) error {
	found, err := p.public(r)
	if err != nil {
		return err
	}
	if r.PathCookie(cookie) == done {
		return r.SeeOther(found.Survey.Path(), "")
	}
	form, said := r.Form(), survey.Answer{}
	for i := range found.Questions {
		said[i] = form.Values[survey.AnswerField(i)]
	}
	whole, err := p.surveys.Answer(r.Context(), found.Survey.Code, said)
	if fault.Is(err, fault.Invalid) {
		return p.show(r, r.Invalid, found, form.Refused(form.Values, err))
	}
	if err != nil {
		return err
	}
	r.KeepPathCookie(cookie, done, found.Survey.Path(), found.Survey.ClosesOn.AddDays(days).Time())
	if !whole { // said here and now: an address or a cookie that tells it would be a trace
		view := surveyviews.AnswerPage{Page: r.Titled(found.Survey.Title), Sheet: found, Done: true, LetGo: true}
		view.Of = found.Event.Title
		return r.Render(surveyviews.Answer(view))
	}
	return r.SeeOther(found.Survey.Path(), "")
}
