package demo_test

import (
	"cmp"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/go-rod/rod/lib/input"
	"github.com/go-rod/rod/lib/proto"

	"rundertisch/internal/browsertest"
)

// TestTheProgrammeIsOneSheetOfPaper prints the programme of the Fachtagung, which has three workshops beside each other.
func TestTheProgrammeIsOneSheetOfPaper(t *testing.T) {
	t.Parallel()
	c := start(t)
	reader := browsertest.NewPage(t, c.browser)
	for _, lang := range []string{"", "?lang=en"} {
		reader.As(browsertest.Desk)
		reader.Open(c.base + symposium + "/programm" + lang)
		if beside := reader.Text(`() => [...document.querySelectorAll(".rt-tracks")].map(e => new Set([...e.children].map(c => Math.round(c.getBoundingClientRect().left))).size).join(" ")`); beside != "2 3" {
			t.Errorf("workshops stand beside each other on a desk: %q", beside)
		}
		reader.Check("the programme", browsertest.Desk, browsertest.Phone)
		reader.As(browsertest.Desk)
		oneSheet(t, reader, "programme"+lang+".pdf")
		reader.As(browsertest.Phone)
		if beside := reader.Text(`() => [...document.querySelectorAll(".rt-tracks")].map(e => new Set([...e.children].map(c => Math.round(c.getBoundingClientRect().left))).size).join(" ")`); beside != "1 1" {
			t.Errorf("workshops stand under each other on a phone: %q", beside)
		}
		if times := reader.Text(`() => [...document.querySelectorAll(".rt-track__item")].filter(e => !e.querySelector("time")?.checkVisibility()).filter(e => e.closest(".rt-tracks")).length + ""`); times != "0" {
			t.Errorf("%s items do not say when they are", times)
		}
	}
}

// oneSheet prints the page: upright A4, one of it.
func oneSheet(t *testing.T, page *browsertest.Page, name string) {
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
	sizes := regexp.MustCompile(`/MediaBox \[0 0 (59\d)\.?\d* (84\d)`).FindAllSubmatch(raw, -1)
	if pages := regexp.MustCompile(`/MediaBox`).FindAll(raw, -1); len(sizes) != 1 || len(pages) != 1 {
		t.Errorf("%s has %d pages, %d of them upright A4", name, len(pages), len(sizes))
	}
}

// TestTheProgrammeIsPlannedWithoutAMouse: a talk gets a speaker who is needed elsewhere, the page warns at once, a new version is
// published; by the keyboard alone, and without JavaScript.
func TestTheProgrammeIsPlannedWithoutAMouse(t *testing.T) {
	t.Parallel()
	c := start(t)
	staff := c.person(t, "administrator").signIn(t, c.SignInLink)
	staff.Press("main .rt-card a")
	ahead := c.leadsTo(staff, staff.Path()+"/events", "#coming h3 a")
	for _, below := range []string{"/programme", "/versions", "/versions/1", "/speakers/new"} {
		staff.Open(c.base + ahead + below)
		staff.Check(below, browsertest.Desk, browsertest.Phone)
	}
	staff.As(browsertest.Desk)
	staff.WithoutScript()
	staff.Open(c.base + ahead + "/programme")
	staff.Has("#people-table", "Hatice Çelik")
	staff.CheckKeyboard("the programme")
	staff.Open(c.base + ahead + "/programme/new?begin=13:45")
	staff.TabTo("#f-title")
	staff.Type("Sprechstunde")
	staff.TabTo("#f-end")
	staff.Fill(map[string]string{"end": "14:15"}) // how a clock is typed is the browser's matter, and its language's
	staff.TabTo("#f-speakers")
	staff.Type("Hatice Celik")
	staff.Follow(input.Enter)
	staff.Has("main [role=alert]", "Noch nicht gespeichert")
	staff.Has("#check", "Hatice Çelik steht gleichzeitig in")
	staff.TabTo("main form.rt-form button[type=submit]")
	staff.Follow(input.Enter)
	staff.Has("main .rt-flash--warning", "Hatice Çelik steht gleichzeitig in")
	staff.Has(".rt-standing", "1 Änderung seitdem")
	staff.TabTo(".rt-standing a")
	staff.Follow(input.Enter)
	staff.Has("#since", "Neu im Programm: „Sprechstunde“")
	staff.TabTo("main form[action$='/versions'] button")
	staff.Follow(input.Enter)
	staff.Has("#versions-table", "Fassung 3")
	staff.CheckKeyboard("the versions")
}

// TestASlotMovesWithAllOfIt: the workshops beside the one that is moved, and what follows on the day, go along; everybody reads the new times.
func TestASlotMovesWithAllOfIt(t *testing.T) {
	t.Parallel()
	c := start(t)
	staff := c.person(t, "administrator").signIn(t, c.SignInLink)
	staff.Press("main .rt-card a")
	ahead := c.leadsTo(staff, staff.Path()+"/events", "#coming h3 a")
	const move = `title => [...document.querySelectorAll(".rt-grid__entry")].find(e => e.innerText.includes(title)).querySelector("a[href$='/move']").getAttribute("href")`
	staff.Open(c.base + ahead + "/programme")
	alone := staff.Text(move, "Mittagessen")
	staff.Open(c.base + staff.Text(move, "Workshop 3"))
	staff.Fill(map[string]string{"begin": "13:20"})
	staff.TabTo("main [name=slot]")
	staff.Strike(input.Space)
	staff.Soon("#check", "Workshop 4") // which is too large for its room, wherever it goes
	staff.TabTo("main [name=along]")
	staff.Strike(input.Space)
	staff.Check("a slot that moves", browsertest.Desk, browsertest.Phone)
	staff.As(browsertest.Desk)
	staff.TabTo("main form.rt-form button[type=submit]")
	staff.Follow(input.Enter)
	staff.Has("h1", "Wer erhält welche Nachricht?")
	staff.Press("main form > .rt-actions button[type=submit]")
	staff.Has("main", "Programmpunkt ist gespeichert")

	reader := c.person(t, "visitor").page(t, symposium+"/programm")
	const times = `title => {
		const item = [...document.querySelectorAll(".rt-track__item")].find(e => e.innerText.includes(title));
		return (item.querySelector("time") ?? item.closest(".rt-timetable__entry").querySelector("time")).textContent.trim();
	}`
	for title, want := range map[string]string{
		"Workshop 1": "11:00", "Mittagessen": "12:30", "Workshop 3": "13:20", "Workshop 4": "13:20", "Workshop 5": "13:20", "Ergebnisse und Verabredungen": "15:10",
	} {
		if got := reader.Text(times, title); !strings.HasPrefix(got, want) {
			t.Errorf("%s begins at %q, want %s", title, got, want)
		}
	}
	staff.Open(c.base + alone)
	staff.HasNot("main [name=slot]") // nothing stands beside it
}

// TestWhatIsOddAboutAnItemIsSaidWhileItIsTyped: room, person and size are looked at while the form is filled in by the keyboard,
// and what was seen is stored without a question.
func TestWhatIsOddAboutAnItemIsSaidWhileItIsTyped(t *testing.T) {
	t.Parallel()
	c := start(t)
	staff := c.person(t, "administrator").signIn(t, c.SignInLink)
	staff.Press("main .rt-card a")
	ahead := c.leadsTo(staff, staff.Path()+"/events", "#coming h3 a")
	staff.Open(c.base + ahead + "/programme/new?begin=13:45")
	staff.Has("#check[role=status]", "Sobald Beginn und Ende eingetragen sind")
	staff.TabTo("#f-title")
	staff.Type("Sprechstunde")
	staff.Fill(map[string]string{"end": "14:15"})
	staff.TabTo("#f-speakers")
	staff.Type("Hatice Celik")
	staff.Soon("#check", "Hatice Çelik steht gleichzeitig in")
	staff.Soon("#check a[target=_blank]", "in neuem Tab öffnen")
	staff.TabTo("main form.rt-form button[type=submit]")
	staff.Follow(input.Enter)
	staff.Has("#programme-1", "Sprechstunde")

	edit := c.leadsTo(staff, ahead+"/programme", ".rt-grid__entry--odd .rt-grid__links a[href$=edit]")
	staff.Open(c.base + edit)
	staff.Has("#check li", "bietet 20 Plätze an, Raum Hainich hat nur 18")
	staff.CheckKeyboard("a programme item")
	staff.Check("a programme item that is odd", browsertest.Desk, browsertest.Phone)
	staff.Open(c.base + strings.TrimSuffix(edit, "/edit") + "/move")
	staff.Check("a move", browsertest.Desk, browsertest.Phone)
}
