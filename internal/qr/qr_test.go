package qr_test

import (
	"bytes"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"rundertisch/internal/qr"
)

const address = "https://tisch.example.org/q/7N3GQ2V5RZ0K8YB4WX1MCA9DTE"

// TestACodeIsReadBack has the picture read by zbar, which is not ours.
func TestACodeIsReadBack(t *testing.T) {
	t.Parallel()
	reader, err := exec.LookPath("zbarimg")
	if err != nil {
		t.Fatal("codes are read back by zbarimg: install zbar-tools")
	}
	for _, text := range []string{address, "https://tisch.example.org/karten/" + strings.Repeat("0K8YB4WX", 40)} {
		code, err := qr.New(text)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := code.PNG(3)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "code.png")
		if err := os.WriteFile(file, picture, 0o600); err != nil {
			t.Fatal(err)
		}
		read, err := exec.Command(reader, "--quiet", "--raw", file).Output()
		if err != nil || strings.TrimSpace(string(read)) != text {
			t.Errorf("zbarimg reads %q (%v), want %q", read, err, text)
		}
	}
}

func TestThePictureKeepsItsMargin(t *testing.T) {
	t.Parallel()
	code, err := qr.New(address)
	if err != nil {
		t.Fatal(err)
	}
	file, err := code.PNG(2)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := picture.Bounds().Dx(), 2*(code.Size()+2*qr.Margin); got != want {
		t.Errorf("the picture is %d dots wide, want %d", got, want)
	}
	dark := func(x, y int) bool { r, _, _, _ := picture.At(x, y).RGBA(); return r == 0 }
	first := 2 * qr.Margin
	if dark(first-1, first) || dark(first, first-1) || !dark(first, first) {
		t.Error("the first corner does not lie at the end of the margin")
	}
}

func TestPathAndModulesAreTheSame(t *testing.T) {
	t.Parallel()
	code, err := qr.New(address)
	if err != nil {
		t.Fatal(err)
	}
	dark := 0
	for row := range code.Size() {
		for column := range code.Size() {
			if code.Dark(column, row) {
				dark++
			}
		}
	}
	drawn := 0
	for _, run := range code.Runs() {
		drawn += run.Length
	}
	if drawn != dark || !strings.HasPrefix(code.Path(), "M4 4h7v1h-7z") {
		t.Errorf("%d modules are drawn of %d; the path begins with %.20s", drawn, dark, code.Path())
	}
}

func TestATextTooLongIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := qr.New(strings.Repeat("a", 3000)); err == nil {
		t.Error("3,000 letters fit into no code")
	}
}
