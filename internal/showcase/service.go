package showcase

import (
	"bytes"
	"context"
	"errors"
	"os"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/files"
)

// Service holds the use cases of public pages. Whoever runs events changes them.
type Service struct {
	db        *database.DB
	clock     clock.Clock
	files     *files.Store
	portraits Portraits // set by Portray
}

// New returns the service over the store of all files; Portray completes it.
func New(db *database.DB, clock clock.Clock, store *files.Store) *Service {
	return &Service{db: db, clock: clock, files: store}
}

// Portray says who keeps the pictures of the people of programmes; before the first of them is set.
func (s *Service) Portray(portraits Portraits) { s.portraits = portraits }

// Find returns the page of the actor's event and what may be put on it.
func (s *Service) Find(ctx context.Context, a account.Actor, eventID string) (event.Event, Sheet, error) {
	e, err := s.run(ctx, s.db.Read(), a, eventID)
	if err != nil {
		return e, Sheet{}, err
	}
	sheet, err := findSheet(ctx, s.db.Read(), e)
	return e, sheet, err
}

// run returns the event if it has a public page and the actor runs it.
func (s *Service) run(ctx context.Context, db bun.IDB, a account.Actor, eventID string) (event.Event, error) {
	e, err := event.FindOfIn(ctx, db, a, eventID)
	switch {
	case err != nil:
		return e, err
	case !event.MayRun(a):
		return e, fault.Denied()
	case !e.Kind.Public():
		return e, fault.Missing()
	}
	return e, nil
}

// Save changes what is typed; version is the one the form was made from, 0 for an event whose page nobody changed yet. An
// organisation of another administration and a document that is not the event's are Missing.
func (s *Service) Save(ctx context.Context, a account.Actor, eventID string, version int64, d Details) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := s.run(ctx, tx, a, eventID)
		if err != nil {
			return err
		}
		sheet, err := findSheet(ctx, tx, e)
		if err != nil {
			return err
		}
		p, err := d.apply(sheet.Page)
		if err != nil {
			return err
		}
		if !offered(p.Organisers, sheet.Organisations, sheet.Page.Organisers) || !offered(p.Documents, sheet.Papers, sheet.Page.Documents) {
			return fault.Missing()
		}
		p.Version = version + 1
		if err := errors.Join(writePage(ctx, tx, p), writeChoices(ctx, tx, p)); err != nil {
			return err
		}
		if p.Guests != e.ListsGuests {
			if err := event.ListGuestsIn(ctx, tx, e.ID, p.Guests); err != nil {
				return err
			}
		}
		return s.record(ctx, tx, a, "event_page.saved", p)
	})
}

// SetPicture puts a picture on the page, in place of one that was there. Fields: file, alt, credit.
func (s *Service) SetPicture(ctx context.Context, a account.Actor, eventID string, u files.Upload, alt, credit string) error {
	if _, err := s.run(ctx, s.db.Read(), a, eventID); err != nil {
		return err
	}
	var c fault.Checks
	picture, err := read(u)
	if err != nil && !fault.Is(err, fault.Invalid) {
		return err
	}
	c.Merge("", err)
	about := describe(&c, Page{}, alt, credit)
	if err := c.Err(); err != nil {
		return err
	}
	about.Width, about.Height = picture.width, picture.height
	return s.keep(picture, &about, func() error {
		return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
			return s.putPicture(ctx, tx, a, eventID, "event_page.picture_set", about)
		})
	})
}

// RemovePicture takes the picture off the page; its files go with the next sweep.
func (s *Service) RemovePicture(ctx context.Context, a account.Actor, eventID string) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		return s.putPicture(ctx, tx, a, eventID, "event_page.picture_removed", Page{})
	})
}

func (s *Service) putPicture(ctx context.Context, tx bun.IDB, a account.Actor, eventID, action string, picture Page) error {
	e, err := s.run(ctx, tx, a, eventID)
	if err != nil {
		return err
	}
	p, err := findPage(ctx, tx, e)
	if err != nil {
		return err
	}
	p.Large, p.Small, p.Width, p.Height = picture.Large, picture.Small, picture.Width, picture.Height
	p.Alt, p.Credit = picture.Alt, picture.Credit
	p.Version++
	if err := writePage(ctx, tx, p); err != nil {
		return err
	}
	return s.record(ctx, tx, a, action, p)
}

// keep stores both files and names them in p; what was stored is taken away again when fn fails.
func (s *Service) keep(picture sizes, p *Page, fn func() error) error {
	var stored []string
	for _, file := range [][]byte{picture.large, picture.small} {
		one, err := s.files.Put(bytes.NewReader(file))
		if err != nil {
			return errors.Join(err, s.forget(stored))
		}
		stored = append(stored, one.Name)
	}
	p.Large, p.Small = stored[0], stored[1]
	if err := fn(); err != nil {
		return errors.Join(err, s.forget(stored))
	}
	return nil
}

func (s *Service) forget(names []string) error {
	var all error
	for _, name := range names {
		all = errors.Join(all, s.files.Remove(name))
	}
	return all
}

// KeptFiles returns those of the stored files that are pictures of events or of people of their programmes, for who sweeps the store.
func (s *Service) KeptFiles(ctx context.Context, db bun.IDB, names []string) ([]string, error) {
	return listPictures(ctx, db, names)
}

// Picture opens a file of the picture on a public page.
func (s *Service) Picture(ctx context.Context, slug, name string) (*os.File, error) {
	found, err := hasPicture(ctx, s.db.Read(), slug, name)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, fault.Missing()
	}
	return s.files.Open(name)
}

func (s *Service) record(ctx context.Context, tx bun.IDB, a account.Actor, action string, p Page) error {
	details := map[string]any{"event": p.EventID, "organisers": len(p.Organisers), "documents": len(p.Documents), "guests": p.Guests}
	return audit.Record(ctx, tx, a.Entry(s.clock.Now(), action, "event_page", p.EventID, details))
}
