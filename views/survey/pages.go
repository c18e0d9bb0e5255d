// Package surveyviews has the pages of surveys: what staff ask and what was found, and what people answer.
package surveyviews

import (
	"encoding/base64"
	"strconv"
	"strings"

	"rundertisch/internal/i18n"
	"rundertisch/internal/survey"
	"rundertisch/views"
	"rundertisch/views/shared"
)

// StaffPage is the survey of an event as staff see it.
type StaffPage struct {
	views.Page
	Sheet  survey.Sheet
	Link   string // full address of the survey
	QR     []byte // of the link, as PNG
	Side   int    // of the picture, in pixels
	Base   string // address of the event
	CSV    string
	XLSX   string
	MayRun bool
}

// EditPage is the form of what is asked.
type EditPage struct {
	views.Page
	Form   shared.Form
	Action string
	Back   string
	Fixed  bool // the survey is open: its questions stay
	Rows   int  // questions to write
}

// AnswerPage is what people answer.
type AnswerPage struct {
	views.Page
	Sheet survey.Sheet
	Form  shared.Form
	Here  string
	Done  bool // this device has answered
	LetGo bool // just now, and a text found no room
}

// ConfirmPage asks before a survey is closed.
type ConfirmPage struct {
	views.Page
	Ask shared.Confirmation
}

func (p StaffPage) picture() string {
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(p.QR)
}

func (p StaffPage) side() string { return strconv.Itoa(p.Side) }

func (p StaffPage) state() string { return p.T("survey.state." + string(p.Sheet.State)) }

func (p StaffPage) tone() shared.Tone {
	return map[survey.State]shared.Tone{survey.Draft: shared.Info, survey.Open: shared.Success, survey.Closed: shared.Info}[p.Sheet.State]
}

// KindWords says what sort of answer a question takes.
func KindWords(l *i18n.Locale, q survey.Question) string {
	text := l.T("survey.kind." + string(q.Kind))
	if len(q.Options) > 0 {
		text += ": " + strings.Join(q.Options, " · ")
	}
	return text
}

// StepWords names a step of the scale: the first and the last one say what they mean.
func StepWords(l *i18n.Locale, step int) string {
	switch step {
	case 1:
		return l.T("survey.step.first")
	case survey.Steps:
		return l.T("survey.step.last", survey.Steps)
	}
	return strconv.Itoa(step)
}

// MeanWords says the mean of a scale with one digit.
func MeanWords(l *i18n.Locale, f survey.Finding) string {
	figure := strconv.FormatFloat(f.Mean, 'f', 1, 64)
	if l.Lang() == i18n.German {
		figure = strings.Replace(figure, ".", ",", 1)
	}
	return l.T("survey.mean", figure, survey.Steps)
}

// Label is how a row reads.
func Label(l *i18n.Locale, f survey.Finding, n int) string {
	if f.Kind == survey.Scale {
		return StepWords(l, n+1)
	}
	return f.Rows[n].Label
}

func (p StaffPage) chart(f survey.Finding, index int) shared.Shares {
	chart := shared.Shares{
		ID: "question-" + strconv.Itoa(index+1), Title: f.Text, Head: p.T("survey.column.answer"), Number: p.T("survey.column.people"),
	}
	for n, row := range f.Rows {
		if !row.Held {
			chart.Rows = append(chart.Rows, shared.ShareRow{Label: Label(p.L, f, n), Count: row.Count, Whole: f.Answered})
		}
	}
	return chart
}

// held names what is held back of a question.
func held(f survey.Finding) string {
	var names []string
	for _, row := range f.Rows {
		if row.Held {
			names = append(names, row.Label)
		}
	}
	return strings.Join(names, " · ")
}

func kindOptions(l *i18n.Locale) []shared.Option {
	var options []shared.Option
	for _, kind := range survey.Kinds() {
		options = append(options, shared.Option{Value: string(kind), Label: l.T("survey.kind." + string(kind))})
	}
	return options
}

// options are the answers to choose from.
func options(l *i18n.Locale, q survey.Question) []shared.Option {
	all := make([]shared.Option, q.Values())
	for n := range all {
		all[n] = shared.Option{Value: strconv.Itoa(n + 1)}
		if q.Kind == survey.Scale {
			all[n].Label = StepWords(l, n+1)
		} else {
			all[n].Label = q.Options[n]
		}
	}
	return all
}
