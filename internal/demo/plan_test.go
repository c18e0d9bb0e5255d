package demo_test

import (
	"cmp"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/go-rod/rod/lib/proto"

	"rundertisch/internal/browsertest"
	"rundertisch/internal/date"
)

// TestALeadMovesAMilestoneWithWhatFollowsIt is the story of a deadline: the plan is approved, the symposium moves by five
// months, the lead sees what follows before anything is written, accepts, and prints the timeline. The pictures and the printed
// page are kept in the folder that the environment names in PICTURES.
func TestALeadMovesAMilestoneWithWhatFollowsIt(t *testing.T) {
	t.Parallel()
	c := start(t)
	who := c.person(t, projectLead)
	lead := who.signIn(t, c.link(t, projectLead))
	var project string
	var due, next date.Month
	of := c.App.DB.Read().NewRaw("SELECT m.project_id, m.due_on, n.due_on FROM milestones AS m JOIN plan_dependencies AS d ON d.from_id = m.id JOIN milestones AS n ON n.id = d.to_id WHERE m.number = '2.2'")
	if err := of.Scan(t.Context(), &project, &due, &next); err != nil {
		t.Fatal(err)
	}
	at := func(path string) { lead.Open(c.base + "/projects/" + project + path) }

	at("/plan/baselines")
	lead.Press("main a[href$='/baselines/new']")
	lead.Fill(map[string]string{"name": "Änderungsbescheid", "document_number": "GFAW 2-4711/26-1", "reason": "Zweite Änderung nach dem Zwischenbericht."})
	lead.Press("main form [type=submit]")
	lead.Has("h1", "Änderungsbescheid")
	lead.Has("#approved tr", due.Slash())

	at("/timeline")
	lead.Press("#timeline tbody tr:nth-child(5) a")
	lead.Has("h1", "Veranstaltung einer Fachtagung")
	lead.Press("main a[href$='/move']")
	lead.Fill(map[string]string{"due_on": string(due.Add(5))})
	lead.Press("main form [type=submit]")
	lead.Has(".rt-lead", due.Slash()+" auf "+due.Add(5).Slash()+": 5 Monate später")
	lead.Has("#along tbody tr", "2.3")
	lead.Has("#along tbody tr", next.Slash())
	lead.Has("#along tbody tr", "gehört zu 2.2")
	picture(t, lead, "move")
	lead.As(browsertest.Desk)
	lead.Fill(map[string]string{"move_reason": "Der Saal ist erst nach der Sanierung wieder frei."})
	lead.Press("main form [type=submit]")
	lead.Has(".rt-flash", "verschoben")
	lead.Has("main", due.Add(5).Slash())

	at("/plan/baselines/compare")
	lead.Has("#differences tbody tr", "5 Monate später")
	lead.Has("#differences tbody tr", "Der Saal ist erst nach der Sanierung wieder frei.")
	at("/plan/history")
	lead.Has("main", due.Slash())
	at("/timeline")
	lead.Has("#timeline tbody tr", "5 Monate später")
	picture(t, lead, "moved")
	lead.As(browsertest.Desk)
	lying(t, lead, "timeline.pdf")
}

// picture keeps the page at a desk and on a phone in the dark, when pictures are asked for.
func picture(t *testing.T, page *browsertest.Page, name string) {
	t.Helper()
	page.Check(name, browsertest.Desk, browsertest.Phone)
	folder := os.Getenv("PICTURES")
	if folder == "" {
		return
	}
	for suffix, view := range map[string]browsertest.View{"-desk.png": browsertest.Desk, "-phone.png": browsertest.Phone} {
		page.As(view)
		raw, err := page.Screenshot(true, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name+suffix), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// lying prints the page: A4 across, and few pages of it.
func lying(t *testing.T, page *browsertest.Page, name string) {
	t.Helper()
	stream, err := page.PDF(&proto.PagePrintToPDF{PreferCSSPageSize: true, PrintBackground: true})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(stream)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(cmp.Or(os.Getenv("PICTURES"), t.TempDir()), name), raw, 0o600); err != nil {
		t.Fatal(err)
	}
	sizes := regexp.MustCompile(`/MediaBox \[0 0 (\d+)\.?\d* (\d+)`).FindAllStringSubmatch(string(raw), -1)
	if len(sizes) == 0 || len(sizes) > 3 {
		t.Errorf("%s has %d pages", name, len(sizes))
	}
	across := false
	for _, size := range sizes {
		across = across || size[1] == "841" || size[1] == "842"
	}
	if !across {
		t.Errorf("%s has no page of A4 across: %q", name, sizes)
	}
}
