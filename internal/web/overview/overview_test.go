package overviewweb_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/event"
	"rundertisch/internal/mail"
	"rundertisch/internal/workplan"
)

const plan = `number;parent;title;due
1.;;Datenbasis;
1.1;1.;Erhebung;10/2026
1.2;1.;Experteninterviews;12/2026
1.3;1.;Monitoring;03/2028
2.;;Zusammenarbeit;
2.1;2.;Sozialplanungskonferenz;08/2026
2.2;2.;Fachtagung;06/2027
2.3;2.;Verantwortlichkeiten;09/2027
`

func loaded(t *testing.T, s *apptest.Site) (apptest.Office, []workplan.Progress) {
	t.Helper()
	ctx := context.Background()
	o := s.Office("Landkreis Musterland")
	if _, err := s.Plan.Import(ctx, o.Actor, strings.NewReader(plan), "Neu geplant"); err != nil {
		t.Fatal(err)
	}
	p, err := s.Plan.Plan(ctx, o.Actor)
	if err != nil {
		t.Fatal(err)
	}
	all := p.Milestones()
	if err := s.Plan.Complete(ctx, o.Actor, all[3].ID, workplan.Completion{On: "2026-08-20", Reason: "Protokoll liegt vor"}); err != nil {
		t.Fatal(err)
	}
	return o, all
}

func home(o apptest.Office) string { return "/projects/" + o.Project.ID }

func TestAnEmptyProjectShowsItsFirstSteps(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		page := o.Get(home(o)).Status(200)
		want := map[string]string{
			"Plan importieren": "/plan/import", "Akteure aufnehmen": "/directory", "E-Mail einrichten": "/mail", "Veranstaltung anlegen": "/events/new",
		}
		for label, path := range want {
			page.Has("main li a[href='"+home(o)+path+"']", label)
			if code := o.Get(home(o) + path).Code; code != 200 && code != 303 {
				t.Errorf("%s leads to %d", label, code)
			}
		}
		o.Get(home(o)).HasNot("main li .rt-badge", "Erledigt")
		if _, err := s.Plan.AddGoal(context.Background(), o.Actor, workplan.Goal{Number: "1", Title: "Datenbasis"}); err != nil {
			t.Fatal(err)
		}
		o.Get(home(o)).HasNot("main li a", "Plan importieren").Has("main li a", "Akteure aufnehmen").Has(".rt-stat", "0 von 0")
	})
}

func TestTheDashboardSaysWhatIsDoneLateAndNext(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, _ := loaded(t, s)
		page := o.Get(home(o)).Status(200).
			Has(".rt-stat:has(a:contains('Arbeitsbausteine erledigt')) .rt-stat__value", "1 von 6").
			Has(".rt-stat--danger:has(a:contains('überfällig')) .rt-stat__note", "Arbeitsbaustein 1.1").
			Has(".rt-stat--warning:has(a:contains('bald fällig')) .rt-stat__note", "Arbeitsbaustein 1.2").
			Has(".rt-stat--neutral:has(a:contains('offene Aufgaben von mir')) .rt-stat__value", "0").
			Has("figure svg desc", "heutigen Tag")
		var labels []string
		for _, li := range page.Find(".rt-card:has(h2:contains('Was jetzt ansteht')) li a").EachIter() {
			labels = append(labels, li.Text())
		}
		if got := strings.Join(labels, ", "); got != "1.1 Erhebung, 1.2 Experteninterviews, 2.2 Fachtagung" {
			t.Errorf("next: %s", got)
		}
		page.Has("li", "1.1 Erhebung Überfällig seit 22 Tagen (Frist 31.10.2026)").Has("li", "noch 39 Tage (bis 31.12.2026)")
	})
}

func TestMyTasksAreDoneFromTheDashboard(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		ctx := context.Background()
		o, all := loaded(t, s)
		_, colleague := s.Person(o.Project, o.Project.ID, account.Coordination)
		for _, task := range []workplan.Task{
			{Title: "Kommunen anschreiben", AssigneeID: o.Actor.UserID, DueOn: "2026-11-20"},
			{Title: "Bericht entwerfen", AssigneeID: o.Actor.UserID, DueOn: "2026-12-01"},
			{Title: "Raum buchen", AssigneeID: colleague.UserID, DueOn: "2026-11-01"},
			{Title: "Später", AssigneeID: colleague.UserID, DueOn: "2027-01-01"},
		} {
			task.MilestoneID, task.State = all[0].ID, workplan.TaskOpen
			if _, err := s.Plan.AddTask(ctx, o.Actor, task); err != nil {
				t.Fatal(err)
			}
		}
		o.Get(home(o)).Has(".rt-stat--danger:has(a:contains('Aufgaben')) .rt-stat__value", "2").Has(".rt-stat__note", "davon 1 überfällig").
			Has("#meine-aufgaben li:first-child", "Kommunen anschreiben Überfällig seit 2 Tagen (Frist 20.11.2026)").
			HasNot("#meine-aufgaben", "Raum buchen").HasNot("main", "Später").
			Has(".rt-card:has(h2:contains('Überfällige Aufgaben im Team')) li", "Raum buchen").
			HasNot(".rt-card:has(h2:contains('Überfällige Aufgaben im Team'))", "Kommunen")
		o.Submit("#meine-aufgaben form", url.Values{"state": {"done"}}).Status(303)
		o.Follow().Has(".rt-flash", "Der Stand der Aufgabe ist geändert.").HasNot("#meine-aufgaben", "Kommunen anschreiben")
	})
}

func TestTheNextEventIsTheFirstThatIsNotOver(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, _ := loaded(t, s)
		o.Get(home(o)).Has("main", "Es ist keine Veranstaltung geplant.")
		for title, day := range map[string]string{"Fachtagung": "2027-03-25", "Konferenz": "2027-05-04", "Gewesen": "2026-11-02"} {
			details := event.Details{
				Kind: event.Symposium, Title: title, Day: day, Begin: "09:30", End: "16:00", Capacity: "80",
			}
			if _, err := s.Events.Add(context.Background(), o.Actor, details); err != nil {
				t.Fatal(err)
			}
		}
		o.Get(home(o)).Has(".rt-next__title a", "Fachtagung").Has(".rt-card", "Donnerstag, 25. März 2027").
			Has(".rt-meter", "0 von 80 Plätzen belegt").HasNot("main", "Gewesen").HasNot(".rt-next__title", "Konferenz")
		for _, title := range []string{"Absage", "Runde"} {
			today := event.Details{Kind: event.Symposium, Title: title, Day: "2026-11-22", Begin: "08:00", End: "16:00"}
			if _, err := s.Events.Add(context.Background(), o.Actor, today); err != nil {
				t.Fatal(err)
			}
			if title == "Absage" {
				o.Get(home(o)).Has(".rt-next__title a", "Absage")
			}
			err := s.DB.RunInTx(context.Background(), func(ctx context.Context, tx bun.IDB) error {
				_, err := tx.NewRaw("UPDATE events SET state = ? WHERE title = 'Absage'", event.Cancelled).Exec(ctx)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		end := time.Date(2026, 11, 22, 15, 0, 0, 0, time.UTC) // 16:00 in Berlin
		s.Clock.Advance(end.Add(-time.Minute).Sub(s.Clock.Now()))
		o.Get(home(o)).Has(".rt-next__title a", "Runde")
		s.Clock.Advance(time.Minute)
		o.Get(home(o)).Has(".rt-next__title a", "Fachtagung")
	})
}

func TestMailThatIsHeldIsSaidAndExplained(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, _ := loaded(t, s)
		o.Get(home(o)).HasNot(".rt-flash", "zurückgehalten")
		err := s.DB.RunInTx(context.Background(), func(ctx context.Context, tx bun.IDB) error {
			return s.Mail.QueueIn(ctx, tx, mail.Message{
				WorkspaceID: o.Actor.WorkspaceID, Kind: "invitation", ToEmail: "ada@example.org", Subject: "Einladung", Text: "Guten Tag",
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		o.Get(home(o)).Has(".rt-flash", "1 E-Mail wird zurückgehalten")
		o.Get(home(o)+"/mail").Status(200).Has("main", "Es ist noch kein Mailserver eingerichtet").
			Has("code", "RUNDERTISCH_SMTP_URL").Has(".rt-stat--warning .rt-stat__value", "1").Has(".rt-stat--warning", "zurückgehalten")
	})
}

func TestTheDashboardOfAnotherWorkspaceIsNotThere(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, _ := loaded(t, s)
		stranger := s.Office("Landkreis Nord")
		stranger.Get(home(o)).Status(404)
		stranger.Get(home(o) + "/mail").Status(404)
		stranger.Get(home(stranger)).Status(200).HasNot("main", "Erhebung")
	})
}

func TestCoordinationIsNotLedToAPageItMayNotUse(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		b, _ := s.Person(o.Project, o.Project.ID, account.Coordination)
		link, _ := b.Get(home(o)).Status(200).Find("main li a").First().Attr("href")
		b.Get(link).Status(200)
	})
}
