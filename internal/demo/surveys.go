package demo

import (
	"context"
	"fmt"
	"strconv"

	"rundertisch/internal/account"
	"rundertisch/internal/event"
	"rundertisch/internal/survey"
)

// seedSurveys asks those who were at the conference, which is still open, and tells what those of the Fachtagung of 2016 said.
func (c *county) seedSurveys(ctx context.Context) error {
	c.back(20)
	if err := c.askAfter(ctx, c.followUp, event.Conference); err != nil {
		return err
	}
	return c.askAfter(ctx, c.record, event.Symposium)
}

func (c *county) askAfter(ctx context.Context, project account.Project, kind event.Kind) error {
	actor := c.actor(project)
	events, err := c.Events.List(ctx, actor)
	if err != nil {
		return err
	}
	for _, e := range events {
		if e.Kind != kind || e.State != event.Held {
			continue
		}
		sv, err := c.Surveys.Save(ctx, actor, e.ID, 0, survey.Details{
			Title: "Wie war die Veranstaltung?", ClosesOn: c.today().AddDays(10).German(), Questions: surveyQuestions(),
			Intro: "Vielen Dank, dass Sie dabei waren. Mit Ihren Antworten bereiten wir die nächste Veranstaltung besser vor. Es dauert etwa zwei Minuten.",
		})
		if err != nil {
			return fmt.Errorf("survey: %w", err)
		}
		if err := c.Surveys.Open(ctx, actor, e.ID); err != nil {
			return err
		}
		for n := range 23 {
			if _, err := c.Surveys.Answer(ctx, sv.Code, surveyAnswer(n)); err != nil {
				return fmt.Errorf("survey: answer %d: %w", n, err)
			}
		}
		if project.ID == c.record.ID {
			return c.Surveys.Close(ctx, actor, e.ID)
		}
	}
	return nil
}

func surveyQuestions() []survey.Question {
	return []survey.Question{
		{Kind: survey.Scale, Text: "Die Veranstaltung hat mir für meine Arbeit etwas gebracht."},
		{Kind: survey.Choice, Text: "Die Dauer der Veranstaltung war", Options: []string{"zu kurz", "genau richtig", "zu lang"}},
		{Kind: survey.Several, Text: "Was war für Sie am wichtigsten?", Options: []string{"Vorträge", "Workshops", "Gespräche in den Pausen", "Unterlagen"}},
		{Kind: survey.Scale, Text: "Ich konnte mich ohne Hindernisse beteiligen."},
		{Kind: survey.Text, Text: "Was sollen wir beim nächsten Mal anders machen?"},
	}
}

// surveyAnswer is what the person with the number said.
func surveyAnswer(n int) survey.Answer {
	said := survey.Answer{
		0: {strconv.Itoa(3 + n%3)}, 1: {strconv.Itoa([]int{2, 2, 1, 2}[n%4])}, 2: {strconv.Itoa(1 + n%3), "2"}, 3: {strconv.Itoa(5 - n%2)},
	}
	if n == 0 {
		said[1] = []string{"3"}
	}
	words := []string{"Mehr Zeit für die Workshops.", "Bitte die Präsentationen vorab verschicken.", "Die Akustik im Saal war schwierig.", "Gern wieder!"}
	if n%6 == 0 {
		said[4] = []string{words[n/6]}
	}
	return said
}
