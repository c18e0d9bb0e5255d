package workplanweb_test

import (
	"net/url"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/date"
	"rundertisch/internal/workplan"
)

func TestAMoveShowsWhoFollowsBeforeAnythingIsWritten(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, p := loaded(t, s)
		survey, talks := p.Milestones()[0], p.Milestones()[1]
		o.Get(at(o, "milestones", survey.ID, "after")).Status(200)
		o.Submit("main form", url.Values{"from": {talks.ID}, "lag_days": {"400"}}).Status(422).Has("main", "eine Zahl von 0 bis 365")
		o.Submit("main form", url.Values{"lag_days": {"14"}}).Status(303)
		o.Follow().Has("main", "1.10 Experteninterviews").Has("main", "und 14 Tage Abstand")
		o.Get(at(o, "milestones", talks.ID, "after"))
		o.Submit("main form", url.Values{"from": {survey.ID}}).Status(422).Has("main", "1.9 → 1.10 → 1.9")

		o.Get(at(o, "milestones", talks.ID, "move")).Status(200)
		o.Submit("main form", url.Values{"due_on": {"12/2026"}}).Status(422).Has("main", "einen anderen Monat als den jetzigen")
		o.Submit("main form", url.Values{"due_on": {"05/2027"}}).Status(200).Has(".rt-lead", "Frist von 12/2026 auf 05/2027: 5 Monate später (151 Tage).").
			Has("tr", "1.9 Erhebung 03/2027 07/2027 4 Monate später (122 Tage) beginnt frühestens 14 Tage nach 1.10")
		o.Submit("main form", nil).Status(422).Has("main", "Begründung")
		o.Submit("main form", url.Values{"move_reason": {"Zwei Gemeinden liefern später"}}).Status(303)
		o.Follow().Has("main", "05/2027")
		o.Get(at(o, "plan")).Has("tr", "1.9 Erhebung 07/2027")

		o.Get(at(o, "milestones", talks.ID, "move"))
		o.Submit("main form", url.Values{"due_on": {"09/2027"}}).Status(200)
		o.Submit("main form", url.Values{"move_reason": {"Noch später"}, "along": {}}).Status(303)
		o.Get(at(o, "plan")).Has("tr", "1.9 Erhebung 07/2027").Has("tr", "1.9 beginnt vor dem Ende von 1.10")
		o.Get(at(o, "milestones", survey.ID))
		o.Submit(`form[action*="/dependencies/"]`, nil).Status(303)
		o.Follow().Has(".rt-flash", "Die Abhängigkeit ist gelöst.").Has("main", "hängt von nichts anderem ab")
	})
}

func TestATaskWaitsAndMovesByDays(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, p := loaded(t, s)
		survey := p.Milestones()[0]
		add := func(title string, starts, due date.Date) string {
			t.Helper()
			task, err := s.Plan.AddTask(t.Context(), o.Actor, workplan.Task{MilestoneID: survey.ID, Title: title, StartsOn: starts, DueOn: due, State: workplan.TaskOpen})
			if err != nil {
				t.Fatal(err)
			}
			return task.ID
		}
		draft, ask, bare := add("Bogen entwerfen", "", "2027-01-29"), add("Kommunen anschreiben", "2027-02-01", "2027-02-26"), add("Später", "", "")
		o.Get(at(o, "tasks", ask)).Has("main", "Die Aufgabe hängt von nichts anderem ab.")
		o.Get(at(o, "tasks", ask, "after")).Status(200).Has("option", "Bogen entwerfen (Aufgabe in 1.9)").HasNot("option", "1.9 Erhebung")
		o.Submit("main form", url.Values{"from": {draft}, "lag_days": {"2"}}).Status(303)
		o.Follow().Has(".rt-flash", "Abhängigkeit").Has("main li", "Bogen entwerfen (Aufgabe in 1.9) 29.01.2027 und 2 Tage Abstand")
		o.Get(at(o, "tasks", draft, "after"))
		o.Submit("main form", url.Values{"from": {ask}}).Status(422).Has("main", "Kommunen anschreiben → Bogen entwerfen → Kommunen anschreiben")

		o.Get(at(o, "tasks", draft, "move")).Status(200).Has(".rt-lead", "29.01.2027")
		o.Submit("main form", url.Values{"due_on": {"2027-01-29"}}).Status(422).Has("main", "einen anderen Tag als den jetzigen")
		o.Submit("main form", url.Values{"due_on": {"2027-02-10"}}).Status(200).Has(".rt-lead", "von 29.01.2027 auf 10.02.2027: 12 Tage später").
			Has("tr", "Kommunen anschreiben (Aufgabe in 1.9) 26.02.2027 10.03.2027 12 Tage später beginnt frühestens 2 Tage nach Bogen entwerfen").
			HasNot("textarea[name=move_reason]", "")
		o.Submit("main form", nil).Status(303)
		o.Follow().Has(".rt-flash", "Die Frist ist verschoben.").Has("main", "10.02.2027")
		o.Get(at(o, "tasks", ask)).Has("main", "13.02.2027").Has("main", "10.03.2027")
		o.Get(at(o, "tasks", bare)).HasNot("main a[href$=move]", "")
		o.Get(at(o, "tasks", bare, "move"))
		o.Submit("main form", url.Values{"due_on": {"2027-02-10"}}).Status(422).Has("main", "hat noch keine Frist")
		o.Get(at(o, "milestones", ask, "move")).Status(404)
		o.Get(at(o, "tasks", survey.ID, "move")).Status(404)
		o.Get(at(o, "tasks", ask))
		o.Submit(`form[action*="/dependencies/"]`, nil).Status(303)
		o.Follow().Has("main", "Die Aufgabe hängt von nichts anderem ab.")
	})
}
