package demo_test

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/go-rod/rod/lib/proto"

	"rundertisch/internal/browsertest"
)

// TestALeadFreezesAndPrintsAReport writes the draft, freezes it, saves the file and prints it. The printed pages are kept in
// the folder that the environment names in PICTURES.
func TestALeadFreezesAndPrintsAReport(t *testing.T) {
	t.Parallel()
	c := start(t)
	staff := c.person(t, "administrator").signIn(t, c.SignInLink)
	staff.Press("main .rt-card a")
	staff.Press(".rt-nav a[href$='/plan']")
	staff.Press("main a[href$='/reports']")
	staff.Has("#reports tbody tr", "Zwischenbericht Nr. 1")
	staff.Press("#reports tbody tr:has(.rt-badge--info) a")
	staff.Has(".rp .rp-draft", "ENTWURF")
	staff.Press("main a[href$='/edit']")
	staff.Fill(map[string]string{"summary": "Die Fachtagung ist vorbereitet.\n\nAlle Workshops haben eine Moderation."})
	staff.Press("main form button[type=submit]")
	staff.Has(".rp-text", "Alle Workshops haben eine Moderation.")
	staff.Press("main a[href$='/freeze']")
	staff.Has("main .rt-card--danger", "nicht rückgängig machen")
	staff.Press("main form button[type=submit]")
	staff.Has(".rp-title", "Zwischenbericht Nr. 2")
	staff.HasNot(".rp-draft, .rp-edit")
	file := staff.Text(`() => fetch(document.querySelector("a[href$='report.html']").href).then(answer => answer.text())`)
	sum := sha256.Sum256([]byte(file))
	staff.Has(".rp-sum", hex.EncodeToString(sum[:]))
	onA4(t, staff, "report.pdf")
	alone := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(alone, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	reader := browsertest.NewPage(t, c.browser)
	reader.Open("file://" + alone)
	reader.CheckRoom("the file by itself")
	reader.Check("the file by itself", browsertest.Desk, browsertest.Phone)
	onA4(t, reader, "report-file.pdf")
}

// onA4 prints the page: upright A4, and a few pages of it.
func onA4(t *testing.T, page *browsertest.Page, name string) {
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
	if len(sizes) < 2 || len(sizes) > 8 {
		t.Errorf("%s has %d pages", name, len(sizes))
	}
	for _, size := range sizes {
		if upright := strings.HasPrefix(size[1], "59") && strings.HasPrefix(size[2], "84"); !upright {
			t.Errorf("%s has a page of %s × %s", name, size[1], size[2])
		}
	}
}
