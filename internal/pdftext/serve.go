package pdftext

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium"
	pdfium_errors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"golang.org/x/text/unicode/norm"
)

const (
	maxFile     = 64 << 20         // octets of a file; more than anybody may upload
	maxPages    = 5000             // of a file
	memoryPages = 2048             // of 64 KiB: what the machine that reads may take
	collectFrom = 128 << 20        // octets from which on memory is collected at once: what the machine grows out of is large
	readWithin  = 90 * time.Second // all pages; what was read until then counts
)

// Serve reads a PDF from in and writes what is written in it to out, as JSON of Text: the work of the process that a Reader starts. cache
// is the folder of the compiled module; empty for none, and one that cannot be used is none.
func Serve(ctx context.Context, in io.Reader, out io.Writer, cache string) error {
	_ = os.WriteFile("/proc/self/oom_score_adj", []byte("1000"), 0) // elsewhere there is no such file
	debug.SetMemoryLimit(collectFrom)
	raw, err := io.ReadAll(io.LimitReader(in, maxFile))
	if err != nil {
		return err
	}
	engine := wazero.NewRuntimeConfig()
	if cache != "" {
		if kept, err := wazero.NewCompilationCacheWithDir(cache); err == nil {
			engine = engine.WithCompilationCache(kept)
		}
	}
	text, err := read(ctx, engine, raw)
	if err := errors.Join(err, ctx.Err()); err != nil {
		return err // whoever is to stop says nothing of the file
	}
	return json.NewEncoder(out).Encode(text)
}

func read(ctx context.Context, engine wazero.RuntimeConfig, raw []byte) (Text, error) {
	reading, stop := context.WithCancel(ctx)
	defer stop()
	pool, err := webassembly.Init(webassembly.Config{
		Context: reading, MaxIdle: 1, MaxTotal: 1, Stdout: io.Discard, Stderr: io.Discard,
		FSConfig: wazero.NewFSConfig(), // empty: without it the whole machine's files are mounted
		RuntimeConfig: engine.WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
			WithCloseOnContextDone(true).WithMemoryLimitPages(memoryPages),
	})
	if err != nil {
		return Text{}, err
	}
	machine, err := pool.GetInstanceWithContext(reading)
	if err != nil {
		return Text{}, err
	}
	defer time.AfterFunc(readWithin, stop).Stop()
	opened, err := machine.OpenDocument(&requests.OpenDocument{File: &raw})
	if errors.Is(err, pdfium_errors.ErrPassword) {
		return Text{Locked: true}, nil
	}
	if err != nil {
		return Text{Broken: true}, nil
	}
	count, err := machine.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: opened.Document})
	if err != nil {
		return Text{Broken: true}, nil
	}
	return pages(machine, opened.Document, count.PageCount), nil
}

// pages reads page after page. One that cannot be read is passed over; the machine may have ended with it, and then the rest is, too.
func pages(machine pdfium.Pdfium, opened references.FPDF_DOCUMENT, count int) Text {
	text := Text{Pages: count}
	var all strings.Builder
	unread := 0
	for i := range min(count, maxPages) {
		page, err := machine.GetPageText(&requests.GetPageText{Page: requests.Page{ByIndex: &requests.PageByIndex{Document: opened, Index: i}}})
		if err != nil {
			unread++
			continue
		}
		words := clean(page.Text)
		if left := MaxText - 1 - all.Len(); len(words) > left {
			all.WriteString(words[:strings.LastIndexByte(words[:left], ' ')+1])
			break
		}
		text.Read++
		all.WriteString(words)
		all.WriteByte(' ')
	}
	text.Words = strings.TrimSpace(all.String())
	text.Broken = count > 0 && unread == min(count, maxPages)
	return text
}

// divided is a word of two lines. PDFium tells a hyphen there by U+0002 or U+FFFE, browsers print U+2010 for a soft one.
var divided = regexp.MustCompile(`(\pL)(?:[-\x{2}\x{AD}\x{2010}\x{FFFE}]\s*\n\s*|[\x{2}\x{FFFE}])(\pL+)`)

// suspended are the words before which a hyphen stands for the rest of a word: Kinder- und Jugendhilfe.
var suspended = []string{"und", "oder", "bzw", "sowie", "wie", "bis", "and", "or"}

// clean joins divided words, takes ligatures apart and leaves one blank between words.
func clean(page string) string {
	page = divided.ReplaceAllStringFunc(strings.ToValidUTF8(page, ""), func(found string) string {
		parts := divided.FindStringSubmatch(found)
		next, _ := utf8.DecodeRuneInString(parts[2])
		switch {
		case slices.Contains(suspended, parts[2]):
			return parts[1] + "- " + parts[2]
		case unicode.IsUpper(next):
			return parts[1] + "-" + parts[2] // a compound that was written with a hyphen
		}
		return parts[1] + parts[2]
	})
	page = strings.Map(func(r rune) rune {
		switch {
		case r == '\u00AD':
			return -1
		case r == '\uFFFD', r == '\uFFFE', unicode.IsControl(r):
			return ' ' // neither database nor reader has a use for them
		}
		return r
	}, page)
	return strings.Join(strings.Fields(norm.NFKC.String(page)), " ")
}
