// Package boardweb has the handlers of a workshop's board: for everybody in the room and for moderators, who have no account and may have no network,
// for the projector, and for staff.
package boardweb

import (
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/board"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/pass"
	"rundertisch/internal/qr"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	boardviews "rundertisch/views/board"
)

// deviceCookie tells a browser from the others on one board: a random number that is sent to that board's pages only.
const deviceCookie = "karten"

// passCookie holds the token of a moderator's link for the pages of its board only.
const passCookie = "moderation"

// stillCookie is set where a moderator wants no cards to appear by themselves.
const stillCookie = "ruhe"

// Pages are the handlers.
type Pages struct {
	boards *board.Service
	passes *pass.Service
}

// New returns the handlers.
func New(boards *board.Service, passes *pass.Service) *Pages {
	return &Pages{boards: boards, passes: passes}
}

func base(r *page.Request) string { return "/karten/" + r.Params("code") }

// device returns the browser's token, "" when it has none or takes no cookies.
func device(r *page.Request) string { return r.PathCookie(deviceCookie) }

// keptAfter is how long after the event a browser remembers who it is on the board; a device that had no network sends what it kept as
// the browser that it was.
const keptAfter = 24 * time.Hour

// enter makes a token for a browser at its first visit.
func enter(r *page.Request) string {
	if token := device(r); token != "" {
		return token
	}
	return id.Token()
}

// remember lets the browser keep its token beyond its end: opened again, it is the same one.
func remember(r *page.Request, token string, e event.Event) {
	if device(r) == "" {
		r.KeepPathCookie(deviceCookie, token, base(r), later(e.EndsAt, r.Now()).Add(keptAfter))
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// under puts the page of a visitor without an account under the name of the administration.
func under(r *page.Request, workspaceID string) error {
	workspace, err := r.Site().Accounts.Workspace(r.Context(), workspaceID)
	r.Workspace = workspace
	return err
}

// orGone says kindly that a board is not there, or not any more.
func orGone(r *page.Request, err error) error {
	if fault.Is(err, fault.NotFound) {
		return r.RenderStatus(fiber.StatusNotFound, boardviews.Gone(boardviews.GonePage{
			Page: r.Page("board.gone.title"), Text: r.L.T("board.gone"),
		}))
	}
	return err
}

// refused reports whether the fault says something that people can read where they are: not at a field.
func refused(err error) bool {
	f := (*fault.Error)(nil)
	return errors.As(err, &f) && fault.Refused(err) && len(f.Fields) == 0
}

// join is the address of the board as people see it and scan it.
func join(r *page.Request, b board.Board) (boardviews.Join, error) {
	address := r.Site().BaseURL + "/karten/" + b.Code
	made, err := qr.New(address)
	return boardviews.Join{Address: bare(address), Code: made}, err
}

func crumbs(r *page.Request, e event.Event) []views.Crumb {
	at := r.Path("events", e.ID)
	return []views.Crumb{
		{Label: r.L.T("event.list.title"), Href: r.Path("events")},
		{Label: e.Title, Href: at},
		{Label: r.L.T("event.tab.results"), Href: at + "/results"},
	}
}

func boardsCrumb(r *page.Request) views.Crumb {
	return views.Crumb{Label: r.L.T("board.list.heading"), Href: boardsPath(r)}
}
