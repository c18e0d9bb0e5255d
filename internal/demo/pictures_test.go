package demo_test

import (
	"bytes"
	"cmp"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-rod/rod/lib/proto"

	"rundertisch/internal/account"
	"rundertisch/internal/browsertest"
	"rundertisch/internal/checkin"
	"rundertisch/internal/id"
)

const pictureSize = 200 << 10 // bytes at most, so that the pages with pictures open quickly

// TestTheGuidesPicturesAreTaken takes the pictures that README.md and docs/tour.md show. They are kept in the folder
// that the environment names in PICTURES, as scripts/pictures does; without it the test only proves that they can be
// taken.
func TestTheGuidesPicturesAreTaken(t *testing.T) {
	t.Parallel()
	c := start(t)
	staff := c.person(t, "administrator").signIn(t, c.SignInLink)
	staff.Press("main .rt-card a")
	staff.Has("h2", "Was jetzt ansteht")
	project := staff.Path()
	ahead := c.leadsTo(staff, project+"/events", "#coming h3 a")
	held := c.leadsTo(staff, project+"/events", "#past li:has(.rt-badge--info) h3 a")
	letter := c.leadsTo(staff, "/postfach?to=anke.doerfler@ballhausen.example.org", "#mails tbody a")
	c.letIn(t, 9)
	for _, picture := range []struct{ name, path string }{
		{"dashboard.png", project},
		{"plan.png", project + "/plan"},
		{"persons.png", project + "/directory/persons"},
		{"event-staff.png", ahead},
		{"choose.png", ahead + "/invitations/new"},
		{"invitations.png", ahead + "/invitations"},
		{"registrations.png", ahead + "/registrations"},
		{"door.png", ahead + "/door"},
		{"wall.png", c.board(t) + "/wand"},
		{"meeting.png", held + "/meeting"},
		{"results.png", held + "/results"},
		{"letter.png", letter},
	} {
		staff.Open(c.base + picture.path)
		takePicture(t, staff, picture.name)
	}
	visitor := c.person(t, "visitor").page(t, symposium)
	visitor.As(browsertest.Desk)
	visitor.Text(`() => (document.querySelector("main h1").scrollIntoView(), "")`) // below its own picture, which would make this one large
	takePicture(t, visitor, "event.png")
}

// letIn lets so many people in at two doors of the symposium.
func (c *county) letIn(t *testing.T, n int) {
	t.Helper()
	var people []struct{ ID, WorkspaceID, ProjectID, EventID string }
	err := c.App.DB.Read().NewRaw("SELECT a.id, e.workspace_id, e.project_id, a.event_id FROM attendances AS a JOIN events AS e ON e.id = a.event_id "+
		"WHERE e.slug = ? AND a.place = 'confirmed' ORDER BY a.id LIMIT ?", symposium[len("/v/"):], n).Scan(t.Context(), &people)
	if err != nil || len(people) != n {
		t.Fatal(len(people), err)
	}
	keeper, _, err := c.App.CheckIns.ForStaff(t.Context(), account.Program(people[0].WorkspaceID, people[0].ProjectID), people[0].EventID)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range people {
		deed := checkin.Deed{ID: id.New(), What: checkin.LetIn, Door: []string{"Haupteingang", "Hof"}[i%2], AttendanceID: p.ID}
		if _, err := c.App.CheckIns.Do(t.Context(), keeper, deed); err != nil {
			t.Fatal(err)
		}
	}
}

// leadsTo opens the page at the path and returns where its first such link leads.
func (c *county) leadsTo(page *browsertest.Page, path, link string) string {
	page.Open(c.base + path)
	return page.Text(`link => document.querySelector(link).getAttribute("href")`, link)
}

func takePicture(t *testing.T, page *browsertest.Page, name string) {
	t.Helper()
	page.As(browsertest.Desk)
	page.Text(`() => {
		document.documentElement.style.scrollbarWidth = "none";
		document.activeElement.blur();
		return document.fonts.ready.then(() => "");
	}`)
	raw, err := page.Screenshot(false, &proto.PageCaptureScreenshot{Format: proto.PageCaptureScreenshotFormatPng})
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.DecodeConfig(bytes.NewReader(raw))
	if err != nil || picture.Width != browsertest.Desk.Width || len(raw) > pictureSize {
		t.Errorf("%s: %d x %d, %d bytes, %v", name, picture.Width, picture.Height, len(raw), err)
	}
	if err := os.WriteFile(filepath.Join(cmp.Or(os.Getenv("PICTURES"), t.TempDir()), name), raw, 0o600); err != nil {
		t.Fatal(err)
	}
}
