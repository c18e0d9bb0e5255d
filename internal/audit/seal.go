package audit

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

const (
	// settled is how old an entry is before it is sealed: longer than a transaction lasts and than clocks differ, so that
	// none is written later with an earlier time.
	settled = time.Hour
	batch   = 1000 // entries of a seal at most
)

// Seal says what a batch of entries was when it was sealed. It follows the seal with the number before, whose last entry
// comes directly before its first one.
type Seal struct {
	bun.BaseModel `bun:"table:audit_seals,alias:s"`

	Number   int64     `bun:"number,pk"` // from 1 without gaps; two instances cannot both write one
	FromAt   time.Time `bun:"from_at"`   // first entry
	FromID   string    `bun:"from_id"`
	ToAt     time.Time `bun:"to_at"` // last entry
	ToID     string    `bun:"to_id"`
	Entries  int       `bun:"entries"`
	Previous string    `bun:"previous"` // hash of the seal before; empty for the first
	Hash     string    `bun:"hash"`
	SealedAt time.Time `bun:"sealed_at"`
}

// SealAll seals all entries that are an hour old, batch by batch, and returns how many they were. Another instance that
// does the same at once does no harm: one of the two writes each seal.
func SealAll(ctx context.Context, db *database.DB, now time.Time) (int, error) {
	total := 0
	for {
		n, err := sealNext(ctx, db, now)
		if err != nil {
			return total, err
		}
		total += n
		if n < batch {
			return total, nil
		}
	}
}

func sealNext(ctx context.Context, db *database.DB, now time.Time) (int, error) {
	n := 0
	err := db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		last, err := lastSeal(ctx, tx)
		if err != nil {
			return err
		}
		var entries []Entry
		q := inOrder(tx, &entries).Where("a.at <= ?", now.Add(-settled)).Limit(batch)
		if err := q.Apply(after(last)).Scan(ctx); err != nil || len(entries) == 0 {
			return database.Fault(err)
		}
		if err := hashOldNames(ctx, tx, entries); err != nil {
			return err
		}
		first, end := entries[0], entries[len(entries)-1]
		next := Seal{
			Number: last.Number + 1, FromAt: first.At, FromID: first.ID, ToAt: end.At, ToID: end.ID, Entries: len(entries),
			Previous: last.Hash, SealedAt: now,
		}
		if next.Hash, err = next.hashOver(entries); err != nil {
			return err
		}
		n = len(entries)
		_, err = tx.NewInsert().Model(&next).Exec(ctx)
		return database.Fault(err)
	})
	if fault.Is(err, fault.Conflict) {
		return 0, nil // another instance is at this seal; the next run goes on behind it
	}
	return n, err
}

// hashOldNames gives entries of older programs what seals hold of their names.
func hashOldNames(ctx context.Context, tx bun.IDB, entries []Entry) error {
	for i := range entries {
		if entries[i].NameHash != "" {
			continue
		}
		entries[i].hashName()
		ok, err := database.Changed(tx.NewUpdate().Model(&entries[i]).Column("salt", "name_hash").WherePK().Where("name_hash = ''").Exec(ctx))
		if err == nil && !ok {
			err = fault.New(fault.Conflict, "fault.conflict") // another transaction did so, or erased the name
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func lastSeal(ctx context.Context, db bun.IDB) (Seal, error) {
	var last Seal
	err := database.Fault(db.NewSelect().Model(&last).Order("s.number DESC").Limit(1).Scan(ctx))
	if fault.Is(err, fault.NotFound) {
		return Seal{}, nil
	}
	return last, err
}

func inOrder(db bun.IDB, entries *[]Entry) *bun.SelectQuery {
	return db.NewSelect().Model(entries).Order("a.at", "a.id")
}

// after leaves the entries behind the seal's last one; all without a seal.
func after(s Seal) func(*bun.SelectQuery) *bun.SelectQuery {
	return func(q *bun.SelectQuery) *bun.SelectQuery {
		if s.Number == 0 {
			return q
		}
		return q.Where("a.at >= ?", s.ToAt).Where("a.at > ? OR a.id > ?", s.ToAt, s.ToID)
	}
}

// upTo leaves the entries until the seal's last one.
func upTo(s Seal) func(*bun.SelectQuery) *bun.SelectQuery {
	return func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("a.at <= ?", s.ToAt).Where("a.at < ? OR a.id <= ?", s.ToAt, s.ToID)
	}
}
