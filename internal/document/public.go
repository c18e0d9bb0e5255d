package document

import (
	"context"
	"os"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/files"
)

// Publish lets everybody read the document from now on: its newest version and those that follow. A picture says first what is to
// be seen in it, for those who do not see it; until then it is a Conflict.
func (s *Service) Publish(ctx context.Context, a account.Actor, documentID string) error {
	return s.change(ctx, a, documentID, func(ctx context.Context, tx bun.IDB, d Document) error {
		if d.Public() {
			return nil
		}
		newest, err := findVersion(ctx, tx, d.ID, d.Latest)
		if err != nil {
			return err
		}
		if NeedsWords(d, newest) {
			return fault.New(fault.Conflict, "document.needs_words")
		}
		now := s.clock.Now()
		d.PublishedAt, d.PublicFrom = &now, d.Latest
		if err := updatePublication(ctx, tx, d); err != nil {
			return err
		}
		return s.record(ctx, tx, a, "document.published", d.ID, map[string]any{"number": d.Latest})
	})
}

// NeedsWords reports whether the version is a picture of which nothing is said.
func NeedsWords(d Document, v Version) bool { return files.Picture(v.MediaType) && d.Description == "" }

// described refuses at the field what would leave a picture before everybody's eyes without a word of what is to be seen in it.
func described(d Document, newest Version, field string) error {
	var c fault.Checks
	if d.Public() && NeedsWords(d, newest) {
		c.Add(field, "document.needs_words")
	}
	return c.Err()
}

// Withdraw lets only the staff read the document again.
func (s *Service) Withdraw(ctx context.Context, a account.Actor, documentID string) error {
	return s.change(ctx, a, documentID, func(ctx context.Context, tx bun.IDB, d Document) error {
		if !d.Public() {
			return nil
		}
		d.PublishedAt, d.PublicFrom = nil, 0
		if err := updatePublication(ctx, tx, d); err != nil {
			return err
		}
		return s.record(ctx, tx, a, "document.withdrawn", d.ID, nil)
	})
}

func updatePublication(ctx context.Context, tx bun.IDB, d Document) error {
	return database.OneRow(tx.NewUpdate().Model(&d).Column("published_at", "public_from").WherePK().Exec(ctx))
}

// ListPublicIn lists the documents everybody may read, of all administrations of the installation, and says how many there are.
func ListPublicIn(ctx context.Context, db bun.IDB, f Filter) ([]Entry, int, error) {
	f.Sight = ForAll
	return f.scan(ctx, f.apply(entriesQuery(db)))
}

// FindPublicIn returns a document everybody may read with those of its versions that everybody may read, the newest first.
func FindPublicIn(ctx context.Context, db bun.IDB, documentID string) (Document, []Version, error) {
	var d Document
	err := db.NewSelect().Model(&d).Where("d.id = ? AND d.published_at IS NOT NULL", documentID).Scan(ctx)
	if err != nil {
		return d, nil, database.Fault(err)
	}
	var shown []Version
	all, err := listVersions(ctx, db, d.ID)
	for _, v := range all {
		if d.Shows(v.Number) {
			shown = append(shown, v)
		}
	}
	if err == nil && len(shown) == 0 {
		err = fault.Missing() // removed between the two looks
	}
	return d, shown, err
}

// OpenPublic opens the file of a version that everybody may read, of the newest one when number is 0; the caller closes it.
func (s *Service) OpenPublic(ctx context.Context, documentID string, number int64) (Version, *os.File, error) {
	_, versions, err := FindPublicIn(ctx, s.db.Read(), documentID)
	if err != nil {
		return Version{}, nil, err
	}
	for _, v := range versions {
		if number == 0 || v.Number == number {
			file, err := s.files.Open(v.File)
			return v, file, err
		}
	}
	return Version{}, nil, fault.Missing()
}
