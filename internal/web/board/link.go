package boardweb

import (
	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/board"
	"rundertisch/internal/fault"
	"rundertisch/internal/pass"
	"rundertisch/internal/qr"
	"rundertisch/internal/web/page"
	boardviews "rundertisch/views/board"
	"rundertisch/views/shared"
)

func (p *Pages) holder(r *page.Request, token string) (board.Moderator, error) {
	found, err := p.passes.Use(r.Context(), pass.Moderator, token)
	if err != nil {
		return board.Moderator{}, err
	}
	return p.boards.Holder(r.Context(), found)
}

// AskLink shows the button behind a moderator's link: programs that look links up change nothing.
func (p *Pages) AskLink(r *page.Request) error {
	found, err := p.passes.Find(r.Context(), pass.Moderator, r.Params("token"))
	switch {
	case fault.Is(err, fault.NotFound):
		return p.noLink(r, fiber.StatusNotFound, "board.link.unknown")
	case err != nil:
		return err
	}
	if err := under(r, found.WorkspaceID); err != nil {
		return err
	}
	if !found.Open(r.Now()) {
		return p.noLink(r, fiber.StatusGone, "board.link.over")
	}
	m, err := p.boards.Holder(r.Context(), found)
	switch {
	case fault.Is(err, fault.NotFound):
		return p.noLink(r, fiber.StatusNotFound, "board.link.no_board")
	case err != nil:
		return err
	}
	room, err := p.boards.Room(r.Context(), m.Board().Code, "")
	if err != nil {
		return orGone(r, err)
	}
	return r.Render(boardviews.Link(boardviews.LinkPage{
		Page: r.Page("board.link.title"), Room: room, Name: found.Name, Until: found.ExpiresAt, Action: "/karten/leitung/" + r.Params("token"),
	}))
}

// UseLink exchanges the link for a cookie of the board's pages, which the browser keeps as long as the link is good for.
func (p *Pages) UseLink(r *page.Request) error {
	m, err := p.holder(r, r.Params("token"))
	if fault.Is(err, fault.NotFound) {
		return p.AskLink(r)
	}
	if err != nil {
		return err
	}
	found, err := p.passes.Find(r.Context(), pass.Moderator, r.Params("token"))
	if err != nil {
		return err
	}
	at := "/karten/" + m.Board().Code
	r.KeepPathCookie(passCookie, r.Params("token"), at, found.ExpiresAt)
	return r.SeeOther(at+"/leitung", "")
}

func (p *Pages) noLink(r *page.Request, status int, key string) error {
	return r.RenderStatus(status, boardviews.Gone(boardviews.GonePage{Page: r.Page("board.link.gone"), Text: r.L.T(key)}))
}

// MakeLink makes a moderator's link and shows it this once.
func (p *Pages) MakeLink(r *page.Request) error {
	b, err := p.boards.Find(r.Context(), r.Actor, r.Params("event"), r.Params("board"))
	if err != nil {
		return err
	}
	form := r.Form()
	_, token, err := p.passes.Make(r.Context(), r.Actor, pass.Order{
		Kind: pass.Moderator, EventID: b.EventID, SubjectID: b.ItemID, Name: form.Value("name"),
	})
	switch {
	case fault.Refused(err):
		return p.showBoard(r, shownBoard{problem: err, form: form.Refused(form.Values, err)})
	case err != nil:
		return err
	}
	link := boardviews.MadeLink{Name: form.Value("name"), Address: r.Site().BaseURL + "/karten/leitung/" + token}
	if link.Code, err = qr.New(link.Address); err != nil {
		return err
	}
	return p.showBoard(r, shownBoard{link: link})
}

// EndLink takes a moderator's link back.
func (p *Pages) EndLink(r *page.Request) error {
	if err := p.passes.Revoke(r.Context(), r.Actor, r.Params("event"), r.Params("moderator")); err != nil {
		return err
	}
	return r.SeeOther(boardsPath(r)+"/"+r.Params("board")+"#moderation", "board.flash.link_ended")
}

// shownBoard is what the page of a board says besides the board.
type shownBoard struct {
	problem error
	form    shared.Form         // of a moderator's link
	link    boardviews.MadeLink // that was made just now
}
