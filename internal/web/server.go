// Package web is the HTTP side: the URL table (routes.go), what every request passes through (middleware.go), and the
// one place where errors become pages (errors.go). Handlers live in web/<domain>; package page is the ground they
// stand on. Only these packages know Fiber.
package web

import (
	"log/slog"
	"time"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/web/page"
)

const (
	bodyLimit   = 6 << 20 // octets of one request
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
	frame(app, site, options)
	routes(app, site, pages)
	app.Use(notFound)
	return app
}

func proxyHeader(proxies []string) string {
	if len(proxies) == 0 {
		return ""
	}
	return fiber.HeaderXForwardedFor
}
