package boardweb

import (
	"slices"

	"rundertisch/internal/board"
	"rundertisch/internal/fault"
	"rundertisch/internal/pass"
	"rundertisch/internal/web/page"
	boardviews "rundertisch/views/board"
	"rundertisch/views/shared"
)

func boardsPath(r *page.Request) string { return r.Path("events", r.Params("event"), "boards") }

// List shows which workshops of an event have a board.
func (p *Pages) List(r *page.Request) error { return p.list(r, nil) }

func (p *Pages) list(r *page.Request, problem error) error {
	e, places, err := p.boards.Boards(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	shown := boardviews.ListPage{
		Page: r.Page("board.list.title", e.Title), Base: r.Path("events", e.ID), Event: e, Places: places, MayOpen: board.MayModerate(r.Actor),
	}
	shown.Breadcrumb = crumbs(r, e)
	if problem == nil {
		return r.Render(boardviews.List(shown))
	}
	shown.Problem = shared.Message(r.L, problem)
	return r.Invalid(boardviews.List(shown))
}

// Open gives a workshop its board.
func (p *Pages) Open(r *page.Request) error {
	b, err := p.boards.Open(r.Context(), r.Actor, r.Params("event"), r.Form().Value("item"))
	switch {
	case refused(err):
		return p.list(r, err)
	case err != nil:
		return err
	}
	return r.SeeOther(boardsPath(r)+"/"+b.ID, "board.flash.opened")
}

// Board shows one board to staff.
func (p *Pages) Board(r *page.Request) error { return p.showBoard(r, shownBoard{}) }

func (p *Pages) showBoard(r *page.Request, also shownBoard) error {
	d, err := p.boards.Overview(r.Context(), r.Actor, r.Params("event"), r.Params("board"))
	if err != nil {
		return err
	}
	shown := boardviews.BoardPage{
		Page: r.Page("board.staff.title", d.Item.Title), Base: r.Path("events", d.Event.ID), Desk: d, Link: also.link, Form: also.form,
		MayModerate: board.MayModerate(r.Actor), MayApprove: board.MayApprove(r.Actor), MayLink: pass.MayMake(r.Actor),
	}
	shown.Breadcrumb, shown.Form.Labels = append(crumbs(r, d.Event), boardsCrumb(r)), boardviews.Labels
	if shown.Join, err = join(r, d.Board); err != nil {
		return err
	}
	if shown.Passes, err = p.passesOf(r, d.Board); err != nil {
		return err
	}
	if also.problem == nil {
		return r.Render(boardviews.Board(shown))
	}
	if shown.HasErrors = len(fault.Fields(also.problem)) > 0; !shown.HasErrors {
		shown.Problem = shared.Message(r.L, also.problem)
	}
	return r.Invalid(boardviews.Board(shown))
}

// passesOf lists the moderators' links of the board that open it.
func (p *Pages) passesOf(r *page.Request, b board.Board) ([]pass.Pass, error) {
	all, err := p.passes.List(r.Context(), r.Actor, b.EventID, pass.Moderator)
	return slices.DeleteFunc(all, func(one pass.Pass) bool { return one.SubjectID != b.ItemID || !one.Open(r.Now()) }), err
}

// Approve makes results of the chosen cards.
func (p *Pages) Approve(r *page.Request) error {
	_, err := p.boards.Approve(r.Context(), r.Actor, r.Params("event"), r.Params("board"), r.Form().Values["card"])
	switch {
	case refused(err):
		return p.showBoard(r, shownBoard{problem: err})
	case err != nil:
		return err
	}
	return r.SeeOther(boardsPath(r)+"/"+r.Params("board"), "board.flash.approved")
}
