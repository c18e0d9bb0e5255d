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
