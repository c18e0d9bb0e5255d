// Package surveyweb has the pages of surveys after an event: what staff ask and what was found, and what people answer.
package surveyweb

import (
	"strings"

	"github.com/a-h/templ"

	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/qr"
	"rundertisch/internal/sheet"
	"rundertisch/internal/survey"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	"rundertisch/views/shared"
	surveyviews "rundertisch/views/survey"
)

const (
	labels     = "survey.field."
	spareRows  = 2  // empty questions at the end of the form
	usualDays  = 14 // after the event, until the survey closes
	qrDots     = 6  // of each module
	dateLayout = "02.01.2006"
)

// Pages are the handlers.
type Pages struct{ surveys *survey.Service }

// New returns the handlers over the service.
func New(surveys *survey.Service) *Pages { return &Pages{surveys: surveys} }

// Show shows the survey of an event, or answers with what was found as a file.
func (p *Pages) Show(r *page.Request) error {
	found, err := p.surveys.Find(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	if r.WantsFile() && found.State == survey.Closed && !found.Findings.Few {
		return r.Table(found.Survey.Title, table(r, found))
	}
	here := base(r, found.Event) + "/survey?format="
	show := surveyviews.StaffPage{
		Page: framed(r, found.Event, "survey.title"), Sheet: found, Base: base(r, found.Event), MayRun: survey.MayRun(r.Actor) && found.Event.State != event.Draft,
		CSV: here + string(sheet.CSV), XLSX: here + string(sheet.XLSX),
	}
	if found.State == survey.Open {
		show.Link = r.Site().BaseURL + found.Survey.Path()
		code, err := qr.New(show.Link)
		if err != nil {
			return err
		}
		show.Side = code.Side() * qrDots
		if show.QR, err = code.PNG(qrDots); err != nil {
			return err
		}
	}
	return r.Render(surveyviews.Staff(show))
}

func base(r *page.Request, e event.Event) string { return r.Path("events", e.ID) }

func framed(r *page.Request, e event.Event, title string) views.Page {
	p := r.Page(title)
	p.Breadcrumb = []views.Crumb{{Label: r.L.T("event.list.title"), Href: r.Path("events")}, {Label: e.Title, Href: base(r, e)}}
	p.Of = e.Title
	return p
}

// table is what was found as rows. A file is passed on: small groups and free texts stay out of it.
func table(r *page.Request, s survey.Sheet) sheet.Source {
	source := sheet.Source{Name: s.Survey.Title, Header: []string{r.L.T("survey.column.question"), r.L.T("survey.column.answer"), r.L.T("survey.column.people")}}
	var lines [][]string
	for _, f := range s.Findings.Findings {
		switch {
		case f.Held:
			lines = append(lines, []string{f.Text, "", r.L.T("survey.held_cell")})
		case f.Kind != survey.Text:
			for n, row := range f.Rows {
				figure := r.L.Number(row.Count)
				if row.Held {
					figure = r.L.T("survey.held_cell")
				}
				lines = append(lines, []string{f.Text, surveyviews.Label(r.L, f, n), figure})
			}
		}
	}
	source.Rows = sheet.Of(lines, func(line []string) []string { return line })
	return source
}

// Edit shows the form of what is asked; the first one comes with questions that many ask.
func (p *Pages) Edit(r *page.Request) error {
	found, err := p.writable(r)
	if err != nil {
		return err
	}
	form := stored(found)
	if found.Survey.ID == "" {
		form = proposed(r, found.Event)
	}
	return p.ask(r, r.Render, found, form)
}

// writable returns the survey if the person may change it.
func (p *Pages) writable(r *page.Request) (survey.Sheet, error) {
	found, err := p.surveys.Find(r.Context(), r.Actor, r.Params("event"))
	switch {
	case err != nil:
	case !survey.MayRun(r.Actor):
		err = fault.Denied()
	case found.Event.State == event.Draft:
		err = fault.New(fault.Conflict, "survey.event_draft")
	case found.State == survey.Closed:
		err = fault.New(fault.Conflict, "survey.is_closed")
	}
	return found, err
}

func (p *Pages) ask(r *page.Request, answer func(templ.Component) error, found survey.Sheet, form shared.Form) error {
	form.Labels, form.Named = labels, named(r)
	back := base(r, found.Event) + "/survey"
	view := surveyviews.EditPage{Page: framed(r, found.Event, "survey.edit"), Form: form, Action: back, Back: back, Fixed: found.State == survey.Open, Rows: rows(form)}
	view.HasErrors = form.HasErrors()
	return answer(surveyviews.Edit(view))
}

// named are the labels of the questions' fields, for the summary of what is refused.
func named(r *page.Request) map[string]string {
	all := map[string]string{}
	for n := range survey.MaxQuestions {
		for _, part := range []string{"text", "kind", "options"} {
			all[survey.Field(n, part)] = r.L.T("survey.field.q_"+part, n+1)
		}
	}
	return all
}

// rows is how many questions the form has room for: those that are written and a few more.
func rows(form shared.Form) int {
	last := 0
	for n := range survey.MaxQuestions {
		if form.Value(survey.Field(n, "text")) != "" {
			last = n + 1
		}
	}
	return min(last+spareRows, survey.MaxQuestions)
}

func stored(found survey.Sheet) shared.Form {
	values := map[string]string{"title": found.Survey.Title, "intro": found.Survey.Intro, "closes_on": found.Survey.ClosesOn.German()}
	for n := range survey.MaxQuestions {
		q := survey.Question{Kind: survey.Scale}
		if n < len(found.Questions) {
			q = found.Questions[n]
		}
		fill(values, n, q)
	}
	return shared.Stored(labels, found.Survey.Version, values)
}

func fill(values map[string]string, n int, q survey.Question) {
	values[survey.Field(n, "kind")], values[survey.Field(n, "text")] = string(q.Kind), q.Text
	values[survey.Field(n, "options")] = strings.Join(q.Options, "\n")
}

// proposed is a first survey of five questions.
func proposed(r *page.Request, e event.Event) shared.Form {
	lines := func(key string) []string { return strings.Split(r.L.T(key), "\n") }
	values := map[string]string{
		"title": r.L.T("survey.proposed.title"), "intro": r.L.T("survey.proposed.intro"), "closes_on": r.Today().AddDate(0, 0, usualDays).Format(dateLayout),
	}
	if after := e.Ends().AddDate(0, 0, usualDays); after.After(r.Today()) {
		values["closes_on"] = after.Format(dateLayout)
	}
	for n, q := range []survey.Question{
		{Kind: survey.Scale, Text: r.L.T("survey.proposed.useful")},
		{Kind: survey.Scale, Text: r.L.T("survey.proposed.organised")},
		{Kind: survey.Choice, Text: r.L.T("survey.proposed.length"), Options: lines("survey.proposed.lengths")},
		{Kind: survey.Scale, Text: r.L.T("survey.proposed.access")},
		{Kind: survey.Text, Text: r.L.T("survey.proposed.next")},
	} {
		fill(values, n, q)
	}
	return shared.Stored(labels, 0, values)
}

func details(found survey.Sheet, form shared.Form) survey.Details {
	d := survey.Details{Title: form.Value("title"), Intro: form.Value("intro"), ClosesOn: form.Value("closes_on")}
	if found.State == survey.Open {
		d.Questions = found.Questions
		return d
	}
	for n := range survey.MaxQuestions {
		d.Questions = append(d.Questions, survey.Question{
			Kind: survey.Kind(form.Value(survey.Field(n, "kind"))), Text: form.Value(survey.Field(n, "text")),
			Options: strings.Split(form.Value(survey.Field(n, "options")), "\n"),
		})
	}
	return d
}
