package backup

import (
	"archive/zip"
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
)

// add writes one member and measures it.
func add(out *zip.Writer, path string, fill func(w *bufio.Writer) error) (Entry, error) {
	member, err := out.Create(path)
	if err != nil {
		return Entry{}, err
	}
	sum, size := sha256.New(), &counter{}
	w := bufio.NewWriterSize(io.MultiWriter(member, sum, size), 1<<15)
	if err := errors.Join(fill(w), w.Flush()); err != nil {
		return Entry{}, err
	}
	return Entry{Path: path, Size: size.bytes, SHA256: hex.EncodeToString(sum.Sum(nil))}, nil
}

type counter struct{ bytes int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.bytes += int64(len(p))
	return len(p), nil
}

const filesPrefix = "files/"

// files adds every regular file below dir. Links are not followed; os.Root keeps to the folder.
func files(ctx context.Context, dir string, out *zip.Writer, m *Manifest) (err error) {
	root, err := os.OpenRoot(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	return fs.WalkDir(root.FS(), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return errors.Join(err, ctx.Err())
		}
		return m.addFile(out, root, path)
	})
}

func (m *Manifest) addFile(out *zip.Writer, root *os.Root, path string) (err error) {
	file, err := root.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // deleted since the folder was listed
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	added, err := add(out, filesPrefix+path, func(w *bufio.Writer) error {
		_, err := io.Copy(w, file)
		return err
	})
	if err == nil {
		m.Files = append(m.Files, added)
	}
	return err
}
