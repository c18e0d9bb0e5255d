package demo_test

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-rod/rod/lib/input"

	"rundertisch/internal/browsertest"
)

// TestAPictureOfASpeakerIsUploadedAndSeenByEverybody: staff choose the file in Chromium, at first one that is none and without a word of consent.
func TestAPictureOfASpeakerIsUploadedAndSeenByEverybody(t *testing.T) {
	t.Parallel()
	c := start(t)
	staff := c.person(t, "administrator").signIn(t, c.SignInLink)
	staff.Press("main .rt-card a")
	ahead := c.leadsTo(staff, staff.Path()+"/events", "#coming h3 a")
	staff.Open(c.base + ahead + "/programme")
	at := staff.Text(`() => [...document.querySelectorAll("#people-table tr")].find(row => row.innerText.includes("Ewa Łuczak")).querySelector("a[href$='/picture']").getAttribute("href")`)

	staff.Open(c.base + at)
	staff.HasNot("main .rt-portrait")
	staff.Choose("file", written(t, "Foto.png", func(f *os.File) error { _, err := f.WriteString("kein Bild"); return err }))
	staff.Fill(map[string]string{"alt": "Ewa Łuczak am Fenster", "credit": "Foto: Mara Beispiel"})
	staff.Press("main form[enctype] [type=submit]")
	staff.Has(".rt-summary", "ihr Inhalt ist aber etwas anderes")
	staff.Has(".rt-summary", "wenn die Person einverstanden ist")
	staff.Check("a portrait refused", browsertest.Desk, browsertest.Phone)
	staff.As(browsertest.Desk)
	if alt := staff.Text(`() => document.querySelector("main [name=alt]").value`); alt != "Ewa Łuczak am Fenster" {
		t.Errorf("what was typed is lost: %q", alt)
	}
	staff.Choose("file", written(t, "Foto.png", drawing))
	staff.TabTo("main [name=agreed]")
	staff.Strike(input.Space)
	staff.Press("main form[enctype] [type=submit]")
	staff.Has("main", "Ewa Łuczak am Fenster")
	staff.Check("a portrait", browsertest.Desk, browsertest.Phone)

	reader := c.person(t, "visitor").page(t, symposium+"/programm")
	const size = `() => {
		const picture = document.querySelector("#personen img[alt='Ewa Łuczak am Fenster']");
		if (!picture) return "none";
		picture.scrollIntoView();
		return picture.decode().then(() => [picture.naturalWidth > 90, picture.naturalWidth === picture.naturalHeight, picture.clientWidth].join(" "));
	}`
	if seen := reader.Text(size); seen != "true true 96" {
		t.Errorf("the picture in the programme: %s", seen)
	}
	reader.Has("#personen figcaption", "Foto: Mara Beispiel")
	reader.Check("the programme with the portrait", browsertest.Desk, browsertest.Phone)

	staff.As(browsertest.Desk)
	staff.Press("main form[action$='/picture/remove'] [type=submit]")
	staff.HasNot("main .rt-portrait")
	reader.Open(c.base + symposium + "/programm")
	if seen := reader.Text(size); seen != "none" {
		t.Errorf("a picture that was taken away is shown: %s", seen)
	}
}

// written is a file of the name on the disk.
func written(t *testing.T, name string, write func(*os.File) error) string {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), name))
	if err != nil {
		t.Fatal(err)
	}
	if err := write(file); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Name()
}

// drawing draws a picture that is higher than wide, as telephones take them.
func drawing(f *os.File) error {
	picture := image.NewRGBA(image.Rect(0, 0, 480, 640))
	for x := range 480 {
		for y := range 640 {
			picture.SetRGBA(x, y, color.RGBA{uint8(x / 2), uint8(y / 3), 120, 255})
		}
	}
	return png.Encode(f, picture)
}
