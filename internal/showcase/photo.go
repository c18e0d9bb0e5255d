package showcase

import (
	"bytes"
	"context"
	"errors"
	"io"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/files"
	"rundertisch/internal/id"
)

const (
	mostPhotos     = 60      // of an event
	photoWidth     = 1600    // pixels of a row of the large file
	thumbWidth     = 480     // and of the small one
	mostPhoto      = 220_000 // octets
	mostThumb      = 28_000
	leastPhotoWide = 400
)

// Photo is a picture of an event that took place, for everybody. It is there only with the note that those who are to be seen agree.
type Photo struct {
	bun.BaseModel `bun:"table:event_photos,alias:ph"`

	ID          string    `bun:"id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	EventID     string    `bun:"event_id"`
	ItemID      string    `bun:"item_id"` // of the programme; empty for the event as a whole
	Large       string    `bun:"large"`   // files in the store
	Small       string    `bun:"small"`
	Width       int64     `bun:"width"` // pixels of the large one
	Height      int64     `bun:"height"`
	Alt         string    `bun:"alt"`       // what is to be seen
	Credit      string    `bun:"credit"`    // who took it
	AgreedAt    time.Time `bun:"agreed_at"` // when staff noted the consent
	AgreedBy    string    `bun:"agreed_by"` // name of who noted it
	Version     int64     `bun:"version"`
}

// PhotoDetails is what staff type about a photo.
type PhotoDetails struct {
	Alt    string
	Credit string
	ItemID string
	Agreed bool // those who are to be seen agree to its being shown; asked when it is put there
}

// Album is the photos of an event as staff change them.
type Album struct {
	Event  event.Event
	Items  []event.ProgrammeItem
	Photos []Photo // the first one first
}

// Pictured reports whether the event can have photos: somebody can have taken some.
func Pictured(e event.Event) bool {
	return e.Kind.Public() && (e.State == event.Published || e.State == event.Held || e.State == event.Closed)
}

// Album returns the photos of the actor's event.
func (s *Service) Album(ctx context.Context, a account.Actor, eventID string) (Album, error) {
	return s.album(ctx, s.db.Read(), a, eventID)
}

func (s *Service) album(ctx context.Context, db bun.IDB, a account.Actor, eventID string) (album Album, err error) {
	if album.Event, err = s.run(ctx, db, a, eventID); err != nil {
		return album, err
	}
	if album.Items, err = event.ListItemsIn(ctx, db, album.Event.ID); err != nil {
		return album, err
	}
	album.Photos, err = listPhotos(ctx, db, album.Event.ID)
	return album, err
}

// FindPhoto returns a photo of the actor's event.
func (s *Service) FindPhoto(ctx context.Context, a account.Actor, eventID, photoID string) (Album, Photo, error) {
	album, err := s.Album(ctx, a, eventID)
	if err != nil {
		return album, Photo{}, err
	}
	photo, err := album.find(photoID)
	return album, photo, err
}

func (a Album) find(photoID string) (Photo, error) {
	for _, photo := range a.Photos {
		if photo.ID == photoID {
			return photo, nil
		}
	}
	return Photo{}, fault.Missing()
}

// AddPhoto puts a photo to the event, not without the consent of those who are to be seen. What the camera noted is not kept.
// Fields: file, alt, credit, item, agreed.
func (s *Service) AddPhoto(ctx context.Context, a account.Actor, eventID string, u files.Upload, d PhotoDetails) error {
	album, err := s.Album(ctx, a, eventID)
	if err != nil {
		return err
	}
	if err := album.takes(); err != nil {
		return err
	}
	var c fault.Checks
	var picture sizes
	upright, err := unpacked(u, leastPhotoWide)
	if err != nil && !fault.Is(err, fault.Invalid) {
		return err
	}
	c.Merge("", err)
	photo := d.apply(&c, album, Photo{ID: id.New(), WorkspaceID: album.Event.WorkspaceID, EventID: album.Event.ID, AgreedAt: s.clock.Now(), AgreedBy: a.Name, Version: 1})
	if !d.Agreed {
		c.Add("agreed", "showcase.photo.unagreed")
	}
	if err := c.Err(); err != nil {
		return err
	}
	if picture.large, photo.Width, photo.Height, err = scaled(upright, photoWidth, mostPhoto); err != nil {
		return err
	}
	if picture.small, _, _, err = scaled(upright, thumbWidth, mostThumb); err != nil {
		return err
	}
	var kept Page
	return s.keep(picture, &kept, func() error {
		photo.Large, photo.Small = kept.Large, kept.Small
		return s.putPhoto(ctx, a, photo)
	})
}

// takes refuses another photo where there can be none.
func (a Album) takes() error {
	switch {
	case !Pictured(a.Event):
		return fault.New(fault.Conflict, "showcase.photo.not_yet")
	case len(a.Photos) >= mostPhotos:
		return fault.New(fault.Conflict, "showcase.photo.too_many", mostPhotos)
	}
	return nil
}

func (s *Service) putPhoto(ctx context.Context, a account.Actor, photo Photo) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		album, err := s.album(ctx, tx, a, photo.EventID)
		if err != nil {
			return err
		}
		if err := album.takes(); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(&photo).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		return audit.Record(ctx, tx, a.Entry(s.clock.Now(), "event_photo.added", "event_photo", photo.ID, map[string]any{"event": photo.EventID}))
	})
}

// EditPhoto changes what is said about a photo; version is the one the form was made from. Fields: alt, credit, item.
func (s *Service) EditPhoto(ctx context.Context, a account.Actor, eventID, photoID string, version int64, d PhotoDetails) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		album, err := s.album(ctx, tx, a, eventID)
		if err != nil {
			return err
		}
		photo, err := album.find(photoID)
		if err != nil {
			return err
		}
		var c fault.Checks
		photo = d.apply(&c, album, photo)
		if err := c.Err(); err != nil {
			return err
		}
		photo.Version = version + 1
		ok, err := database.Changed(tx.NewUpdate().Model(&photo).Column("alt", "credit", "item_id", "version").WherePK().Where("version = ?", version).Exec(ctx))
		if err == nil && !ok {
			err = fault.New(fault.Conflict, "fault.conflict")
		}
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, a.Entry(s.clock.Now(), "event_photo.edited", "event_photo", photo.ID, map[string]any{"event": eventID}))
	})
}

// RemovePhoto takes a photo away for good, such as when somebody no longer wants to be seen: nobody gets it any more, and its files
// go with the next sweep.
func (s *Service) RemovePhoto(ctx context.Context, a account.Actor, eventID, photoID string) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := s.run(ctx, tx, a, eventID)
		if err != nil {
			return err
		}
		ok, err := database.Changed(tx.NewDelete().Model((*Photo)(nil)).Where("id = ? AND event_id = ?", photoID, e.ID).Exec(ctx))
		if err == nil && !ok {
			err = fault.Missing()
		}
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, a.Entry(s.clock.Now(), "event_photo.removed", "event_photo", photoID, map[string]any{"event": e.ID}))
	})
}

func (d PhotoDetails) apply(c *fault.Checks, album Album, photo Photo) Photo {
	about := describe(c, Page{}, d.Alt, d.Credit)
	photo.Alt, photo.Credit, photo.ItemID = about.Alt, about.Credit, d.ItemID
	known := d.ItemID == ""
	for _, item := range album.Items {
		known = known || item.ID == d.ItemID
	}
	if !known {
		c.Add("item", "fault.choice")
	}
	return photo
}

// Photos returns the photos of an event for everybody, the first one first.
func (s *Service) Photos(ctx context.Context, e event.Event) ([]Photo, error) {
	if !Pictured(e) {
		return nil, nil
	}
	return listPhotos(ctx, s.db.Read(), e.ID)
}

// SmallFile reads the small file of a photo, such as for paper.
func (s *Service) SmallFile(photo Photo) ([]byte, error) {
	file, err := s.files.Open(photo.Small)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	_, err = io.Copy(&out, file)
	return out.Bytes(), errors.Join(err, file.Close())
}

func listPhotos(ctx context.Context, db bun.IDB, eventID string) ([]Photo, error) {
	var photos []Photo
	err := db.NewSelect().Model(&photos).Where("ph.event_id = ?", eventID).Order("ph.id").Scan(ctx)
	return photos, database.Fault(err)
}
