package page

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"

	"github.com/gofiber/fiber/v2"
)

// inMemory is how long a file may be that never touches the disk, in octets.
const inMemory = 256 << 10

// Spool answers with a file to save that write makes, however long it is. It is whole before the first octet leaves: a slow
// line must not hold a snapshot of the database open, and half a file must not look like a whole one. A long one lies on the
// disk meanwhile.
func (r *Request) Spool(name, mediaType string, write func(io.Writer) error) error {
	s := &spool{}
	out := bufio.NewWriterSize(s, 32<<10)
	if err := errors.Join(write(out), out.Flush()); err != nil {
		return errors.Join(err, s.Close())
	}
	if s.file == nil {
		return r.Attachment(name, mediaType, s.short.Bytes())
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return errors.Join(err, s.Close())
	}
	r.Ctx.Attachment(name)
	r.Set(fiber.HeaderContentType, mediaType)
	r.Set(fiber.HeaderCacheControl, "no-store")
	r.Response().SetBodyStream(s, s.size)
	return nil
}

// spool is a file that is gone when it is closed; a short one is none.
type spool struct {
	short   bytes.Buffer
	file    *os.File
	size    int
	unnamed bool
}

func (s *spool) Write(p []byte) (int, error) {
	if s.file == nil && s.short.Len()+len(p) <= inMemory {
		return s.short.Write(p)
	}
	if s.file == nil {
		if err := s.begin(); err != nil {
			return 0, err
		}
	}
	n, err := s.file.Write(p)
	s.size += n
	return n, err
}

// begin puts what there is into a file. One without a name goes with its last reader, also when the program is killed. Where
// the system keeps the name of an open file (Windows), closing takes it away.
func (s *spool) begin() (err error) {
	if s.file, err = os.CreateTemp("", "rundertisch-*"); err != nil {
		return err
	}
	s.unnamed = os.Remove(s.file.Name()) == nil
	s.size, err = s.file.Write(s.short.Bytes())
	s.short = bytes.Buffer{}
	return err
}

func (s *spool) Read(p []byte) (int, error) { return s.file.Read(p) }

// Close closes and removes the file.
func (s *spool) Close() error {
	if s.file == nil {
		return nil
	}
	if s.unnamed {
		return s.file.Close()
	}
	return errors.Join(s.file.Close(), os.Remove(s.file.Name()))
}
