package audit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// historySealed is the action of an entry that vouches for field changes of a project's plan.
func historySealed() string {
	action := "project.history_sealed"
	return action
}

// fieldChange is a row of the plan's history. It is only ever added, so that the trail can vouch for all of it: with an entry
// that holds the hash of a batch, and that is sealed itself as all entries are.
type fieldChange struct {
	bun.BaseModel `bun:"table:plan_changes,alias:ch"`

	ID          string    `bun:"id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	ProjectID   string    `bun:"project_id"`
	SubjectKind string    `bun:"subject_kind"`
	SubjectID   string    `bun:"subject_id"`
	ParentID    string    `bun:"parent_id"`
	Subject     string    `bun:"subject"`
	Deed        string    `bun:"deed"`
	Field       string    `bun:"field"`
	Old         string    `bun:"old_value"`
	New         string    `bun:"new_value"`
	Step        int64     `bun:"step"`
	ChangedBy   string    `bun:"changed_by"`
	ChangedAt   time.Time `bun:"changed_at"`
}

// stretch is the part of a project's history that an entry vouches for: behind one change, up to another.
type stretch struct {
	FromAt string `json:"from_at"` // empty with the first change
	FromID string `json:"from_id"`
	ToAt   string `json:"to_at"`
	ToID   string `json:"to_id"`
	Rows   string `json:"rows"`
	Hash   string `json:"hash"`
}

func (s stretch) details() map[string]any {
	return map[string]any{"from_at": s.FromAt, "from_id": s.FromID, "to_at": s.ToAt, "to_id": s.ToID, "rows": s.Rows, "hash": s.Hash}
}

func stretchOf(e Entry) stretch {
	text := func(key string) string {
		value, _ := e.Details[key].(string)
		return value
	}
	return stretch{text("from_at"), text("from_id"), text("to_at"), text("to_id"), text("rows"), text("hash")}
}

// SealHistory vouches for all field changes that are an hour old and returns how many they were. Two instances that do so at
// once vouch for the same changes twice, which does no harm.
func SealHistory(ctx context.Context, db *database.DB, now time.Time) (int, error) {
	var projects []struct{ WorkspaceID, ID string }
	if err := db.Read().NewSelect().Table("projects").Column("workspace_id", "id").Order("id").Scan(ctx, &projects); err != nil {
		return 0, database.Fault(err)
	}
	total := 0
	for _, p := range projects {
		for n := batch; n == batch; {
			err := db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
				n, err = sealStretch(ctx, tx, p.WorkspaceID, p.ID, now)
				return err
			})
			if err != nil {
				return total, err
			}
			total += n
		}
	}
	return total, nil
}

func sealStretch(ctx context.Context, tx bun.IDB, workspaceID, projectID string, now time.Time) (int, error) {
	var last Entry
	err := database.Fault(vouchers(tx, &last).Where("a.workspace_id = ? AND a.project_id = ?", workspaceID, projectID).
		OrderExpr("a.at DESC, a.id DESC").Limit(1).Scan(ctx))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return 0, err
	}
	before := stretchOf(last)
	next := stretch{FromAt: before.ToAt, FromID: before.ToID}
	q, rows, err := next.rows(tx, workspaceID, projectID)
	if err != nil {
		return 0, err
	}
	if err := q.Where("ch.changed_at <= ?", now.Add(-settled)).Limit(batch).Scan(ctx); err != nil || len(*rows) == 0 {
		return 0, database.Fault(err)
	}
	end := (*rows)[len(*rows)-1]
	next.ToAt, next.ToID, next.Rows = end.ChangedAt.UTC().Format(moment), end.ID, strconv.Itoa(len(*rows))
	if next.Hash, err = next.hashOver(*rows); err != nil {
		return 0, err
	}
	return len(*rows), Record(ctx, tx, Entry{
		WorkspaceID: workspaceID, ProjectID: projectID, ActorName: "Runder Tisch", Action: historySealed(), ObjectKind: "project", ObjectID: projectID,
		Details: next.details(), At: now,
	})
}

func vouchers(db bun.IDB, into any) *bun.SelectQuery {
	return db.NewSelect().Model(into).Where("a.action = ?", historySealed())
}

// rows asks for the changes of the stretch in order; without an end for all behind its beginning.
func (s stretch) rows(db bun.IDB, workspaceID, projectID string) (*bun.SelectQuery, *[]fieldChange, error) {
	rows := &[]fieldChange{}
	q := db.NewSelect().Model(rows).Where("ch.workspace_id = ? AND ch.project_id = ?", workspaceID, projectID).Order("ch.changed_at", "ch.id")
	for _, end := range []struct{ at, id, further, as string }{
		{s.FromAt, s.FromID, "ch.changed_at >= ?", "ch.changed_at > ? OR ch.id > ?"},
		{s.ToAt, s.ToID, "ch.changed_at <= ?", "ch.changed_at < ? OR ch.id <= ?"},
	} {
		if end.at == "" {
			continue
		}
		at, err := time.Parse(moment, end.at)
		if err != nil {
			return q, rows, fmt.Errorf("audit: %w", err)
		}
		q = q.Where(end.further, at).Where(end.as, at, end.id)
	}
	return q, rows, nil
}

// hashOver is the hash over the stretch and its changes; it is the same on both databases.
func (s stretch) hashOver(rows []fieldChange) (string, error) {
	sum := sha256.New()
	fmt.Fprintln(sum, s.FromAt, s.FromID, s.ToAt, s.ToID, s.Rows)
	for _, c := range rows {
		raw, err := json.Marshal([]any{
			c.ID, c.WorkspaceID, c.ProjectID, c.SubjectKind, c.SubjectID, c.ParentID, c.Subject, c.Deed, c.Field, c.Old, c.New, c.Step, c.ChangedBy,
			c.ChangedAt.UTC().Format(moment),
		})
		if err != nil {
			return "", fmt.Errorf("audit: change %s: %w", c.ID, err)
		}
		fmt.Fprintf(sum, "%x\n", sha256.Sum256(raw))
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// HistoryBreak is a part of a project's history that is not what the trail vouches for.
type HistoryBreak struct {
	Project     string // name
	From, To    string // instants in UTC; From is empty with the first change
	Rows, Found int    // changes that were there, and that are there now
}

// VerifyHistory compares the history of all plans with what the trail vouches for, and says for how many changes it does.
// That no such entry is missing or another is what Verify finds.
func VerifyHistory(ctx context.Context, db *database.DB) (sealed int, breaks []HistoryBreak, err error) {
	err = db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) error {
		var entries []struct {
			Entry `bun:",extend"`

			Project string `bun:"project,scanonly"`
		}
		if err := vouchers(tx, &entries).ColumnExpr("?TableColumns").ColumnExpr("COALESCE(p.name, '') AS project").
			Join("LEFT JOIN projects AS p ON p.id = a.project_id").Order("a.at", "a.id").Scan(ctx); err != nil {
			return database.Fault(err)
		}
		for _, e := range entries {
			s := stretchOf(e.Entry)
			q, rows, err := s.rows(tx, e.WorkspaceID, e.ProjectID)
			if err == nil {
				err = database.Fault(q.Scan(ctx))
			}
			if err != nil {
				return err
			}
			hash, err := s.hashOver(*rows)
			if err != nil {
				return err
			}
			sealed += len(*rows)
			if hash != s.Hash {
				n, _ := strconv.Atoi(s.Rows)
				breaks = append(breaks, HistoryBreak{Project: e.Project, From: s.FromAt, To: s.ToAt, Rows: n, Found: len(*rows)})
			}
		}
		return nil
	})
	return sealed, breaks, err
}
