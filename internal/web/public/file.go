package publicweb

import (
	"errors"
	"io"
	"mime"
	"os"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/document"
	"rundertisch/internal/web/page"
)

// filePolicy is the content policy of files: whatever is in one loads nothing, runs nothing and is framed nowhere.
const filePolicy = "default-src 'none'; frame-ancestors 'none'; sandbox"

// Picture answers with a file of an event's picture. Another picture has another address.
func (p *Pages) Picture(r *page.Request) error {
	file, err := p.Showcase.Picture(r.Context(), r.Params("slug"), r.Params("picture"))
	if err != nil {
		return err
	}
	r.Set(fiber.HeaderContentSecurityPolicy, filePolicy)
	r.Set(fiber.HeaderContentType, "image/jpeg")
	r.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	r.Set("Cross-Origin-Resource-Policy", "cross-origin") // shown beside links to the page, wherever those are
	return hand(r, r.Params("picture"), file)
}

// Paper answers with the newest version of a document that everybody may read, to save.
func (p *Pages) Paper(r *page.Request) error {
	v, file, err := p.Showcase.Paper(r.Context(), r.Params("slug"), r.Params("paper"))
	return save(r, v, file, err)
}

// Material answers with the newest version of a document that belongs to a programme item, to save.
func (p *Pages) Material(r *page.Request) error {
	v, file, err := p.Showcase.Handout(r.Context(), r.Params("slug"), r.Params("material"))
	return save(r, v, file, err)
}

// save sends a document to save.
func save(r *page.Request, v document.Version, file *os.File, err error) error {
	if err != nil {
		return err
	}
	r.Set(fiber.HeaderContentSecurityPolicy, filePolicy)
	r.Set(fiber.HeaderContentType, v.MediaType)
	r.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": v.Name}))
	r.Set(fiber.HeaderCacheControl, "public, no-cache")
	return hand(r, v.SHA256, file)
}

// hand sends the file, unless the browser has it, and closes it.
func hand(r *page.Request, tag string, file *os.File) error {
	r.Request().Header.Del(fiber.HeaderAcceptEncoding) // the tag is that of the file as it is
	tag = `"` + tag + `"`
	r.Set(fiber.HeaderETag, tag)
	if strings.Contains(r.Get(fiber.HeaderIfNoneMatch), tag) {
		r.Status(fiber.StatusNotModified)
		return file.Close()
	}
	about, err := file.Stat()
	if err != nil {
		return errors.Join(err, file.Close())
	}
	stream := struct {
		io.Reader
		io.Closer
	}{file, file}
	r.Response().SetBodyStream(stream, int(about.Size()))
	return nil
}
