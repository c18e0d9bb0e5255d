package demo_test

import (
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/board"
	"rundertisch/internal/pass"
)

// board is the address of the wall on which a workshop is writing.
func (c *county) board(t *testing.T) string {
	t.Helper()
	var code string
	if err := c.App.DB.Read().NewRaw("SELECT code FROM boards WHERE closed_at IS NULL ORDER BY id LIMIT 1").Scan(t.Context(), &code); err != nil {
		t.Fatal(err)
	}
	return "/karten/" + code
}

// moderating is the link that somebody gets who moderates that workshop.
func (c *county) moderating(t *testing.T) string {
	t.Helper()
	var b board.Board
	if err := c.App.DB.Read().NewSelect().Model(&b).Where("b.closed_at IS NULL").Order("b.id").Limit(1).Scan(t.Context()); err != nil {
		t.Fatal(err)
	}
	actor := account.Program(b.WorkspaceID, b.ProjectID)
	_, token, err := c.App.Passes.Make(t.Context(), actor, pass.Order{Kind: pass.Moderator, EventID: b.EventID, SubjectID: b.ItemID, Name: "Ewa Łuczak"})
	if err != nil {
		t.Fatal(err)
	}
	return "/karten/leitung/" + token
}
