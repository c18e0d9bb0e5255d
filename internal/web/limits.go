package web

import (
	"math"
	"strconv"
	"strings"
	"sync"
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
	formsPerAddress   = 3000 // all public forms together
	boardsPerVisitor  = 60
	boardsPerAddress  = 18000 // a hall of three hundred phones behind one address
	refusedPerAddress = 120   // sent without a token of ours, which no page of ours does
	listsPerAddress   = 120
	deedsPerDevice    = 600 // at a door: a queue before it, and what it gathered without network
	feedsPerLink      = 120
	feedsPerAddress   = 6000
	limitWindow       = time.Minute
)

// limitSignIn counts attempts by the account that is tried and by address.
func limitSignIn() []fiber.Handler {
	return []fiber.Handler{
		limit(signInsPerAddress, page.Address),
		limit(signInsPerAccount, func(c *fiber.Ctx) string { return id.Hash(account.FoldEmail(c.FormValue("email"))) + page.Address(c) }),
	}
}

// limits are the counts that routes share: whoever floods one form does not begin anew at the next.
type limits struct {
	strangers, holders, mailed, refused, doors *counter
	rooms                                      *counter
}

func newLimits(now func() time.Time) *limits {
	return &limits{
		strangers: newCounter(now, formsPerAddress), holders: newCounter(now, formsPerAddress),
		rooms: newCounter(now, boardsPerAddress),
		doors: newCounter(now, formsPerAddress), mailed: newCounter(now, listsPerAddress), refused: newCounter(now, refusedPerAddress),
	}
}

// forms counts public forms by address and by browser. Who holds a personal link is counted apart from strangers, so that a flood of
// registrations from an office does not keep the people in it from their own pages.
func (l *limits) forms(site *page.Site) []fiber.Handler {
	return []fiber.Handler{
		func(c *fiber.Ctx) error {
			if strings.HasPrefix(c.Path(), "/teilnahme/") {
				return l.holders.count(c)
			}
			return l.strangers.count(c)
		},
		limit(formsPerVisitor, site.Visitor), // never empty: the CSRF check came first
	}
}

// boards counts cards and dots of workshops by address and by browser, apart from all else.
func (l *limits) boards(site *page.Site) []fiber.Handler {
	return []fiber.Handler{l.rooms.count, limit(boardsPerVisitor, site.Visitor)}
}

// atDoors counts what is done at the doors of events by address and by device, apart from all else.
func (l *limits) atDoors(site *page.Site) []fiber.Handler {
	return []fiber.Handler{l.doors.count, limit(deedsPerDevice, site.Visitor)}
}

// subscriptions counts like forms, with a lower ceiling: each of these forms sends a mail to an address that somebody typed.
func (l *limits) subscriptions(site *page.Site) []fiber.Handler {
	return append(l.forms(site), l.mailed.count)
}

// counter counts requests by address within a minute of the program's clock, which begins anew for all addresses at once.
type counter struct {
	now  func() time.Time
	most int

	mu    sync.Mutex
	began time.Time
	seen  map[string]int
}

func newCounter(now func() time.Time, most int) *counter {
	return &counter{now: now, most: most, seen: map[string]int{}}
}

// take counts a request of the address and returns how long it has to wait, 0 when it may pass.
func (n *counter) take(address string) time.Duration {
	n.mu.Lock()
	defer n.mu.Unlock()
	now := n.now()
	if now.Sub(n.began) >= limitWindow {
		n.began = now
		clear(n.seen)
	}
	if n.seen[address] >= n.most {
		return n.began.Add(limitWindow).Sub(now)
	}
	n.seen[address]++
	return 0
}

// count lets the request through, or answers when to come back.
func (n *counter) count(c *fiber.Ctx) error {
	if err := n.check(c); err != nil {
		return err
	}
	return c.Next()
}

func (n *counter) check(c *fiber.Ctx) error {
	wait := n.take(page.Address(c))
	if wait == 0 {
		return nil
	}
	c.Set(fiber.HeaderRetryAfter, strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	return fault.New(fault.TooMany, "fault.too_many")
}

// limitFeeds counts readers of a calendar by its link: the servers of a provider ask for many people from one address.
func limitFeeds() []fiber.Handler {
	return []fiber.Handler{
		limit(feedsPerAddress, page.Address),
		limit(feedsPerLink, func(c *fiber.Ctx) string { return id.Hash(c.Params("token")) }),
	}
}

func limit(most int, key func(*fiber.Ctx) string) fiber.Handler {
	return limiter.New(limiter.Config{
		Max: most, Expiration: limitWindow, KeyGenerator: key,
		LimitReached: func(*fiber.Ctx) error { return fault.New(fault.TooMany, "fault.too_many") },
	})
}
