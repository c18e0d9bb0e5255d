package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
)

// noFiles refuses a folder with anything in it.
func (p Place) noFiles() error {
	entries, err := os.ReadDir(p.FilesDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && len(entries) > 0 {
		return fmt.Errorf("the folder %s already holds files (%s): restore into an empty one", p.FilesDir, entries[0].Name())
	}
	return err
}

// clearFiles empties the folder, which was empty before.
func (p Place) clearFiles() error {
	entries, err := os.ReadDir(p.FilesDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	root, openErr := os.OpenRoot(p.FilesDir)
	if err := errors.Join(err, openErr); err != nil {
		return err
	}
	for _, entry := range entries {
		err = errors.Join(err, root.RemoveAll(entry.Name()))
	}
	return errors.Join(err, root.Close())
}

func (a *Archive) unpackFiles(ctx context.Context, dir string) (err error) {
	if len(a.Manifest.Files) == 0 {
		return nil
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	for _, entry := range a.Manifest.Files {
		name, ok := strings.CutPrefix(entry.Path, filesPrefix)
		if !ok {
			return fmt.Errorf("the backup's file %q lies outside its folder", entry.Path)
		}
		if err := errors.Join(ctx.Err(), root.MkdirAll(path.Dir(name), 0o750)); err != nil {
			return err
		}
		if err := a.read(entry.Path, func(r io.Reader) error { return write(root, name, r) }); err != nil {
			return fmt.Errorf("%s: %w", entry.Path, err)
		}
	}
	return nil
}

func write(root *os.Root, name string, r io.Reader) error {
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, r)
	return errors.Join(err, file.Sync(), file.Close())
}
