package reportweb_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/workplan"
)

// TestAReportFromItsFirstDayToTheFunder writes, freezes and corrects a report in the browser.
func TestAReportFromItsFirstDayToTheFunder(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		goal, err := s.Plan.AddGoal(t.Context(), o.Actor, workplan.Goal{Number: "1", Title: "Datenbasis"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Plan.AddMilestone(t.Context(), o.Actor, workplan.Milestone{GoalID: goal.ID, Number: "1.1", Title: "Statistik", DueOn: "2026-06"}); err != nil {
			t.Fatal(err)
		}
		at := "/projects/" + o.Project.ID
		o.Get(at+"/reports").Status(200).Has(".rt-empty__title", "Noch kein Bericht")
		o.Get(at + "/reports/new").Status(200)
		o.Submit("main form", url.Values{"starts_on": {"2026-06-30"}, "ends_on": {"2026-01-01"}}).Status(422).Has(".kern-error", "vor dem ersten")
		o.Submit("main form", url.Values{"starts_on": {"2026-01-01"}, "ends_on": {"2026-06-30"}}).Status(303)
		draft := strings.Split(o.Follow().Status(200).Has(".rp-draft", "Entwurf").Find("main a[href$='/edit']").First().AttrOr("href", ""), "/edit")[0]

		o.Get(draft + "/freeze").Status(200)
		frozenAs := o.Get(draft + "/freeze").Forms()[draft+"/freeze"]
		o.Get(draft + "/edit").Status(200)
		o.Submit("main form", url.Values{"summary": {"<b>Es geht</b> voran."}}).Status(303)
		o.Get(draft + "/freeze").Status(200)
		o.Post(draft+"/freeze", frozenAs).Status(422).Has("main", "hat sich etwas geändert").Has(".rp-text", "<b>Es geht</b> voran.")
		o.Submit("main form", nil).Status(303)
		page := o.Follow().Status(200).Has(".rp-title", "Zwischenbericht Nr. 1").Has(".rp-text", "<b>Es geht</b> voran.").HasNot("main", "Entwurf löschen")
		file := o.Get(draft + "/report.html").Status(200)
		if !strings.Contains(file.Header.Get("Content-Disposition"), "zwischenbericht-1-2026-01-01-2026-06-30.html") ||
			file.Header.Get("ETag") != `"`+page.Find(".rp-sum").Text()+`"` || strings.Contains(file.Body, "/static/") {
			t.Errorf("the file: %v", file.Header)
		}
		o.Get(draft + "/edit").Status(409)
		o.Get(draft + "/correct").Status(200)
		o.Submit("main form", url.Values{"replaces_reason": {"Zahl falsch"}}).Status(303)
		o.Follow().Status(200).Has(".rp-facts", "Bericht Nr. 1. Grund: Zahl falsch")
		o.Get(draft).Status(200).Has("main", "wird gerade eine Korrektur vorbereitet")
	})
}

// TestAnAlteredReportIsNotShown goes past the program and past the database's triggers, as only a new row can.
func TestAnAlteredReportIsNotShown(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		err := s.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			_, err := tx.NewRaw(`INSERT INTO reports (id, workspace_id, project_id, kind, lang, starts_on, ends_on, summary, deviation, outlook,
				replaces_id, replaces_number, replaces_reason, created_at, version, number, frozen_by, frozen_name, frozen_at, content, content_sha256,
				document, sha256) VALUES ('r', ?0, ?1, 'interim', 'de', '2026-01-01', '2026-06-30', '', '', '', '', 0, '', ?2, 1, 1, '', '', ?2, '{}', 'x',
				'<article>Gefälscht</article>', 'x')`, o.Actor.WorkspaceID, o.Project.ID, apptest.Noon).Exec(ctx)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		o.Get("/projects/"+o.Project.ID+"/reports/r").Status(200).Has("main", "stimmt nicht mehr mit seiner Prüfsumme überein").HasNot("main", "Gefälscht")
	})
}
