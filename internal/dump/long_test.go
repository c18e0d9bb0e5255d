package dump_test

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/database"
	"rundertisch/internal/dump"
	"rundertisch/internal/files"
)

// failing takes some octets and then no more.
type failing struct{ left int }

func (f *failing) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, os.ErrClosed
	}
	return len(p), nil
}

func TestALongListIsWrittenPartByPartAndAFullDiskIsSaid(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		c := &county{Site: s, t: t}
		many(t, s.DB, o.Actor, 450)
		var document struct {
			Tasks []struct{ ID, Title string }
		}
		if err := json.Unmarshal(c.take(s, o.Actor), &document); err != nil {
			t.Fatal(err)
		}
		if len(document.Tasks) != 450 || !slices.IsSortedFunc(document.Tasks, func(x, y struct{ ID, Title string }) int { return strings.Compare(x.ID, y.ID) }) {
			t.Errorf("%d tasks, or out of order", len(document.Tasks))
		}
		if document.Tasks[449].Title != `Aufgabe <450> & „Größe“` {
			t.Errorf("the last one is %q", document.Tasks[449].Title)
		}
		if err := dump.New(s.DB, s.Clock, s.Plan, files.New(s.Config.FilesDir)).Write(t.Context(), o.Actor, &failing{left: 20_000}); err == nil {
			t.Error("nobody was told that the disk is full")
		}
		if n := c.count("SELECT count(*) FROM audit_entries WHERE action = 'project.exported'"); n != 1 {
			t.Errorf("the trail has %d entries, want 1", n)
		}
	})
}

// many fills a plan with tasks.
func many(t testing.TB, db *database.DB, a account.Actor, n int) {
	t.Helper()
	const tasks = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
		INSERT INTO tasks (id, workspace_id, project_id, milestone_id, title, assignee_id, due_on, state, created_at, version)
		SELECT 'TASK' || substr('00000' || CAST(i AS text), length(CAST(i AS text)), 6), ?, ?, 'M1', 'Aufgabe <' || CAST(i AS text) || '> & „Größe“', '', '', 'open', ?, 1 FROM n`
	err := db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
		for _, q := range []*bun.RawQuery{
			tx.NewRaw("INSERT INTO goals (id, workspace_id, project_id, number, title, created_at, version) VALUES ('G1', ?, ?, '1', 'Ziel', ?, 1)", a.WorkspaceID, a.ProjectID, apptest.Noon),
			tx.NewRaw(`INSERT INTO milestones (id, workspace_id, project_id, goal_id, number, title, starts_on, due_on, completed_on, completed_reason, created_at, version)
				VALUES ('M1', ?, ?, 'G1', '1.1', 'Meilenstein', '', '2027-02', '', '', ?, 1)`, a.WorkspaceID, a.ProjectID, apptest.Noon),
			tx.NewRaw(tasks, n, a.WorkspaceID, a.ProjectID, apptest.Noon),
		} {
			if _, err := q.Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
