package survey

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"rundertisch/internal/fault"
)

// maxTally is how many octets of a tally texts may fill: far more than an event brings, and few enough to be written with each answer.
// Counts need little more however many answer, and are taken when it is full.
const maxTally = 1 << 20

// Tally is all that is kept of what was answered: see the package.
type Tally struct {
	bun.BaseModel `bun:"table:survey_tallies,alias:st"`

	SurveyID    string `bun:"survey_id,pk"`
	WorkspaceID string `bun:"workspace_id"`
	Answers     int64  `bun:"answers"`
	Content     string `bun:"content"` // JSON: a count for each question
}

// count is what was answered to one question.
type count struct {
	Answered int      `json:"answered"`
	Values   []int    `json:"values,omitempty"` // how often each step or option was taken
	Texts    []string `json:"texts,omitempty"`  // in the order of the alphabet
}

// counts reads the tally of as many questions.
func (t Tally) counts(questions []Question) ([]count, error) {
	counts := make([]count, len(questions))
	if t.Content != "" {
		var stored []count
		if err := json.Unmarshal([]byte(t.Content), &stored); err != nil {
			return nil, fmt.Errorf("survey: tally of %s: %w", t.SurveyID, err)
		}
		copy(counts, stored)
	}
	for i, q := range questions {
		counts[i].Values = append(counts[i].Values, make([]int, q.Values()-len(counts[i].Values))...)
	}
	return counts, nil
}

// Answer is what somebody says, by the index of the question; what is not there was left out.
type Answer map[int][]string

// AnswerField is the form field of the question with the index.
func AnswerField(index int) string { return "q" + strconv.Itoa(index+1) }

// check says what of an answer cannot be taken. Fields: those of AnswerField.
func (a Answer) check(questions []Question) (Answer, error) {
	var c fault.Checks
	said := Answer{}
	for i, q := range questions {
		values := slices.DeleteFunc(slices.Clone(a[i]), func(v string) bool { return v == "" })
		if len(values) == 0 {
			continue
		}
		if q.Kind == Text {
			if text := plain(values[0]); text != "" {
				if utf8.RuneCountInString(text) > maxText {
					c.Add(AnswerField(i), "survey.text_long", maxText)
				}
				said[i] = []string{text}
			}
			continue
		}
		if q.Kind != Several && len(values) > 1 {
			c.Add(AnswerField(i), "fault.choice")
		}
		slices.Sort(values)
		for _, v := range slices.Compact(values) {
			if n, err := strconv.Atoi(v); err != nil || n < 1 || n > q.Values() {
				c.Add(AnswerField(i), "fault.choice")
			}
			said[i] = append(said[i], v)
		}
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	if len(said) == 0 {
		c.Add(AnswerField(0), "survey.nothing")
	}
	return said, c.Err()
}

// fitting parts a checked answer from the texts for which the tally has no room any more; whole reports whether it has room for all. An
// answer of which nothing is left is refused at its first text.
func (t Tally) fitting(questions []Question, a Answer) (fits Answer, whole bool, err error) {
	fits, whole = maps.Clone(a), true
	room, refused := maxTally-len(t.Content), fault.Checks{}
	for i, q := range questions {
		if q.Kind != Text || len(a[i]) == 0 {
			continue
		}
		raw, err := json.Marshal(a[i])
		if err != nil {
			return nil, false, err
		}
		if len(raw) <= room {
			room -= len(raw)
			continue
		}
		delete(fits, i)
		if whole {
			refused.Add(AnswerField(i), "survey.texts_full")
		}
		whole = false
	}
	if len(fits) == 0 {
		err = refused.Err()
	}
	return fits, whole, err
}

// add counts a checked answer in.
func (t Tally) add(questions []Question, a Answer) (Tally, error) {
	counts, err := t.counts(questions)
	if err != nil {
		return t, err
	}
	for i, values := range a {
		counts[i].Answered++
		for _, v := range values {
			if questions[i].Kind == Text {
				at, _ := slices.BinarySearch(counts[i].Texts, v)
				counts[i].Texts = slices.Insert(counts[i].Texts, at, v)
				continue
			}
			if n, err := strconv.Atoi(v); err == nil {
				counts[i].Values[n-1]++
			}
		}
	}
	raw, err := json.Marshal(counts)
	t.Content = string(raw)
	t.Answers++
	return t, err
}
