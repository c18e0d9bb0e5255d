package showcase_test

import (
	"bytes"
	"image/jpeg"
	"io"
	"slices"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/showcase"
)

// shown reads the file at a public address of a picture.
func (h *house) shown(file string) ([]byte, error) {
	h.t.Helper()
	f, err := h.Showcase.Picture(h.t.Context(), h.event.Slug, file)
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(f)
	h.must(err)
	h.must(f.Close())
	return raw, nil
}

func TestAPhotoIsShownWithConsentAndWithoutWhatTheCameraNoted(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h, ctx := open(t, s), t.Context()
		h.event.State = event.Published
		file := photo(t, halves(1200, 900), 6)
		for _, c := range []struct {
			name, field string
			contents    []byte
			d           showcase.PhotoDetails
		}{
			{"nobody noted the consent", "agreed", file, showcase.PhotoDetails{Alt: "Eine Gruppe"}},
			{"nothing is said of it", "alt", file, showcase.PhotoDetails{Agreed: true}},
			{"it belongs to something else", "item", file, showcase.PhotoDetails{Alt: "Eine Gruppe", Agreed: true, ItemID: "fremd"}},
			{"it is no picture", "file", []byte("Text"), showcase.PhotoDetails{Alt: "Eine Gruppe", Agreed: true}},
		} {
			err := h.Showcase.AddPhoto(ctx, h.actor, h.event.ID, upload("Foto.jpg", c.contents), c.d)
			if !slices.ContainsFunc(fault.Fields(err), func(f fault.Field) bool { return f.Name == c.field }) {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		h.must(h.Showcase.AddPhoto(ctx, h.actor, h.event.ID, upload("Foto.jpg", file), showcase.PhotoDetails{Alt: "Eine Gruppe", Credit: "Foto: Büro", Agreed: true}))
		photos, err := h.Showcase.Photos(ctx, h.event)
		if h.must(err); len(photos) != 1 || photos[0].AgreedBy == "" && h.actor.Name != "" || photos[0].Width != 900 || photos[0].Height != 1200 {
			t.Fatalf("the photos are %+v", photos)
		}
		for _, name := range []string{photos[0].Large, photos[0].Small} {
			raw, err := h.shown(name)
			h.must(err)
			if _, err := jpeg.Decode(bytes.NewReader(raw)); err != nil || bytes.Contains(raw, []byte("Exif")) || bytes.Contains(raw, []byte("GPS")) {
				t.Errorf("%s has what the camera noted, or is none: %v", name, err)
			}
		}
		kept, err := h.Showcase.KeptFiles(ctx, s.DB.Read(), []string{photos[0].Large, photos[0].Small, "fremd"})
		if h.must(err); len(kept) != 2 {
			t.Errorf("the sweep keeps %v", kept)
		}
		h.must(h.Showcase.EditPhoto(ctx, h.actor, h.event.ID, photos[0].ID, 1, showcase.PhotoDetails{Alt: "Zwei Gruppen"}))
		if err := h.Showcase.EditPhoto(ctx, h.actor, h.event.ID, photos[0].ID, 1, showcase.PhotoDetails{Alt: "Drei"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("an old form is stored: %v", err)
		}
		h.must(h.Showcase.RemovePhoto(ctx, h.actor, h.event.ID, photos[0].ID))
		if _, err := h.shown(photos[0].Large); !fault.Is(err, fault.NotFound) {
			t.Errorf("a photo that is gone is handed out: %v", err)
		}
		if kept, err := h.Showcase.KeptFiles(ctx, s.DB.Read(), []string{photos[0].Large}); err != nil || len(kept) != 0 {
			t.Errorf("the sweep keeps %v, %v", kept, err)
		}
	})
}

func TestADraftHasNoPhotosAndStrangersNone(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h, ctx := open(t, s), t.Context()
		draft, err := s.Events.Add(ctx, h.actor, event.Details{Kind: event.Workshop, Title: "Werkstatt", Day: "20.11.2027", Begin: "9:30", End: "16:00"})
		h.must(err)
		file, d := photo(t, halves(800, 600), 1), showcase.PhotoDetails{Alt: "Eine Gruppe", Agreed: true}
		if err := h.Showcase.AddPhoto(ctx, h.actor, draft.ID, upload("Foto.jpg", file), d); !fault.Is(err, fault.Conflict) {
			t.Errorf("a draft takes photos: %v", err)
		}
		other := s.Office("Landkreis Nebenan")
		if err := h.Showcase.AddPhoto(ctx, other.Actor, h.event.ID, upload("Foto.jpg", file), d); !fault.Is(err, fault.NotFound) {
			t.Errorf("strangers put photos: %v", err)
		}
	})
}
