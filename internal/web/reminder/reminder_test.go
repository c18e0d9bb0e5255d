package reminderweb_test

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/reminder"
	"rundertisch/internal/workplan"
)

// lent is an office whose task lies with a person of the directory, who was reminded of it.
func lent(t *testing.T, s *apptest.Site) (office apptest.Office, m workplan.Milestone, task workplan.Task) {
	t.Helper()
	ctx, o := context.Background(), s.Office("Musterland")
	person, err := s.Directory.AddPerson(ctx, o.Actor, directory.Person{Given: "Ayla", Family: "Yılmaz", Email: "ayla@example.org", Lang: "de", Source: "Test"})
	must(t, err)
	goal, err := s.Plan.AddGoal(ctx, o.Actor, workplan.Goal{Number: "2", Title: "Planung"})
	must(t, err)
	m, err = s.Plan.AddMilestone(ctx, o.Actor, workplan.Milestone{GoalID: goal.ID, Number: "2.1", Title: "Bedarf erhoben", DueOn: "2027-03"})
	must(t, err)
	task, err = s.Plan.AddTask(ctx, o.Actor, workplan.Task{
		MilestoneID: m.ID, Title: "Wohnungen zählen", DueOn: "2026-12-06", PersonID: person.ID, State: workplan.TaskOpen,
	})
	must(t, err)
	must(t, s.Reminders.Run(ctx)) // 14 days before
	return o, m, task
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatWasSentIsShownWhereItBelongs(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, m, task := lent(t, s)
		at := "/projects/" + o.Project.ID
		o.Get(at+"/reminders").Status(200).Has("#reminders tbody tr", "Wohnungen zählen").Has("#reminders tbody tr", "Ayla Yılmaz").
			Has("#reminders tbody tr", "14 Tage vorher").Has("#reminders tbody tr", "zurückgehalten")
		o.Get(at+"/reminders?kind=milestone").Status(200).Has(".rt-empty", "Keine Erinnerung passt dazu")
		o.Get(at+"/tasks/"+task.ID).Status(200).Has("main", "Erinnert am 22.11.2026: Ayla Yılmaz").Has("main", "Nächste Erinnerung am 03.12.2026.")
		o.Get(at+"/milestones/"+m.ID).Status(200).Has("main", "Bisher wurde niemand erinnert.").Has("main", "Nächste Erinnerung am 01.03.2027.")
	})
}

func TestAMilestoneGetsALadderOfItsOwnAndGivesItBack(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, m, _ := lent(t, s)
		page := "/projects/" + o.Project.ID + "/milestones/" + m.ID
		set := func(before, after string) *apptest.Page {
			o.Get(page + "/reminders").Status(200)
			return o.Submit("main form", url.Values{"before": {before}, "after": {after}})
		}
		set("60, bald", "").Status(422).Has(".rt-summary", "Zahlen von 0 bis 366")
		set("60", "0").Status(422).Has(".rt-summary", "Der Tag der Frist steht als 0")
		set("60; 7 7", "").Status(303)
		o.Get(page).Has("main", "Erinnert wird: 60, 7 Tage vor der Frist. Nächste Erinnerung am 30.01.2027.")
		set("", "").Status(303)
		o.Get(page).Has("main", "Erinnert wird: gar nicht.")
		set("30, 14, 3, 0", "7").Status(303)
		o.Get("/projects/" + o.Project.ID + "/reminders/ladder")
		o.Submit("main form", url.Values{"before": {"10"}, "after": {""}}).Status(303)
		o.Get(page).Has("main", "Erinnert wird: 10 Tage vor der Frist.")
	})
}

var link = regexp.MustCompile(`http://tisch\.example\.org(/r/[A-Za-z0-9_-]{20,}\?lang=de|/r/[A-Za-z0-9_-]{20,})`)

func TestAPersonOfTheDirectoryRefusesByTheLinkInTheMail(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, _, task := lent(t, s)
		var text string
		must(t, s.DB.Read().NewRaw("SELECT text_body FROM mail_messages WHERE kind = 'reminder' AND to_email = 'ayla@example.org'").Scan(t.Context(), &text))
		found := link.FindStringSubmatch(text)
		if found == nil {
			t.Fatalf("no link in\n%s", text)
		}
		b := s.Browser()
		b.Get("/erinnerungen").Status(404).Has("h1", "Dieser Link gilt nicht mehr")
		b.Get(found[1]).Status(303)
		page := b.Follow().Status(200).Has("main", "Ayla Yılmaz").Has("main", "Sie erhalten zurzeit Erinnerungen.")
		if page.Find("main form[method=post]").Length() != 1 {
			t.Error("there is not one button")
		}
		b.Submit("main form", nil).Status(303)
		b.Follow().Status(200).Has("main", "Sie erhalten keine Erinnerungen mehr.")
		s.Clock.Advance(11 * 24 * time.Hour) // 3 days before: the administrator is told instead
		must(t, s.Reminders.Run(t.Context()))
		told, err := s.Reminders.Of(t.Context(), o.Actor, reminder.Subject{Kind: reminder.Task, ID: task.ID})
		must(t, err)
		if len(told) != 2 || told[0].Name != "Jana Größler" || told[1].Name != "Ayla Yılmaz" {
			t.Errorf("the reminders are %+v", told)
		}
		b.Get("/erinnerungen").Status(200)
		b.Submit("main form", nil).Status(303)
		b.Follow().Status(200).Has("main", "Sie erhalten zurzeit Erinnerungen.")
	})
}

// TestWhoeverUnsubscribesFromRemindersIsStillInvited: what a mail program ends with one request is not official mail.
func TestWhoeverUnsubscribesFromRemindersIsStillInvited(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		ctx := t.Context()
		o, _, _ := lent(t, s)
		var person, address string
		must(t, s.DB.Read().NewRaw("SELECT receiver_id FROM reminders").Scan(ctx, &person))
		must(t, s.DB.Read().NewRaw("SELECT unsubscribe_url FROM mail_messages WHERE kind = 'reminder'").Scan(ctx, &address))
		at := strings.TrimPrefix(address, "http://tisch.example.org")
		s.Browser().Do("POST", at, "application/x-www-form-urlencoded", strings.NewReader("List-Unsubscribe=Later")).Status(403)
		s.Browser().Do("POST", at, "application/x-www-form-urlencoded", strings.NewReader("List-Unsubscribe=One-Click")).Status(200)
		b := s.Browser()
		b.Get(at).Status(303)
		b.Follow().Has("main", "Sie erhalten keine Erinnerungen mehr").Has("main", "weiterhin, weil Sie dazu persönlich eingeladen")
		must(t, s.DB.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
			_, err := tx.NewRaw("UPDATE workspaces SET imprint = 'Landkreis', privacy_contact = 'Frau Weiß'").Exec(ctx)
			return err
		}))
		e, err := s.Events.Add(ctx, o.Actor, event.Details{
			Kind: event.Symposium, Title: "Fachtagung", Day: "20.05.2027", Begin: "09:00", End: "15:00", Venue: "Rathaus", Capacity: "20", Contact: "Jana Größler",
		})
		must(t, err)
		_, err = s.Events.Publish(ctx, o.Actor, e.ID)
		must(t, err)
		s.Invite(o.Actor, e.ID, directory.Person{ID: person})
		var receiver string
		must(t, s.DB.Read().NewRaw("SELECT to_email FROM mail_messages WHERE kind = 'invitation' AND unsubscribe_url = ''").Scan(ctx, &receiver))
		if receiver != "ayla@example.org" {
			t.Errorf("invited is %q", receiver)
		}
	})
}

func TestPeopleSetTheirOwnReminders(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Musterland")
		o.Get("/account").Status(200).Has("main a[href='/account/reminders']", "Erinnerungen einstellen")
		o.Get("/account/reminders").Status(200).Has("main option[selected]", "Montag").Has("main option[selected]", "07:00 Uhr")
		o.Submit("main form", url.Values{"quiet_until": {"übermorgen"}}).Status(422).Has(".rt-summary", "Bis einschließlich")
		o.Get("/account/reminders")
		o.Submit("main form", url.Values{"digest_day": {"5"}, "digest_hour": {"16"}, "quiet": {"1"}, "quiet_until": {"2026-12-24"}}).Status(303)
		page := o.Follow().Status(200).Has("main option[selected]", "Freitag").Has("main option[selected]", "16:00 Uhr")
		if _, on := page.Find("main input[name=quiet]").Attr("checked"); !on {
			t.Error("the pause is not shown")
		}
	})
}
