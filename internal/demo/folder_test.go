package demo_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rundertisch/internal/demo"
)

func TestTwoDemosDoNotShareAFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	start := func() (*demo.Demo, error) {
		return demo.New(t.Context(), demo.Options{Data: dir, Listen: "127.0.0.1:0", Reset: true, Log: slog.New(slog.DiscardHandler)})
	}
	first, err := start()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "rundertisch.db")
	before, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if second, err := start(); err == nil || !strings.Contains(err.Error(), "another demo uses "+dir) {
		t.Errorf("a second demo in the folder: %v, %v", second, err)
	}
	if after, err := os.Stat(file); err != nil || !os.SameFile(before, after) {
		t.Errorf("the running demo has lost its database: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	third, err := start()
	if err != nil {
		t.Fatalf("after the first has ended: %v", err)
	}
	if err := third.Close(); err != nil {
		t.Error(err)
	}
}

func TestADemoThatWasStoppedWhileItWasFilledSaysSo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	mark := filepath.Join(dir, "filling")
	if err := os.WriteFile(mark, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	options := demo.Options{Data: dir, Listen: "127.0.0.1:0", Log: slog.New(slog.DiscardHandler)}
	if _, err := demo.New(t.Context(), options); err == nil || !strings.Contains(err.Error(), "--reset") {
		t.Fatalf("a folder that was filled in part: %v", err)
	}
	for _, options.Reset = range []bool{true, false} {
		d, err := demo.New(t.Context(), options)
		if err != nil {
			t.Fatalf("reset %v: %v", options.Reset, err)
		}
		if _, err := os.Stat(mark); err == nil {
			t.Error("a filled demo still has the mark")
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}
}
