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

	"rundertisch/internal/sheet"
	"rundertisch/internal/web/page"
)

const (
	bodyLimit   = 6 << 20                // octets of one request
	uploadLimit = sheet.MaxBytes + 1<<20 // of one that brings a file to import
	readTimeout = 30 * time.Second
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
		ReadTimeout: readTimeout, IdleTimeout: idleTimeout, ReadBufferSize: 16 << 10,
		ProxyHeader: proxyHeader(options.TrustedProxies), EnableTrustedProxyCheck: true,
		TrustedProxies: options.TrustedProxies, EnableIPValidation: true,
		ErrorHandler: errorHandler(site, options.Log),
	})
	app.Server().HeaderReceived = limitBody
	frame(app, site, options)
	routes(app, site, pages)
	app.Use(notFound)
	return app
}

// limitBody lets the imports of people who work in a project bring larger bodies than everybody else.
func limitBody(header *fasthttp.RequestHeader) fasthttp.RequestConfig {
	path := string(header.RequestURI())
	if strings.HasPrefix(path, "/projects/") && strings.Contains(path, "/import") {
		return fasthttp.RequestConfig{MaxRequestBodySize: uploadLimit}
	}
	return fasthttp.RequestConfig{}
}

func proxyHeader(proxies []string) string {
	if len(proxies) == 0 {
		return ""
	}
	return fiber.HeaderXForwardedFor
}
