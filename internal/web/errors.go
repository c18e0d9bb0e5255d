package web

import (
	"errors"
	"log/slog"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/fault"
	accountweb "rundertisch/internal/web/account"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	accountviews "rundertisch/views/account"
)

// statuses is the one table from a fault's kind to its HTTP status.
var statuses = map[fault.Kind]int{
	fault.Internal:        fiber.StatusInternalServerError,
	fault.Invalid:         fiber.StatusUnprocessableEntity,
	fault.NotFound:        fiber.StatusNotFound,
	fault.Conflict:        fiber.StatusConflict,
	fault.Forbidden:       fiber.StatusForbidden,
	fault.Unauthenticated: fiber.StatusUnauthorized,
	fault.TooMany:         fiber.StatusTooManyRequests,
}

// errorHandler turns any error into the page of its kind; the cause goes to the log once and never to people.
func errorHandler(site *page.Site, log *slog.Logger) fiber.ErrorHandler {
	return func(c *fiber.Ctx, err error) error {
		if errors.Is(err, fiber.ErrRequestEntityTooLarge) {
			drain(c.Context().Conn(), c.Request().Header.ContentLength())
		}
		err = fromFiber(err, c.Path())
		kind := fault.KindOf(err)
		ref, _ := c.Locals(requestID).(string)
		if kind == fault.Internal {
			log.Error("request failed", "id", ref, "method", c.Method(), "path", loggedPath(c.Path()), "error", err)
		}
		r, beginErr := site.Begin(c)
		if beginErr != nil {
			r = site.Anonymous(c)
		}
		if kind == fault.Unauthenticated && c.Method() == fiber.MethodGet && !r.SignedIn() {
			return r.SeeOther(views.PathSignIn+"?next="+url.QueryEscape(c.OriginalURL()), "")
		}
		kept := r.Kept()
		if kind == fault.Unauthenticated && kept.Any() && !r.SignedIn() {
			return r.RenderStatus(fiber.StatusUnauthorized, accountviews.SignIn(accountweb.LostPage(r, kept)))
		}
		p := views.ErrorOf(r.Page("layout.product"), err, ref)
		if kept.Any() {
			p.Keep(kept, r.KeptTexts(kept), isStale(err))
		}
		return r.RenderStatus(statuses[kind], views.Error(p))
	}
}

// isStale reports whether a form was refused only because it was made for another session.
func isStale(err error) bool {
	var e *fault.Error
	return errors.As(err, &e) && e.Key == "fault.csrf"
}

// fromFiber gives the framework's own errors a kind.
func fromFiber(err error, path string) error {
	var e *fiber.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code {
	case fiber.StatusNotFound, fiber.StatusMethodNotAllowed:
		return fault.Missing()
	case fiber.StatusRequestEntityTooLarge:
		return fault.New(fault.Invalid, "frame.upload.too_large", largestFile(path)>>20)
	case fiber.StatusTooManyRequests:
		return fault.New(fault.TooMany, "fault.too_many")
	case fiber.StatusInternalServerError:
		return err
	}
	return &fault.Error{Kind: fault.Invalid, Key: "fault.invalid", Err: err}
}
