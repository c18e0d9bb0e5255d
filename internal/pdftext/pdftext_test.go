package pdftext_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/go-rod/rod/lib/proto"
	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"rundertisch/internal/browsertest"
	"rundertisch/internal/pdf"
	"rundertisch/internal/pdftext"
)

// folder has the process that reads, and what it keeps of the compiled module, once for all tests.
var folder string

// TestMain is a process that readers start, too: one that does what a broken one could do.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && misbehave(os.Args[1]) {
		return
	}
	var err error
	if folder, err = os.MkdirTemp("", "pdftext"); err != nil {
		panic(err)
	}
	code := 1
	if err := built(); err != nil {
		fmt.Fprintln(os.Stderr, err)
	} else {
		code = m.Run()
	}
	_ = os.RemoveAll(folder)
	os.Exit(code)
}

// built links the process and has it read nothing: after that the module is compiled.
func built() error {
	out, err := exec.Command("go", "build", "-trimpath", "-ldflags=-w", "-o", reader().Command[0], "./testdata/reader").CombinedOutput() //nolint:noctx // for all tests
	if err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	nothing, err := os.Open(os.DevNull)
	if err != nil {
		return err
	}
	_, err = reader().Read(context.Background(), nothing)
	return errors.Join(err, nothing.Close())
}

func reader() pdftext.Reader {
	return pdftext.Reader{Command: []string{filepath.Join(folder, "reader"), filepath.Join(folder, "cache")}}
}

func misbehave(how string) bool {
	switch how {
	case "child-hangs":
		select {}
	case "child-floods":
		for {
			if _, err := os.Stdout.WriteString(strings.Repeat("Wort ", 1000)); err != nil {
				return true
			}
		}
	case "child-tells":
		fmt.Printf(`{"words": %q}`, strings.Join(os.Environ(), " "))
	case "child-breaks":
		os.Exit(2)
	default:
		return false
	}
	return true
}

// broken is a reader whose process misbehaves.
func broken(how string) pdftext.Reader { return pdftext.Reader{Command: []string{os.Args[0], how}} }

func read(t *testing.T, r pdftext.Reader, raw []byte) (pdftext.Text, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file.pdf")
	must(t, os.WriteFile(path, raw, 0o600))
	file, err := os.Open(path)
	must(t, err)
	defer func() { must(t, file.Close()) }()
	return r.Read(t.Context(), file)
}

func words(t *testing.T, raw []byte) pdftext.Text {
	t.Helper()
	text, err := read(t, reader(), raw)
	must(t, err)
	return text
}

// paper writes a PDF by hand: a page for each content stream. Readers find their way without a table of its parts.
func paper(pages ...string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n3 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>> endobj\n")
	var kids strings.Builder
	for i, content := range pages {
		page := 4 + 2*i
		fmt.Fprintf(&kids, "%d 0 R ", page)
		fmt.Fprintf(&out, "%d 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>> endobj\n", page, page+1)
		fmt.Fprintf(&out, "%d 0 obj <</Length %d>> stream\n%s\nendstream endobj\n", page+1, len(content), content)
	}
	fmt.Fprintf(&out, "2 0 obj <</Type/Pages/Count %d/Kids[%s]>> endobj\ntrailer <</Root 1 0 R>>\n%%%%EOF\n", len(pages), kids.String())
	return out.Bytes()
}

func lines(text ...string) string {
	return "BT /F 12 Tf 72 760 Td 14 TL (" + strings.Join(text, ") Tj T* (") + ") Tj ET"
}

func TestThePagesAreReadInTheirOrder(t *testing.T) {
	t.Parallel()
	text := words(t, paper(lines("Wohnungs-", "losigkeit in Gro\\337engottern"), lines("Zweite Seite")))
	if text.Words != "Wohnungslosigkeit in Großengottern Zweite Seite" || text.Pages != 2 || text.Read != 2 || text.Locked || text.Broken {
		t.Errorf("read %+v", text)
	}
}

func TestCompoundsKeepTheirHyphen(t *testing.T) {
	t.Parallel()
	text := words(t, paper(lines("Sozial-", "Planung und Sozial-Bericht, Kinder-", "und Jugendhilfe, Unter-", "bringung")))
	if text.Words != "Sozial-Planung und Sozial-Bericht, Kinder- und Jugendhilfe, Unterbringung" {
		t.Errorf("read %+v", text)
	}
}

func TestOurOwnDocumentsAreRead(t *testing.T) {
	t.Parallel()
	doc := pdf.New(pdf.Meta{Title: "Ergebnisse", Lang: "de"})
	doc.Page()
	doc.Heading(1, "Ergebnisse der Fachtagung")
	doc.Paragraph("Łódź, Ősi und Şehir: Straßensozialarbeit, Öffentlichkeitsarbeit, Zusammenarbeit.")
	var out bytes.Buffer
	must(t, doc.Write(&out))
	text := words(t, out.Bytes())
	for _, want := range []string{"Ergebnisse der Fachtagung", "Łódź, Ősi und Şehir: Straßensozialarbeit, Öffentlichkeitsarbeit"} {
		if !strings.Contains(text.Words, want) {
			t.Errorf("%q is missing in %+v", want, text)
		}
	}
}

// TestWhatABrowserPrintsIsReadWithWholeWords reads letters that stand together as one sign, and words that the browser divided.
func TestWhatABrowserPrintsIsReadWithWholeWords(t *testing.T) {
	t.Parallel()
	page := browsertest.NewPage(t, browsertest.Open(t))
	page.Open("data:text/html;charset=utf-8,<!doctype html><html lang=de><title>Druck</title><body style='width:50mm;hyphens:manual;font:16pt serif'>" +
		"<p>Zusammenarbeits&shy;vereinbarung mit effizienten Öffnungszeiten und flexiblen Beratungs&shy;angeboten</p>")
	stream, err := page.PDF(&proto.PagePrintToPDF{})
	must(t, err)
	raw, err := io.ReadAll(stream)
	must(t, err)
	text := words(t, raw)
	if !strings.Contains(text.Words, "Zusammenarbeitsvereinbarung mit effizienten Öffnungszeiten und flexiblen Beratungsangeboten") {
		t.Errorf("read %+v", text)
	}
}

func TestAScanHasPagesButNoText(t *testing.T) {
	t.Parallel()
	if text := words(t, paper("q 400 0 0 400 72 300 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q")); text.Words != "" || text.Read != 1 || text.Broken {
		t.Errorf("read %+v", text)
	}
}

func TestAFileWithAPasswordIsLocked(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	conf := model.NewAESConfiguration("oeffnen", "aendern", 256)
	must(t, api.Encrypt(bytes.NewReader(paper(lines("geheim"))), &out, conf))
	if text := words(t, out.Bytes()); !text.Locked || text.Words != "" {
		t.Errorf("read %+v", text)
	}
}

func TestWhatIsNoPDFIsBroken(t *testing.T) {
	t.Parallel()
	for name, raw := range map[string][]byte{"empty": nil, "another file": []byte("PK\x03\x04"), "only the beginning": []byte("%PDF-1.7\n%%EOF\n")} {
		if text := words(t, raw); !text.Broken || text.Words != "" {
			t.Errorf("%s: read %+v", name, text)
		}
	}
}

// TestALongTextEndsAtAWord reads a file with more text than is kept.
func TestALongTextEndsAtAWord(t *testing.T) {
	t.Parallel()
	line := strings.Repeat("Beratungsstelle ", 400)
	many := make([]string, 12)
	for i := range many {
		many[i] = lines(slicesOf(line, 20)...)
	}
	text := words(t, paper(many...))
	if text.Pages != 12 || text.Read == 0 || text.Read >= 12 || text.Broken || len(text.Words) > pdftext.MaxText || !strings.HasSuffix(text.Words, " Beratungsstelle") {
		t.Errorf("%d of %d pages, %d octets, broken %t", text.Read, text.Pages, len(text.Words), text.Broken)
	}
}

func slicesOf(line string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = line
	}
	return all
}

// bomb is a page of a few hundred kilobytes that unpack to more than the machine that reads may take.
func bomb(t *testing.T) []byte {
	t.Helper()
	var packed bytes.Buffer
	w, err := zlib.NewWriterLevel(&packed, zlib.BestSpeed)
	must(t, err)
	blank := bytes.Repeat([]byte(" "), 1<<20)
	for range 300 {
		_, err := w.Write(blank)
		must(t, err)
	}
	must(t, w.Close())
	return bytes.Replace(paper(packed.String()), []byte("<</Length"), []byte("<</Filter/FlateDecode/Length"), 1)
}

// TestAFileThatUnpacksWithoutEndIsGivenUp opens a page whose contents are larger than the machine that reads them.
func TestAFileThatUnpacksWithoutEndIsGivenUp(t *testing.T) {
	t.Parallel()
	text, err := read(t, reader(), bomb(t))
	var failed pdftext.Failed
	if err != nil && !errors.As(err, &failed) || len(text.Words) > pdftext.MaxText {
		t.Errorf("read %d octets, %v", len(text.Words), err)
	}
}

func TestAProcessThatMisbehavesIsGivenUp(t *testing.T) {
	t.Parallel()
	for does, within := range map[string]time.Duration{"child-hangs": time.Second, "child-floods": time.Hour, "child-breaks": time.Hour} {
		t.Run(does, func(t *testing.T) {
			t.Parallel()
			r := broken(does)
			r.Within = within
			_, err := read(t, r, paper(lines("Wort")))
			var failed pdftext.Failed
			if !errors.As(err, &failed) {
				t.Errorf("got %v, want a Failed", err)
			}
		})
	}
}

func TestAProgramThatCannotStartIsNoFaultOfTheFile(t *testing.T) {
	t.Parallel()
	_, err := read(t, pdftext.Reader{Command: []string{filepath.Join(t.TempDir(), "gone")}}, nil)
	var failed pdftext.Failed
	if err == nil || errors.As(err, &failed) {
		t.Errorf("got %v", err)
	}
}

func TestWhoIsToldToStopSaysNothingOfTheFile(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	file, err := os.Open(os.DevNull)
	must(t, err)
	defer func() { must(t, file.Close()) }()
	stop()
	if _, err := broken("child-hangs").Read(ctx, file); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestTheProcessKnowsNothingOfOurSettings(t *testing.T) {
	t.Setenv("RUNDERTISCH_SECRET", "0123456789abcdef0123456789abcdef")
	text, err := read(t, broken("child-tells"), nil)
	must(t, err)
	if runtime.GOOS != "windows" && text.Words != "" {
		t.Errorf("the process has %q in its environment", text.Words)
	}
}

// TestDamagedFilesAreAnswered changes octets of a good file anywhere: whatever comes of it, there is an answer or a Failed.
func TestDamagedFilesAreAnswered(t *testing.T) {
	t.Parallel()
	good := paper(lines("Wohnungs-", "losigkeit"), lines("Zweite Seite"))
	for seed := range uint64(8) {
		chance := rand.New(rand.NewPCG(seed, seed))
		raw := bytes.Clone(good)
		for range 1 + chance.IntN(20) {
			raw[chance.IntN(len(raw))] = byte(chance.UintN(256))
		}
		text, err := read(t, reader(), raw[:len(raw)/2+chance.IntN(len(raw)/2)])
		var failed pdftext.Failed
		if err != nil && !errors.As(err, &failed) {
			t.Fatalf("%d: %v", seed, err)
		}
		if strings.ContainsAny(text.Words, "\x00\x02") || text.Read > text.Pages {
			t.Fatalf("%d: read %+v", seed, text)
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
