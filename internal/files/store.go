package files

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

const unfinished = ".part" // ending of a file that is being written

// Store is the folder of stored files. It is made when the first file comes.
type Store struct{ dir string }

// New returns the store in the folder.
func New(dir string) *Store { return &Store{dir: dir} }

// Stored is a file that lies in the store.
type Stored struct {
	Name   string // ours
	Size   int64  // octets
	SHA256 string // of the contents, hexadecimal
}

// Put writes a file. When it returns without error the file will be there after a power cut, too.
func (s *Store) Put(content io.Reader) (stored Stored, err error) {
	if err := os.MkdirAll(s.dir, 0o750); err != nil {
		return stored, err
	}
	err = s.within(func(root *os.Root) error {
		stored.Name = id.New()
		if err := root.Mkdir(folder(stored.Name), 0o750); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
		temporary := place(stored.Name) + unfinished
		if stored.Size, stored.SHA256, err = write(root, temporary, content); err != nil {
			return errors.Join(err, root.Remove(temporary))
		}
		if err := root.Rename(temporary, place(stored.Name)); err != nil {
			return errors.Join(err, root.Remove(temporary))
		}
		return errors.Join(syncFolder(root, folder(stored.Name)), syncFolder(root, "."))
	})
	return stored, err
}

func write(root *os.Root, name string, content io.Reader) (size int64, sum string, err error) {
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
	if err != nil {
		return 0, "", err
	}
	hash := sha256.New()
	size, err = io.Copy(io.MultiWriter(file, hash), io.LimitReader(content, MaxBytes+1))
	if err == nil && size > MaxBytes {
		err = refuse("files.too_large", MaxBytes>>20)
	}
	if err == nil {
		err = file.Sync()
	}
	return size, hex.EncodeToString(hash.Sum(nil)), errors.Join(err, file.Close())
}

// syncFolder makes the names in a folder last.
func syncFolder(root *os.Root, name string) error {
	dir, err := root.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// Open opens a file for reading; NotFound when it is not there.
func (s *Store) Open(name string) (file *os.File, err error) {
	if !id.Valid(name) {
		return nil, fault.Missing()
	}
	err = s.within(func(root *os.Root) error {
		file, err = root.Open(place(name))
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &fault.Error{Kind: fault.NotFound, Key: "files.gone", Err: err}
	}
	return file, err
}

// Has reports whether the file is there.
func (s *Store) Has(name string) (bool, error) {
	if !id.Valid(name) {
		return false, nil
	}
	err := s.within(func(root *os.Root) error {
		_, err := root.Stat(place(name))
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Remove takes a file away; one that is not there is no error.
func (s *Store) Remove(name string) error {
	if !id.Valid(name) {
		return nil
	}
	return s.remove(place(name))
}

func (s *Store) remove(name string) error {
	err := s.within(func(root *os.Root) error { return root.Remove(name) })
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func (s *Store) within(fn func(root *os.Root) error) error {
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		return err
	}
	return errors.Join(fn(root), root.Close())
}

// folder is where the file lies: the last characters of a ULID are random, so that the folders fill evenly.
func folder(name string) string { return strings.ToLower(name[len(name)-2:]) }

func place(name string) string { return path.Join(folder(name), name) }
