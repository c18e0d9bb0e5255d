package resultweb

import (
	"context"

	"rundertisch/internal/account"
	"rundertisch/internal/bin"
	"rundertisch/internal/web/page"
	resultviews "rundertisch/views/result"
	"rundertisch/views/shared"
)

// ConfirmRemove asks before a card is deleted.
func (p *Pages) ConfirmRemove(r *page.Request) error {
	card, err := p.results.Find(r.Context(), r.Actor, r.Params("event"), r.Params("card"))
	if err != nil {
		return err
	}
	b, err := p.results.Board(r.Context(), r.Actor, card.EventID)
	if err != nil {
		return err
	}
	ask := resultviews.RemovePage{Page: r.Page("result.remove.title"), Ask: shared.Confirmation{
		Title: resultviews.Kind(r.L, card.Kind), Text: card.Text, Action: base(r) + "/results/cards/" + card.ID + "/remove",
		Button: r.L.T("result.remove"), Cancel: board(r, card.ItemID),
	}}
	ask.Ask.Effects = append(ask.Ask.Effects, r.L.T("bin.notice", bin.Days))
	if b.Published() {
		ask.Ask.Effects = append(ask.Ask.Effects, r.L.T("result.remove.public"))
	}
	ask.Ask.CSRF, ask.Breadcrumb, ask.Of = ask.CSRF, crumbs(r, b.Event), b.Event.Title
	return r.Render(resultviews.Remove(ask))
}

// Remove puts a card into the bin.
func (p *Pages) Remove(r *page.Request) error {
	card, err := p.results.Find(r.Context(), r.Actor, r.Params("event"), r.Params("card"))
	if err != nil {
		return err
	}
	gone, err := p.results.Remove(r.Context(), r.Actor, card.EventID, card.ID)
	if err != nil {
		return err
	}
	return r.Deleted(board(r, card.ItemID), "result.flash.removed", gone.ID)
}

// Up moves a card before the one above it.
func (p *Pages) Up(r *page.Request) error { return p.change(r, p.results.MoveUp) }

// Down moves a card after the one below it.
func (p *Pages) Down(r *page.Request) error { return p.change(r, p.results.MoveDown) }

func (p *Pages) change(r *page.Request, use func(context.Context, account.Actor, string, string) error) error {
	eventID, cardID := r.Params("event"), r.Params("card")
	card, err := p.results.Find(r.Context(), r.Actor, eventID, cardID)
	if err != nil {
		return err
	}
	if err := use(r.Context(), r.Actor, eventID, cardID); err != nil {
		return err
	}
	return r.SeeOther(board(r, card.ItemID), "")
}
