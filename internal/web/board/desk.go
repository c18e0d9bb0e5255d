package boardweb

import (
	"context"
	"slices"
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/board"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/result"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	boardviews "rundertisch/views/board"
	resultviews "rundertisch/views/result"
	"rundertisch/views/shared"
)

func desk(r *page.Request) string { return base(r) + "/leitung" }

// moderator lets in who came by a moderator's link of this very board, and who works on the results of its project. For
// everybody else there is no such page.
func (p *Pages) moderator(r *page.Request) (board.Moderator, error) {
	m, err := p.admit(r)
	if err != nil {
		return m, err
	}
	return m, under(r, m.Board().WorkspaceID)
}

func (p *Pages) admit(r *page.Request) (board.Moderator, error) {
	if token := r.PathCookie(passCookie); token != "" {
		m, err := p.holder(r, token)
		if err == nil && m.Board().Code == r.Params("code") || err != nil && !fault.Is(err, fault.NotFound) {
			return m, err
		}
	}
	if !r.SignedIn() {
		return board.Moderator{}, fault.Missing()
	}
	project, err := p.boards.ProjectOf(r.Context(), r.Params("code"))
	if err != nil {
		return board.Moderator{}, err
	}
	actor, _, err := r.Site().Accounts.Enter(r.Context(), r.User, project)
	if err != nil {
		return board.Moderator{}, err
	}
	return p.boards.Staff(r.Context(), actor, r.Params("code"))
}

// Desk shows the board to a moderator.
func (p *Pages) Desk(r *page.Request) error {
	m, err := p.moderator(r)
	if err != nil {
		return orGone(r, err)
	}
	return p.showDesk(r, m, toldDesk{})
}

// toldDesk is what the moderator's page says besides the board.
type toldDesk struct {
	problem error
	summary shared.Form // as it is typed; as it is stored when there is none
}

func (p *Pages) showDesk(r *page.Request, m board.Moderator, also toldDesk) error {
	d, err := p.boards.Desk(r.Context(), m)
	if err != nil {
		return orGone(r, err)
	}
	shown := boardviews.DeskPage{Page: r.Page("board.desk.title", d.Item.Title), Desk: d, Base: base(r)}
	shown.Of, shown.Live = d.Event.Title, d.Writable() && r.PathCookie(stillCookie) == ""
	shown.Typing = views.Typing{Form: boardviews.Summarising, Action: shown.SummaryPath()}
	if shown.Summary = also.summary; !shown.Summary.Edits() {
		shown.Summary = boardviews.StoredSummary(d.Summary)
	}
	shown.Summary.ID, shown.Summary.Anchor, shown.Summary.Labels = "z", boardviews.Summarising, boardviews.Labels
	switch shown.HasErrors = shown.Summary.HasErrors(); {
	case shown.HasErrors:
		return r.Invalid(boardviews.Desk(shown))
	case also.problem == nil:
		return r.Render(boardviews.Desk(shown))
	}
	shown.Problem = shared.Message(r.L, also.problem)
	return r.RenderStatus(fiber.StatusConflict, boardviews.Desk(shown))
}

// News sends the moderator's page the cards that it does not know.
func (p *Pages) News(r *page.Request) error {
	m, err := p.moderator(r)
	if err != nil {
		return orGone(r, err)
	}
	known, shown := r.Query("kennt"), boardviews.DeskPage{Page: r.Page("board.desk.title", ""), Base: base(r)}
	var dots moves
	return r.Live(func(ctx context.Context) (templ.Component, bool, error) {
		news, err := p.boards.News(ctx, m, known)
		if err == nil {
			news.Dots = dots.among(news.Dots)
		}
		return boardviews.News(boardviews.NewsPart{DeskPage: shown, News: news}), news.Closed, err
	})
}

// moves knows which cards' dots have changed since the first look, so that not each event says those of a thousand.
type moves struct {
	first map[string]int64
	moved map[string]bool
}

// among returns all at the first look, then those that have changed since.
func (m *moves) among(all []board.Weighed) []board.Weighed {
	if m.first == nil {
		m.first, m.moved = map[string]int64{}, map[string]bool{}
		for _, one := range all {
			m.first[one.CardID] = one.Dots
		}
		return all
	}
	return slices.DeleteFunc(all, func(one board.Weighed) bool {
		if before, known := m.first[one.CardID]; !known || before != one.Dots {
			m.moved[one.CardID] = true
		}
		return !m.moved[one.CardID]
	})
}

// Still lets new cards appear on the moderator's page by themselves, or only when it is opened anew.
func (p *Pages) Still(r *page.Request) error {
	still := r.Form().Value("still")
	return p.act(r, desk(r), func(board.Moderator) error {
		r.SetPathCookie(stillCookie, still, base(r))
		return nil
	})
}

// Edit shows the form of a card.
func (p *Pages) Edit(r *page.Request) error {
	m, err := p.moderator(r)
	if err != nil {
		return orGone(r, err)
	}
	card, err := p.boards.Card(r.Context(), m, r.Params("card"))
	if err != nil {
		return orGone(r, err)
	}
	var others []shared.Option
	if card.GroupID == "" && card.ResultID == "" {
		d, err := p.boards.Desk(r.Context(), m)
		if err != nil {
			return orGone(r, err)
		}
		others = boardviews.Others(r.L, d.Cards, card.ID)
	}
	return p.askEdit(r, r.Render, boardviews.Stored(card), others...)
}

func (p *Pages) askEdit(r *page.Request, answer func(templ.Component) error, form shared.Form, others ...shared.Option) error {
	shown := boardviews.CardPage{
		Page: r.Page("board.desk.edit_title"), Form: form, Action: desk(r) + "/" + r.Params("card"), Back: desk(r), Deed: deed(form), Others: others,
	}
	shown.HasErrors = form.HasErrors()
	return answer(boardviews.Card(shown))
}

// Save words a card anew; who comes second is shown what the first wrote.
func (p *Pages) Save(r *page.Request) error {
	m, err := p.moderator(r)
	if err != nil {
		return tellOr(r, err)
	}
	card, err := p.boards.Card(r.Context(), m, r.Params("card"))
	if err != nil {
		return tellOr(r, err)
	}
	edit := page.Edit{
		Kind: "board", ID: card.ID, Labels: boardviews.Labels, Back: desk(r), Flash: "board.flash.saved",
		Stored: func() (shared.Form, error) {
			card, err = p.boards.Card(r.Context(), m, card.ID)
			return boardviews.Stored(card), err
		},
		Save: func(form shared.Form) error {
			version, _ := strconv.ParseInt(form.Value("version"), 10, 64)
			return p.boards.Edit(r.Context(), m, card.ID, version, details(form))
		},
		Again: func(form shared.Form) error {
			if byScript(r) {
				return tell(r, form.Err)
			}
			return p.askEdit(r, r.Invalid, form)
		},
		Words: func(name, value string) (string, bool) {
			return resultviews.Kind(r.L, result.Kind(value)), name == "kind"
		},
	}
	edit.Done = func(flash string) error { return done(r, next(r, deed(r.Form()), card.ID), flash) }
	if err := r.Edit(edit); err != nil {
		return tellOr(r, err)
	}
	if byScript(r) && r.Response().StatusCode() == fiber.StatusConflict {
		return clash(r, "board.kept.clash", card.Text)
	}
	return nil
}

// deed is what a moderator's device calls what it kept and sent by this form; "" when it did not.
func deed(form shared.Form) string {
	if kept := form.Value("deed"); id.Valid(kept) {
		return kept
	}
	return ""
}

// next leads back to the card; a device is told there that what it kept is settled.
func next(r *page.Request, deed, cardID string) string {
	at := desk(r)
	if deed != "" {
		at += "?deed=" + deed
	}
	return at + "#karte-" + cardID
}

// Hide takes a card off the wall.
func (p *Pages) Hide(r *page.Request) error { return p.steer(r, p.boards.Hide) }

// Show puts it back.
func (p *Pages) Show(r *page.Request) error { return p.steer(r, p.boards.Show) }

// Ungroup lets a card stand for itself again.
func (p *Pages) Ungroup(r *page.Request) error { return p.steer(r, p.boards.Ungroup) }

// Group puts a card under another.
func (p *Pages) Group(r *page.Request) error {
	into := r.Form().Value("into")
	return p.steer(r, func(ctx context.Context, m board.Moderator, cardID string) error {
		return p.boards.Group(ctx, m, cardID, into)
	})
}

func (p *Pages) steer(r *page.Request, use func(context.Context, board.Moderator, string) error) error {
	return p.act(r, desk(r)+"#karte-"+r.Params("card"), func(m board.Moderator) error { return use(r.Context(), m, r.Params("card")) })
}

// Close ends writing and weighing.
func (p *Pages) Close(r *page.Request) error {
	return p.act(r, desk(r), func(m board.Moderator) error { return p.boards.Close(r.Context(), m) })
}

// Reopen lets the room go on.
func (p *Pages) Reopen(r *page.Request) error {
	return p.act(r, desk(r), func(m board.Moderator) error { return p.boards.Reopen(r.Context(), m) })
}

func (p *Pages) act(r *page.Request, next string, use func(board.Moderator) error) error {
	m, err := p.moderator(r)
	if err != nil {
		return tellOr(r, err)
	}
	switch err := use(m); {
	case refused(err) && !byScript(r):
		return p.showDesk(r, m, toldDesk{problem: err})
	case err != nil:
		return tellOr(r, err)
	}
	return done(r, next, "")
}
