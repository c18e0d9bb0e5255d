package survey

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/uptrace/bun"

	"rundertisch/internal/date"
	"rundertisch/internal/fault"
)

const (
	maxTitle    = 200
	maxIntro    = 2000
	maxQuestion = 300
	maxOption   = 120
	maxOptions  = 10
	maxText     = 1000 // characters of a free answer
	longestSpan = 366  // days until it closes
)

// MaxQuestions is how many questions a survey may have.
const MaxQuestions = 10

// Steps is how many steps a scale has.
const Steps = 5

// Kind is what sort of answer a question takes.
type Kind string

// The kinds of questions.
const (
	Scale   Kind = "scale"   // from 1, not at all, to Steps, entirely
	Choice  Kind = "choice"  // one of the options
	Several Kind = "several" // any of the options
	Text    Kind = "text"
)

// Kinds lists the kinds in the order of the form.
func Kinds() []Kind { return []Kind{Scale, Choice, Several, Text} }

// Question is one question.
type Question struct {
	Kind    Kind     `json:"kind"`
	Text    string   `json:"text"`
	Options []string `json:"options,omitempty"` // of choices
}

// Values is how many different answers are counted: the steps of a scale, the options of a choice; none of free text.
func (q Question) Values() int {
	switch q.Kind {
	case Scale:
		return Steps
	case Choice, Several:
		return len(q.Options)
	}
	return 0
}

// Survey is what is asked after an event.
type Survey struct {
	bun.BaseModel `bun:"table:surveys,alias:sv"`

	ID          string     `bun:"id,pk"`
	WorkspaceID string     `bun:"workspace_id"`
	ProjectID   string     `bun:"project_id"`
	EventID     string     `bun:"event_id"`
	Code        string     `bun:"code"` // of its address, the same for everybody
	Title       string     `bun:"title"`
	Intro       string     `bun:"intro"`
	ClosesOn    date.Date  `bun:"closes_on"` // last day on which it takes answers
	Asked       string     `bun:"questions"` // JSON
	OpenedAt    *time.Time `bun:"opened_at"`
	ClosedAt    *time.Time `bun:"closed_at"` // by staff, before its last day
	CreatedAt   time.Time  `bun:"created_at"`
	Version     int64      `bun:"version"`
}

// State is how far a survey is.
type State string

// The states of a survey.
const (
	Draft  State = "draft"
	Open   State = "open"
	Closed State = "closed"
)

// StateOn is the state on the day.
func (s Survey) StateOn(today date.Date) State {
	switch {
	case s.OpenedAt == nil:
		return Draft
	case s.ClosedAt != nil || today > s.ClosesOn:
		return Closed
	}
	return Open
}

// Path is the survey's address within the site.
func (s Survey) Path() string { return "/umfrage/" + s.Code }

// Questions reads what is asked.
func (s Survey) Questions() ([]Question, error) {
	var all []Question
	if err := json.Unmarshal([]byte(s.Asked), &all); err != nil {
		return nil, fmt.Errorf("survey: questions of %s: %w", s.ID, err)
	}
	return all, nil
}

// Details is what staff type.
type Details struct {
	Title     string
	Intro     string
	ClosesOn  string     // "31.03.2027" or ISO
	Questions []Question // those without a text are left out
}

// Field is the name of a form field of the question with the index: its kind, text or options.
func Field(index int, part string) string { return fmt.Sprintf("q%d_%s", index+1, part) }

// apply writes the details into s. Fields: title, intro, closes_on, questions, and those of each question.
func (d Details) apply(s Survey, today date.Date) (Survey, error) {
	var c fault.Checks
	s.Title, s.Intro = oneLine(d.Title), strings.TrimSpace(d.Intro)
	c.Require("title", s.Title)
	c.MaxLen("title", s.Title, maxTitle)
	c.MaxLen("intro", s.Intro, maxIntro)
	day, err := date.Parse(d.ClosesOn)
	switch {
	case err != nil || day == "":
		c.Add("closes_on", "fault.day")
	case s.ClosesOn != day && (day < today || today.DaysUntil(day) > longestSpan):
		c.Add("closes_on", "survey.closes_on_range")
	}
	s.ClosesOn = day
	asked := []Question{}
	for i, q := range d.Questions {
		if q = q.clean(); q.Text != "" {
			q.check(&c, i)
			asked = append(asked, q)
		}
	}
	if len(asked) == 0 {
		c.Add(Field(0, "text"), "survey.no_question")
	}
	if err := c.Err(); err != nil {
		return s, err
	}
	raw, err := json.Marshal(asked)
	s.Asked = string(raw)
	return s, err
}

func (q Question) clean() Question {
	q.Text = oneLine(q.Text)
	var options []string
	for _, option := range q.Options {
		if option = oneLine(option); option != "" && !slices.Contains(options, option) {
			options = append(options, option)
		}
	}
	q.Options = options
	if q.Kind != Choice && q.Kind != Several {
		q.Options = nil
	}
	return q
}

func (q Question) check(c *fault.Checks, index int) {
	c.MaxLen(Field(index, "text"), q.Text, maxQuestion)
	if !slices.Contains(Kinds(), q.Kind) {
		c.Add(Field(index, "kind"), "fault.choice")
	}
	if q.Kind != Choice && q.Kind != Several {
		return
	}
	if len(q.Options) < 2 || len(q.Options) > maxOptions {
		c.Add(Field(index, "options"), "survey.options", maxOptions)
	}
	for _, option := range q.Options {
		c.MaxLen(Field(index, "options"), option, maxOption)
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// plain takes out of a text what is not seen: controls, and marks that turn its direction.
func plain(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s))
}
