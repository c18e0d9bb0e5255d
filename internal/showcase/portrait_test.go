package showcase_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/files"
	"rundertisch/internal/showcase"
)

// pattern is an uploaded picture of the size.
func pattern(t *testing.T, width, height int) files.Upload {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		for y := range height {
			picture.Set(x, y, color.RGBA{uint8(x * 7), uint8(y * 3), uint8(x ^ y), 255})
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return files.Upload{Name: "Porträt.png", Size: int64(out.Len()), Content: bytes.NewReader(out.Bytes())}
}

func TestAPictureOfAPersonNeedsTheirConsentAndGoesWithThem(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h, ctx := open(t, s), t.Context()
		person, err := s.Directory.AddPerson(ctx, h.actor, directory.Person{Given: "Ewa", Family: "Łuczak", Email: "luczak@example.org", Lang: "de", Source: "Liste"})
		h.must(err)
		speaker, err := s.Events.AddSpeaker(ctx, h.actor, h.event.ID, event.SpeakerDetails{Name: "Ewa Łuczak", PersonID: person.ID})
		h.must(err)
		told := showcase.PortraitDetails{Alt: "Ewa Łuczak lächelt", Credit: "Foto: Mara Beispiel, CC BY 4.0", Agreed: true}
		for name, c := range map[string]struct {
			upload files.Upload
			about  showcase.PortraitDetails
			field  string
		}{
			"without consent":          {pattern(t, 300, 400), showcase.PortraitDetails{Alt: "Porträt"}, "agreed"},
			"without alternative text": {pattern(t, 300, 400), showcase.PortraitDetails{Agreed: true}, "alt"},
			"too small":                {pattern(t, 100, 100), told, "file"},
			"nothing":                  {files.Upload{}, told, "file"},
		} {
			err := s.Showcase.SetPortrait(ctx, h.actor, h.event.ID, speaker.ID, c.upload, c.about)
			if fields := fault.Fields(err); len(fields) != 1 || fields[0].Name != c.field {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.must(s.Showcase.SetPortrait(ctx, h.actor, h.event.ID, speaker.ID, pattern(t, 900, 1600), told))
		_, pictured, err := s.Showcase.Sitter(ctx, h.actor, h.event.ID, speaker.ID)
		h.must(err)
		if !pictured.Told() || pictured.Alt != told.Alt || pictured.Credit != told.Credit || pictured.AgreedAt == nil || pictured.AgreedBy != h.actor.Name {
			t.Errorf("got %+v", pictured)
		}
		file, err := s.Showcase.Picture(ctx, h.event.Slug, pictured.Picture)
		h.must(err)
		about, err := file.Stat()
		h.must(err)
		read, err := jpeg.DecodeConfig(file)
		h.must(err)
		h.must(file.Close())
		if read.Width != read.Height || read.Width > event.PortraitWidth || read.Width < 150 || about.Size() > 12_000 {
			t.Errorf("%d × %d pixels, %d octets", read.Width, read.Height, about.Size())
		}
		kept, err := s.Showcase.KeptFiles(ctx, s.DB.Read(), []string{pictured.Picture, "another"})
		h.must(err)
		if len(kept) != 1 || kept[0] != pictured.Picture {
			t.Errorf("kept: %v", kept)
		}
		h.must(s.DB.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
			return s.Events.EraseIn(ctx, tx, directory.Erasure{Person: person})
		}))
		if _, err := s.Showcase.Picture(ctx, h.event.Slug, pictured.Picture); !fault.Is(err, fault.NotFound) {
			t.Errorf("the picture of an erased person: %v", err)
		}
		if kept, err := s.Showcase.KeptFiles(ctx, s.DB.Read(), []string{pictured.Picture}); err != nil || len(kept) != 0 {
			t.Errorf("the file of an erased person is kept: %v, %v", kept, err)
		}
	})
}

func TestAConsentThatIsWithdrawnTakesThePictureAway(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h, ctx := open(t, s), t.Context()
		speaker, err := s.Events.AddSpeaker(ctx, h.actor, h.event.ID, event.SpeakerDetails{Name: "Jens Wolf"})
		h.must(err)
		h.must(s.Showcase.SetPortrait(ctx, h.actor, h.event.ID, speaker.ID, pattern(t, 400, 300), showcase.PortraitDetails{Alt: "Jens Wolf", Agreed: true}))
		_, before, err := s.Showcase.Sitter(ctx, h.actor, h.event.ID, speaker.ID)
		h.must(err)
		said := event.SpeakerDetails{Name: "Jens Wolf", Function: "Leiter", Alt: "Jens Wolf am Fenster", Credit: "Foto: privat"}
		if _, err := s.Events.EditSpeaker(ctx, h.actor, h.event.ID, speaker.ID, before.Version, event.SpeakerDetails{Name: "Jens Wolf"}); len(fault.Fields(err)) != 1 {
			t.Errorf("a picture without alternative text: %v", err)
		}
		edited, err := s.Events.EditSpeaker(ctx, h.actor, h.event.ID, speaker.ID, before.Version, said)
		h.must(err)
		if edited.Picture != before.Picture || edited.Alt != said.Alt || edited.AgreedAt == nil {
			t.Errorf("got %+v", edited)
		}
		h.must(s.Showcase.RemovePortrait(ctx, h.actor, h.event.ID, speaker.ID))
		_, after, err := s.Showcase.Sitter(ctx, h.actor, h.event.ID, speaker.ID)
		h.must(err)
		if after.Pictured() || after.Alt+after.Credit != "" || after.AgreedAt != nil || after.Function != "Leiter" {
			t.Errorf("got %+v", after)
		}
		if _, err := s.Showcase.Picture(ctx, h.event.Slug, before.Picture); !fault.Is(err, fault.NotFound) {
			t.Errorf("a picture that was taken away: %v", err)
		}
	})
}
