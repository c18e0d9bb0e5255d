package badge

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/form"
	"rundertisch/internal/i18n"
	"rundertisch/internal/mail/mailtest"
)

var now = time.Date(2027, 3, 20, 8, 0, 0, 0, time.UTC)

func locale(t testing.TB, lang i18n.Lang) *i18n.Locale {
	t.Helper()
	catalogue, _ := mailtest.Sentences(t)
	return catalogue.Locale(lang, time.UTC)
}

// hall is an event with as many guests.
func hall(guests int) Papers {
	at := func(hour int) time.Time { return time.Date(2027, 3, 25, hour, 0, 0, 0, time.UTC) }
	p := Papers{
		Workspace: account.Workspace{Name: "Landkreis Musterland", FundingNotice: "Gefördert aus Mitteln des Freistaats und des Europäischen Sozialfonds Plus."},
		Event: event.Event{
			ID: "e", Title: "Fachtagung: Gemeinsam gegen Wohnungslosigkeit", Zone: "Europe/Berlin", Venue: "Landratsamt", Address: "Lindenhof 1\n99998 Musterstadt",
			StartsAt: at(8), EndsAt: at(15), StartsWall: "2027-03-25T09:00", EndsWall: "2027-03-25T16:00",
		},
		Items: []event.ProgrammeItem{
			{ID: "w1", Kind: event.WorkshopItem, Title: "Kündigungen früh erkennen", Room: "Saal 2", Moderator: "Ewa Łuczak", StartsAt: at(10), EndsAt: at(11), Capacity: 20},
			{ID: "b", Kind: event.Break, Title: "Mittag", StartsAt: at(11), EndsAt: at(12)},
			{ID: "w2", Kind: event.WorkshopItem, Title: "Wer hilft wem? Zuständigkeiten an der Schnittstelle von Jobcenter, Sozialamt und freien Trägern", Room: "Raum 114", StartsAt: at(12), EndsAt: at(13)},
		},
		Needs: []form.Count{{Code: "step_free", People: 3}, {Code: "vegan", People: 12}},
	}
	names := []string{"Größler-Weiß", "Łuczak", "Yılmaz", "Nguyễn", "Leutheusser-Schnarrenberger", "Ștefănescu", "Þórðardóttir", "von der Heydt-Kaltenborn zu Stolberg"}
	houses := []string{"Landratsamt Unstrut-Hainich-Kreis, Fachdienst Soziales", "Städtische Wohnungsbaugesellschaft mbH", "", "Amtsgericht"}
	for i := range guests {
		p.Guests = append(p.Guests, Guest{
			ID: fmt.Sprint(i), Name: "Ewa-Marlene " + names[i%len(names)], Organisation: houses[i%len(houses)],
			Workshops: []event.ProgrammeItem{p.Items[0], p.Items[2]}[:i%3],
			NoPhotos:  i%2 == 0, Address: fmt.Sprintf("https://tisch.example.org/q/7n3gq2v5rz0k8yb4wx1mca%04d", i),
		})
	}
	return p
}

func TestGuestsStandBySurname(t *testing.T) {
	t.Parallel()
	row := func(name string, place attendance.Place) attendance.Attendance {
		return attendance.Attendance{ID: name, Name: name, Place: place}
	}
	gone := row("Anna Adam", attendance.Confirmed)
	gone.ErasedAt = &now
	got := guests([]attendance.Attendance{
		row("Bert Österreich", attendance.Confirmed), row("Anna Zander", attendance.Confirmed), row("Zoe Abel-Zander", attendance.Confirmed),
		row("Jan Wartend", attendance.Waitlisted), row("Nina Nein", attendance.Withdrawn), gone, row("Cem Oertel", attendance.Confirmed),
	}, nil, nil)
	var names []string
	for _, g := range got {
		names = append(names, g.Name)
	}
	if want := []string{"Zoe Abel-Zander", "Cem Oertel", "Bert Österreich", "Anna Zander"}; !slices.Equal(names, want) {
		t.Errorf("the list is %q, want %q", names, want)
	}
}

func TestAListSaysTheSameEverywhere(t *testing.T) {
	t.Parallel()
	l := locale(t, "de")
	p := hall(7)
	for _, c := range []struct {
		kind   Kind
		header []string
		rows   int
		pdf    []string // in the PDF
	}{
		{Signing, []string{"Nr.", "Name", "Organisation", "Unterschrift"}, 7, []string{"Teilnahmeliste", "Donnerstag, 25. März 2027, 09:00 bis 16:00 Uhr", "Landratsamt, Lindenhof 1, 99998 Musterstadt", "Gefördert aus Mitteln", "7 Personen", "Ohne Anmeldung gekommen", "Ewa-Marlene Nguyễn"}},
		{Door, []string{"Da", "Name", "Organisation", "Workshops"}, 7, []string{"Einlassliste", "Kündigungen früh erkennen"}},
		{Groups, []string{"Teil", "Nr.", "Name", "Organisation", "Da"}, 6, []string{"11:00 bis 12:00 Uhr · Saal 2 · Ewa Łuczak · 4 von 20 Plätzen", "2 Personen", "Ewa-Marlene Łuczak"}},
		{Needs, []string{"Teil", "Was", "Personen"}, 3, []string{"Essen und Zugang", "Vegan", "12", "Zugang ohne Stufen"}},
	} {
		list, err := p.List(l, c.kind)
		if err != nil {
			t.Fatal(err)
		}
		table := list.Sheet(l)
		rows := 0
		for row, err := range table.Rows {
			if err != nil || len(row) != len(table.Header) {
				t.Errorf("%s: a row of %d cells below %d headings (%v)", c.kind, len(row), len(table.Header), err)
			}
			rows++
		}
		if !slices.Equal(table.Header, c.header) || rows != c.rows {
			t.Errorf("%s: table of %q with %d rows, want %q with %d", c.kind, table.Header, rows, c.header, c.rows)
		}
		var out bytes.Buffer
		if err := p.Write(&out, l, list, now); err != nil {
			t.Fatal(err)
		}
		text := strings.Join(strings.Fields(read(t, out.Bytes(), "pdftotext", "-layout")), " ")
		for _, want := range c.pdf {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the PDF does not say %q: %s", c.kind, want, text)
			}
		}
	}
	if _, err := p.List(l, "secrets"); err == nil {
		t.Error("a list that does not exist is found")
	}
}

func TestWhatIsToBeArrangedNamesNobody(t *testing.T) {
	t.Parallel()
	l := locale(t, "de")
	list, err := hall(9).List(l, Needs)
	if err != nil {
		t.Fatal(err)
	}
	if said := fmt.Sprint(list); strings.Contains(said, "Ewa-Marlene") {
		t.Errorf("the counts name people: %s", said)
	}
}

func TestBadgesAreReadBack(t *testing.T) {
	t.Parallel()
	for _, f := range Formats() {
		var out bytes.Buffer
		p := hall(23)
		if err := p.WriteBadges(&out, locale(t, "de"), f, now); err != nil {
			t.Fatal(err)
		}
		info, text := read(t, out.Bytes(), "pdfinfo"), read(t, out.Bytes(), "pdftotext")
		pages := 23
		if f.Sheet() {
			pages = (23 + f.Across*f.Down - 1) / (f.Across * f.Down)
		}
		if want := fmt.Sprintf("Pages:           %d\n", pages); !strings.Contains(info, want) || !strings.Contains(info, "Tagged:          yes") {
			t.Errorf("%s: %s", f.Name, info)
		}
		text = squeezed(text)
		for _, name := range []string{"Ewa-Marlene Größler-Weiß", "Ewa-Marlene Łuczak", "Ewa-Marlene Yılmaz", "Ewa-Marlene Nguyễn", "Ewa-Marlene Ștefănescu", "Þórðardóttir"} {
			if !strings.Contains(text, squeezed(name)) {
				t.Errorf("%s: nobody reads %q on a badge", f.Name, name)
			}
		}
	}
}

// TestCodesOnBadgesAreReadBack looks at the badges as a phone does: as a picture.
func TestCodesOnBadgesAreReadBack(t *testing.T) {
	t.Parallel()
	longest := hall(4)
	longest.Event.Title = strings.Repeat("Gemeinsam gegen Wohnungslosigkeit ", 6)
	for i := range longest.Guests {
		g := &longest.Guests[i]
		g.Name, g.Organisation = strings.Repeat("Leutheusser-Schnarrenberger ", 7), strings.Repeat("Donaudampfschifffahrtselektrizitätengesellschaft ", 4)
		g.Workshops = []event.ProgrammeItem{longest.Items[2], longest.Items[2], longest.Items[2]}
	}
	for _, f := range Formats() {
		for _, p := range []Papers{hall(7), longest} {
			var out bytes.Buffer
			if err := p.WriteBadges(&out, locale(t, "de"), f, now); err != nil {
				t.Fatal(err)
			}
			found := scanned(t, out.Bytes())
			for _, g := range p.Guests {
				if !strings.Contains(found, g.Address+"\n") {
					t.Errorf("%s: no phone reads %s of %.30s", f.Name, g.Address, g.Name)
				}
			}
		}
	}
}

// scanned returns the codes on the pages of a file.
func scanned(t *testing.T, paper []byte) string {
	t.Helper()
	folder := t.TempDir()
	file := filepath.Join(folder, "badges.pdf")
	if err := os.WriteFile(file, paper, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, program := range []string{"pdftoppm", "zbarimg"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Fatal("codes are read back by pdftoppm and zbarimg: install poppler-utils and zbar-tools")
		}
	}
	if out, err := exec.Command("pdftoppm", "-r", "150", "-png", file, filepath.Join(folder, "page")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	pages, err := filepath.Glob(filepath.Join(folder, "page*.png"))
	if err != nil {
		t.Fatal(err)
	}
	found, _ := exec.Command("zbarimg", append([]string{"--quiet", "--raw"}, pages...)...).Output() // also fails when one page of many has no code
	return string(found)
}

// squeezed leaves out where lines are broken: pdftotext takes a hyphen at the end of a line for one that does not belong to the word.
func squeezed(text string) string {
	return strings.NewReplacer("-", "", " ", "", "\n", "", "\f", "").Replace(text)
}

func TestNobodyIsNoFault(t *testing.T) {
	t.Parallel()
	l := locale(t, "en")
	p := hall(0)
	for _, f := range Formats() {
		if err := p.WriteBadges(&bytes.Buffer{}, l, f, now); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
	for _, kind := range Kinds() {
		list, err := p.List(l, kind)
		if err == nil {
			err = p.Write(&bytes.Buffer{}, l, list, now)
		}
		if err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

// read has a program of poppler read the file.
func read(t *testing.T, file []byte, program string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatal("PDF files are read back by " + program + ": install poppler-utils")
	}
	at := filepath.Join(t.TempDir(), "paper.pdf")
	if kept := os.Getenv("RUNDERTISCH_KEEP_PDF"); kept != "" {
		at = filepath.Join(kept, fmt.Sprintf("%s-%d.pdf", t.Name(), len(file)))
	}
	if err := os.WriteFile(at, file, 0o600); err != nil {
		t.Fatal(err)
	}
	args = append(args, at)
	if program == "pdftotext" {
		args = append(args, "-")
	}
	out, err := exec.Command(path, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v", program, err)
	}
	return string(out)
}

// BenchmarkBadges writes the badges of 300 people; the goal is two seconds.
func BenchmarkBadges(b *testing.B) {
	l, p := locale(b, "de"), hall(300)
	for b.Loop() {
		if err := p.WriteBadges(&bytes.Buffer{}, l, Formats()[0], now); err != nil {
			b.Fatal(err)
		}
	}
}
