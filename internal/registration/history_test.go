package registration_test

import (
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/registration"
)

func TestAPersonsHistoryTellsAllInOneLine(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		c := gather(t, s)
		c.limit(1)
		c.come("Anna", "Bela", "Cara")
		cara := c.list(registration.Filter{Query: "cara"}).Rows[0]
		c.must(s.Registrations.Reorder(t.Context(), c.Actor, c.event.ID, cara.ID, 1, "hält den Vortrag"))
		_, err := s.Registrations.AnswerFor(t.Context(), c.Actor, c.event.ID, cara.ID, attendance.Declined)
		c.must(err)
		visit, err := s.Registrations.VisitFor(t.Context(), c.Actor, c.event.ID, cara.ID)
		c.must(err)
		read, _ := s.DB.Read().(*bun.DB)
		questions := &asked{}
		read.AddQueryHook(questions) //nolint:staticcheck // WithQueryHook, its successor, watches a copy only
		moments, err := s.Registrations.History(t.Context(), c.Actor, visit)
		c.must(err)
		if len(questions.all) > 6 {
			t.Errorf("asks %d questions", len(questions.all))
		}
		count := map[string]int{}
		for i, m := range moments {
			if i > 0 && m.At.After(moments[i-1].At) {
				t.Errorf("what is later stands below: %+v", moments)
			}
			switch {
			case m.Step != nil:
				count["step "+m.Step.Reason]++
			case m.Mail != nil:
				count["mail"]++
			case m.Answer != nil:
				count["answer "+string(m.Answer.Answer)]++
			case m.Change != nil:
				count[string(m.Was)+" to "+string(m.Is)]++
			}
		}
		for _, want := range []string{"step hält den Vortrag", "answer declined", " to waitlisted", "waitlisted to withdrawn"} {
			if count[want] != 1 {
				t.Errorf("%q is told %d times: %v", want, count[want], count)
			}
		}
		if count["mail"] < 2 {
			t.Errorf("%d mails: %v", count["mail"], count)
		}
		page := c.Get("/projects/" + c.Project.ID + "/events/" + c.event.ID + "/registrations/" + cara.ID).Status(200)
		page.Has("#history", "hält den Vortrag").Has("#history", "→").Has("#history", "E-Mail").Has("#history", c.Actor.Name)
		if page.Find("#history li").FilterFunction(func(_ int, li *goquery.Selection) bool { return li.Text() == "" }).Length() > 0 {
			t.Error("something is told without words")
		}
	})
}
