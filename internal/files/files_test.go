package files_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/fault"
	"rundertisch/internal/files"
	"rundertisch/internal/id"
)

const (
	wordPart   = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
	excelPart  = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
	macroPart  = "application/vnd.ms-word.document.macroEnabled.main+xml"
	odtType    = "application/vnd.oasis.opendocument.text"
	contents   = "[Content_Types].xml"
	somePNG    = "\x89PNG\r\n\x1a\n0000"
	someWebP   = "RIFF\x00\x00\x00\x00WEBPVP8 "
	someJPEG   = "\xFF\xD8\xFF\xE0 JFIF"
	calendar   = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
	somePDF    = "%PDF-1.7\n%%EOF\n"
	windowsTxt = "Gr\xF6\xDFe;Zahl\r\n"
)

func TestOnlyWhatIsWhatItsNameSaysIsTaken(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		file, contents string
		key            string // of the refusal; empty: taken
	}{
		"a PDF":                        {"Bericht.pdf", somePDF, ""},
		"a PDF in capitals":            {"BERICHT.PDF", somePDF, ""},
		"a PNG":                        {"Bild.png", somePNG, ""},
		"a JPEG by its long ending":    {"Bild.jpeg", someJPEG, ""},
		"a WebP":                       {"Bild.webp", someWebP, ""},
		"a Word file":                  {"Brief.docx", office(wordPart), ""},
		"an Excel file":                {"Liste.xlsx", office(excelPart), ""},
		"an OpenDocument text":         {"Brief.odt", zipped("mimetype", odtType, "content.xml", "<x/>"), ""},
		"a text":                       {"Notiz.txt", "Größe: 3\n", ""},
		"a text of old Windows":        {"Zahlen.csv", windowsTxt, ""},
		"a text of UTF-16":             {"Zahlen.txt", "\xFF\xFEG\x00r\x00", ""},
		"a calendar":                   {"Termin.ics", "\uFEFF" + calendar, ""},
		"nothing":                      {"Bericht.pdf", "", "files.empty"},
		"a program called PDF":         {"Bericht.pdf", "MZ\x90\x00", "files.contents"},
		"a web page called PDF":        {"Bericht.pdf", "<html><script>", "files.contents"},
		"a PDF called picture":         {"Bild.png", somePDF, "files.contents"},
		"a web page called text":       {"Notiz.txt", "<!DOCTYPE html><script>", "files.contents"},
		"a program called text":        {"Notiz.txt", "Anfang" + strings.Repeat(" ", 600) + "\x00\x01", "files.contents"},
		"a text called calendar":       {"Termin.ics", "Termin am Montag", "files.contents"},
		"an archive called Word":       {"Brief.docx", zipped("brief.txt", "Hallo"), "files.contents"},
		"an Excel file called Word":    {"Brief.docx", office(excelPart), "files.contents"},
		"a Word file called OpenDoc":   {"Brief.odt", office(wordPart), "files.contents"},
		"a broken archive":             {"Brief.docx", office(wordPart)[:60], "files.contents"},
		"two lists of contents":        {"Brief.docx", zipped(contents, list(wordPart), "[content_types].xml", list(macroPart)), "files.contents"},
		"a huge list of contents":      {"Brief.docx", zipped(contents, strings.Repeat(" ", 2<<20)+list(wordPart)), "files.contents"},
		"a file with macros":           {"Brief.docm", office(macroPart), "files.macros"},
		"a file with macros, renamed":  {"Brief.docx", office(macroPart), "files.macros"},
		"a program beside the text":    {"Brief.docx", zipped(contents, list(wordPart), "word/vbaProject.bin", "x"), "files.macros"},
		"a program in LibreOffice":     {"Brief.odt", zipped("mimetype", odtType, "Basic/Standard/Modul1.xml", "x"), "files.macros"},
		"an empty list of LibreOffice": {"Brief.odt", zipped("mimetype", odtType, "Basic/Standard/script-lb.xml", "x"), ""},
		"very many entries":            {"Brief.docx", office(wordPart) + strings.Repeat("PK\x01\x02", 10_001), "files.bomb"},
		"an SVG":                       {"Logo.svg", "<svg/>", "files.kind"},
		"a web page":                   {"Seite.html", "<html>", "files.kind"},
		"a program":                    {"setup.exe", "MZ", "files.kind"},
		"an archive":                   {"alles.zip", zipped("a", "b"), "files.kind"},
		"no ending":                    {"Bericht", somePDF, "files.kind"},
		"an ending turned around":      {"rechnung\u202Efdp.exe", somePDF, "files.kind"},
		"an ending behind a control":   {"Bericht.pdf\x00.exe", "MZ", "files.kind"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kind, err := files.Check(upload(c.file, c.contents))
			wantKey(t, err, c.key)
			if err == nil && kind.MediaType() == "" {
				t.Error("no media type")
			}
		})
	}
}

func TestTheLimitIsExact(t *testing.T) {
	t.Parallel()
	whole := somePDF + strings.Repeat(" ", files.MaxBytes-len(somePDF))
	_, err := files.Check(upload("Bericht.pdf", whole))
	wantKey(t, err, "")
	_, err = files.Check(upload("Bericht.pdf", whole+" "))
	wantKey(t, err, "files.too_large")
}

// TestABombIsSeenWithoutUnpacking: thirty entries say that they have 50 MB each.
func TestABombIsSeenWithoutUnpacking(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	add(w, contents, list(wordPart))
	for range 30 {
		_, err := w.CreateRaw(&zip.FileHeader{Name: "word/" + id.New() + ".xml", Method: zip.Deflate, UncompressedSize64: 50 << 20})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := files.Check(upload("Brief.docx", out.String()))
	wantKey(t, err, "files.bomb")
}

func TestNamesAreLabels(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Sehr langer Name ", 20)
	for name, c := range map[string]struct{ given, want string }{
		"a plain name":         {"Größler-Weiß, Łuczak.pdf", "Größler-Weiß, Łuczak.pdf"},
		"folders":              {"../../etc/passwd.txt", "passwd.txt"},
		"folders of Windows":   {`C:\Akten\Bericht.pdf`, "Bericht.pdf"},
		"a turned direction":   {"rechnung\u202Efdp.exe", "rechnungfdp.exe"},
		"controls":             {"a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"},
		"no letters":           {"...", ""},
		"octets that are none": {"a\xFF.pdf", "a.pdf"},
		"an umlaut of two":     {"u\u0308.pdf", "ü.pdf"},
		"a name of 344":        {long + ".pdf", strings.TrimSpace(string([]rune(long)[:116])) + ".pdf"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := files.Label(c.given); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestAFileIsThereOnceItIsWhole(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "files")
	store := files.New(dir)
	if _, err := store.Open(id.New()); !fault.Is(err, fault.NotFound) {
		t.Errorf("before the first file: %v", err)
	}
	stored, err := store.Put(strings.NewReader(somePDF))
	if err != nil || stored.Size != int64(len(somePDF)) || len(stored.SHA256) != 64 {
		t.Fatal(stored, err)
	}
	file, err := store.Open(stored.Name)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(file)
	if err := errors.Join(err, file.Close()); err != nil || string(raw) != somePDF {
		t.Errorf("%q, %v", raw, err)
	}
	if _, err := store.Put(&torn{}); err == nil {
		t.Error("a torn upload is kept")
	}
	if _, err := store.Put(io.LimitReader(endless{}, files.MaxBytes+1)); !fault.Is(err, fault.Invalid) {
		t.Errorf("too large: %v", err)
	}
	if n := count(t, dir); n != 1 {
		t.Errorf("%d files lie there, want the whole one", n)
	}
	for _, name := range []string{"../" + stored.Name, "", "x", strings.Repeat("/", 26)} {
		if _, err := store.Open(name); !fault.Is(err, fault.NotFound) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestASymbolicLinkLeadsNowhere(t *testing.T) {
	t.Parallel()
	dir, outside := t.TempDir(), filepath.Join(t.TempDir(), "secret")
	name := id.New()
	shard := filepath.Join(dir, strings.ToLower(name[24:]))
	if err := errors.Join(os.WriteFile(outside, []byte("x"), 0o600), os.Mkdir(shard, 0o700), os.Symlink(outside, filepath.Join(shard, name))); err != nil {
		t.Fatal(err)
	}
	if _, err := files.New(dir).Open(name); err == nil {
		t.Error("a link out of the folder is followed")
	}
}

func TestTheSweepTakesWhatNobodyKnows(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	store, now := files.New(dir), time.Now()
	put := func(age time.Duration) string {
		stored, err := store.Put(strings.NewReader(somePDF))
		if err != nil {
			t.Fatal(err)
		}
		place := filepath.Join(dir, strings.ToLower(stored.Name[24:]), stored.Name)
		if err := os.Chtimes(place, now.Add(-age), now.Add(-age)); err != nil {
			t.Fatal(err)
		}
		return stored.Name
	}
	known, orphan, fresh := put(48*time.Hour), put(48*time.Hour), put(time.Hour)
	foreign := filepath.Join(dir, "ab", "Übersicht.pdf")
	unfinished := filepath.Join(dir, strings.ToLower(known[24:]), known+".part")
	for _, place := range []string{foreign, unfinished} {
		old := now.Add(-48 * time.Hour)
		err := errors.Join(os.MkdirAll(filepath.Dir(place), 0o700), os.WriteFile(place, []byte("x"), 0o600), os.Chtimes(place, old, old))
		if err != nil {
			t.Fatal(err)
		}
	}
	removed, err := store.Sweep(t.Context(), now.Add(-24*time.Hour), func(_ context.Context, names []string) (map[string]bool, error) {
		return map[string]bool{known: true}, nil
	})
	if err != nil || removed != 2 {
		t.Errorf("removed %d, %v; want the orphan and the unfinished one", removed, err)
	}
	for name, want := range map[string]bool{known: true, orphan: false, fresh: true} {
		if got, err := store.Has(name); err != nil || got != want {
			t.Errorf("%s is there: %v, %v", name, got, err)
		}
	}
	if _, err := os.Stat(foreign); err != nil {
		t.Error("a file that is not ours was touched")
	}
	stop := errors.New("the database is away")
	if _, err := store.Sweep(t.Context(), now, func(context.Context, []string) (map[string]bool, error) { return nil, stop }); !errors.Is(err, stop) {
		t.Errorf("got %v", err)
	}
	if got, err := store.Has(known); err != nil || !got {
		t.Error("without an answer of the database something was removed")
	}
}

func upload(name, contents string) files.Upload {
	return files.Upload{Name: name, Size: int64(len(contents)), Content: strings.NewReader(contents)}
}

// wantKey fails unless err says the key at the field "file"; an empty key wants no error.
func wantKey(t *testing.T, err error, key string) {
	t.Helper()
	if key == "" && err == nil {
		return
	}
	fields := fault.Fields(err)
	if len(fields) != 1 || fields[0].Name != "file" || fields[0].Key != key {
		t.Errorf("got %v, want %q", err, key)
	}
}

func list(part string) string {
	return `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/main.xml" ContentType="` + part + `"/></Types>`
}

func office(part string) string { return zipped(contents, list(part), "main.xml", "<x/>") }

// zipped is an archive of names and contents by turns.
func zipped(entries ...string) string {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(entries); i += 2 {
		add(w, entries[i], entries[i+1])
	}
	_ = w.Close()
	return out.String()
}

func add(w *zip.Writer, name, text string) {
	entry, err := w.Create(name)
	if err == nil {
		_, err = io.WriteString(entry, text)
	}
	if err != nil {
		panic(err)
	}
}

func count(t *testing.T, dir string) (n int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(_ string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// torn ends in the middle.
type torn struct{ begun bool }

func (r *torn) Read(p []byte) (int, error) {
	if r.begun {
		return 0, io.ErrUnexpectedEOF
	}
	r.begun = true
	return copy(p, somePDF), nil
}

// endless never ends.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }
