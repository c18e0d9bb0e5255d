package feed

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/body"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/ical"
	"rundertisch/internal/id"
	"rundertisch/internal/workplan"
)

// Service holds the use cases of calendars.
type Service struct {
	db        *database.DB
	clock     clock.Clock
	zone      *time.Location
	accounts  *account.Service
	plan      *workplan.Service
	catalogue *i18n.Catalogue
	domain    string
	baseURL   string
}

// New returns the service. Identifiers of entries end in domain; baseURL is the program's public address without a slash
// at the end.
func New(
	db *database.DB, clk clock.Clock, zone *time.Location, accounts *account.Service, plan *workplan.Service, catalogue *i18n.Catalogue, domain, baseURL string,
) *Service {
	return &Service{db: db, clock: clk, zone: zone, accounts: accounts, plan: plan, catalogue: catalogue, domain: domain, baseURL: baseURL}
}

// OwnFeed returns the person's calendar; a zero Feed when there never was one.
func (s *Service) OwnFeed(ctx context.Context, user account.User) (Feed, error) {
	return known(findFeed(ctx, s.db.Read(), Own, "", user.ID))
}

// OfProject returns the project's calendar; a zero Feed when there never was one.
func (s *Service) OfProject(ctx context.Context, a account.Actor) (Feed, error) {
	if err := mayRead(a); err != nil {
		return Feed{}, err
	}
	return known(findFeed(ctx, s.db.Read(), Project, a.ProjectID, ""))
}

func known(f Feed, err error) (Feed, error) {
	if fault.Is(err, fault.NotFound) {
		return Feed{}, nil
	}
	return f, err
}

// OpenOwn gives the person's calendar a fresh link and returns its token; an older link stops working.
func (s *Service) OpenOwn(ctx context.Context, user account.User) (token string, err error) {
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if token, err = s.open(ctx, tx, Feed{Kind: Own, OwnerID: user.ID, OpenedBy: user.Name, Lang: user.Lang}); err != nil {
			return err
		}
		return s.recordOwn(ctx, tx, user, "user.calendar_opened")
	})
	return token, err
}

// OpenProject gives the project's calendar a fresh link, in the language of lang, and returns its token; an older
// link stops working.
func (s *Service) OpenProject(ctx context.Context, a account.Actor, lang i18n.Lang) (token string, err error) {
	if err := mayHandOut(a); err != nil {
		return "", err
	}
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		f := Feed{Kind: Project, WorkspaceID: a.WorkspaceID, ProjectID: a.ProjectID, OpenedBy: a.Name, Lang: string(lang)}
		if token, err = s.open(ctx, tx, f); err != nil {
			return err
		}
		return audit.Record(ctx, tx, a.Entry(s.clock.Now(), "project.calendar_opened", "project", a.ProjectID, nil))
	})
	return token, err
}

// OfBody returns the calendar of a body of the project; a zero Feed when there never was one.
func (s *Service) OfBody(ctx context.Context, a account.Actor, bodyID string) (Feed, error) {
	if err := s.checkBody(ctx, a, bodyID); err != nil {
		return Feed{}, err
	}
	return known(findFeed(ctx, s.db.Read(), Body, a.ProjectID, bodyID))
}

func (s *Service) checkBody(ctx context.Context, a account.Actor, bodyID string) error {
	if err := mayRead(a); err != nil {
		return err
	}
	_, err := body.FindIn(ctx, s.db.Read(), a, bodyID)
	return err
}

// OpenBody gives the calendar of a body a fresh link, in the language of lang, and returns its token; an older link stops
// working.
func (s *Service) OpenBody(ctx context.Context, a account.Actor, bodyID string, lang i18n.Lang) (token string, err error) {
	if err := mayHandOut(a); err != nil {
		return "", err
	}
	if err := s.checkBody(ctx, a, bodyID); err != nil {
		return "", err
	}
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		f := Feed{Kind: Body, WorkspaceID: a.WorkspaceID, ProjectID: a.ProjectID, OwnerID: bodyID, OpenedBy: a.Name, Lang: string(lang)}
		if token, err = s.open(ctx, tx, f); err != nil {
			return err
		}
		return audit.Record(ctx, tx, a.Entry(s.clock.Now(), "body.calendar_opened", "body", bodyID, nil))
	})
	return token, err
}

// CloseBody ends the link to the calendar of a body; one that is closed already is no error.
func (s *Service) CloseBody(ctx context.Context, a account.Actor, bodyID string) error {
	if err := mayHandOut(a); err != nil {
		return err
	}
	if err := s.checkBody(ctx, a, bodyID); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		closed, err := s.shut(ctx, tx, Body, a.ProjectID, bodyID)
		if err != nil || !closed {
			return err
		}
		return audit.Record(ctx, tx, a.Entry(s.clock.Now(), "body.calendar_closed", "body", bodyID, nil))
	})
}

// open stores the feed, or the link of one that is there, which keeps its entries.
func (s *Service) open(ctx context.Context, tx bun.IDB, f Feed) (token string, err error) {
	token = id.Token()
	stored, err := findFeed(ctx, tx, f.Kind, f.ProjectID, f.OwnerID)
	switch {
	case fault.Is(err, fault.NotFound):
		f.ID = id.New()
	case err != nil:
		return "", err
	default:
		f.ID = stored.ID
	}
	f.TokenHash, f.OpenedAt = id.Hash(token), s.clock.Now()
	if stored.ID == "" {
		_, err = tx.NewInsert().Model(&f).Exec(ctx)
	} else {
		_, err = tx.NewUpdate().Model(&f).WherePK().Exec(ctx)
	}
	return token, database.Fault(err)
}

func (s *Service) recordOwn(ctx context.Context, tx bun.IDB, user account.User, action string) error {
	return s.accounts.RecordOwnIn(ctx, tx, user, action)
}

// CloseOwn ends the link to the person's calendar; one that is closed already is no error.
func (s *Service) CloseOwn(ctx context.Context, user account.User) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		closed, err := s.shut(ctx, tx, Own, "", user.ID)
		if err != nil || !closed {
			return err
		}
		return s.recordOwn(ctx, tx, user, "user.calendar_closed")
	})
}

// CloseProject ends the link to the project's calendar; one that is closed already is no error.
func (s *Service) CloseProject(ctx context.Context, a account.Actor) error {
	if err := mayHandOut(a); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		closed, err := s.shut(ctx, tx, Project, a.ProjectID, "")
		if err != nil || !closed {
			return err
		}
		return audit.Record(ctx, tx, a.Entry(s.clock.Now(), "project.calendar_closed", "project", a.ProjectID, nil))
	})
}

func (s *Service) shut(ctx context.Context, tx bun.IDB, kind Kind, projectID, ownerID string) (bool, error) {
	return database.Changed(tx.NewUpdate().Model((*Feed)(nil)).Set("closed_at = ?", s.clock.Now()).
		Where("kind = ? AND project_id = ? AND owner_id = ? AND closed_at IS NULL", kind, projectID, ownerID).Exec(ctx))
}

// Read returns the calendar behind a link's token; NotFound when the link is unknown or closed.
func (s *Service) Read(ctx context.Context, token string) (File, error) {
	f, err := findOpen(ctx, s.db.Read(), id.Hash(token))
	if err != nil {
		return File{}, err
	}
	r, err := s.reader(ctx, f)
	if err != nil {
		return File{}, err
	}
	entries, changed, err := s.compare(ctx, s.db.Read(), r)
	if err == nil && len(changed) > 0 {
		entries, err = s.bringUpToDate(ctx, r)
	}
	if err != nil {
		return File{}, err
	}
	return s.file(r, entries)
}

// compare returns the entries as they are stored and those that have to be written.
func (s *Service) compare(ctx context.Context, db bun.IDB, r reader) (stored, changed []entry, err error) {
	if stored, err = listEntries(ctx, db, r.feed); err != nil {
		return nil, nil, err
	}
	wanted, err := r.gather(ctx, db)
	if err != nil {
		return nil, nil, err
	}
	changed, err = meet(r.feed, stored, wanted, s.domain, s.clock.Now())
	return stored, changed, err
}

// bringUpToDate compares once more while no other reader does, and writes.
func (s *Service) bringUpToDate(ctx context.Context, r reader) (entries []entry, err error) {
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := lock(ctx, tx, r.feed); err != nil {
			return err
		}
		_, changed, err := s.compare(ctx, tx, r)
		if err != nil {
			return err
		}
		if err := writeEntries(ctx, tx, changed); err != nil {
			return err
		}
		entries, err = listEntries(ctx, tx, r.feed)
		return err
	})
	return entries, err
}

func (s *Service) file(r reader, entries []entry) (File, error) {
	var file File
	var shown []ical.Entry
	now := s.clock.Now()
	for _, e := range entries {
		one, ok, err := e.publish(now)
		if err != nil {
			return File{}, err
		}
		if e.ChangedAt.After(file.Modified) {
			file.Modified = e.ChangedAt
		}
		if ok {
			shown = append(shown, one)
		}
	}
	data, err := ical.Publish(r.name, shown)
	if err != nil {
		return File{}, err
	}
	sum := sha256.Sum256(data)
	file.Data, file.Tag = data, `"`+hex.EncodeToString(sum[:16])+`"`
	return file, nil
}
