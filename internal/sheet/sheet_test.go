package sheet_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"rundertisch/internal/sheet"
)

// workbook writes cells to the sheet, by their coordinates.
func workbook(t *testing.T, options excelize.Options, cells map[string]any) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close() //nolint:errcheck // nothing is on the disk
	for at, value := range cells {
		must(t, book.SetCellValue("Sheet1", at, value))
	}
	var out bytes.Buffer
	must(t, book.Write(&out, options))
	return out.Bytes()
}

func archive(t *testing.T, parts map[string]io.Reader) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, content := range parts {
		part, err := w.Create(name)
		must(t, err)
		_, err = io.Copy(part, content)
		must(t, err)
	}
	must(t, w.Close())
	return out.Bytes()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestATableIsReadHoweverItIsSent(t *testing.T) {
	t.Parallel()
	text := "Nachname;Straße;Bemerkung\r\nGrößler;Höhenweg 1;\"a;\nb\"\r\n;;\r\nWeiß;;'=1\r\n"
	windows, err := charmap.Windows1252.NewEncoder().Bytes([]byte(text))
	must(t, err)
	want := []sheet.Row{{Line: 2, Cells: []string{"Größler", "Höhenweg 1", "a; b"}}, {Line: 5, Cells: []string{"Weiß", "", "=1"}}}
	book := workbook(t, excelize.Options{}, map[string]any{
		"A1": "Nachname", "B1": "Straße", "C1": "Bemerkung", "A2": "Größler", "B2": "Höhenweg 1", "C2": "a;\nb", "A5": " Weiß ", "C5": "=1",
	})
	for name, raw := range map[string][]byte{
		"UTF-8": []byte(text), "with mark": []byte("\uFEFF" + text), "Windows-1252": windows,
		"commas":     []byte("Nachname,Straße,Bemerkung\nGrößler,Höhenweg 1,\"a;\nb\"\n,,\nWeiß,,'=1\n"),
		"tabs":       []byte("Nachname\tStraße\tBemerkung\nGrößler\tHöhenweg 1\t\"a;\nb\"\n\t\t\nWeiß\t\t'=1\n"),
		"a workbook": book,
	} {
		got, err := sheet.Read(bytes.NewReader(raw), 100)
		must(t, err)
		if !slices.Equal(got.Header, []string{"Nachname", "Straße", "Bemerkung"}) || !reflect.DeepEqual(got.Rows, want) {
			t.Errorf("%s: read %q %+v", name, got.Header, got.Rows)
		}
	}
}

func TestLinesKeepTheirNumbersBelowABlankBeginning(t *testing.T) {
	t.Parallel()
	book := workbook(t, excelize.Options{}, map[string]any{"B3": "Name", "B7": "Weiß"})
	for name, raw := range map[string][]byte{
		"a workbook": book, "text": []byte("\n\n;Name\n\n\n\n;Weiß\n"), "text with a separator line": []byte("sep=;\n\n;Name\n\n\n\n;Weiß\n"),
	} {
		got, err := sheet.Read(bytes.NewReader(raw), 100)
		must(t, err)
		if got.Line != 3 || len(got.Rows) != 1 || got.Rows[0].Line != 7 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestCellsAreReadAsTheyAreShown(t *testing.T) {
	t.Parallel()
	book := excelize.NewFile()
	day := time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC)
	month, money := "mm/yyyy", `#,##0.00`
	for at, c := range map[string]struct {
		value any
		style excelize.Style
	}{
		"A1": {"Was", excelize.Style{}}, "A2": {day, excelize.Style{NumFmt: 14}}, "A3": {day, excelize.Style{CustomNumFmt: &month}},
		"A4": {1234.5, excelize.Style{CustomNumFmt: &money}}, "A5": {1.1, excelize.Style{}}, "A6": {99974, excelize.Style{}},
		"A7": {true, excelize.Style{}},
	} {
		style, err := book.NewStyle(&c.style)
		must(t, err)
		must(t, book.SetCellValue("Sheet1", at, c.value))
		must(t, book.SetCellStyle("Sheet1", at, at, style))
	}
	var out bytes.Buffer
	must(t, book.Write(&out))
	got, err := sheet.Read(&out, 100)
	must(t, err)
	var cells []string
	for _, row := range got.Rows {
		cells = append(cells, row.Cells[0])
	}
	if want := []string{"31.03.2026", "03/2026", "1,234.50", "1.1", "99974", "TRUE"}; !slices.Equal(cells, want) {
		t.Errorf("read %q, want %q", cells, want)
	}
}

func TestTheFirstSheetWithCellsIsRead(t *testing.T) {
	t.Parallel()
	book := excelize.NewFile()
	_, err := book.NewSheet("Liste")
	must(t, err)
	must(t, book.SetSheetCol("Liste", "A1", &[]string{"Name", "Weiß"}))
	var out bytes.Buffer
	must(t, book.Write(&out))
	got, err := sheet.Read(&out, 100)
	must(t, err)
	if len(got.Rows) != 1 || got.Rows[0].Cells[0] != "Weiß" {
		t.Errorf("%+v", got)
	}
}

func TestFilesThatCannotBeReadSayWhy(t *testing.T) {
	t.Parallel()
	good := workbook(t, excelize.Options{}, map[string]any{"A1": "Name", "A2": "Weiß"})
	for name, c := range map[string]struct {
		raw    []byte
		reason sheet.Reason
	}{
		"nothing":              {nil, sheet.Empty},
		"headings only":        {[]byte("Name;Ort\n\n;\n"), sheet.Empty},
		"an empty workbook":    {workbook(t, excelize.Options{}, nil), sheet.Empty},
		"a picture":            {[]byte("\x89PNG\r\n\x1a\n\x00\x00"), sheet.NoText},
		"bytes of no encoding": {[]byte("Name\nWei\x81\x8d"), sheet.NoText},
		"a letter":             {archive(t, map[string]io.Reader{"word/document.xml": strings.NewReader("<a/>")}), sheet.NoText},
		"half a workbook":      {good[:len(good)/2], sheet.Damaged},
		"a workbook of rubbish": {archive(t, map[string]io.Reader{
			"xl/workbook.xml": strings.NewReader("<workbook"), "[Content_Types].xml": strings.NewReader("rubbish"),
		}), sheet.Damaged},
		"a password":    {workbook(t, excelize.Options{Password: "geheim"}, map[string]any{"A1": "Name"}), sheet.Encrypted},
		"Excel 97":      {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1Workbook"), sheet.OldExcel},
		"macros":        {archive(t, map[string]io.Reader{"xl/workbook.xml": strings.NewReader("<a/>"), "xl/vbaProject.bin": strings.NewReader("x")}), sheet.Macros},
		"a bomb":        {archive(t, map[string]io.Reader{"xl/workbook.xml": strings.NewReader("<a/>"), "xl/worksheets/sheet1.xml": io.LimitReader(zeros{}, 300<<20)}), sheet.Bomb},
		"too large":     {bytes.Repeat([]byte("Name\n"), sheet.MaxBytes/5+1), sheet.TooLarge},
		"too many rows": {[]byte("Name\n" + strings.Repeat("Weiß\n", 11)), sheet.Rows},
		"too wide":      {[]byte(strings.Repeat("Name;", 201) + "\n" + strings.Repeat("Weiß;", 201)), sheet.Columns},
		"open quotes":   {[]byte("Name\n\"Weiß\n"), sheet.Quotes},
	} {
		_, err := sheet.Read(bytes.NewReader(c.raw), 10)
		if refused, ok := sheet.Reported(err); !ok || refused.Reason != c.reason {
			t.Errorf("%s: got %v, want %s", name, err, c.reason)
		}
	}
}

func TestBlankColumnsAtTheEndDoNotCount(t *testing.T) {
	t.Parallel()
	empty := strings.Repeat(";", 16_000) + "\n"
	table, err := sheet.Read(strings.NewReader("Name"+empty+"Weiß"+empty), 10)
	must(t, err)
	if got := table.Rows[0].Cells[0]; got != "Weiß" {
		t.Errorf("got %q", got)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

func TestAPartThatIsLongerThanItSaysIsDamaged(t *testing.T) {
	t.Parallel()
	raw := archive(t, map[string]io.Reader{"xl/workbook.xml": strings.NewReader("<a/>"), "xl/worksheets/sheet1.xml": io.LimitReader(zeros{}, 64<<20)})
	at := bytes.LastIndex(raw, []byte("PK\x01\x02"))
	if !bytes.Contains(raw[at:], []byte("sheet1")) {
		at = bytes.LastIndex(raw[:at], []byte("PK\x01\x02"))
	}
	copy(raw[at+24:], []byte{100, 0, 0, 0}) // the size the directory tells
	_, err := sheet.Read(bytes.NewReader(raw), 10)
	if refused, ok := sheet.Reported(err); !ok || refused.Reason != sheet.Damaged {
		t.Errorf("got %v", err)
	}
}

func TestABrokenReaderIsNoRefusal(t *testing.T) {
	t.Parallel()
	dead := errors.New("line went dead")
	_, err := sheet.Read(io.MultiReader(strings.NewReader("Name\n"), failing{dead}), 10)
	if !errors.Is(err, dead) {
		t.Errorf("got %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestWhatIsWrittenIsReadBackUnchanged(t *testing.T) {
	t.Parallel()
	rows := [][]string{
		{"Größler", "=SUM(A1)", "+49 3601"}, {"01234", "1.10", "03/2022"}, {"ein; \"zwei\"", "", "-Titel"}, {"TRUE", "@x", "1E5"},
	}
	for _, format := range sheet.Formats() {
		var out bytes.Buffer
		must(t, sheet.Write(&out, format, sheet.Source{
			Name: "Personen: alle/2026", Header: []string{"Name", "Wert", "Telefon"}, Rows: sheet.Of(rows, func(r []string) []string { return r }),
		}))
		got, err := sheet.Read(&out, 10)
		must(t, err)
		for i, row := range got.Rows {
			if want := rows[i]; !slices.Equal(row.Cells, want) {
				t.Errorf("%s: row %d is %q, want %q", format, i, row.Cells, want)
			}
		}
		if len(got.Rows) != len(rows) {
			t.Errorf("%s: %d rows", format, len(got.Rows))
		}
	}
}

func TestCSVGuardsWhatWouldBeAFormula(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	must(t, sheet.Write(&out, sheet.CSV, sheet.Source{
		Header: []string{"=Name"}, Rows: sheet.Of([]string{"=1+1", "-2", "Titel"}, func(s string) []string { return []string{s} }),
	}))
	if want := "\uFEFF'=Name\r\n'=1+1\r\n'-2\r\nTitel\r\n"; out.String() != want {
		t.Errorf("%q", out.String())
	}
}

func TestAWorkbookHoldsTextAndNoFormulas(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	must(t, sheet.Write(&out, sheet.XLSX, sheet.Source{
		Name: "Liste", Header: []string{"Name"}, Rows: sheet.Of([]string{"=1+1", "01234"}, func(s string) []string { return []string{s} }),
	}))
	book, err := excelize.OpenReader(&out)
	must(t, err)
	for at, want := range map[string]string{"A1": "Name", "A2": "=1+1", "A3": "01234"} {
		kind, err := book.GetCellType("Liste", at)
		must(t, err)
		value, err := book.GetCellValue("Liste", at)
		must(t, err)
		formula, err := book.GetCellFormula("Liste", at)
		must(t, err)
		if value != want || formula != "" || kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
			t.Errorf("%s: %q, formula %q, type %d", at, value, formula, kind)
		}
	}
}

func TestAFailingIteratorEndsTheWriting(t *testing.T) {
	t.Parallel()
	gone := errors.New("the database is gone")
	for _, format := range sheet.Formats() {
		err := sheet.Write(io.Discard, format, sheet.Source{Header: []string{"Name"}, Rows: func(yield func([]string, error) bool) {
			_ = yield([]string{"Weiß"}, nil) && yield(nil, gone)
		}})
		if !errors.Is(err, gone) {
			t.Errorf("%s: got %v", format, err)
		}
	}
}

func FuzzAnyTextIsReadOrRefused(f *testing.F) {
	f.Add("a;b\n1;2\n")
	f.Add("sep=;\n\n\"")
	f.Fuzz(func(t *testing.T, text string) {
		table, err := sheet.Parse(text, 1000)
		_, refused := sheet.Reported(err)
		if err == nil && len(table.Rows) == 0 || err != nil && !refused {
			t.Errorf("%q: %v", text, err)
		}
	})
}

func BenchmarkReadWorkbookOf20000Rows(b *testing.B) {
	var out bytes.Buffer
	rows := func(yield func([]string, error) bool) {
		for n := range 20000 {
			if !yield([]string{"Jana", fmt.Sprintf("Größler-%d", n), fmt.Sprintf("jana%d@example.org", n), "Träger", "Körner"}, nil) {
				return
			}
		}
	}
	if err := sheet.Write(&out, sheet.XLSX, sheet.Source{Name: "Personen", Header: []string{"a", "b", "c", "d", "e"}, Rows: rows}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := sheet.Read(bytes.NewReader(out.Bytes()), 20000); err != nil {
			b.Fatal(err)
		}
	}
}
