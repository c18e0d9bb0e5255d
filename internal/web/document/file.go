package documentweb

import (
	"errors"
	"io"
	"mime"
	"os"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/document"
	"rundertisch/internal/fault"
	"rundertisch/internal/files"
	"rundertisch/internal/web/page"
)

// filePolicy is the content policy of files: whatever is in one loads nothing, runs nothing and is framed nowhere.
const filePolicy = "default-src 'none'; img-src 'self'; frame-ancestors 'none'; sandbox"

// Download answers with a version's file to save.
func (p *Pages) Download(r *page.Request) error { return p.open(r, "attachment") }

// View answers with a version's file to look at, if browsers can show it.
func (p *Pages) View(r *page.Request) error { return p.open(r, "inline") }

func (p *Pages) open(r *page.Request, disposition string) error {
	number, err := strconv.ParseInt(r.Params("number"), 10, 64)
	if err != nil {
		return fault.Missing()
	}
	v, file, err := p.documents.File(r.Context(), r.Actor, r.Params("document"), number)
	if err != nil {
		return err
	}
	if disposition == "inline" && !files.Viewable(v.MediaType) {
		return errors.Join(fault.Missing(), file.Close())
	}
	return send(r, v, file, disposition)
}

// send answers with the file, or with the part of it that is asked for, and closes it. Versions never change: their
// contents' hash is their tag.
func send(r *page.Request, v document.Version, file *os.File, disposition string) error {
	tag := `"` + v.SHA256 + `"`
	r.Set(fiber.HeaderContentSecurityPolicy, filePolicy)
	r.Set(fiber.HeaderContentDisposition, mime.FormatMediaType(disposition, map[string]string{"filename": v.Name}))
	r.Set(fiber.HeaderContentType, v.MediaType)
	r.Set(fiber.HeaderCacheControl, "private, no-cache")
	r.Set(fiber.HeaderETag, tag)
	r.Set(fiber.HeaderAcceptRanges, "bytes")
	if r.Get(fiber.HeaderIfNoneMatch) == tag {
		r.Status(fiber.StatusNotModified)
		return file.Close()
	}
	from, to, partial, err := part(r, v.Size, tag)
	if err != nil {
		r.Set(fiber.HeaderContentRange, "bytes */"+decimal(v.Size))
		r.Status(fiber.StatusRequestedRangeNotSatisfiable)
		return file.Close()
	}
	if partial {
		r.Set(fiber.HeaderContentRange, "bytes "+decimal(from)+"-"+decimal(to)+"/"+decimal(v.Size))
		r.Status(fiber.StatusPartialContent)
	}
	stream := struct {
		io.Reader
		io.Closer
	}{io.NewSectionReader(file, from, to-from+1), file}
	r.Response().SetBodyStream(stream, int(to-from+1))
	return nil
}

// part returns the first and last octet that are asked for: all of them, unless one range is asked for of the file as it is.
func part(r *page.Request, size int64, tag string) (from, to int64, partial bool, err error) {
	whole := func() (int64, int64, bool, error) { return 0, size - 1, false, nil }
	if r.Get(fiber.HeaderRange) == "" {
		return whole()
	}
	if condition := r.Get(fiber.HeaderIfRange); condition != "" && condition != tag {
		return whole()
	}
	asked, err := r.Range(int(size))
	switch {
	case errors.Is(err, fiber.ErrRangeUnsatisfiable):
		return 0, 0, false, err
	case err != nil || asked.Type != "bytes" || len(asked.Ranges) != 1:
		return whole()
	}
	return int64(asked.Ranges[0].Start), int64(asked.Ranges[0].End), true, nil
}
