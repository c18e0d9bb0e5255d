package files

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"rundertisch/internal/id"
)

// Known says which of the names are in use.
type Known func(ctx context.Context, names []string) (map[string]bool, error)

// Sweep takes away the files that were written before the instant and that nobody knows, and those that were never
// finished; it returns how many. What does not bear a name of ours is left alone.
func (s *Store) Sweep(ctx context.Context, before time.Time, known Known) (int, error) {
	old, err := s.olderThan(before)
	if err != nil {
		return 0, err
	}
	removed := 0
	for part := range slices.Chunk(old, 500) {
		names := make([]string, len(part))
		for i, found := range part {
			names[i] = strings.TrimSuffix(path.Base(found), unfinished)
		}
		used, err := known(ctx, names)
		if err != nil {
			return removed, err
		}
		for i, found := range part {
			if used[names[i]] && !strings.HasSuffix(found, unfinished) {
				continue
			}
			if err := s.remove(found); err != nil {
				return removed, err
			}
			removed++
		}
	}
	return removed, nil
}

// olderThan lists the files of ours that were written before the instant, finished or not.
func (s *Store) olderThan(before time.Time) ([]string, error) {
	var found []string
	err := s.within(func(root *os.Root) error {
		return fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			ours := strings.TrimSuffix(path.Base(name), unfinished)
			if !id.Valid(ours) || name != place(ours) && name != place(ours)+unfinished {
				return nil
			}
			info, err := entry.Info()
			if errors.Is(err, fs.ErrNotExist) {
				return nil // renamed or removed while we look
			}
			if err == nil && info.ModTime().Before(before) {
				found = append(found, name)
			}
			return err
		})
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil // nothing was ever stored
	}
	return found, err
}
