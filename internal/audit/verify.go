package audit

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

// Wrong is what is wrong with a batch.
type Wrong string

// What can be wrong.
const (
	Altered  Wrong = "altered"  // an entry or the seal is not what it was
	Missing  Wrong = "missing"  // there are fewer entries than were sealed
	Inserted Wrong = "inserted" // there are more
	Renamed  Wrong = "renamed"  // an actor's name is another
	Unlinked Wrong = "unlinked" // the seal before it is missing or another
)

// Break is a batch that is not what was sealed.
type Break struct {
	Seal  Seal
	Wrong Wrong
	Found int // entries that are there now
}

// Report is what Verify found.
type Report struct {
	Seals, Entries int
	Erased         int       // entries whose actor's name was erased
	Head           string    // hash of the last seal, which stands for the whole trail until it
	Unsealed       int       // entries behind the last seal
	Oldest         time.Time // of them
	Breaks         []Break
}

// Verify reads all seals with their entries and compares. A broken batch does not break those behind it.
func Verify(ctx context.Context, db *database.DB) (Report, error) {
	var report Report
	err := db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) error {
		var seals []Seal
		if err := tx.NewSelect().Model(&seals).Order("s.number").Scan(ctx); err != nil {
			return database.Fault(err)
		}
		var last Seal
		for _, seal := range seals {
			if err := report.add(ctx, tx, last, seal); err != nil {
				return err
			}
			last = seal
		}
		report.Head = last.Hash
		var oldest []Entry
		if err := inOrder(tx, &oldest).Apply(after(last)).Limit(1).Scan(ctx); err != nil || len(oldest) == 0 {
			return database.Fault(err)
		}
		report.Oldest = oldest[0].At
		n, err := tx.NewSelect().Model((*Entry)(nil)).Apply(after(last)).Count(ctx)
		report.Unsealed = int(n)
		return database.Fault(err)
	})
	return report, err
}

func (r *Report) add(ctx context.Context, tx bun.IDB, last, seal Seal) error {
	var entries []Entry
	if err := inOrder(tx, &entries).Apply(after(last)).Apply(upTo(seal)).Scan(ctx); err != nil {
		return database.Fault(err)
	}
	r.Seals++
	r.Entries += len(entries)
	hash, err := seal.hashOver(entries)
	if err != nil {
		return err
	}
	broken := func(wrong Wrong) { r.Breaks = append(r.Breaks, Break{seal, wrong, len(entries)}) }
	switch {
	case seal.Number != last.Number+1 || seal.Previous != last.Hash:
		broken(Unlinked)
	case len(entries) < seal.Entries:
		broken(Missing)
	case len(entries) > seal.Entries:
		broken(Inserted)
	case hash != seal.Hash:
		broken(Altered)
	}
	renamed := false
	for _, e := range entries {
		renamed = renamed || !e.nameIsTrue()
		if e.NameErased() {
			r.Erased++
		}
	}
	if renamed {
		broken(Renamed)
	}
	return nil
}
