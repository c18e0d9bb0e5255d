package web

import (
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/compress"

	"rundertisch/internal/id"
	"rundertisch/internal/web/page"
	"rundertisch/views/static"
)

// contentPolicy holds on every response without exception: nothing inline, nothing from elsewhere, never framed.
const contentPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const requestID = "request_id"

// frame mounts what every request passes through, outermost first.
func frame(app *fiber.App, site *page.Site, limits *limits, options Options) {
	app.Use(accessLog(options.Log), recovered(options.Log), headers(site), page.ProxiesOf(options.TrustedProxies).Remember)
	app.Get("/healthz", func(c *fiber.Ctx) error { return c.SendString("ok") })
	app.Get("/readyz", func(c *fiber.Ctx) error {
		if err := options.Ready(); err != nil {
			options.Log.Error("not ready", "error", err)
			return c.Status(fiber.StatusServiceUnavailable).SendString("not ready")
		}
		return c.SendString("ok")
	})
	app.Get(static.Root+"*", assets)
	app.Use(compress.New(compress.Config{Level: compress.LevelBestSpeed, Next: leftAlone}))
	app.Use(sameSite(site, limits))
}

// survey is where surveys are answered. Requests there are not logged: a line would say in which minute somebody answered.
const survey = "/umfrage/"

// accessLog writes one line a request: path without query, no address, no person.
func accessLog(log *slog.Logger) fiber.Handler {
	return func(c *fiber.Ctx) error {
		start := time.Now()
		c.Locals(requestID, id.New())
		err := c.Next()
		if err != nil {
			if handled := c.App().ErrorHandler(c, err); handled != nil {
				return handled
			}
		}
		if strings.HasPrefix(c.Path(), survey) {
			return nil
		}
		log.Debug("request", "id", c.Locals(requestID), "method", c.Method(), "path", loggedPath(c.Path()),
			"status", c.Response().StatusCode(), "ms", time.Since(start).Milliseconds())
		return nil
	}
}

// loggedPath hides the secret of personal and one-time links.
func loggedPath(path string) string {
	for _, prefix := range []string{"/a/", "/adresse/", "/l/", "/r/", "/start/", "/cal/", "/plan/", "/protokoll/", "/vertretung/", "/karten/", "/tuer/", "/q/", survey} {
		if strings.HasPrefix(path, prefix) {
			return prefix + "…"
		}
	}
	return path
}

func recovered(log *slog.Logger) fiber.Handler {
	return func(c *fiber.Ctx) (err error) {
		defer func() {
			if cause := recover(); cause != nil {
				log.Error("panic", "id", c.Locals(requestID), "cause", fmt.Sprint(cause), "stack", string(debug.Stack()))
				err = fiber.ErrInternalServerError
			}
		}()
		return c.Next()
	}
}

func headers(site *page.Site) fiber.Handler {
	return func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderContentSecurityPolicy, contentPolicy)
		c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
		c.Set(fiber.HeaderReferrerPolicy, "same-origin")
		c.Set(fiber.HeaderXFrameOptions, "DENY")
		c.Set("Cross-Origin-Opener-Policy", "same-origin")
		c.Set("Cross-Origin-Resource-Policy", "same-origin")
		c.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		if site.Secure {
			c.Set(fiber.HeaderStrictTransportSecurity, "max-age=31536000")
		}
		return c.Next()
	}
}

// leftAlone reports whether a compressor would do harm: server-sent events are held back by it, and stored files are handed out
// in parts that are counted in their own octets.
func leftAlone(c *fiber.Ctx) bool {
	live := strings.Contains(c.Get(fiber.HeaderAccept), "text/event-stream")
	return live || strings.Contains(c.Path(), "/documents/") && strings.Contains(c.Path(), "/versions/")
}

// assets sends an embedded file as it was packed once, in the smallest coding that the browser knows.
func assets(c *fiber.Ctx) error {
	file, ok := static.Find(c.Path())
	if !ok {
		return fiber.ErrNotFound
	}
	c.Set(fiber.HeaderContentType, file.Type)
	c.Set(fiber.HeaderCacheControl, "no-cache")
	if file.Immutable {
		c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	}
	c.Vary(fiber.HeaderAcceptEncoding)
	for _, coding := range []string{static.Brotli, static.Gzip} {
		if !c.Request().Header.HasAcceptEncoding(coding) {
			continue
		}
		if data, ok := file.Packed(coding); ok {
			c.Set(fiber.HeaderContentEncoding, coding)
			return c.Send(data)
		}
	}
	return c.Send(file.Data)
}

// sameSite refuses every request that could change something unless it comes from one of our own pages. The one-click
// unsubscription of mail programs (RFC 8058) carries no token and is let through to its own check.
// What comes without a token again and again is not looked at any more for a while.
func sameSite(site *page.Site, limits *limits) fiber.Handler {
	return func(c *fiber.Ctx) error {
		switch c.Method() {
		case fiber.MethodGet, fiber.MethodHead, fiber.MethodOptions:
			return c.Next()
		}
		if oneClick(c) {
			return c.Next()
		}
		if refused := site.CheckCSRF(c); refused != nil {
			if err := limits.refused.check(c); err != nil {
				return err
			}
			return refused
		}
		return c.Next()
	}
}

// oneClick reports whether a mail program unsubscribes its reader: the address of a link in a mail, and the one field that the
// standard names (RFC 8058, 3.2). It says who it is by the link's token alone, and brings no cookie that counts.
func oneClick(c *fiber.Ctx) bool {
	path := c.Path()
	return c.Method() == fiber.MethodPost && c.FormValue("List-Unsubscribe") == "One-Click" && (strings.HasPrefix(path, "/l/") || strings.HasPrefix(path, "/r/"))
}

func notFound(*fiber.Ctx) error { return fiber.ErrNotFound }
