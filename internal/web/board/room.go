package boardweb

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/board"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/result"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	boardviews "rundertisch/views/board"
	"rundertisch/views/shared"
)

// wallEvery is how often a projector looks: what is written stands on it within half a second.
const wallEvery = 400 * time.Millisecond

// bare is an address as it is read aloud.
func bare(address string) string {
	return strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://")
}

// Room shows the board to everybody in the room.
func (p *Pages) Room(r *page.Request) error {
	kind := result.Kind(r.Query("kind", string(result.Need)))
	return p.show(r, enter(r), id.New(), shared.Fill(map[string]string{"kind": string(kind)}), fiber.StatusOK)
}

func (p *Pages) show(r *page.Request, token, act string, form shared.Form, status int) error {
	room, err := p.boards.Room(r.Context(), r.Params("code"), token)
	if err != nil {
		return orGone(r, err)
	}
	if err := under(r, room.Board.WorkspaceID); err != nil {
		return err
	}
	remember(r, token, room.Event)
	form.Labels = boardviews.Labels
	shown := boardviews.RoomPage{Page: r.Titled(room.Item.Title), Room: room, Base: base(r), Act: act, Form: form}
	shown.Of, shown.HasErrors = room.Event.Title, form.HasErrors()
	if room.Writable() {
		shown.Typing = views.Typing{Form: boardviews.Writing, Action: base(r) + "/neu"}
	}
	return r.RenderStatus(status, boardviews.Room(shown))
}

// Stand tells the page of somebody in the room what of the wall has changed: the same for all, and little when it is nothing.
func (p *Pages) Stand(r *page.Request) error {
	known, err := strconv.ParseInt(r.Query("kennt"), 10, 64)
	if err != nil {
		known = -1
	}
	stand, err := p.boards.Stand(r.Context(), r.Params("code"), known)
	if err != nil {
		return err
	}
	r.Set(fiber.HeaderCacheControl, "no-store")
	if stand.Changes == known {
		return r.SendStatus(fiber.StatusNoContent)
	}
	return r.JSON(stand)
}

// Add writes a card.
func (p *Pages) Add(r *page.Request) error {
	retold, form := r.Retold(), r.Form()
	if retold {
		return p.retell(r, form)
	}
	_, err := p.boards.Add(r.Context(), r.Params("code"), device(r), form.Value("act"), details(form))
	if err != nil {
		return p.notDone(r, form, err)
	}
	return done(r, base(r)+"?kind="+form.Value("kind"), "board.flash.added")
}

// retell shows the room once more in the other language, with what is typed so far.
func (p *Pages) retell(r *page.Request, form shared.Form) error {
	if !boardviews.Typed(form) {
		return r.SeeOther(base(r), "")
	}
	return p.show(r, enter(r), actOf(form), form, fiber.StatusOK)
}

// actOf is the identifier of the card that the form writes.
func actOf(form shared.Form) string {
	if act := form.Value("act"); id.Valid(act) {
		return act
	}
	return id.New()
}

// Weigh puts a dot on a card.
func (p *Pages) Weigh(r *page.Request) error {
	if err := p.boards.Weigh(r.Context(), r.Params("code"), device(r), r.Params("card")); err != nil {
		return p.notDone(r, shared.Form{}, err)
	}
	return done(r, base(r)+"#karte-"+r.Params("card"), "")
}

// TakeBack takes it off again.
func (p *Pages) TakeBack(r *page.Request) error {
	if err := p.boards.TakeBack(r.Context(), r.Params("code"), device(r), r.Params("card")); err != nil {
		return p.notDone(r, shared.Form{}, err)
	}
	return done(r, base(r)+"#karte-"+r.Params("card"), "")
}

// notDone shows the room with what was refused; what was typed stays.
func (p *Pages) notDone(r *page.Request, form shared.Form, err error) error {
	status := fiber.StatusUnprocessableEntity
	switch {
	case byScript(r):
		return tell(r, err)
	case fault.Is(err, fault.Conflict):
		status = fiber.StatusConflict
	case !fault.Is(err, fault.Invalid):
		return orGone(r, err)
	}
	return p.show(r, enter(r), actOf(form), form.Refused(form.Values, err), status)
}

func details(form shared.Form) board.Details {
	return board.Details{
		Kind: result.Kind(form.Value("kind")), Text: form.Value("text"), TargetGroup: form.Value("target_group"),
		Municipality: form.Value("municipality"), Organisation: form.Value("organisation"), DueOn: form.Value("due_on"),
	}
}

// Wall shows the board to a projector.
func (p *Pages) Wall(r *page.Request) error {
	room, err := p.boards.Room(r.Context(), r.Params("code"), "")
	if err != nil {
		return orGone(r, err)
	}
	if err := under(r, room.Board.WorkspaceID); err != nil {
		return err
	}
	shown := boardviews.WallPage{Page: r.Titled(room.Item.Title), Room: room, Base: base(r)}
	shown.Live = true
	if shown.Join, err = join(r, room.Board); err != nil {
		return err
	}
	return r.Render(boardviews.Wall(shown))
}

// WallLive sends the cards of the wall whenever they have changed.
func (p *Pages) WallLive(r *page.Request) error {
	code, l := r.Params("code"), r.L
	return r.LiveEvery(wallEvery, func(ctx context.Context) (templ.Component, bool, error) {
		room, err := p.boards.Room(ctx, code, "")
		return boardviews.Cards(l, room), false, err
	})
}
