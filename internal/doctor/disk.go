package doctor

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Disk is what the checks ask the file system; a test puts its own answers in.
type Disk struct {
	Free func(dir string) (bytes uint64, err error) // room for unprivileged users
	Try  func(dir string) error                     // writes a file and removes it
}

// RealDisk asks the operating system.
func RealDisk() Disk { return Disk{Free: free, Try: try} }

const littleRoom = 500 << 20 // bytes

func try(dir string) error {
	file, err := os.CreateTemp(dir, ".doctor-*")
	if err != nil {
		return err
	}
	_, err = file.WriteString("doctor")
	return errors.Join(err, file.Sync(), file.Close(), os.Remove(file.Name()))
}

// files looks at the folder of stored files.
func (p Patient) files(context.Context) []Finding { return p.folder("files", p.Config.FilesDir) }

// folder checks that dir, or the nearest folder above it that exists, can be written and has room.
func (p Patient) folder(check, dir string) []Finding {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return []Finding{{check, Problem, "doctor.disk.unreadable", []any{dir, err.Error()}}}
	}
	existing, missing, err := nearest(absolute)
	if err != nil {
		return []Finding{{check, Problem, "doctor.disk.unreadable", []any{absolute, err.Error()}}}
	}
	if err := p.Disk.Try(existing); err != nil {
		return []Finding{{check, Problem, "doctor.disk.read_only", []any{existing, err.Error()}}}
	}
	finding := Finding{check, OK, "doctor.disk.ok", []any{absolute}}
	if missing {
		finding.Key = "doctor.disk.creatable"
	}
	if room, err := p.Disk.Free(existing); err == nil && room < littleRoom {
		finding = Finding{check, Warning, "doctor.disk.little", []any{existing, room >> 20}}
		if room < littleRoom/10 {
			finding.Level, finding.Key = Problem, "doctor.disk.full"
		}
	}
	return []Finding{finding}
}

// nearest returns dir or the first folder above it that exists.
func nearest(dir string) (existing string, missing bool, err error) {
	for {
		info, err := os.Stat(dir)
		switch {
		case err == nil && info.IsDir():
			return dir, missing, nil
		case err == nil:
			return dir, missing, errors.New("is no folder")
		case !errors.Is(err, fs.ErrNotExist) || dir == filepath.Dir(dir):
			return dir, missing, err
		}
		dir, missing = filepath.Dir(dir), true
	}
}
