package web

import (
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/limiter"

	"rundertisch/internal/account"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/web/page"
)

// Requests that change something, per minute. A whole county or a hall full of phones shares one address, so the
// count by browser comes first and the ceiling by address is high.
const (
	signInsPerAccount = 10
	signInsPerAddress = 120
	formsPerVisitor   = 30
	formsPerAddress   = 3000
	listsPerAddress   = 120
	feedsPerLink      = 120
	feedsPerAddress   = 6000
	limitWindow       = time.Minute
)

// limitSignIn counts attempts by the account that is tried and by address.
func limitSignIn() []fiber.Handler {
	return []fiber.Handler{
		limit(signInsPerAddress, func(c *fiber.Ctx) string { return c.IP() }),
		limit(signInsPerAccount, func(c *fiber.Ctx) string { return id.Hash(account.FoldEmail(c.FormValue("email"))) + c.IP() }),
	}
}

// limitForms counts public forms by browser and by address.
func limitForms(site *page.Site) []fiber.Handler {
	return []fiber.Handler{
		limit(formsPerAddress, func(c *fiber.Ctx) string { return c.IP() }),
		limit(formsPerVisitor, site.Visitor), // never empty: the CSRF check came first
	}
}

// limitSubscriptions counts like limitForms, with a lower ceiling: each of these forms sends a mail to an address that somebody typed.
func limitSubscriptions(site *page.Site) []fiber.Handler {
	return append(limitForms(site), limit(listsPerAddress, func(c *fiber.Ctx) string { return c.IP() }))
}

// limitFeeds counts readers of a calendar by its link: the servers of a provider ask for many people from one address.
func limitFeeds() []fiber.Handler {
	return []fiber.Handler{
		limit(feedsPerAddress, func(c *fiber.Ctx) string { return c.IP() }),
		limit(feedsPerLink, func(c *fiber.Ctx) string { return id.Hash(c.Params("token")) }),
	}
}

func limit(most int, key func(*fiber.Ctx) string) fiber.Handler {
	return limiter.New(limiter.Config{
		Max: most, Expiration: limitWindow, KeyGenerator: key,
		LimitReached: func(*fiber.Ctx) error { return fault.New(fault.TooMany, "fault.too_many") },
	})
}
