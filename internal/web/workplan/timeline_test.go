package workplanweb_test

import (
	"fmt"
	"io"
	"net"
	"regexp"
	"strings"
	"testing"

	"github.com/go-rod/rod/lib/proto"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/browsertest"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/workplan"
)

// scheduled is an office whose plan has three milestones over four years, and a task.
func scheduled(t *testing.T, s *apptest.Site) (o apptest.Office, path string) {
	t.Helper()
	o = s.Office("Landkreis Musterland")
	goal, err := s.Plan.AddGoal(t.Context(), o.Actor, workplan.Goal{Number: "1", Title: "Datenbasis"})
	if err != nil {
		t.Fatal(err)
	}
	all := []workplan.Milestone{
		{Number: "1.1", Title: "Erhebung", StartsOn: "2025-01", DueOn: "2026-03"},
		{Number: "1.2", Title: "Experteninterviews", StartsOn: "2026-06", DueOn: "2026-12"},
		{Number: "1.3", Title: "Monitoring", DueOn: "2028-03"},
	}
	for i := range all {
		all[i].GoalID = goal.ID
		if all[i], err = s.Plan.AddMilestone(t.Context(), o.Actor, all[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Plan.Complete(t.Context(), o.Actor, all[0].ID, workplan.Completion{On: "2026-05-12", Reason: "Bericht liegt vor"}); err != nil {
		t.Fatal(err)
	}
	_, err = s.Plan.AddTask(t.Context(), o.Actor, workplan.Task{MilestoneID: all[1].ID, Title: "Leitfaden abstimmen", DueOn: "2026-11-01", State: workplan.TaskOpen})
	if err != nil {
		t.Fatal(err)
	}
	return o, "/projects/" + o.Project.ID + "/timeline"
}

func TestTheTimelineShowsPlanForecastAndActual(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, path := scheduled(t, s)
		page := o.Get(path).Status(200).Has("#timeline", "1 Monat später").Has(".rt-tl", "1 Monat später").HasNot("main", "Leitfaden")
		if got := page.Find(".rt-tl__row").Length(); got != 3 {
			t.Errorf("%d rows", got)
		}
		if page.Find(`.rt-tl-scroll[tabindex="0"][role=region]`).Length() != 1 {
			t.Error("the picture cannot be scrolled by keyboard")
		}
		o.Get(path+"?tasks=1").Has(".rt-tl__row--below", "Leitfaden abstimmen").Has(".rt-tl__row--below", "fällig 01.11.2026").Has("#timeline", "Leitfaden abstimmen")
		o.Get(path+"?scale=month&from=01/2026&to=12/2026").Has(".rt-tl", "Erhebung").Has(".rt-tl__part-name", "12").HasNot(".rt-tl", "Monitoring")
		o.Get(path+"?from=2030-01").Has(".rt-empty", "In diesem Zeitraum liegt nichts")
		o.Get(path+"?from=bald").Status(422).Has("[role=alert]", "Von").Has(".rt-tl", "Monitoring")
		o.Get(path+"?from=12/2026&to=01/2026").Status(422).Has("[role=alert]", "Das Ende liegt vor dem Anfang")
		o.Get("/projects/"+o.Project.ID+"/plan").Has(".rt-after a", "Große Zeitachse öffnen")

		file := o.Get(path + "?tasks=1&format=csv").Status(200).Body
		for _, line := range []string{
			"1.1;Erhebung;Arbeitsbaustein;01.01.2025;31.03.2026;31.03.2026;12.05.2026;1 Monat später;Erledigt",
			"1.2;Leitfaden abstimmen;Aufgabe;;;01.11.2026;;;Überfällig",
		} {
			if !strings.Contains(file, line) {
				t.Errorf("the file has no line %q:\n%s", line, file)
			}
		}
		other := s.Office("Landkreis Nord")
		other.Get(path).Status(404)
		other.Get("/projects/"+other.Project.ID+"/timeline").Status(200).Has(".rt-empty", "noch keinen Arbeitsplan")
	})
}

func TestTheMostUrgentTasksOfManyAreShownAndTheFileHasAll(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, path := scheduled(t, s)
		var tasks strings.Builder
		tasks.WriteString("Arbeitsbaustein;Aufgabe;Zuständig;Fällig am;Stand\n")
		for i := range workplan.TimelineTasks + 20 {
			fmt.Fprintf(&tasks, "1.3;Gemeinde %03d anschreiben;;%02d.%02d.2027;offen\n", i, i%28+1, i/28%12+1)
		}
		if _, err := s.Plan.ImportTasks(t.Context(), o.Actor, strings.NewReader(tasks.String()), ""); err != nil {
			t.Fatal(err)
		}
		page := o.Get(path+"?tasks=1").Status(200).Has("main", "Gezeigt werden die 500 dringendsten Aufgaben").Has(".rt-tl", "Leitfaden abstimmen")
		if got := page.Find(".rt-tl__row--below").Length(); got != workplan.TimelineTasks {
			t.Errorf("%d tasks", got)
		}
		if got := strings.Count(o.Get(path+"?tasks=1&format=csv").Body, "Aufgabe;"); got != workplan.TimelineTasks+21 {
			t.Errorf("%d tasks in the file", got)
		}
	})
}

// TestTheTimelineInChromium looks at the page and prints it: its sheets lie, others stand.
func TestTheTimelineInChromium(t *testing.T) {
	t.Parallel()
	browser := browsertest.Open(t)
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := apptest.New(t, db)
		o, path := scheduled(t, s)
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		go func() { _ = s.Web().Listener(listener) }()
		t.Cleanup(func() { _ = s.Web().Shutdown() })
		private, err := browser.Incognito()
		if err != nil {
			t.Fatal(err)
		}
		link, err := s.Accounts.SignInLink(t.Context(), o.Actor.UserID)
		if err != nil {
			t.Fatal(err)
		}
		base := "http://" + listener.Addr().String()
		page := browsertest.NewPage(t, private)
		page.As(browsertest.Desk)
		page.Open(base + "/start/sign-in/" + link)
		page.Press("main form [type=submit]")
		for address, sheet := range map[string]string{
			path + "?scale=month&tasks=1&from=01/2025&to=12/2028": "841.91998 594.95996", // A4, lying
			"/projects/" + o.Project.ID + "/plan":                 "595.91998 841.91998",
		} {
			page.Open(base + address)
			for _, size := range sheets(t, page) {
				if !strings.HasPrefix(size, sheet) {
					t.Errorf("%s is printed on %s, want %s", address, size, sheet)
				}
			}
			page.Check(address, browsertest.Desk, browsertest.Phone)
		}
		page.Open(base + path + "?scale=month")
		page.TabTo(".rt-tl-scroll")
	})
}

var mediaBox = regexp.MustCompile(`/MediaBox\s*\[\s*0 0 ([\d. ]+?)\s*\]`)

// sheets are the sizes of the sheets that the page is printed on, in points.
func sheets(t *testing.T, page *browsertest.Page) []string {
	t.Helper()
	width, height := 210/25.4, 297/25.4
	stream, err := page.PDF(&proto.PagePrintToPDF{PreferCSSPageSize: true, PrintBackground: true, PaperWidth: &width, PaperHeight: &height})
	if err != nil {
		t.Fatal(err)
	}
	var sizes []string
	for _, box := range mediaBox.FindAllStringSubmatch(read(t, stream), -1) {
		sizes = append(sizes, box[1])
	}
	if len(sizes) == 0 {
		t.Error("nothing is printed")
	}
	return sizes
}

func read(t *testing.T, from io.Reader) string {
	t.Helper()
	all, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}
