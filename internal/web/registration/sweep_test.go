package registrationweb_test

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/directory"
)

// aged makes the files of the store look as if they had been written two days ago, by the program's clock: a file that was written just now may
// belong to a transaction that is under way.
func (h *hall) aged() {
	h.t.Helper()
	all, err := filepath.Glob(filepath.Join(h.site.Config.FilesDir, "*", "*"))
	h.must(err)
	for _, name := range all {
		past := h.site.Clock.Now().AddDate(0, 0, -2)
		h.must(os.Chtimes(name, past, past))
	}
}

func (h *hall) sweep() {
	h.t.Helper()
	h.aged()
	_, err := h.site.Documents.Sweep(h.t.Context())
	h.must(err)
}

// TestAFileStaysAsLongAsItAnswersAndNoLonger: the sweep knows the answers' files, and those whose time is over are nobody's.
func TestAFileStaysAsLongAsItAnswersAndNoLonger(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		ends func(h *hall, b *apptest.Browser, self string)
		kept int
	}{
		"nothing happens":                   {func(*hall, *apptest.Browser, string) {}, 1},
		"the event is over, not the time":   {func(h *hall, _ *apptest.Browser, _ string) { h.expire(13) }, 1},
		"the time is over":                  {func(h *hall, _ *apptest.Browser, _ string) { h.expire(14) }, 0},
		"the person is erased by the link":  {func(_ *hall, b *apptest.Browser, self string) { b.Post(self+"/loeschen/alles", nil).Status(303) }, 0},
		"the directory's person is erased":  {func(h *hall, _ *apptest.Browser, self string) { h.erase(self) }, 0},
		"the file is replaced by a new one": {func(h *hall, b *apptest.Browser, self string) { h.replace(b, self) }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			apptest.Each(t, func(t *testing.T, s *apptest.Site) {
				h := open(t, s, 10, 5)
				sketch := h.askFile(false)
				b := s.Browser()
				b.Get(h.form()).Status(200)
				self, _, _ := strings.Cut(b.Upload(registering, sketch.Name(), "Skizze.pdf", []byte(aPDF), url.Values{
					"name": {"Anna"}, "email": {"anna@example.org"},
				}).Status(303).Location, "?")
				b.Get(self + "/loeschen").Status(200) // has the token of a form
				c.ends(h, b, self)
				h.sweep()
				if n := h.stored(); n != c.kept {
					t.Errorf("%d files lie in the store, want %d", n, c.kept)
				}
				if c.kept == 1 && name != "the event is over, not the time" {
					b.Get(self + "/dateien/" + sketch.ID).Status(200)
				}
			})
		})
	}
}

// expire goes to some days after the event and lets the night delete what is kept no longer.
func (h *hall) expire(days int) {
	h.t.Helper()
	h.site.Clock.Advance(h.event.EndsAt.AddDate(0, 0, days).Sub(h.site.Clock.Now()) + time.Minute)
	_, err := h.site.Forms.Expire(h.t.Context())
	h.must(err)
}

// erase ties the registration to a person of the directory, who is erased then.
func (h *hall) erase(self string) {
	h.t.Helper()
	person, err := h.site.Directory.AddPerson(h.t.Context(), h.Actor, directory.Person{Given: "Anna", Family: "Alt", Email: "anna@example.org", Lang: "de", Source: "Test"})
	h.must(err)
	h.must(h.site.DB.RunInTx(h.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewUpdate().Table("attendances").Set("person_id = ?", person.ID).Where("id = ?", strings.TrimPrefix(self, "/teilnahme/")).Exec(ctx)
		return err
	}))
	h.must(h.site.Directory.ErasePerson(h.t.Context(), h.Actor, person.ID))
}

// replace sends another file instead.
func (h *hall) replace(b *apptest.Browser, self string) {
	h.t.Helper()
	page := b.Get(self + "/angaben").Status(200)
	field := page.Find("input[type=file]").AttrOr("name", "")
	b.Upload("form[action$=angaben]", field, "Neu.pdf", []byte(aPDF+"\n% neu\n")).Status(303)
}
