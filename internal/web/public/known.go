package publicweb

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/attendance"
	"rundertisch/internal/web/page"
)

// anew are the names of hidden fields whose values are drawn for every look at the page.
var anew = [][]byte{[]byte(`name="nonce" value="`), []byte(`name="once" value="`)}

// unlessKnown answers with the page, or with 304 when the browser has it as it is. What is drawn anew with every look does not
// count; how full the event is does, so that a form that was sent is never taken from the browser's store.
func (p *Pages) unlessKnown(r *page.Request, seats attendance.Seats, c templ.Component) error {
	if err := r.Render(c); err != nil {
		return err
	}
	tag := fmt.Sprintf(`W/"%s-%d-%d"`, fingerprint(r.Response().Body()), seats.Taken, seats.Waiting)
	r.Set(fiber.HeaderETag, tag)
	if r.Get(fiber.HeaderIfNoneMatch) == tag {
		r.Response().ResetBody()
		r.Status(fiber.StatusNotModified)
	}
	return nil
}

// fingerprint is a hash over the page without what is drawn anew.
func fingerprint(body []byte) string {
	sum := sha256.New()
	for len(body) > 0 {
		at := len(body)
		for _, field := range anew {
			if i := bytes.Index(body, field); i >= 0 && i+len(field) < at {
				at = i + len(field)
			}
		}
		sum.Write(body[:at])
		body = body[at:]
		if end := bytes.IndexByte(body, '"'); end >= 0 {
			body = body[end:]
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:12])
}
