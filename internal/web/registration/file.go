package registrationweb

import (
	"errors"
	"mime"
	"os"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/files"
	ask "rundertisch/internal/form"
	"rundertisch/internal/web/page"
)

// filePolicy is the content policy of what people send: it loads nothing, runs nothing and is framed nowhere.
const filePolicy = "default-src 'none'; frame-ancestors 'none'; sandbox"

// withUploads calls fn with the files that came for the event's own questions.
func withUploads(r *page.Request, fn func(ask.Uploads) error) (err error) {
	sent, notMultipart := r.MultipartForm()
	if notMultipart != nil {
		return fn(nil)
	}
	uploads := ask.Uploads{}
	for name, headers := range sent.File {
		fieldID, ok := ask.FieldOf(name)
		if !ok || len(headers) == 0 {
			continue
		}
		file, openErr := headers[0].Open()
		if openErr != nil {
			return openErr
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		uploads[fieldID] = files.Upload{Name: headers[0].Filename, Size: headers[0].Size, Content: file}
	}
	return fn(uploads)
}

// File answers with a file of the holder's own.
func (p *Pages) File(r *page.Request) error {
	a, file, err := p.registrations.File(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie), r.Params("upload"))
	if err != nil {
		return p.orLost(r, err)
	}
	return send(r, a, file)
}

// FileOf answers to staff with a file that somebody sent with the registration.
func (p *Pages) FileOf(r *page.Request) error {
	a, file, err := p.registrations.FileOf(r.Context(), r.Actor, r.Params("event"), r.Params("attendance"), r.Params("upload"))
	if err != nil {
		return err
	}
	return send(r, a, file)
}

// send answers with the file to save, and closes it.
func send(r *page.Request, a ask.Answer, file *os.File) error {
	about, err := file.Stat()
	if err != nil {
		return errors.Join(err, file.Close())
	}
	r.Request().Header.Del(fiber.HeaderAcceptEncoding) // documents and pictures are packed already
	r.Set(fiber.HeaderContentSecurityPolicy, filePolicy)
	r.Set(fiber.HeaderContentType, fiber.MIMEOctetStream)
	r.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": a.Value}))
	r.Set(fiber.HeaderCacheControl, "private, no-store")
	r.Response().SetBodyStream(file, int(about.Size()))
	return nil
}
