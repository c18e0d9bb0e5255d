package registrationweb_test

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/form"
)

const (
	aPDF = "%PDF-1.7\nSkizze\n%%EOF\n"
	aPNG = "\x89PNG\r\n\x1a\n0000"
)

// askFile lets the event ask for a file.
func (h *hall) askFile(required bool) form.Field {
	h.t.Helper()
	f, err := h.site.Forms.Add(h.t.Context(), h.Actor, h.event.ID, form.Details{
		Kind: form.File, Label: "Projektskizze", Required: required, Purpose: "für die Plakatwand", KeepDays: "14",
	})
	h.must(err)
	return f
}

// stored counts the files that lie in the store.
func (h *hall) stored() (n int) {
	h.t.Helper()
	all, err := filepath.Glob(filepath.Join(h.site.Config.FilesDir, "*", "*"))
	h.must(err)
	for _, name := range all {
		if about, err := os.Stat(name); err == nil && about.Mode().IsRegular() {
			n++
		}
	}
	return n
}

func TestOnlyAFileThatIsWhatItsNameSaysAnswersAQuestion(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		f := h.askFile(true)
		b := s.Browser()
		b.Get(h.form()).Status(200).Has("form[enctype='multipart/form-data'] .kern-hint", "höchstens 5 MB")
		typed := url.Values{"name": {"👩‍🌾 ليلى Größler"}, "email": {"leila@example.org"}, "remark": {"Ich komme später."}}
		for name, c := range map[string]struct{ file, content, says string }{
			"a picture called PDF":  {"Skizze.pdf", aPNG, "ihr Inhalt ist aber etwas anderes"},
			"a program called PDF":  {"Skizze.pdf", "MZ\x90\x00", "ihr Inhalt ist aber etwas anderes"},
			"a table":               {"Skizze.csv", "a;b\n", "Dateien dieser Art werden hier nicht angenommen"},
			"a web page":            {"Skizze.html", "<html>", "Dateien dieser Art werden hier nicht angenommen"},
			"a document with macro": {"Skizze.docm", "PK\x03\x04", "Makros"},
			"nothing":               {"Skizze.pdf", "", "Die Datei ist leer"},
			"too much":              {"Skizze.pdf", aPDF + strings.Repeat(" ", form.MaxFile), "Höchstens 5 MB"},
		} {
			page := b.Upload(registering, f.Name(), c.file, []byte(c.content), typed).Status(422)
			page.Has(".rt-summary a[href='#f-"+f.Name()+"']", "Projektskizze: ").Has(".rt-summary", c.says).Has(".kern-error", c.says)
			page.Has("textarea[name=remark]", "Ich komme später.").Has(".kern-hint", "Bitte wählen Sie die Datei noch einmal aus")
			if page.Find("input[name=name]").AttrOr("value", "") != typed.Get("name") {
				t.Errorf("%s: the name is lost", name)
			}
		}
		b.Submit(registering, typed).Status(422).Has(".kern-error", "Bitte wählen Sie eine Datei aus")
		if people, files := h.rows("attendances"), h.stored(); people != 0 || files != 0 {
			t.Errorf("%d people and %d files of what was refused are kept", people, files)
		}
	})
}

func TestAFileIsSeenReplacedAndTakenAway(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		f := h.askFile(false)
		b := s.Browser()
		b.Get(h.form()).Status(200)
		typed := url.Values{"name": {"Anna"}, "email": {"anna@example.org"}}
		b.Upload(registering, f.Name(), "../Größler Skizze.pdf", []byte(aPDF), typed).Status(303)
		self := b.Follow().Status(200)
		link := self.Find("a[href*='/dateien/']")
		if link.Text() != "Größler Skizze.pdf" {
			t.Errorf("the file is called %q", link.Text())
		}
		at := link.AttrOr("href", "")
		own := b.Get(at).Status(200)
		if own.Body != aPDF || !strings.HasPrefix(own.Header.Get("Content-Disposition"), "attachment") || !strings.Contains(own.Header.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("%q %v", own.Body, own.Header)
		}
		s.Browser().Get(at).Status(404)
		list := h.Get(h.list()).Status(200).Find("main a").FilterFunction(func(_ int, a *goquery.Selection) bool { return strings.Contains(a.Text(), "Anna") })
		staff := h.Get(list.First().AttrOr("href", "")).Status(200).Find("a[href*='/files/']").AttrOr("href", "")
		if page := h.Get(staff).Status(200); page.Body != aPDF {
			t.Errorf("staff read %q", page.Body)
		}
		s.Office("Landkreis Nebenan").Get(staff).Status(404)

		b.Get(self.Find("a[href$=angaben]").AttrOr("href", "")).Status(200).Has("label", "Projektskizze: andere Datei").Has("label", "Größler Skizze.pdf löschen")
		b.Upload("form[action$=angaben]", f.Name(), "Neu.png", []byte(aPNG)).Status(303)
		if page := b.Get(at).Status(200); page.Body != aPNG {
			t.Errorf("after replacing it is %q", page.Body)
		}
		b.Get(self.Find("a[href$=angaben]").AttrOr("href", "")).Status(200)
		b.Submit("form[action$=angaben]", url.Values{form.Drop(f.ID): {"1"}}).Status(303)
		b.Follow().Status(200).HasNot("a[href*='/dateien/']", "png")
		b.Get(at).Status(404)
	})
}

func TestAFormWithAFileSentTwiceKeepsOnePersonAndOneFile(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		f := h.askFile(true)
		b := s.Browser()
		for n := range 2 {
			b.Get(h.form()).Status(200)
			b.Upload(registering, f.Name(), "Skizze.pdf", []byte(aPDF), url.Values{"name": {"Anna"}, "email": {"anna@example.org"}, "nonce": {"once"}}).Status(303)
			page := b.Follow().Status(200).Has("h2", "Sie haben einen Platz")
			if n == 1 {
				page.Has("[role=status]", "liegt uns vor")
			}
		}
		if people, files := h.rows("attendances"), h.stored(); people != 1 || files != 1 {
			t.Errorf("%d people, %d files", people, files)
		}
	})
}

func TestAnEventAsksForTwoFilesAtMost(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		h.askFile(false)
		h.askFile(false)
		h.Get(h.at("/form/new")).Status(200)
		h.Submit("form[action$=form]", url.Values{"kind": {"file"}, "label": {"Noch eine"}, "purpose": {"x"}, "keep_days": {"1"}}).Status(422).
			Has("main", "höchstens 2 Fragen nach einer Datei")
	})
}
