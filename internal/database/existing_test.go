package database_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"rundertisch/internal/database"
)

func TestReadingADatabaseThatIsNotThereMakesNone(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	file := filepath.Join(dir, "tisch.db")
	if db, err := database.OpenExisting(t.Context(), "sqlite:"+file); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("opened %v, %v", db, err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder: %v", err)
	}
	made, err := database.Open(t.Context(), "sqlite:"+file)
	if err != nil {
		t.Fatal(err)
	}
	if err := made.Close(); err != nil {
		t.Fatal(err)
	}
	found, err := database.OpenExisting(t.Context(), "sqlite:"+file)
	if err != nil {
		t.Fatal(err)
	}
	if err := found.Close(); err != nil {
		t.Error(err)
	}
}
