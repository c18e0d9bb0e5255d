// Package dumpweb hands out a whole project as one file.
package dumpweb

import (
	"errors"
	"io"
	"os"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/dump"
	"rundertisch/internal/web/page"
)

// Pages are the handlers.
type Pages struct{ dump *dump.Service }

// New returns the handlers over the service.
func New(service *dump.Service) *Pages { return &Pages{dump: service} }

// Take answers with the project as a JSON file. It is written to the disk first: a slow line must not hold the snapshot
// open, and half a document must not look like a whole one.
func (p *Pages) Take(r *page.Request) error {
	file, err := os.CreateTemp("", "rundertisch-export-*.json")
	if err != nil {
		return err
	}
	// A file without a name goes with its last reader, also when the program is killed. Where the system keeps the name of
	// an open file (Windows), closing takes it away.
	spool := &spool{File: file, unnamed: os.Remove(file.Name()) == nil}
	if err := p.dump.Write(r.Context(), r.Actor, file); err != nil {
		return errors.Join(err, spool.Close())
	}
	size, err := file.Seek(0, io.SeekCurrent)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return errors.Join(err, spool.Close())
	}
	r.Ctx.Attachment(r.L.T("dump.file") + ".json")
	r.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSONCharsetUTF8)
	r.Set(fiber.HeaderCacheControl, "no-store")
	r.Response().SetBodyStream(spool, int(size))
	return nil
}

// spool is a file that is gone when it is closed.
type spool struct {
	*os.File
	unnamed bool
}

// Close closes and removes the file.
func (s *spool) Close() error {
	if s.unnamed {
		return s.File.Close()
	}
	return errors.Join(s.File.Close(), os.Remove(s.Name()))
}
