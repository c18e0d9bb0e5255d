package demo_test

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"rundertisch/internal/demo"
)

// filledDir is the folder of a demo that is filled once and closed. Filling takes seconds; tests that look at something else
// take a copy.
var (
	filledDir string
	fill      = sync.OnceValue(func() error {
		d, err := demo.New(context.Background(), demo.Options{Data: filledDir, Listen: "127.0.0.1:0", Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			return err
		}
		return d.Close()
	})
)

func TestMain(m *testing.M) {
	var err error
	if filledDir, err = os.MkdirTemp("", "rundertisch-filled-"); err != nil {
		panic(err)
	}
	code := m.Run()
	if err := os.RemoveAll(filledDir); err != nil {
		panic(err)
	}
	os.Exit(code)
}

// filled returns a copy of the filled folder, which is the test's own.
func filled(t *testing.T) string {
	t.Helper()
	if err := fill(); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "demo")
	if err := os.CopyFS(dir, os.DirFS(filledDir)); err != nil {
		t.Fatal(err)
	}
	return dir
}
