package report_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/report"
	"rundertisch/internal/workplan"
)

func TestADraftTellsOfItsPeriod(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		d.move("1.9", 5, "Zwei Gemeinden liefern später")
		d.conference("Konferenz Süd", "20.11.2026")
		task := must(s.Plan.AddTask(t.Context(), d.Actor, workplan.Task{MilestoneID: d.milestones["1.9"].ID, Title: "Akte Frau Beispiel", State: workplan.TaskOpen}))(t)
		must(s.Plan.AddTask(t.Context(), d.Actor, workplan.Task{MilestoneID: d.milestones["1.9"].ID, Title: "Noch offen", State: workplan.TaskOpen}))(t)
		must(s.Plan.SetTask(t.Context(), d.Actor, task.ID, workplan.TaskDone))(t)
		noFault(t, s.Plan.Complete(t.Context(), d.Actor, d.milestones["1.1"].ID, workplan.Completion{On: "2026-07-03", Reason: "Alles geliefert"}))
		must(s.Plan.RemoveMilestone(t.Context(), d.Actor, d.milestones["1.10"].ID))(t)
		r := d.draft("2026-07-01", "2026-11-22")
		noFault(t, s.Reports.Write(t.Context(), d.Actor, report.Text{ReportID: r.ID, MilestoneID: d.milestones["1.9"].ID, Deviation: "Umzug", Outlook: "Im März"}, r.Version))

		c := d.read(r.ID).Content
		want(t, "figures", values(c.Figures.Facts), []string{"1", "1 von 2", "1", "1", "1", "1", "3", "2"})
		want(t, "overview", rowOf(c, "1.1"), []string{"1.1", "Statistik", "06/2026", "06/2026", "03.07.2026", "3 Tage später", "Erledigt"})
		want(t, "overview", rowOf(c, "1.9"), []string{"1.9", "Konferenz", "09/2026", "02/2027", "–", "5 Monate später", "In Arbeit"})
		want(t, "baselines", c.Baselines.Table.Rows[0], []string{"Bescheid", "15.01.2026", "4711/26", "Bewilligt"})
		want(t, "events", c.Events.Table.Rows[0], []string{"Konferenz Süd", "Sozialplanungskonferenz", "20.11.2026", "3", "2"})
		want(t, "removed", c.Removed.Table.Rows[0], []string{"1.10", "Abschluss", "03/2027"})
		m := c.Milestones[1]
		if m.Planned != "2026-09-30" || m.Forecast != "2027-02-28" || m.Slip != 151 {
			t.Errorf("1.9 is %+v", m)
		}
		want(t, "moves", m.Parts[0].List, []string{"22.11.2026: Frist von 09/2026 auf 02/2027 (5 Monate später). Zwei Gemeinden liefern später"})
		want(t, "evidence", m.Parts[1].List, []string{"Aufgaben erledigt: 1 von 2", "Veranstaltungen durchgeführt: 1 von 1, erfüllt am 20.11.2026"})
		if m.Parts[2].Text != "Umzug" || m.Parts[3].Text != "Im März" {
			t.Errorf("texts of 1.9: %+v", m.Parts)
		}
		if said := c.Milestones[0].Parts[0].Text; said != "Zum 03.07.2026 für erledigt erklärt. Begründung: Alles geliefert" {
			t.Errorf("the statement on 1.1: %q", said)
		}
		earlier := d.read(d.draft("2026-01-01", "2026-06-30").ID).Content
		want(t, "later moves", earlier.Milestones[1].Parts[0].List, []string{"22.11.2026: Frist von 09/2026 auf 02/2027 (5 Monate später). Zwei Gemeinden liefern später"})
		want(t, "figures of the time before", values(earlier.Figures.Facts), []string{"0", "0 von 2", "1", "0", "0", "0"})
		for _, text := range []string{d.document(r.ID), d.document(d.freeze(r.ID).ID)} {
			if strings.Contains(text, "Gast Größler") || strings.Contains(text, "Akte Frau Beispiel") {
				t.Error("the report names people")
			}
			if !strings.Contains(text, "Land &lt;Thüringen&gt; &amp; ESF") || !strings.Contains(text, "Bis auf &lt;eines&gt;.") {
				t.Error("the report lacks a text, or does not escape it")
			}
		}
	})
}

// TestWhatIsPlannedIsWhatWasApprovedInThePeriod leaves later approvals to later reports.
func TestWhatIsPlannedIsWhatWasApprovedInThePeriod(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		d.move("1.1", 12, "Neu bewilligt")
		must(s.Plan.Approve(t.Context(), d.Actor, workplan.Baseline{Name: "Änderung", ApprovedOn: "2026-09-01", Reason: "Antrag"}))(t)
		for _, period := range []struct{ from, to, planned date.Date }{{"2025-07-01", "2025-12-31", "2027-06-30"}, {"2026-01-01", "2026-06-30", "2026-06-30"}, {"2026-07-01", "2026-11-22", "2027-06-30"}} {
			if got := d.read(d.draft(period.from, period.to).ID).Content.Milestones[0].Planned; got != period.planned {
				t.Errorf("until %s %s is planned, want %s", period.to, got, period.planned)
			}
		}
		if c := d.read(d.draft("2025-07-01", "2025-12-31").ID).Content; c.Baselines.Table != nil || !strings.Contains(c.Baselines.Text, "keine Fassung") {
			t.Errorf("before the first approval: %+v", c.Baselines)
		}
	})
}

func TestAReportKeepsItsLanguage(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		r := must(s.Reports.Draft(t.Context(), d.Actor, report.Report{Kind: report.Final, Lang: "en", StartsOn: "2026-01-01", EndsOn: "2026-06-30"}))(t)
		x := d.read(r.ID).Report
		x.Lang, x.Summary = "de", "Done."
		noFault(t, s.Reports.Change(t.Context(), d.Actor, x))
		if c := d.read(r.ID).Content; c.Lang != "en" || c.Title != "Final report" || rowOf(c, "1.1")[5] != "145 days overdue" || rowOf(c, "1.1")[6] != "Overdue" {
			t.Errorf("it says %q in %q: %q", c.Title, c.Lang, rowOf(c, "1.1"))
		}
		if document := d.document(d.freeze(r.ID).ID); !strings.Contains(document, `<html lang="en">`) || !strings.Contains(document, "Final report no. 1") {
			t.Error("the document is not in English")
		}
	})
}

// TestAFrozenReportStaysTheSame changes all that a report is made of.
func TestAFrozenReportStaysTheSame(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		ctx := t.Context()
		d := open(t, s)
		e := d.conference("Konferenz", "20.05.2026")
		r := d.freeze(d.draft("2026-01-01", "2026-06-30").ID)
		before, content := d.document(r.ID), d.read(r.ID).Content
		if r.Number != 1 || !r.Whole() || before != r.Document || r.Article() == "" {
			t.Fatalf("number %d, whole %v", r.Number, r.Whole())
		}
		m := must(s.Plan.Milestone(ctx, d.Actor, d.milestones["1.1"].ID))(t).Milestone
		m.Title = "Ganz anders"
		noFault(t, s.Plan.ChangeMilestone(ctx, d.Actor, m, ""))
		d.move("1.9", 3, "Später")
		must(s.Plan.RemoveMilestone(ctx, d.Actor, d.milestones["1.10"].ID))(t)
		d.conference("Noch eine", "21.05.2026")
		noFault(t, s.Events.Untie(ctx, d.Actor, e.ID, d.milestones["1.9"].ID))
		w := must(s.Accounts.Workspace(ctx, d.Actor.WorkspaceID))(t)
		w.FundingNotice = "Anders gefördert"
		noFault(t, s.Accounts.UpdateWorkspace(ctx, d.Actor, w))

		catalogue, err := i18n.Load()
		noFault(t, err)
		for key := range catalogue.Keys(i18n.German) {
			catalogue.Keys(i18n.German)[key] = "anders"
		}
		typeset := func(context.Context, report.Content) (string, error) { return "<article>anders</article>", nil }
		later, err := report.New(s.DB, s.Clock, s.Config.Zone(), s.Plan, catalogue, typeset)
		noFault(t, err)
		found, after, err := later.Document(ctx, d.Actor, r.ID)
		noFault(t, err)
		if after != before || !found.Whole() || found.Article() != r.Article() {
			t.Error("the document is another one")
		}
		if was, is := encoded(t, content), encoded(t, found.Content); was != is {
			t.Errorf("the content is\n%s\nafter\n%s", is, was)
		}
		if draft := d.document(d.draft("2026-01-01", "2026-06-30").ID); !strings.Contains(draft, "Ganz anders") || !strings.Contains(draft, "Anders gefördert") {
			t.Error("a draft of the same period does not show what changed")
		}
	})
}

// TestTheDatabaseRefusesToChangeAFrozenReport goes past the program.
func TestTheDatabaseRefusesToChangeAFrozenReport(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		r := d.draft("2026-01-01", "2026-06-30")
		text := report.Text{ReportID: r.ID, MilestoneID: d.milestones["1.1"].ID, Deviation: "Umzug"}
		noFault(t, s.Reports.Write(t.Context(), d.Actor, text, r.Version))
		statements := []string{
			"UPDATE reports SET document = 'anders' WHERE id = ?", "UPDATE reports SET frozen_at = NULL WHERE id = ?", "DELETE FROM reports WHERE id = ?",
			"UPDATE report_texts SET deviation = '' WHERE report_id = ?", "DELETE FROM report_texts WHERE report_id = ?",
			"INSERT INTO report_texts SELECT report_id, 'other', workspace_id, '', '' FROM report_texts WHERE report_id = ?",
		}
		run := func(statement string) error {
			return s.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
				_, err := tx.NewRaw(statement, r.ID).Exec(ctx)
				return err
			})
		}
		noFault(t, run(statements[3]))
		d.freeze(r.ID)
		for _, statement := range statements {
			if run(statement) == nil {
				t.Errorf("the database takes %s", statement)
			}
		}
		x := d.read(r.ID).Report
		wantKind(t, s.Reports.Change(t.Context(), d.Actor, x), fault.Conflict, "report.fault.frozen")
		wantKind(t, s.Reports.Write(t.Context(), d.Actor, text, x.Version), fault.Conflict, "report.fault.frozen")
		_, err := s.Reports.Remove(t.Context(), d.Actor, r.ID)
		wantKind(t, err, fault.Conflict, "report.fault.frozen")
	})
}

// TestTwoPeopleFreezeAtOnce makes one report of one draft.
func TestTwoPeopleFreezeAtOnce(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		one, other := d.draft("2026-01-01", "2026-06-30"), d.draft("2025-01-01", "2025-12-31")
		seen := map[string]string{one.ID: d.read(one.ID).Fingerprint, other.ID: d.read(other.ID).Fingerprint}
		var wait sync.WaitGroup
		results := make(chan error, 12)
		for range 6 {
			for id := range seen {
				wait.Go(func() {
					_, err := s.Reports.Freeze(t.Context(), d.Actor, id, seen[id])
					for fault.Is(err, fault.Conflict) && strings.Contains(err.Error(), "once_more") {
						_, err = s.Reports.Freeze(t.Context(), d.Actor, id, seen[id])
					}
					results <- err
				})
			}
		}
		wait.Wait()
		close(results)
		made := 0
		for err := range results {
			if err == nil {
				made++
			} else {
				wantKind(t, err, fault.Conflict, "report.fault.frozen")
			}
		}
		numbers := []int64{d.read(one.ID).Number, d.read(other.ID).Number}
		slices.Sort(numbers)
		if made != 2 || !slices.Equal(numbers, []int64{1, 2}) || !d.read(one.ID).Whole() || !d.read(other.ID).Whole() {
			t.Errorf("%d were frozen, with the numbers %v", made, numbers)
		}
	})
}

func TestWhatWasShownIsWhatIsFrozen(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		r := d.draft("2026-01-01", "2026-06-30")
		seen := d.read(r.ID).Fingerprint
		d.move("1.1", 1, "Inzwischen")
		_, err := s.Reports.Freeze(t.Context(), d.Actor, r.ID, seen)
		wantKind(t, err, fault.Conflict, "report.fault.changed")
		if d.read(r.ID).Frozen() {
			t.Error("it is frozen all the same")
		}
		early := d.draft("2026-07-01", "2026-12-31")
		_, err = s.Reports.Freeze(t.Context(), d.Actor, early.ID, d.read(early.ID).Fingerprint)
		wantKind(t, err, fault.Conflict, "report.fault.not_over")
	})
}

func TestACorrectedReportTakesAFrozenOnesPlace(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		ctx := t.Context()
		d := open(t, s)
		draft := d.draft("2026-01-01", "2026-06-30")
		noFault(t, s.Reports.Write(ctx, d.Actor, report.Text{ReportID: draft.ID, MilestoneID: d.milestones["1.1"].ID, Deviation: "Umzug"}, 1))
		_, err := s.Reports.Correct(ctx, d.Actor, draft.ID, "Falsch")
		wantKind(t, err, fault.Conflict, "report.fault.not_frozen")
		first := d.freeze(draft.ID)
		_, err = s.Reports.Correct(ctx, d.Actor, first.ID, "")
		wantKind(t, err, fault.Invalid, "")
		second := must(s.Reports.Correct(ctx, d.Actor, first.ID, "Die Zahl war falsch"))(t)
		_, err = s.Reports.Correct(ctx, d.Actor, first.ID, "Noch einmal")
		wantKind(t, err, fault.Conflict, "report.fault.corrected_already")
		if d.read(first.ID).Superseded() {
			t.Error("a draft supersedes a frozen report")
		}
		entry := must(s.Reports.Remove(ctx, d.Actor, second.ID))(t)
		third := must(s.Reports.Correct(ctx, d.Actor, first.ID, "Doch"))(t)
		_, err = s.Bin.BringBack(ctx, d.Actor, entry.ID)
		wantKind(t, err, fault.Conflict, "report.fault.corrected_meanwhile")
		final := d.freeze(third.ID)
		if old := d.read(first.ID); final.Number != 2 || old.SupersededNumber != 2 || old.SupersededBy != third.ID || !old.Whole() {
			t.Errorf("%d takes the place, the first one says %+v", final.Number, old.SupersededNumber)
		}
		if said := d.document(third.ID); !strings.Contains(said, "Bericht Nr. 1. Grund: Doch") || !strings.Contains(said, "Umzug") {
			t.Error("the corrected report does not say what it replaces, or lost a text")
		}
	})
}

// TestWhoMayDoWhatWithReports tries each deed as each role and as a stranger.
func TestWhoMayDoWhatWithReports(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		ctx := t.Context()
		d := open(t, s)
		stranger := s.Office("Landkreis Nord").Actor
		frozen := d.freeze(d.draft("2025-01-01", "2025-06-30").ID)
		deeds := map[string]func(a account.Actor) error{
			"read": func(a account.Actor) error { _, err := s.Reports.Find(ctx, a, frozen.ID); return err },
			"change": func(a account.Actor) error {
				r := d.draft("2026-01-01", "2026-06-30")
				return s.Reports.Change(ctx, a, r)
			},
			"write": func(a account.Actor) error {
				r := d.draft("2026-01-01", "2026-06-30")
				return s.Reports.Write(ctx, a, report.Text{ReportID: r.ID, MilestoneID: d.milestones["1.1"].ID}, 1)
			},
			"remove": func(a account.Actor) error {
				_, err := s.Reports.Remove(ctx, a, d.draft("2026-01-01", "2026-06-30").ID)
				return err
			},
			"freeze": func(a account.Actor) error {
				r := d.draft("2026-01-01", "2026-06-30")
				_, err := s.Reports.Freeze(ctx, a, r.ID, d.read(r.ID).Fingerprint)
				return err
			},
			"correct": func(a account.Actor) error {
				_, err := s.Reports.Correct(ctx, a, d.freeze(d.draft("2026-01-01", "2026-06-30").ID).ID, "Falsch")
				return err
			},
		}
		for name, deed := range deeds {
			for _, role := range account.Roles() {
				a := d.as(role)
				may := map[string]bool{"read": true, "freeze": a.Leads()}
				want, special := may[name]
				if !special {
					want = a.Works()
				}
				err := deed(a)
				if want {
					noFault(t, err)
				} else if !fault.Is(err, fault.Forbidden) {
					t.Errorf("%s %ss: %v", role, name, err)
				}
			}
			if err := deed(stranger); !fault.Is(err, fault.NotFound) {
				t.Errorf("a stranger %ss: %v", name, err)
			}
		}
		if all := must(s.Reports.List(ctx, stranger))(t); len(all) != 0 {
			t.Errorf("a stranger lists %d reports", len(all))
		}
	})
}

func TestWhatIsRefusedInADraft(t *testing.T) {
	t.Parallel()
	valid := report.Report{Kind: report.Interim, Lang: "de", StartsOn: "2026-01-01", EndsOn: "2026-06-30"}
	for name, test := range map[string]struct {
		field  string
		change func(*report.Report)
	}{
		"nothing is wrong":               {"", func(*report.Report) {}},
		"one day is a period":            {"", func(r *report.Report) { r.EndsOn = r.StartsOn }},
		"an unknown kind":                {"kind", func(r *report.Report) { r.Kind = "other" }},
		"an unknown language":            {"lang", func(r *report.Report) { r.Lang = "fr" }},
		"no first day":                   {"starts_on", func(r *report.Report) { r.StartsOn = "" }},
		"no last day":                    {"ends_on", func(r *report.Report) { r.EndsOn = "" }},
		"the last day before the first":  {"ends_on", func(r *report.Report) { r.EndsOn = "2025-12-31" }},
		"a summary that is a book":       {"summary", func(r *report.Report) { r.Summary = strings.Repeat("ä", 8001) }},
		"a replacement without a reason": {"replaces_reason", func(r *report.Report) { r.ReplacesID = "x" }},
	} {
		r := valid
		test.change(&r)
		fields := fault.Fields(r.Validate())
		if test.field == "" && len(fields) > 0 || test.field != "" && (len(fields) != 1 || fields[0].Name != test.field) {
			t.Errorf("%s: %v", name, fields)
		}
	}
}

func TestTheHalfYearThatEndedLast(t *testing.T) {
	t.Parallel()
	for today, period := range map[date.Date][2]date.Date{
		"2026-11-22": {"2026-01-01", "2026-06-30"}, "2026-07-01": {"2026-01-01", "2026-06-30"},
		"2026-06-30": {"2025-07-01", "2025-12-31"}, "2028-02-29": {"2027-07-01", "2027-12-31"}, "2027-12-31": {"2027-01-01", "2027-06-30"},
	} {
		if from, to := report.HalfYear(today); from != period[0] || to != period[1] {
			t.Errorf("on %s it is from %s to %s", today, from, to)
		}
	}
}

func values(facts []report.Fact) []string {
	var all []string
	for _, f := range facts {
		all = append(all, f.Value)
	}
	return all
}

func rowOf(c report.Content, number string) []string {
	for _, row := range c.Overview.Table.Rows {
		if row[0] == number {
			return row
		}
	}
	return nil
}

func want(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

func encoded(t *testing.T, c report.Content) string {
	t.Helper()
	raw, err := json.Marshal(c)
	noFault(t, err)
	return string(raw)
}
