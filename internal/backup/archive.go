package backup

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// Archive is an opened backup whose every entry has been read and found whole.
type Archive struct {
	Manifest Manifest

	zip *zip.ReadCloser
}

// Open reads the archive at path from end to end; a damaged one is refused.
func Open(ctx context.Context, path string) (*Archive, error) {
	reader, err := zip.OpenReader(path)
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrPermission) {
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("%s is no backup of this program, or its end is missing: %w", path, err)
	}
	a := &Archive{zip: reader}
	if err := a.check(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), reader.Close())
	}
	return a, nil
}

// Close releases the file.
func (a *Archive) Close() error { return a.zip.Close() }

func (a *Archive) check(ctx context.Context) error {
	raw, err := a.zip.Open(manifestName)
	if err != nil {
		return errors.New("the file is no backup of this program: it has no manifest")
	}
	err = errors.Join(json.NewDecoder(raw).Decode(&a.Manifest), raw.Close())
	if err != nil {
		return fmt.Errorf("the backup is damaged: its manifest cannot be read: %w", err)
	}
	for _, entry := range a.Manifest.entries() {
		if err := errors.Join(ctx.Err(), a.checkEntry(entry)); err != nil {
			return fmt.Errorf("the backup is damaged: %w; nothing was changed, take an older one", err)
		}
	}
	return nil
}

func (a *Archive) checkEntry(entry Entry) error {
	sum := sha256.New()
	err := a.read(entry.Path, func(r io.Reader) error {
		_, err := io.Copy(sum, io.LimitReader(r, entry.Size+1))
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", entry.Path, err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != entry.SHA256 {
		return fmt.Errorf("%s is not what the manifest says", entry.Path)
	}
	return nil
}

func (a *Archive) read(path string, fn func(r io.Reader) error) (err error) {
	member, err := a.zip.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, member.Close()) }()
	return fn(member)
}
