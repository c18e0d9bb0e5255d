package document_test

import (
	"image"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/document"
	"rundertisch/internal/fault"
	"rundertisch/internal/files"
)

// read returns what everybody gets of the document's version, the newest one for 0.
func (s shelf) read(t *testing.T, documentID string, number int64) (string, error) {
	t.Helper()
	_, file, err := s.OpenPublic(t.Context(), documentID, number)
	if err != nil {
		return "", err
	}
	raw, err := io.ReadAll(file)
	must(t, err)
	must(t, file.Close())
	return strings.TrimPrefix(string(raw), somePDF), nil
}

func TestEverybodyReadsWhatIsPublishedAndNoEarlierVersion(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		d := s.add(t, "Entwurf")
		_, err := s.Replace(t.Context(), s.ours, d.ID, pdf("b.pdf", "Reinfassung"))
		must(t, err)
		_, err = s.read(t, d.ID, 0)
		wantKind(t, err, fault.NotFound)
		must(t, s.Publish(t.Context(), s.ours, d.ID))
		must(t, s.Publish(t.Context(), s.ours, d.ID)) // pressed twice
		_, err = s.Replace(t.Context(), s.ours, d.ID, pdf("c.pdf", "Nachtrag"))
		must(t, err)
		for number, want := range map[int64]string{0: "Nachtrag", 2: "Reinfassung", 3: "Nachtrag"} {
			if got, err := s.read(t, d.ID, number); err != nil || got != want {
				t.Errorf("version %d reads %q, %v; want %q", number, got, err, want)
			}
		}
		for _, number := range []int64{1, 4} {
			_, err := s.read(t, d.ID, number)
			wantKind(t, err, fault.NotFound)
		}
		s.add(t, "Vermerk")
		list, total, err := document.ListPublicIn(t.Context(), s.db.Read(), document.Filter{})
		must(t, err)
		if total != 1 || len(list) != 1 || list[0].ID != d.ID || list[0].Newest.Number != 3 {
			t.Errorf("everybody finds %d: %+v", total, list)
		}
		if got := s.titles(t, s.ours, document.Filter{Sight: document.ForStaff}); !slices.Equal(got, []string{"Vermerk"}) {
			t.Errorf("internal are %v", got)
		}
		must(t, s.Withdraw(t.Context(), s.ours, d.ID))
		_, err = s.read(t, d.ID, 0)
		wantKind(t, err, fault.NotFound)
		must(t, s.Publish(t.Context(), s.ours, d.ID))
		_, err = s.read(t, d.ID, 2)
		wantKind(t, err, fault.NotFound)
		entry, err := s.Remove(t.Context(), s.ours, d.ID)
		must(t, err)
		_, err = s.read(t, d.ID, 0)
		wantKind(t, err, fault.NotFound)
		if entry.ID == "" {
			t.Error("it does not lie in the bin")
		}
	})
}

func TestAPictureIsDescribedBeforeEverybodySeesIt(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		picture := drawing(t)
		x := document.Details{Title: "Saal", Kind: document.Picture, Language: "de", Licence: "cc-by-4.0"}
		d, err := s.Add(t.Context(), s.ours, x, files.Upload{Name: "saal.png", Size: int64(len(picture)), Content: strings.NewReader(picture)}, "")
		must(t, err)
		wantKind(t, s.Publish(t.Context(), s.ours, d.ID), fault.Conflict)
		x.Description = "Vierzig Menschen sitzen in Gruppen an runden Tischen."
		_, err = s.Edit(t.Context(), s.ours, d.ID, d.Version, x)
		must(t, err)
		must(t, s.Publish(t.Context(), s.ours, d.ID))
		x.Licence = "erfunden"
		_, err = s.Edit(t.Context(), s.ours, d.ID, d.Version+1, x)
		wantField(t, err, "licence", "fault.choice")
	})
}

func TestThoseWhoKeepContentsPublishThem(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		d := s.add(t, "Bericht")
		reader := s.ours
		reader.Roles = []account.Role{account.Auditor}
		wantKind(t, s.Publish(t.Context(), reader, d.ID), fault.Forbidden)
		wantKind(t, s.Publish(t.Context(), s.neighbour, d.ID), fault.NotFound)
		must(t, s.Publish(t.Context(), s.ours, d.ID))
		wantKind(t, s.Withdraw(t.Context(), reader, d.ID), fault.Forbidden)
		wantKind(t, s.Withdraw(t.Context(), s.neighbour, d.ID), fault.NotFound)
	})
}

// TestAPublicPictureStaysDescribed: what is asked for before the publication could be taken away after it.
func TestAPublicPictureStaysDescribed(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		picture := drawing(t)
		drawn := files.Upload{Name: "saal.png", Size: int64(len(picture)), Content: strings.NewReader(picture)}
		d := s.add(t, "Bericht")
		must(t, s.Publish(t.Context(), s.ours, d.ID))
		_, err := s.Replace(t.Context(), s.ours, d.ID, drawn)
		wantField(t, err, "file", "document.needs_words")
		x := details("Bericht")
		x.Description = "Vierzig Menschen sitzen an runden Tischen."
		_, err = s.Edit(t.Context(), s.ours, d.ID, d.Version, x)
		must(t, err)
		_, err = s.Replace(t.Context(), s.ours, d.ID, drawn)
		must(t, err)
		x.Description = " "
		_, err = s.Edit(t.Context(), s.ours, d.ID, d.Version+1, x)
		wantField(t, err, "description", "document.needs_words")
		must(t, s.Withdraw(t.Context(), s.ours, d.ID))
		_, err = s.Edit(t.Context(), s.ours, d.ID, d.Version+1, x)
		must(t, err)
	})
}

// drawing is a picture of four by four pixels.
func drawing(t *testing.T) string {
	t.Helper()
	var drawn strings.Builder
	must(t, png.Encode(&drawn, image.NewGray(image.Rect(0, 0, 4, 4))))
	return drawn.String()
}
