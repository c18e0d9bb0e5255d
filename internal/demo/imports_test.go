package demo_test

import (
	"context"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/directory"
)

// imports uploads files and returns the addresses of imports in every state, and of one's live part.
func (c *county) imports(t *testing.T) []string {
	t.Helper()
	actor, at := c.office(t)
	upload := func(file string) string {
		t.Helper()
		i, err := c.App.Directory.Upload(t.Context(), actor, directory.ImportOrganisations, "akteure.csv", "Netzwerktreffen", strings.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		return i.ID
	}
	var all []string
	for _, set := range []string{"", "rows_done = 200", "rows_done = 200, stopped_at = created_at", "rows_done = 400, skipped = 1, finished_at = created_at"} {
		id := upload("Name;Art\nWohnhilfe Neu;housing\nWohnhilfe Schräg;gibt es nicht\n")
		all = append(all, at+"/directory/import/"+id)
		if set == "" {
			continue
		}
		c.sql(t, "UPDATE directory_imports SET confirmed_at = created_at, row_count = 400, "+set+" WHERE id = ?", id)
		c.sql(t, "INSERT INTO directory_import_rows (import_id, line, workspace_id, state, name, place, reason, args, target_id) VALUES (?, 3, ?, 'duplicate', 'Wohnhilfe Schräg', '', 'directory.import.note.in_file', '[2]', '')", id, actor.WorkspaceID)
	}
	c.merged(t, actor)
	return append(all, all[len(all)-1]+"/live")
}

// merged leaves persons who may be the same, and two who were made one.
func (c *county) merged(t *testing.T, actor account.Actor) {
	t.Helper()
	var ids []string
	for _, given := range []string{"Zoë", "Dr. Zoë", "Dr. Zoë", "Zoë"} {
		added, err := c.App.Directory.AddPerson(t.Context(), actor, directory.Person{Given: given, Family: "Żółć-Beispiel", Lang: "de", Source: "Liste"})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, added.ID)
	}
	if _, err := c.App.Directory.Merge(t.Context(), actor, directory.ImportPersons, ids[0], ids[1], nil, [2]int64{1, 1}); err != nil {
		t.Fatal(err)
	}
}

// office is the administrator at work in a project, and the project's address.
func (c *county) office(t *testing.T) (account.Actor, string) {
	t.Helper()
	user, err := c.App.Accounts.FindUser(t.Context(), administrator)
	if err != nil {
		t.Fatal(err)
	}
	places, err := c.App.Accounts.Places(t.Context(), user.ID)
	if err != nil {
		t.Fatal(err)
	}
	actor, place, err := c.App.Accounts.Enter(t.Context(), user, places[0].Project.ID)
	if err != nil {
		t.Fatal(err)
	}
	return actor, "/projects/" + place.Project.ID
}

func (c *county) sql(t *testing.T, statement string, args ...any) {
	t.Helper()
	err := c.App.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.ExecContext(ctx, statement, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
