package badgeweb_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-rod/rod/lib/proto"
	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/browsertest"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
)

// TestBadgesPrintedFromThePageKeepTheirCodes prints the page as Chromium does, with the longest texts that can be stored, and reads the codes
// as a phone does.
func TestBadgesPrintedFromThePageKeepTheirCodes(t *testing.T) {
	t.Parallel()
	s := apptest.New(t, dbtest.Open(t, dbtest.SQLite(t)))
	office := s.Office("Landkreis Musterland")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	e, err := s.Events.Add(t.Context(), office.Actor, event.Details{
		Kind: event.Meeting, Title: strings.TrimSpace(strings.Repeat("Gemeinsam gegen Wohnungslosigkeit ", 5)), Day: "27.11.2026", Begin: "9:30", End: "16:00", Venue: "Kreishaus",
	})
	must(err)
	e, err = s.Events.Publish(t.Context(), office.Actor, e.ID)
	must(err)
	must(s.Forms.TakePhotos(t.Context(), office.Actor, e.ID, true))
	names := []string{
		"Ewa Łuczak", strings.TrimSpace(strings.Repeat("Leutheusser-Schnarrenberger ", 7)), "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamter Größler", "Tom Öz",
	}
	must(s.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
		for i, name := range names {
			_, _, err := s.Attendance.RegisterIn(ctx, tx, attendance.Registration{
				EventID: e.ID, Source: attendance.ByStaff, Ticket: attendance.NewTicket(),
				Guest: attendance.Guest{Name: name, Email: fmt.Sprintf("gast%d@example.org", i), Organisation: strings.TrimSpace(strings.Repeat("Wohnungsbaugesellschaft ", 8)), Lang: "de"},
			}, func(event.Event) error { return nil })
			if err != nil {
				return err
			}
		}
		return nil
	}))
	codes, err := s.CheckIns.CodesIn(t.Context(), s.DB.Read(), e.ID)
	must(err)

	l := s.Lay()
	page := browsertest.NewPage(t, browsertest.Open(t))
	link, err := s.Accounts.SignInLink(t.Context(), office.Actor.UserID)
	must(err)
	page.Open(l.Base() + "/start/sign-in/" + link)
	page.Press("main form [type=submit]")
	page.Open(l.Base() + "/projects/" + office.Project.ID + "/events/" + e.ID + "/paper/badges")
	stream, err := page.PDF(&proto.PagePrintToPDF{PreferCSSPageSize: true})
	must(err)
	printed, err := io.ReadAll(stream)
	must(err)

	folder := t.TempDir()
	file := filepath.Join(folder, "badges.pdf")
	must(os.WriteFile(file, printed, 0o600))
	if out, err := exec.Command("pdftoppm", "-r", "200", "-png", file, filepath.Join(folder, "page")).CombinedOutput(); err != nil {
		t.Fatalf("printed pages are read back by pdftoppm: install poppler-utils (%v: %s)", err, out)
	}
	pages, err := filepath.Glob(filepath.Join(folder, "page*.png"))
	must(err)
	if kept := os.Getenv("RUNDERTISCH_KEEP_PDF"); kept != "" {
		must(os.WriteFile(filepath.Join(kept, "page-badges.pdf"), printed, 0o600))
	}
	if _, err := exec.LookPath("zbarimg"); err != nil {
		t.Fatal("codes are read back by zbarimg: install zbar-tools")
	}
	found, _ := exec.Command("zbarimg", append([]string{"--quiet", "--raw"}, pages...)...).Output() // also fails when one page of many has no code
	if len(codes) != len(names) {
		t.Fatalf("%d codes, want %d", len(codes), len(names))
	}
	for _, code := range codes {
		if !strings.Contains(string(found), "/q/"+code+"\n") {
			t.Errorf("no phone reads %s from the printed page; it reads %s", code, found)
		}
	}
}
