package page

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
)

const requestTimeout = 60 * time.Second

// Site is what all handlers share; read-only after start.
type Site struct {
	Accounts  *account.Service
	Catalogue *i18n.Catalogue
	Clock     clock.Clock
	Zone      *time.Location
	Lang      i18n.Lang // of visitors whose browser names none of ours
	BaseURL   string    // without a slash at the end
	Secure    bool      // reached by https
	Secret    []byte    // signs CSRF tokens
	Demo      bool      // shows the way to the demo's mailbox

	DB      *database.DB // for submissions, and for nothing else
	sending underWay

	// Trail lists the entries about an object, newest first.
	Trail func(ctx context.Context, workspaceID, kind, objectID string) ([]audit.Entry, error)

	Stopping <-chan struct{} // closed when the program stops: ends live parts; nil never does
}

// Handler answers one request; see package web for what becomes of its error.
type Handler func(*Request) error

// Public lets everybody in.
func (s *Site) Public(h Handler) fiber.Handler {
	return s.serve(h, func(*Request) error { return nil })
}

// SignedIn lets in whoever is signed in.
func (s *Site) SignedIn(h Handler) fiber.Handler { return s.serve(h, (*Request).needUser) }

// InProject lets in people with a role in the project that the route's :project names; others get NotFound.
func (s *Site) InProject(h Handler) fiber.Handler { return s.serve(h, (*Request).enterProject) }

// InProjectIf lets in those of them whom may admits; others are refused.
func (s *Site) InProjectIf(may func(account.Actor) bool) func(Handler) fiber.Handler {
	return func(h Handler) fiber.Handler {
		return s.serve(h, func(r *Request) error {
			err := r.enterProject()
			if err == nil && !may(r.Actor) {
				return fault.Denied()
			}
			return err
		})
	}
}

// InWorkspace lets in administrators of the workspace that the route's :workspace names; others get NotFound.
func (s *Site) InWorkspace(h Handler) fiber.Handler {
	return s.InWorkspaceIf(func(a account.Actor) bool { return a.Has(account.Administrator) })(h)
}

// InWorkspaceIf lets in those with a role in the whole workspace whom may admits; others get NotFound.
func (s *Site) InWorkspaceIf(may func(account.Actor) bool) func(Handler) fiber.Handler {
	return func(h Handler) fiber.Handler {
		return s.serve(h, func(r *Request) error { return r.enterWorkspace(may) })
	}
}

func (s *Site) serve(h Handler, admit func(*Request) error) fiber.Handler {
	return func(c *fiber.Ctx) error {
		before := c.UserContext()
		ctx, cancel := context.WithTimeout(before, requestTimeout)
		defer cancel()
		c.SetUserContext(ctx)
		defer c.SetUserContext(before) // the error page is rendered after this handler's deadline is gone
		r, err := s.Begin(c)
		if err != nil {
			return err
		}
		if err := admit(r); err != nil {
			return err
		}
		return r.once(h)
	}
}

// Begin makes the Request of a Fiber context: signed-in person and language.
func (s *Site) Begin(c *fiber.Ctx) (*Request, error) {
	r := &Request{Ctx: c, site: s}
	if token := c.Cookies(s.cookie(sessionCookie)); token != "" {
		user, err := s.Accounts.Session(c.UserContext(), token)
		switch {
		case err == nil:
			r.User, r.session = user, token
		case !fault.Is(err, fault.Unauthenticated):
			return nil, err
		}
	}
	r.L = s.Catalogue.Locale(r.language(), s.Zone)
	return r, nil
}

// Anonymous makes a Request that knows nobody, for error pages when Begin itself failed.
func (s *Site) Anonymous(c *fiber.Ctx) *Request {
	r := &Request{Ctx: c, site: s}
	r.L = s.Catalogue.Locale(r.language(), s.Zone)
	return r
}
