package showcase_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/directory"
	"rundertisch/internal/document"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/files"
	"rundertisch/internal/showcase"
)

// house is an administration with a published event.
type house struct {
	*apptest.Site
	t     *testing.T
	actor account.Actor
	event event.Event
}

func open(t *testing.T, s *apptest.Site) *house {
	t.Helper()
	o := s.Office("Landkreis Musterland")
	h := &house{Site: s, t: t, actor: o.Actor}
	w, err := s.Accounts.Workspace(t.Context(), o.Actor.WorkspaceID)
	h.must(err)
	w.Imprint, w.PrivacyContact = "Landkreis Musterland", "datenschutz@example.org"
	h.must(s.Accounts.UpdateWorkspace(t.Context(), o.Actor, w))
	h.event, err = s.Events.Add(t.Context(), o.Actor, event.Details{
		Kind: event.Symposium, Title: "Fachtagung", Day: "25.03.2027", Begin: "09:30", End: "16:00", Venue: "Kreishaus", Contact: "Jana Größler",
	})
	h.must(err)
	_, err = s.Events.Publish(t.Context(), o.Actor, h.event.ID)
	h.must(err)
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) sheet() showcase.Sheet {
	h.t.Helper()
	_, sheet, err := h.Showcase.Find(h.t.Context(), h.actor, h.event.ID)
	h.must(err)
	return sheet
}

// paper adds a document to the event.
func (h *house) paper(title string) document.Document {
	h.t.Helper()
	d, err := h.Documents.Add(h.t.Context(), h.actor, document.Details{
		Title: title, Kind: document.Minutes, Language: "de", Subjects: []document.Subject{{Kind: document.Event, ID: h.event.ID}},
	}, upload(title+".txt", []byte("Inhalt von "+title)), "")
	h.must(err)
	return d
}

func upload(name string, contents []byte) files.Upload {
	return files.Upload{Name: name, Size: int64(len(contents)), Content: bytes.NewReader(contents)}
}

// halves is a picture whose left half is red and whose right half is blue.
func halves(w, h int) image.Image {
	picture := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{255, 0, 0, 255}
			if x >= w/2 {
				c = color.RGBA{0, 0, 255, 255}
			}
			picture.Set(x, y, c)
		}
	}
	return picture
}

// photo is a JPEG as a camera writes it that was held in the orientation, with the place where it was taken.
func photo(t *testing.T, picture image.Image, orientation uint16) []byte {
	t.Helper()
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, picture, nil); err != nil {
		t.Fatal(err)
	}
	exif := []byte("Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00")
	exif = binary.LittleEndian.AppendUint16(exif, orientation)
	exif = append(exif, "\x00\x00\x00\x00\x00\x00GPS 51.2 N"...)
	segment := binary.BigEndian.AppendUint16([]byte{0xFF, 0xD8, 0xFF, 0xE1}, uint16(len(exif)+2))
	return append(append(segment, exif...), plain.Bytes()[2:]...)
}

func drawn(t *testing.T, picture image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func (h *house) file(name string) []byte {
	h.t.Helper()
	file, err := h.Showcase.Picture(h.t.Context(), h.event.Slug, name)
	h.must(err)
	raw, err := io.ReadAll(file)
	h.must(err)
	h.must(file.Close())
	return raw
}

func TestAPictureIsMadeSmallerUprightAndSaysNothingOfWhereItWasTaken(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s)
		for _, c := range []struct {
			name          string
			file          files.Upload
			width, height int64
			left          bool // red is on the left, else above
		}{
			{"a wide drawing", upload("Tisch.png", drawn(t, halves(2000, 1000))), 1200, 600, true},
			{"a small one is not enlarged", upload("Tisch.png", drawn(t, halves(500, 250))), 500, 250, true},
			{"a photo as it is", upload("Foto.JPG", photo(t, halves(1600, 800), 1)), 1200, 600, true},
			{"a photo with the camera turned", upload("Foto.jpeg", photo(t, halves(1600, 800), 6)), 800, 1600, false},
		} {
			h.must(h.Showcase.SetPicture(t.Context(), h.actor, h.event.ID, c.file, "Ein  Tisch", "Foto: Ewa Łuczak"))
			page := h.sheet().Page
			if page.Width != c.width || page.Height != c.height || page.Alt != "Ein Tisch" || page.Credit != "Foto: Ewa Łuczak" {
				t.Errorf("%s: got %+v", c.name, page)
			}
			for name, most := range map[string]int{page.Large: 1200, page.Small: 640} {
				raw := h.file(name)
				picture, kind, err := image.Decode(bytes.NewReader(raw))
				if err != nil || kind != "jpeg" || picture.Bounds().Dx() > most || bytes.Contains(raw, []byte("GPS")) || bytes.Contains(raw, []byte("Exif")) {
					t.Fatalf("%s: %s of %v, %v; camera's notes: %v", c.name, kind, picture.Bounds(), err, bytes.Contains(raw, []byte("GPS")))
				}
				at := image.Pt(picture.Bounds().Dx()/4, picture.Bounds().Dy()/2)
				if !c.left {
					at = image.Pt(picture.Bounds().Dx()/2, picture.Bounds().Dy()/4)
				}
				if red, _, blue, _ := picture.At(at.X, at.Y).RGBA(); red < blue {
					t.Errorf("%s: not upright", c.name)
				}
			}
		}
	})
}

// leaves is a picture that hardly shrinks: no two pixels beside each other are alike.
func leaves(w, h int) image.Image {
	picture := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range picture.Pix {
		picture.Pix[i] = byte(i*i>>3 ^ i*31)
		if i%4 == 3 {
			picture.Pix[i] = 255
		}
	}
	return picture
}

func TestAPictureIsLightWhateverItShows(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s)
		for name, of := range map[string]image.Image{"leaves": leaves(1600, 640), "a drawing": halves(1600, 640)} {
			h.must(h.Showcase.SetPicture(t.Context(), h.actor, h.event.ID, upload("Bild.png", drawn(t, of)), "Bild", ""))
			page := h.sheet().Page
			large, small := h.file(page.Large), h.file(page.Small)
			about, _, err := image.DecodeConfig(bytes.NewReader(large))
			h.must(err)
			if len(large) > 36_000 || len(small) > 30_000 || int64(about.Width) != page.Width || int64(about.Height) != page.Height {
				t.Errorf("%s: %d and %d octets, %d x %d of %d x %d", name, len(large), len(small), about.Width, about.Height, page.Width, page.Height)
			}
		}
	})
}

func TestWhatIsNoPictureIsRefusedAtItsField(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s)
		good := drawn(t, halves(500, 250))
		broken := append([]byte{}, good[:60]...)
		for _, c := range []struct {
			name, alt, field, key string
			file                  files.Upload
		}{
			{"nothing chosen", "Tisch", "file", "files.missing", files.Upload{}},
			{"a text", "Tisch", "file", "showcase.no_picture", upload("Tisch.txt", []byte("Tisch"))},
			{"a text that is called a picture", "Tisch", "file", "files.contents", upload("Tisch.png", []byte("Tisch"))},
			{"half a picture", "Tisch", "file", "showcase.unreadable", upload("Tisch.png", broken)},
			{"a stamp", "Tisch", "file", "showcase.too_small", upload("Tisch.png", drawn(t, halves(40, 20)))},
			{"without words", " ", "alt", "fault.required", upload("Tisch.png", good)},
		} {
			err := h.Showcase.SetPicture(t.Context(), h.actor, h.event.ID, c.file, c.alt, "")
			fields := fault.Fields(err)
			if len(fields) != 1 || fields[0].Name != c.field || fields[0].Key != c.key {
				t.Errorf("%s: got %v with %v", c.name, err, fields)
			}
		}
		if h.sheet().Pictured() {
			t.Error("a refused picture is on the page")
		}
	})
}

func TestTheNightlySweepLeavesPicturesOfPages(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s)
		first := upload("Tisch.png", drawn(t, halves(500, 250)))
		h.must(h.Showcase.SetPicture(t.Context(), h.actor, h.event.ID, first, "Tisch", ""))
		gone := h.sheet().Large
		h.must(h.Showcase.SetPicture(t.Context(), h.actor, h.event.ID, first, "Tisch", ""))
		s.Clock.Advance(time.Since(s.Clock.Now()) + 50*time.Hour) // files are as old as the machine's clock says
		removed, err := s.Documents.Sweep(t.Context())
		h.must(err)
		if removed != 2 {
			t.Errorf("want the two files of the first picture gone, got %d", removed)
		}
		h.file(h.sheet().Large)
		h.file(h.sheet().Small)
		if _, err := h.Showcase.Picture(t.Context(), h.event.Slug, gone); !fault.Is(err, fault.NotFound) {
			t.Errorf("the first picture: %v", err)
		}
		h.must(h.Showcase.RemovePicture(t.Context(), h.actor, h.event.ID))
		if removed, err = s.Documents.Sweep(t.Context()); err != nil || removed != 2 {
			t.Errorf("after it was taken off: %d, %v", removed, err)
		}
	})
}

func TestEverybodyReadsChosenDocumentsOfTheEventOnly(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h, ctx := open(t, s), t.Context()
		shown, hidden := h.paper("Protokoll"), h.paper("Vermerk")
		h.must(h.Showcase.Save(ctx, h.actor, h.event.ID, 0, showcase.Details{Documents: []string{shown.ID, shown.ID}}))
		around, err := h.Showcase.Around(ctx, h.event)
		h.must(err)
		if len(around.Papers) != 1 || around.Papers[0].Title != "Protokoll" || around.Papers[0].Ending() != "TXT" || around.Papers[0].Size == 0 {
			t.Errorf("got %+v", around.Papers)
		}
		v, file, err := h.Showcase.Paper(ctx, h.event.Slug, shown.ID)
		h.must(err)
		raw, _ := io.ReadAll(file)
		h.must(file.Close())
		if !strings.Contains(string(raw), "Inhalt von Protokoll") || v.Name != "Protokoll.txt" {
			t.Errorf("got %q as %q", raw, v.Name)
		}
		if _, _, err := h.Showcase.Paper(ctx, h.event.Slug, hidden.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("what is not chosen: %v", err)
		}
		_, err = s.Documents.Edit(ctx, h.actor, shown.ID, shown.Version, document.Details{Title: "Protokoll", Kind: document.Minutes, Language: "de"})
		h.must(err)
		if _, _, err := h.Showcase.Paper(ctx, h.event.Slug, shown.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("what does not belong to the event any more: %v", err)
		}
		stranger := s.Office("Landkreis Nebenan")
		_, theirs := stranger.Actor, s
		other, err := theirs.Directory.AddOrganisation(ctx, stranger.Actor, directory.Organisation{Kind: directory.KindOther, Name: "Verein nebenan"})
		h.must(err)
		for _, d := range []showcase.Details{{Organisers: []string{other.ID}}, {Documents: []string{other.ID}}} {
			if err := h.Showcase.Save(ctx, h.actor, h.event.ID, h.sheet().Version, d); !fault.Is(err, fault.NotFound) {
				t.Errorf("what belongs to others: %v", err)
			}
		}
	})
}

func TestAnOutdatedPageIsNotSaved(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h, ctx := open(t, s), t.Context()
		h.must(h.Showcase.Save(ctx, h.actor, h.event.ID, 0, showcase.Details{Travel: "Linie 145"}))
		for _, version := range []int64{0, 5} {
			if err := h.Showcase.Save(ctx, h.actor, h.event.ID, version, showcase.Details{Travel: "zu Fuß"}); !fault.Is(err, fault.Conflict) {
				t.Errorf("version %d: %v", version, err)
			}
		}
		if got := h.sheet().Travel; got != "Linie 145" {
			t.Errorf("got %q", got)
		}
		reader := func(role account.Role) account.Actor {
			_, a := s.Person(account.Project{ID: h.actor.ProjectID, WorkspaceID: h.actor.WorkspaceID}, h.actor.ProjectID, role)
			return a
		}
		if err := h.Showcase.Save(ctx, reader(account.Auditor), h.event.ID, 1, showcase.Details{}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("who may only read: %v", err)
		}
	})
}

func TestAnOrganiserFollowsAMergeAndComesBack(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h, ctx := open(t, s), t.Context()
		add := func(name string) directory.Organisation {
			o, err := s.Directory.AddOrganisation(ctx, h.actor, directory.Organisation{Kind: directory.KindProvider, Name: name})
			h.must(err)
			return o
		}
		one, other := add("Caritas"), add("Caritasverband")
		h.must(h.Showcase.Save(ctx, h.actor, h.event.ID, 0, showcase.Details{Organisers: []string{one.ID}}))
		c, err := s.Directory.Compare(ctx, h.actor, directory.ImportOrganisations, other.ID, one.ID)
		h.must(err)
		merge, err := s.Directory.Merge(ctx, h.actor, directory.ImportOrganisations, other.ID, one.ID, nil, c.Versions)
		h.must(err)
		h.organisers("Caritasverband")
		_, _, err = s.Directory.Unmerge(ctx, h.actor, merge)
		h.must(err)
		h.organisers("Caritas")
	})
}

func (h *house) organisers(want ...string) {
	h.t.Helper()
	around, err := h.Showcase.Around(context.Background(), h.event)
	h.must(err)
	if strings.Join(around.Organisers, ",") != strings.Join(want, ",") {
		h.t.Errorf("organisers %q, want %q", around.Organisers, want)
	}
}
