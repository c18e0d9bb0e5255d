package audit_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"rundertisch/internal/audit"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
)

// planned writes so many field changes of a project, two in each second.
func planned(t *testing.T, db *database.DB, n int) {
	t.Helper()
	exec(t, db, "INSERT INTO workspaces (id, name, imprint, privacy_contact, funding_notice, created_at, version) VALUES ('w', 'Landkreis', '', '', '', ?, 1)", begin)
	exec(t, db, "INSERT INTO projects (id, workspace_id, name, summary, starts_on, ends_on, created_at, version) VALUES ('p', 'w', 'Wohnen', '', '', '', ?, 1)", begin)
	for i := range n {
		exec(t, db, `INSERT INTO plan_changes (id, workspace_id, project_id, subject_kind, subject_id, parent_id, subject, deed, field, old_value, new_value, step, changed_by, changed_at)
			VALUES (?, 'w', 'p', 'milestone', 'm', 'g', '1.1 Erhebung', 'altered', 'due_on', '2027-03', '2027-08', ?, 'u', ?)`,
			fmt.Sprintf("c%04d", i), i+1, begin.Add(time.Duration(i/2)*time.Second))
	}
}

func TestTheTrailVouchesForTheHistoryOfPlans(t *testing.T) {
	t.Parallel()
	for name, forgery := range map[string]struct {
		statement string
		found     int
	}{
		"nothing":                  {"", 0},
		"a value is another":       {"UPDATE plan_changes SET new_value = '2027-07' WHERE id = 'c0003'", 11},
		"somebody else did it":     {"UPDATE plan_changes SET changed_by = 'x' WHERE id = 'c0000'", 11},
		"it was another day":       {"UPDATE plan_changes SET changed_at = '2026-11-22 12:00:01.000001+00:00' WHERE id = 'c0000'", 11},
		"a change is missing":      {"DELETE FROM plan_changes WHERE id = 'c0004'", 10},
		"the last one is missing":  {"DELETE FROM plan_changes WHERE id = 'c0010'", 10},
		"the first one is missing": {"DELETE FROM plan_changes WHERE id = 'c0000'", 10},
		"there is one more": {`INSERT INTO plan_changes (id, workspace_id, project_id, subject_kind, subject_id, parent_id, subject, deed, field, old_value, new_value, step, changed_by, changed_at)
			SELECT 'c0003a', workspace_id, project_id, subject_kind, subject_id, parent_id, subject, deed, field, old_value, new_value, step, changed_by, changed_at FROM plan_changes WHERE id = 'c0003'`, 12},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, db *database.DB) {
				ctx := context.Background()
				planned(t, db, 11)
				vouch := func(at time.Time, want int) {
					t.Helper()
					if n, err := audit.SealHistory(ctx, db, at); err != nil || n != want {
						t.Fatalf("%d, want %d, %v", n, want, err)
					}
				}
				vouch(begin.Add(time.Hour-time.Second), 0)
				vouch(begin.Add(time.Hour+2*time.Second), 6) // those of three seconds
				vouch(begin.Add(3*time.Hour), 5)
				vouch(begin.Add(4*time.Hour), 0)
				seal(t, db, begin.Add(6*time.Hour), 2)
				if forgery.statement != "" {
					exec(t, db, forgery.statement)
				}
				sealed, breaks, err := audit.VerifyHistory(ctx, db)
				if err != nil {
					t.Fatal(err)
				}
				if forgery.statement == "" {
					if sealed != 11 || len(breaks) != 0 {
						t.Errorf("%d changes, %+v", sealed, breaks)
					}
					return
				}
				if len(breaks) != 1 || breaks[0].Project != "Wohnen" || sealed != forgery.found || breaks[0].Found-breaks[0].Rows != forgery.found-11 {
					t.Errorf("%d changes, %+v", sealed, breaks)
				}
			})
		})
	}
}

func TestManyChangesAreVouchedForInParts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		planned(t, db, 2005)
		if n, err := audit.SealHistory(context.Background(), db, begin.Add(9*time.Hour)); err != nil || n != 2005 {
			t.Fatalf("%d, %v", n, err)
		}
		if sealed, breaks, err := audit.VerifyHistory(context.Background(), db); err != nil || sealed != 2005 || len(breaks) != 0 {
			t.Errorf("%d, %+v, %v", sealed, breaks, err)
		}
	})
}
