package mail

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// hopeless is after how many mails that came back for ever an address is written to no more.
const hopeless = 2

// Reachability is whether a workspace still writes to an address. Addresses without a row are written to.
type Reachability struct {
	bun.BaseModel `bun:"table:mail_addresses,alias:d"`

	WorkspaceID string     `bun:"workspace_id,pk"`
	ReceiverKey string     `bun:"receiver_key,pk"`
	DisabledAt  *time.Time `bun:"disabled_at"` // since when it is written to no more
	Status      string     `bun:"status"`      // of the last notice
	Answer      string     `bun:"answer"`
	EnabledAt   *time.Time `bun:"enabled_at"` // staff want it written to again; earlier notices count no longer
	EnabledBy   string     `bun:"enabled_by"`
}

// Disabled reports whether the address is written to no more.
func (d Reachability) Disabled() bool { return d.DisabledAt != nil }

// Reachable tells whether the workspace writes to the address.
func (s *Service) Reachable(ctx context.Context, workspaceID, address string) (Reachability, error) {
	return findReachability(ctx, s.db.Read(), workspaceID, Key(address))
}

// Unreachable returns the keys (see Key) of all addresses that the workspace writes to no more.
func (s *Service) Unreachable(ctx context.Context, db bun.IDB, workspaceID string) (map[string]bool, error) {
	var keys []string
	err := db.NewSelect().Model((*Reachability)(nil)).Column("receiver_key").
		Where("d.workspace_id = ? AND d.disabled_at IS NOT NULL", workspaceID).Scan(ctx, &keys)
	unreachable := make(map[string]bool, len(keys))
	for _, key := range keys {
		unreachable[key] = true
	}
	return unreachable, database.Fault(err)
}

// EnableIn makes the workspace write to the address again, on the word of the staff member. A Conflict says that it does so already.
func (s *Service) EnableIn(ctx context.Context, tx bun.IDB, workspaceID, address, userID string) error {
	result, err := tx.NewUpdate().Model((*Reachability)(nil)).
		Set("disabled_at = NULL").Set("enabled_at = ?", s.clock.Now()).Set("enabled_by = ?", userID).
		Where("workspace_id = ? AND receiver_key = ? AND disabled_at IS NOT NULL", workspaceID, Key(address)).Exec(ctx)
	changed, err := database.Changed(result, err)
	if err == nil && !changed {
		return fault.New(fault.Conflict, "mail.address.enabled_already")
	}
	return err
}

// receiver is an address as a workspace writes to it.
type receiver struct{ workspaceID, key string }

// disabledAmong returns the receivers of the messages whose addresses are disabled.
func disabledAmong(ctx context.Context, db bun.IDB, messages []Message) (map[receiver]Reachability, error) {
	var workspaces, keys []string
	for _, m := range messages {
		if !slices.Contains(workspaces, m.WorkspaceID) {
			workspaces = append(workspaces, m.WorkspaceID)
		}
		keys = append(keys, m.ReceiverKey)
	}
	slices.Sort(keys)
	var found []Reachability
	err := db.NewSelect().Model(&found).Where("d.disabled_at IS NOT NULL").
		Where("d.workspace_id IN (?)", bun.List(workspaces)).Where("d.receiver_key IN (?)", bun.List(slices.Compact(keys))).Scan(ctx)
	disabled := make(map[receiver]Reachability, len(found))
	for _, d := range found {
		disabled[receiver{d.WorkspaceID, d.ReceiverKey}] = d
	}
	return disabled, database.Fault(err)
}

func findReachability(ctx context.Context, db bun.IDB, workspaceID, key string) (Reachability, error) {
	var found []Reachability
	err := db.NewSelect().Model(&found).Where("d.workspace_id = ? AND d.receiver_key = ?", workspaceID, key).Scan(ctx)
	return append(found, Reachability{WorkspaceID: workspaceID, ReceiverKey: key})[0], database.Fault(err)
}

// disableWhenHopeless disables the address of a mail that came back for ever when it is not the first one, and gives up what waits for it.
func disableWhenHopeless(ctx context.Context, tx bun.IDB, last returned) error {
	known, err := findReachability(ctx, tx, last.WorkspaceID, last.ReceiverKey)
	if err != nil || known.Disabled() {
		return err
	}
	query := tx.NewSelect().Model((*returned)(nil)).ColumnExpr("count(DISTINCT r.message_id)").
		Where("r.workspace_id = ? AND r.receiver_key = ? AND r.permanent", last.WorkspaceID, last.ReceiverKey)
	if known.EnabledAt != nil {
		query = query.Where("r.at > ?", *known.EnabledAt)
	}
	var mails int
	if err := query.Scan(ctx, &mails); err != nil || mails < hopeless {
		return database.Fault(err)
	}
	known.DisabledAt, known.Status, known.Answer = &last.At, last.Status, last.Answer
	_, err = tx.NewInsert().Model(&known).On("CONFLICT (workspace_id, receiver_key) DO UPDATE").
		Set("disabled_at = EXCLUDED.disabled_at, status = EXCLUDED.status, answer = EXCLUDED.answer").Exec(ctx)
	if err != nil {
		return database.Fault(err)
	}
	return giveUpWaiting(ctx, tx, last)
}

func giveUpWaiting(ctx context.Context, tx bun.IDB, last returned) error {
	_, err := tx.NewUpdate().Model((*Message)(nil)).
		Set("state = ?", Failed).Set("reason = ?", AddressDisabled).Set("last_error = ?", last.Answer).Set("done_at = ?", last.At).
		Where("workspace_id = ? AND receiver_key = ? AND done_at IS NULL", last.WorkspaceID, last.ReceiverKey).
		Where("state IN (?) AND leased_until IS NULL", bun.List(open)).Exec(ctx)
	return database.Fault(err)
}

// unreachable says of a message m that its receiver is written to no more.
const unreachable = `EXISTS (SELECT 1 FROM mail_addresses AS d WHERE d.workspace_id = m.workspace_id AND d.receiver_key = m.receiver_key
	AND d.disabled_at IS NOT NULL)`
