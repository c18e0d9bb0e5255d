package demo_test

import (
	"bytes"
	"cmp"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-rod/rod/lib/proto"

	"rundertisch/internal/browsertest"
)

const pictureSize = 250 << 10 // bytes at most, so that the README opens quickly

// TestTheReadmesPicturesAreTaken takes the pictures that README.md shows. They are kept in the folder that the
// environment names in PICTURES, as scripts/pictures does; without it the test only proves that they can be taken.
func TestTheReadmesPicturesAreTaken(t *testing.T) {
	t.Parallel()
	c := start(t)
	dashboard := c.person(t, "administrator").signIn(t, c.SignInLink)
	dashboard.Press("main .rt-card a")
	dashboard.Has("h2", "Was jetzt ansteht")
	for name, page := range map[string]*browsertest.Page{
		"dashboard.png": dashboard,
		"event.png":     c.person(t, "visitor").page(t, symposium),
	} {
		t.Run(name, func(t *testing.T) { takePicture(t, page, name) })
	}
}

func takePicture(t *testing.T, page *browsertest.Page, name string) {
	t.Helper()
	page.As(browsertest.Desk)
	page.Text(`() => {
		document.documentElement.style.scrollbarWidth = "none";
		document.activeElement.blur();
		return document.fonts.ready.then(() => "");
	}`)
	raw, err := page.Screenshot(false, &proto.PageCaptureScreenshot{Format: proto.PageCaptureScreenshotFormatPng})
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.DecodeConfig(bytes.NewReader(raw))
	if err != nil || picture.Width != browsertest.Desk.Width || len(raw) > pictureSize {
		t.Errorf("%d x %d, %d bytes, %v", picture.Width, picture.Height, len(raw), err)
	}
	if err := os.WriteFile(filepath.Join(cmp.Or(os.Getenv("PICTURES"), t.TempDir()), name), raw, 0o600); err != nil {
		t.Fatal(err)
	}
}
