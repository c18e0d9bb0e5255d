// Package dumpweb hands out a whole project as one file.
package dumpweb

import (
	"io"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/dump"
	"rundertisch/internal/web/page"
)

// Pages are the handlers.
type Pages struct{ dump *dump.Service }

// New returns the handlers over the service.
func New(service *dump.Service) *Pages { return &Pages{dump: service} }

// Take answers with the project as a JSON file.
func (p *Pages) Take(r *page.Request) error {
	return r.Spool(r.L.T("dump.file")+".json", fiber.MIMEApplicationJSONCharsetUTF8, func(w io.Writer) error {
		return p.dump.Write(r.Context(), r.Actor, w)
	})
}
