// Package web is the HTTP side: the URL table (routes.go), what every request passes through (middleware.go), and the
// one place where errors become pages (errors.go). Handlers live in web/<domain>; package page is the ground they
// stand on. Only these packages know Fiber.
package web

import (
	"log/slog"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"rundertisch/internal/files"
	"rundertisch/internal/form"
	"rundertisch/internal/sheet"
	"rundertisch/internal/web/page"
)

const (
	bodyLimit   = 6 << 20                                 // octets of one request
	importLimit = sheet.MaxBytes + besideFile             // of one that brings a file to import
	askedLimit  = form.MaxFiles*form.MaxFile + besideFile // of a registration, which may bring files
	uploadLimit = files.MaxBytes + besideFile             // of one that brings a file to keep
	besideFile  = 1 << 20                                 // for the other fields of its form
	readBuffer  = 16 << 10                                // octets; headers must fit
	readTimeout = 30 * time.Second
	uploadTime  = 5 * time.Minute // for one that brings a file: 20 MB over a line that sends 600 kbit/s
	idleTimeout = 90 * time.Second
)

// Options are what differs between installations.
type Options struct {
	Log            *slog.Logger
	TrustedProxies []string // addresses or ranges whose X-Forwarded-For counts
	Ready          func() error
}

// New returns the Fiber application with all routes.
func New(site *page.Site, pages Pages, options Options) *fiber.App {
	app := fiber.New(fiber.Config{
		AppName: "Runder Tisch", Immutable: true, DisableStartupMessage: true, BodyLimit: bodyLimit,
		ReadTimeout: readTimeout, IdleTimeout: idleTimeout, ReadBufferSize: readBuffer,
		ReduceMemoryUsage:       true,                                         // else each phone of a hall keeps the room of the largest page it was sent
		EnableTrustedProxyCheck: true, TrustedProxies: options.TrustedProxies, // for the host; who asks, page.Address says
		ErrorHandler: errorHandler(site, options.Log),
	})
	app.Server().HeaderReceived = limitBody
	limits := newLimits(site.Clock.Now)
	frame(app, site, limits, options)
	routes(app, site, limits, pages)
	app.Use(notFound)
	return app
}

// limitBody lets the imports and documents of people who work in a project bring larger bodies than everybody else, and
// gives them the time.
func limitBody(header *fasthttp.RequestHeader) fasthttp.RequestConfig {
	most := largest(string(header.RequestURI()))
	if most == bodyLimit {
		return fasthttp.RequestConfig{} // as everywhere
	}
	return fasthttp.RequestConfig{MaxRequestBodySize: most, ReadTimeout: uploadTime}
}

// largest is how many octets the body of a request to the address may have.
func largest(path string) int {
	path, _, _ = strings.Cut(path, "?")
	switch {
	case strings.HasPrefix(path, "/v/") && strings.HasSuffix(path, "/anmeldung"), strings.HasPrefix(path, "/teilnahme/") && (strings.HasSuffix(path, "/angaben") || strings.HasSuffix(path, "/ergaenzen")):
		return askedLimit
	case !strings.HasPrefix(path, "/projects/"):
		return bodyLimit
	case strings.Contains(path, "/documents"):
		return uploadLimit
	case strings.Contains(path, "/import"):
		return importLimit
	}
	return bodyLimit
}

// largestFile is what people are told of it.
func largestFile(path string) int {
	if most := largest(path); most > bodyLimit {
		return most - besideFile
	}
	return bodyLimit
}
