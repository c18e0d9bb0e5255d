package database

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/id"
)

// Work names a table of work rows. It must have the columns id, run_at, attempts, leased_until and done_at.
type Work struct {
	Table string
	Ready string // further SQL condition on the row, named w; empty for none
}

// Claim leases up to limit due rows until now+lease and returns their identifiers, oldest first. Rows another
// instance holds are passed over; a dead instance's rows come back when its lease ends.
func (db *DB) Claim(ctx context.Context, work Work, now time.Time, lease time.Duration, limit int) ([]string, error) {
	pick := db.write.NewSelect().TableExpr("? AS w", bun.Ident(work.Table)).Column("w.id").
		Where("w.done_at IS NULL AND w.run_at <= ? AND (w.leased_until IS NULL OR w.leased_until < ?)", now, now).
		OrderExpr("w.run_at, w.id").Limit(int64(limit))
	if work.Ready != "" {
		pick = pick.Where(work.Ready)
	}
	if db.postgres {
		pick = pick.For("UPDATE SKIP LOCKED")
	}
	var ids []string
	err := db.write.NewUpdate().TableExpr("?", bun.Ident(work.Table)).
		Set("leased_until = ?", now.Add(lease)).Set("attempts = attempts + 1").
		Where("id IN (?)", pick).Returning("id").Scan(ctx, &ids)
	return ids, Fault(err)
}

type leaseRow struct {
	bun.BaseModel `bun:"table:leases,alias:leases"`

	Name      string    `bun:"name,pk"`
	Holder    string    `bun:"holder"`
	ExpiresAt time.Time `bun:"expires_at"`
}

// Lease is the right of one instance to do the scheduled work.
type Lease struct {
	db     *DB
	name   string
	holder string
}

// NewLease returns a lease that this process tries to hold under name.
func (db *DB) NewLease(name string) *Lease { return &Lease{db: db, name: name, holder: id.New()} }

// Hold takes or renews the lease until now+length and reports whether this process holds it.
func (l *Lease) Hold(ctx context.Context, now time.Time, length time.Duration) (bool, error) {
	row := leaseRow{Name: l.name, Holder: l.holder, ExpiresAt: now.Add(length)}
	return Changed(l.db.write.NewInsert().Model(&row).
		On("CONFLICT (name) DO UPDATE").Set("holder = EXCLUDED.holder, expires_at = EXCLUDED.expires_at").
		Where("leases.holder = EXCLUDED.holder OR leases.expires_at < ?", now).Exec(ctx))
}

// Lead runs work while this process holds the lease, and gives the lease back when work returns. Work's context ends with ctx, or when the
// lease is lost to another process. Without the lease Lead returns at once.
func (l *Lease) Lead(ctx context.Context, now func() time.Time, length time.Duration, work func(ctx context.Context)) error {
	held, err := l.Hold(ctx, now(), length)
	if err != nil || !held {
		return err
	}
	leading, stop := context.WithCancel(ctx)
	kept := make(chan struct{})
	go func() {
		defer close(kept)
		defer stop()
		l.keep(leading, now, length)
	}()
	work(leading)
	stop()
	<-kept
	_, err = l.Hold(context.WithoutCancel(ctx), now(), -time.Millisecond)
	return err
}

// keep renews the lease until ctx ends or the lease is lost.
func (l *Lease) keep(ctx context.Context, now func() time.Time, length time.Duration) {
	ticker := time.NewTicker(length / 3)
	defer ticker.Stop()
	renewed := now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		at := now()
		held, err := l.Hold(ctx, at, length)
		switch {
		case err == nil && held:
			renewed = at
		case err == nil || at.Sub(renewed) > length-length/3:
			return
		}
	}
}
