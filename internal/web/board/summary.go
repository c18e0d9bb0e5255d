package boardweb

import (
	"strconv"

	"rundertisch/internal/audit"
	"rundertisch/internal/board"
	"rundertisch/internal/fault"
	"rundertisch/internal/result"
	"rundertisch/internal/web/page"
	boardviews "rundertisch/views/board"
	"rundertisch/views/shared"

	"github.com/gofiber/fiber/v2"
)

// Summarise writes what the workshop came to; who comes second is shown what the first wrote.
func (p *Pages) Summarise(r *page.Request) error {
	retold, form := r.Retold(), r.Form()
	m, err := p.moderator(r)
	switch {
	case err != nil:
		return tellOr(r, err)
	case retold && form.Value("summary") == form.Basis.Value("summary"):
		return r.SeeOther(desk(r), "")
	case retold:
		return p.showDesk(r, m, toldDesk{summary: form})
	}
	if err := p.summarise(r, m, form); err != nil {
		return tellOr(r, err)
	}
	if byScript(r) && r.Response().StatusCode() == fiber.StatusConflict {
		stored, err := p.boards.Summary(r.Context(), m)
		if err != nil {
			return tell(r, err)
		}
		return clash(r, "board.kept.clash_summary", stored.Text)
	}
	return nil
}

func (p *Pages) summarise(r *page.Request, m board.Moderator, form shared.Form) error {
	at := desk(r)
	if kept := deed(form); kept != "" {
		at += "?deed=" + kept
	}
	return r.Edit(page.Edit{
		Kind: "result", ID: m.Board().ItemID, Labels: boardviews.Labels, Back: desk(r), Flash: "board.flash.summarised",
		About: func(entry audit.Entry) bool { return result.Wrote(entry.Action) },
		Stored: func() (shared.Form, error) {
			stored, err := p.boards.Summary(r.Context(), m)
			return boardviews.StoredSummary(stored), err
		},
		Save: func(form shared.Form) error {
			version, _ := strconv.ParseInt(form.Value("version"), 10, 64)
			return p.boards.Summarise(r.Context(), m, version-1, form.Value("summary"))
		},
		Again: func(form shared.Form) error {
			if byScript(r) {
				return tell(r, form.Err)
			}
			if !form.Edits() || !fault.Is(form.Err, fault.Invalid) {
				return p.showDesk(r, m, toldDesk{problem: form.Err})
			}
			return p.showDesk(r, m, toldDesk{summary: form})
		},
		Done: func(flash string) error { return done(r, at+"#"+boardviews.SummaryAt, flash) },
	})
}
