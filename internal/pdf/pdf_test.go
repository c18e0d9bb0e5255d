package pdf_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"rundertisch/internal/pdf"
	"rundertisch/internal/qr"
)

// letters are every letter of the languages of the European Union and of its neighbours, and names that people bring along.
var letters = []string{
	"ÄÖÜäöüßẞ", "ÁÀÂÃÅÆĂĄĀáàâãåæăąā", "ÇĆČĊĈçćčċĉ", "ĎĐÐďđð", "ÉÈÊËĖĘĚĒéèêëėęěē", "ĞĢĠĜğģġĝ", "ĤĦĥħ", "ÍÌÎÏİĮĪıíìîïįī", "ĴĵĶķ", "ŁĹĽĻłĺľļ",
	"ŃÑŇŅńñňņŊŋ", "ÓÒÔÕØŐŌŒóòôõøőōœ", "ŔŘŕř", "ŚŠŞȘśšşș", "ŤŢȚŦťţțŧ", "ÚÙÛŲŮŰŪŬúùûųůűūŭ", "ŴŵÝŸŶýÿŷ", "ŹŻŽźżž", "Þþ",
	"ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩάέήίόύώςϊϋΐΰ", "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя", "ҐЄІЇґєіїЎўЂЈЉЊЋЏђјљњћџЃЌѓќЅѕ",
	"Größler-Weiß", "Łuczak", "Yılmaz", "Nguyễn Thị Ánh", "Đặng", "Þórðardóttir", "Ștefănescu", "Čapková", "Þ. Ó'Brien", "Σαμαράς", "Шевченко", "Đurđević",
}

func sample() *pdf.Document {
	d := pdf.New(pdf.Meta{
		Title: "Teilnahmeliste: Größe zählt", Lang: "de", Author: "Landkreis", Created: time.Date(2027, 3, 25, 8, 0, 0, 0, time.UTC),
		Foot: "Gefördert aus Mitteln des Europäischen Sozialfonds Plus und des Freistaats.", Number: func(page, of int) string { return fmt.Sprintf("Seite %d von %d", page, of) },
	})
	d.Heading(1, "Teilnahmeliste")
	d.Paragraph("Fachtagung, 25.03.2027")
	t := pdf.Table{Least: 11, Columns: []pdf.Column{{Label: "Nr.", Share: 1, Right: true}, {Label: "Name", Share: 5, Bold: true}, {Label: "Organisation", Share: 6}, {Label: "Unterschrift", Share: 5}}}
	for i := range 60 {
		t.Rows = append(t.Rows, []string{fmt.Sprint(i + 1), letters[i%len(letters)], "Gesellschaft für Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamte mbH", ""})
	}
	d.Table(t)
	d.Heading(2, "Hinweis")
	d.Figure("Bitte nicht fotografieren: Größe", func() { d.Ring(40, 240, 4, 0.5) })
	return d
}

func written(t *testing.T, d *pdf.Document) string {
	t.Helper()
	var out bytes.Buffer
	if err := d.Write(&out); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "paper.pdf")
	if kept := os.Getenv("RUNDERTISCH_KEEP_PDF"); kept != "" {
		file = filepath.Join(kept, t.Name()+".pdf")
	}
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// read asks a program of poppler about the file.
func read(t *testing.T, program string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatal("PDF files are read back by " + program + ": install poppler-utils and zbar-tools")
	}
	out, err := exec.Command(path, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v: %s", program, err, out)
	}
	return string(out)
}

// TestTheSameDocumentIsTheSameFile: it is as old as its maker says, in UTC, and says nothing of the machine.
func TestTheSameDocumentIsTheSameFile(t *testing.T) {
	t.Parallel()
	var first bytes.Buffer
	if err := sample().Write(&first); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		var again bytes.Buffer
		if err := sample().Write(&again); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Bytes(), again.Bytes()) {
			t.Fatal("the same document is another file")
		}
	}
	const made = "(D:20270325080000)"
	if n := bytes.Count(first.Bytes(), []byte(made)); n != 2 {
		t.Errorf("the file says %d times when it was made and changed", n)
	}
	other := pdf.New(pdf.Meta{Title: "Anderes", Lang: "de", Created: time.Date(2027, 3, 25, 9, 0, 0, 0, time.FixedZone("anderswo", 3600))})
	other.Paragraph("Anderer Text")
	var second bytes.Buffer
	if err := other.Write(&second); err != nil || !bytes.Contains(second.Bytes(), []byte(made)) {
		t.Errorf("the time of elsewhere is not told in UTC (%v)", err)
	}
	if identifier(t, first.Bytes()) == identifier(t, second.Bytes()) {
		t.Error("two documents have one identifier")
	}
}

func identifier(t *testing.T, file []byte) string {
	t.Helper()
	_, id, found := bytes.Cut(file, []byte("/ID["))
	if !found {
		t.Fatal("the file has no identifier")
	}
	return string(id[:40])
}

func TestADocumentSaysWhatItIs(t *testing.T) {
	t.Parallel()
	info := read(t, "pdfinfo", written(t, sample()))
	for _, want := range []string{"Title:           Teilnahmeliste: Größe zählt", "Tagged:          yes", "Author:          Landkreis", "(A4)"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo does not say %q:\n%s", want, info)
		}
	}
}

// TestDocumentsAreWrittenAtOnce: the library that tags keeps settings for the whole program, which the race detector watches here.
func TestDocumentsAreWrittenAtOnce(t *testing.T) {
	t.Parallel()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			var out bytes.Buffer
			d := sample()
			if err := d.Write(&out); err != nil {
				t.Error(err)
			}
			if pages, err := api.PageCount(bytes.NewReader(out.Bytes()), nil); err != nil || pages != d.Pages() {
				t.Errorf("%d pages of %d, %v", pages, d.Pages(), err)
			}
		})
	}
	all.Wait()
}

func TestTheStructureIsThatOfTheDocument(t *testing.T) {
	t.Parallel()
	structure := read(t, "pdfinfo", "-struct-text", written(t, sample()))
	for _, want := range []string{"Document", "H1 ", "P ", "Table", "TR", "TH", "TD", "H2", "Figure", "Teilnahmeliste", "/Scope /Column", "/Scope /Row", "Gesellschaft für Donaudampf"} {
		if !strings.Contains(strings.ToLower(structure), strings.ToLower(want)) {
			t.Errorf("the structure lacks %q:\n%.3000s", want, structure)
		}
	}
	if n := strings.Count(structure, "\"Organisation\""); n != 1 {
		t.Errorf("the headings of the table are heard %d times, want once", n)
	}
	if strings.Contains(structure, "Seite 1") {
		t.Error("page numbers are heard")
	}
	if rows := strings.Count(structure, "TR\n"); rows != 61 {
		t.Errorf("%d rows, want 61", rows)
	}
}

func TestPicturesAreDescribed(t *testing.T) {
	t.Parallel()
	file, err := api.ReadContextFile(written(t, sample()))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range file.Table {
		dict, ok := entry.Object.(types.Dict)
		if !ok || dict.NameEntry("S") == nil || *dict.NameEntry("S") != "Figure" {
			continue
		}
		if alt, err := types.StringOrHexLiteral(dict["Alt"]); err != nil || *alt != "Bitte nicht fotografieren: Größe" {
			t.Errorf("the picture is described as %q (%v)", *alt, err)
		}
		return
	}
	t.Error("the picture is not in the structure")
}

func TestEveryEuropeanLetterIsPrinted(t *testing.T) {
	t.Parallel()
	d := pdf.New(pdf.Meta{Title: "Buchstaben", Lang: "de"})
	for _, text := range letters {
		d.Paragraph(text)
		d.Heading(3, text)
	}
	text := read(t, "pdftotext", written(t, d), "-")
	for _, want := range letters {
		if strings.Count(text, want) != 2 {
			t.Errorf("%q is not printed in both weights", want)
		}
	}
	if strings.Contains(text, "?") {
		t.Errorf("a letter is missing: %s", text)
	}
}

func TestStrangeTextsDoNoHarm(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"letters in two parts":          {"Gro\u0308\u00dfler", "Größler"},
		"marks that turn the direction": {"Anna\u202e gnaH \u2066x", "Anna gnaH x"},
		"letters no font here has":      {"王 Wei 🙂", "? Wei ?"},
		"relatives":                     {"Ａｎｎａ ㎏", "Anna kg"},
		"soft hyphens and breaks":       {"Sozial\u00adplanung\tund", "Sozialplanung und"},
		"markup of the format":          {`a) (b \ <</X>> EMC`, `a) (b \ <</X>> EMC`},
	} {
		d := pdf.New(pdf.Meta{Title: name, Lang: "de"})
		d.Paragraph(c.text)
		if got := strings.TrimSpace(read(t, "pdftotext", written(t, d), "-")); got != c.want {
			t.Errorf("%s: printed %q, want %q", name, got, c.want)
		}
	}
}

func TestATextFitsItsBox(t *testing.T) {
	t.Parallel()
	d := pdf.New(pdf.Meta{Title: "Schild", Lang: "de", Width: 90, Height: 54})
	d.Page()
	long := strings.Repeat("Leutheusser-Schnarrenberger ", 12)
	bottom := d.Fit(pdf.Paragraph, 5, 10, 60, 16, 9, pdf.Style{Size: 24, Bold: true}, long)
	if bottom > 26.01 {
		t.Errorf("the text ends at %.1f mm, below its box", bottom)
	}
	text := read(t, "pdftotext", written(t, d), "-")
	if !strings.Contains(text, "…") || strings.Contains(text, strings.TrimSpace(long)) {
		t.Errorf("the rest is not cut off visibly: %s", text)
	}
}

func TestALongTextRunsOverPages(t *testing.T) {
	t.Parallel()
	d := pdf.New(pdf.Meta{Title: "Lang", Lang: "de"})
	d.Paragraph(strings.Repeat("Ein Satz, der weitergeht. ", 2000))
	if d.Pages() < 5 {
		t.Errorf("only %d pages", d.Pages())
	}
	if n := strings.Count(read(t, "pdfinfo", "-struct", written(t, d)), "P (block)"); n != 1 {
		t.Errorf("the paragraph is heard as %d", n)
	}
}

func TestACodeOnPaperIsReadBack(t *testing.T) {
	t.Parallel()
	const address = "https://tisch.example.org/q/7N3GQ2V5RZ0K8YB4WX1MCA9DTE"
	code, err := qr.New(address)
	if err != nil {
		t.Fatal(err)
	}
	d := pdf.New(pdf.Meta{Title: "Code", Lang: "de", Width: 90, Height: 54})
	d.Page()
	d.Code(code, 60, 10, 26, "Zum Einlass")
	picture := filepath.Join(t.TempDir(), "page")
	read(t, "pdftoppm", "-r", "200", "-png", "-singlefile", written(t, d), picture)
	if got := strings.TrimSpace(read(t, "zbarimg", "--quiet", "--raw", picture+".png")); got != address {
		t.Errorf("read back %q", got)
	}
}

// BenchmarkTable writes an attendance list of 300 people.
func BenchmarkTable(b *testing.B) {
	for b.Loop() {
		d := sample()
		for range 4 {
			d.Table(pdf.Table{Columns: []pdf.Column{{Label: "a", Share: 1}}, Rows: make([][]string, 60)})
		}
		if err := d.Write(&bytes.Buffer{}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestListsLinksAndPhotosAreInTheStructure: whoever listens hears how long a list is, where a link leads and what is to be seen.
func TestListsLinksAndPhotosAreInTheStructure(t *testing.T) {
	t.Parallel()
	d := pdf.New(pdf.Meta{Title: "Dokumentation", Lang: "de"})
	d.Heading(1, "Dokumentation")
	long := strings.Repeat("Folien zum Vortrag über Wohnungslosigkeit im ländlichen Raum ", 4)
	d.List([]pdf.Item{{Text: "Bedarf: Beratung vor Ort"}, {Text: long, URL: "https://kreis.example.org/folien?a=1&b=(2)"}, {Text: "Ende", URL: "https://kreis.example.org/ende"}})
	var file bytes.Buffer
	if err := jpeg.Encode(&file, image.NewGray(image.Rect(0, 0, 300, 200)), nil); err != nil {
		t.Fatal(err)
	}
	for n := range 4 {
		d.Picture(pdf.Photo{File: file.Bytes(), Width: 300, Height: 200, Alt: fmt.Sprintf("Arbeitsgruppe %d am Tisch", n+1), Caption: "Foto: Büro"})
	}
	name := written(t, d)
	structure := read(t, "pdfinfo", "-struct-text", name)
	for _, want := range []string{"L ", "LI", "Lbl", "LBody", "Link", "Object", "Beratung vor Ort", "Figure"} {
		if !strings.Contains(structure, want) {
			t.Errorf("the structure lacks %q:\n%s", want, structure)
		}
	}
	if n := strings.Count(structure, "LI"); n != 3 {
		t.Errorf("the list has %d entries, want 3", n)
	}
	urls := read(t, "pdfinfo", "-url", name)
	if n := strings.Count(urls, "https://kreis.example.org/folien?a=1&b=(2)"); n < 2 || !strings.Contains(urls, "/ende") {
		t.Errorf("the lines of the links lead to\n%s", urls)
	}
	pictures := read(t, "pdfimages", "-list", name)
	if n := strings.Count(pictures, " image "); n != 4 || d.Pages() < 2 {
		t.Errorf("%d pictures on %d pages:\n%s", n, d.Pages(), pictures)
	}
	if err := api.ValidateFile(name, nil); err != nil {
		t.Errorf("it is not valid: %v", err)
	}
}
