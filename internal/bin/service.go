package bin

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// Service holds the use cases of the bin.
type Service struct {
	db      *database.DB
	clock   clock.Clock
	keepers map[Kind]Keeper
}

// New returns the service. A kind without a keeper, or with two, is an error.
func New(db *database.DB, clock clock.Clock, keepers ...Keeper) (*Service, error) {
	byKind, err := check(keepers)
	return &Service{db: db, clock: clock, keepers: byKind}, err
}

// Order is what the bin is sorted by.
type Order string

// The orders of the bin.
const (
	ByDeletion Order = "deleted" // the newest first; also the zero value
	ByTitle    Order = "title"
	ByPerson   Order = "person" // who deleted
	ByExpiry   Order = "expiry" // the next to expire first
)

// Filter narrows and sorts the bin; its zero value lists all.
type Filter struct {
	Kind  Kind
	Text  string
	Order Order
	Desc  bool // the other way round
	Page  int  // from 1
	Rows  int  // of a page; 0 for all on one
}

func (f Filter) descending() bool { return f.Desc != (f.Order == ByDeletion || f.Order == "") }

// List is a page of the bin; its entries come without their rows.
type List struct {
	Entries []Entry
	Total   int // on all pages
}

// List lists a page of what the actor sees in the bin; of pages beyond the last, the last.
func (s *Service) List(ctx context.Context, actor account.Actor, f Filter) (List, error) {
	kinds := s.Kinds(actor)
	if actor.ProjectID == "" || len(kinds) == 0 {
		return List{}, mayLook(actor)
	}
	if f.Kind != "" {
		kinds = slices.DeleteFunc(kinds, func(k Kind) bool { return k != f.Kind })
	}
	entries, total, err := listEntries(ctx, s.db.Read(), actor, s.clock.Now(), f, kinds)
	return List{Entries: entries, Total: total}, err
}

// Kinds lists the kinds of things that the actor sees in the bin.
func (s *Service) Kinds(actor account.Actor) []Kind {
	return slices.DeleteFunc(Kinds(), func(k Kind) bool { return !s.sees(actor, k) })
}

// Find returns an entry that the actor sees; it may have expired.
func (s *Service) Find(ctx context.Context, actor account.Actor, entryID string) (Entry, error) {
	return s.find(ctx, s.db.Read(), actor, entryID)
}

func (s *Service) find(ctx context.Context, db bun.IDB, actor account.Actor, entryID string) (Entry, error) {
	if err := mayLook(actor); err != nil {
		return Entry{}, err
	}
	e, err := findEntry(ctx, db, actor, entryID)
	if err == nil && !s.sees(actor, e.Kind) {
		return Entry{}, fault.Missing()
	}
	return e, err
}

// BringBack writes the entry's rows again and takes it out of the bin. Conflicts say what to do first: the thing has
// expired, what it belongs to is gone, or a number, name or address is taken.
func (s *Service) BringBack(ctx context.Context, actor account.Actor, entryID string) (Entry, error) {
	var e Entry
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		if e, err = s.find(ctx, tx, actor, entryID); err != nil {
			return err
		}
		switch {
		case !s.MayBringBack(actor, e):
			return fault.Denied()
		case e.Expired(s.clock.Now()):
			return fault.New(fault.Conflict, "bin.fault.expired", Days)
		}
		if err := deleteEntry(ctx, tx, e); err != nil {
			return err
		}
		return s.keepers[e.Kind].BringBack(ctx, tx, actor, e)
	})
	return e, s.explained(ctx, actor, err)
}

// explained says of something that is gone where it lies when that is in the bin, too.
func (s *Service) explained(ctx context.Context, actor account.Actor, err error) error {
	var needed gone
	if !errors.As(err, &needed) {
		return err
	}
	holder, findErr := findHolder(ctx, s.db.Read(), actor, s.clock.Now(), needed.id)
	switch {
	case fault.Is(findErr, fault.NotFound):
		return err
	case findErr != nil:
		return findErr
	}
	return &fault.Error{Kind: fault.Conflict, Key: "bin.fault.first." + string(holder.Kind), Args: []any{holder.Title}, Err: err}
}

// HolderIn reports whether the thing lies in the bin, for things that can come back without it once it is gone for good.
func HolderIn(ctx context.Context, tx bun.IDB, actor account.Actor, now time.Time, subjectID string) (bool, error) {
	_, err := findHolder(ctx, tx, actor, now, subjectID)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil, err
}

// Purge deletes an entry for good.
func (s *Service) Purge(ctx context.Context, actor account.Actor, entryID string) (Entry, error) {
	var e Entry
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		if e, err = s.find(ctx, tx, actor, entryID); err != nil {
			return err
		}
		if !s.MayPurge(actor, e) {
			return fault.Denied()
		}
		return s.purge(ctx, tx, actor, e)
	})
	return e, err
}

// PurgeExpired deletes for good what has expired, in all workspaces, and returns how many entries that were.
func (s *Service) PurgeExpired(ctx context.Context) (int, error) {
	purged := 0
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		var entries []Entry
		err := tx.NewSelect().Model(&entries).ExcludeColumn("snapshot").Where("be.expires_at <= ?", s.clock.Now()).Scan(ctx)
		if err != nil {
			return database.Fault(err)
		}
		for _, e := range entries {
			err := s.purge(ctx, tx, account.Program(e.WorkspaceID, e.ProjectID), e)
			switch {
			case err == nil:
				purged++
			case !fault.Is(err, fault.NotFound): // somebody else was faster
				return err
			}
		}
		return nil
	})
	return purged, err
}

func (s *Service) purge(ctx context.Context, tx bun.IDB, actor account.Actor, e Entry) error {
	if err := deleteEntry(ctx, tx, e); err != nil {
		return err
	}
	return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), string(e.Kind)+".purged", string(e.Kind), e.SubjectID, nil))
}
