package document_test

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/document"
	"rundertisch/internal/pdftext"
)

// letters answers with what stands in the file behind its head, as if it were the text of one page.
func letters(_ context.Context, file *os.File) (pdftext.Text, error) {
	raw, err := io.ReadAll(file)
	return pdftext.Text{Words: strings.TrimPrefix(string(raw), somePDF), Pages: 1, Read: 1}, err
}

func (s shelf) addWith(t *testing.T, title, text string) document.Document {
	t.Helper()
	d, err := s.Add(t.Context(), s.ours, details(title), pdf(title+".pdf", text), "")
	must(t, err)
	return d
}

// readAll reads what is new and fails unless it was as many files.
func (s shelf) readAll(t *testing.T, read document.Read, want int) {
	t.Helper()
	n, err := s.ReadNew(t.Context(), read)
	must(t, err)
	if n != want {
		t.Fatalf("%d files were read, want %d", n, want)
	}
}

func (s shelf) state(t *testing.T, d document.Document) document.TextState {
	t.Helper()
	detail, err := s.Find(t.Context(), s.ours, d.ID)
	must(t, err)
	return detail.Text
}

func TestDocumentsAreFoundByWhatIsWrittenInThem(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		s.addWith(t, "Bericht", "Wohnungslosigkeit in Großengottern")
		s.addWith(t, "Wohnungslosigkeit", "nichts davon")
		if found := s.titles(t, s.ours, document.Filter{Text: "grossengottern"}); found != nil {
			t.Errorf("%v is found before anybody has read it", found)
		}
		s.readAll(t, letters, 2)
		s.readAll(t, letters, 0)
		list, err := s.List(t.Context(), s.ours, document.Filter{Text: "wohnungslos", Order: document.ByTitle})
		must(t, err)
		if len(list.Lines) != 2 || list.Total != 2 || !list.Lines[0].InText || list.Lines[1].InText {
			t.Errorf("found %+v", list.Lines)
		}
		for query, want := range map[string][]string{
			"Großengottern": {"Bericht"}, "grossengottern bericht": {"Bericht"}, "großengottern davon": nil, "davon": {"Wohnungslosigkeit"},
		} {
			if found := s.titles(t, s.ours, document.Filter{Text: query}); !slices.Equal(found, want) {
				t.Errorf("%q finds %v, want %v", query, found, want)
			}
		}
		if found := s.titles(t, s.neighbour, document.Filter{Text: "grossengottern"}); found != nil {
			t.Errorf("a neighbour finds %v", found)
		}
	})
}

func TestEverybodyFindsWhatEverybodyMayRead(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		d := s.addWith(t, "Bericht", "Entwurf mit Namen")
		s.readAll(t, letters, 1)
		public := func(query string) int {
			entries, n, err := document.ListPublicIn(t.Context(), s.db.Read(), document.Filter{Text: query})
			must(t, err)
			if len(entries) > 0 && !entries[0].InText {
				t.Errorf("%q is not said to stand in the text", query)
			}
			return n
		}
		if public("Namen") != 0 {
			t.Error("what is written in an internal document is found by everybody")
		}
		_, err := s.Replace(t.Context(), s.ours, d.ID, pdf("Bericht.pdf", "Endfassung"))
		must(t, err)
		must(t, s.Publish(t.Context(), s.ours, d.ID))
		if public("Namen") != 0 {
			t.Error("what is written in an earlier version is found by everybody")
		}
		s.readAll(t, letters, 1)
		if public("Endfassung") != 1 || public("Namen") != 0 {
			t.Error("the published version is not found by what is written in it")
		}
	})
}

// TestANewVersionIsNotFoundByTheWordsOfTheOneBefore replaces a document, once before and once while its file is read.
func TestANewVersionIsNotFoundByTheWordsOfTheOneBefore(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		d := s.addWith(t, "Bericht", "erstens")
		s.readAll(t, letters, 1)
		_, err := s.Replace(t.Context(), s.ours, d.ID, pdf("Bericht.pdf", "zweitens"))
		must(t, err)
		if found := s.titles(t, s.ours, document.Filter{Text: "erstens"}); found != nil || s.state(t, d) != "" {
			t.Errorf("%v is found by what was replaced", found)
		}
		replaced := false
		s.readAll(t, func(ctx context.Context, file *os.File) (pdftext.Text, error) {
			if !replaced {
				replaced = true
				_, err := s.Replace(ctx, s.ours, d.ID, pdf("Bericht.pdf", "drittens"))
				must(t, err)
			}
			return letters(ctx, file)
		}, 2)
		if s.titles(t, s.ours, document.Filter{Text: "zweitens"}) != nil || s.titles(t, s.ours, document.Filter{Text: "drittens"}) == nil {
			t.Error("a document is found by the words of the version that was replaced while it was read")
		}
	})
}

func TestADocumentFromTheBinIsReadAnew(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		d := s.addWith(t, "Bericht", "Wohnungslosigkeit")
		s.readAll(t, letters, 1)
		entry, err := s.Remove(t.Context(), s.ours, d.ID)
		must(t, err)
		s.readAll(t, letters, 0)
		_, err = s.binOf(t).BringBack(t.Context(), s.ours, entry.ID)
		must(t, err)
		s.readAll(t, letters, 1)
		if s.titles(t, s.ours, document.Filter{Text: "wohnungslos"}) == nil {
			t.Error("it is not found by what is written in it")
		}
	})
}

func TestThePageSaysWhyATextIsNotSearched(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		for text, want := range map[pdftext.Text]document.TextState{
			{Words: "Text", Pages: 2, Read: 2}: document.TextWhole, {Words: "Text", Pages: 2, Read: 1}: document.TextPartly,
			{Pages: 3, Read: 3}: document.TextNone, {Locked: true}: document.TextLocked, {Broken: true}: document.TextBroken,
		} {
			d := s.addWith(t, string(want), string(want))
			s.readAll(t, func(context.Context, *os.File) (pdftext.Text, error) { return text, nil }, 1)
			if got := s.state(t, d); got != want {
				t.Errorf("%+v is %q, want %q", text, got, want)
			}
		}
	})
}

func TestAFileThatGivesNoAnswerIsTriedAgain(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		d := s.addWith(t, "Bericht", "Text")
		fails := func(context.Context, *os.File) (pdftext.Text, error) {
			return pdftext.Text{}, pdftext.Failed{Err: errors.New("ended")}
		}
		for range 3 {
			s.readAll(t, fails, 1)
			s.readAll(t, fails, 0)
			s.clock.Advance(2 * time.Hour)
		}
		s.readAll(t, fails, 0)
		if got := s.state(t, d); got != document.TextFailed {
			t.Errorf("the text is %q", got)
		}
		s.clock.Advance(23 * time.Hour)
		s.readAll(t, fails, 1)
		_, err := s.Replace(t.Context(), s.ours, d.ID, pdf("Bericht.pdf", "besser"))
		must(t, err)
		s.readAll(t, letters, 1)
		if got := s.state(t, d); got != document.TextWhole {
			t.Errorf("a new version's text is %q", got)
		}
	})
}

func TestAFaultOfTheMachineSaysNothingOfTheFile(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		d := s.addWith(t, "Bericht", "Text")
		fault := errors.New("no process")
		if n, err := s.ReadNew(t.Context(), func(context.Context, *os.File) (pdftext.Text, error) { return pdftext.Text{}, fault }); n != 0 || !errors.Is(err, fault) {
			t.Errorf("%d, %v", n, err)
		}
		if got := s.state(t, d); got != "" {
			t.Errorf("the text is %q", got)
		}
		s.readAll(t, letters, 1)
	})
}

func TestAFileThatIsGoneKeepsNoOtherWaiting(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		s.addWith(t, "Bericht", "Text")
		must(t, os.RemoveAll(s.dir))
		d := s.addWith(t, "Anlage", "Wort")
		s.readAll(t, letters, 2)
		if got := s.state(t, d); got != document.TextWhole {
			t.Errorf("the text is %q", got)
		}
	})
}
