package demo_test

import (
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/pass"
)

// helperLink makes a link for somebody who helps at the door.
func (c *county) helperLink(t *testing.T) string {
	t.Helper()
	var at struct{ ID, WorkspaceID, ProjectID string }
	err := c.App.DB.Read().NewRaw("SELECT id, workspace_id, project_id FROM events WHERE state = 'published' AND slug = ?", symposium[len("/v/"):]).Scan(t.Context(), &at)
	if err != nil {
		t.Fatal(err)
	}
	_, token, err := c.App.Passes.Make(t.Context(), account.Program(at.WorkspaceID, at.ProjectID), pass.Order{Kind: pass.CheckIn, EventID: at.ID, Name: "Łukasz Yılmaz"})
	if err != nil {
		t.Fatal(err)
	}
	return "/tuer/" + token
}

// personsCode is where the QR of somebody leads who has a place.
func (c *county) personsCode(t *testing.T) string {
	t.Helper()
	var id string
	if err := c.App.DB.Read().NewRaw("SELECT id FROM attendances WHERE place = 'confirmed' ORDER BY id LIMIT 1").Scan(t.Context(), &id); err != nil {
		t.Fatal(err)
	}
	code, err := c.App.CheckIns.CodeFor(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return "/q/" + code
}
