package main_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

var folder string // of the program that tests start

// TestMain takes away what built makes.
func TestMain(m *testing.M) {
	code := m.Run()
	if folder != "" {
		_ = os.RemoveAll(folder)
	}
	os.Exit(code)
}

var build = sync.OnceValues(func() (binary string, err error) {
	if folder, err = os.MkdirTemp("", "rundertisch-program-"); err != nil {
		return "", err
	}
	binary = filepath.Join(folder, "rundertisch")
	out, err := exec.Command("go", "build", "-trimpath", "-ldflags=-w", "-o", binary, ".").CombinedOutput() //nolint:noctx // for all tests
	if err != nil {
		err = fmt.Errorf("%w\n%s", err, out)
	}
	return binary, err
})

// built is the program, linked once for all tests.
func built(t *testing.T) string {
	t.Helper()
	binary, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return binary
}
