package showcase

import (
	"bytes"
	"context"
	"errors"
	"image"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/files"
)

// Portraits keeps the pictures of the people of programmes: event's rows, which this package fills with files. A picture goes
// with its row, when the person is taken off the list and when the person is erased.
type Portraits interface {
	SetPortraitIn(ctx context.Context, tx bun.IDB, a account.Actor, eventID, speakerID string, p event.Portrait) error
}

const (
	leastPortrait = 200    // pixels of the shorter side
	mostPortrait  = 12_000 // octets; ten of them weigh as much as one large picture and come as the reader gets to them
)

// PortraitDetails is what staff type about a picture.
type PortraitDetails struct {
	Alt    string
	Credit string
	Agreed bool // the person agrees to its being shown
}

// Sitter returns the event and the person whose picture is changed.
func (s *Service) Sitter(ctx context.Context, a account.Actor, eventID, speakerID string) (event.Event, event.Speaker, error) {
	e, err := s.run(ctx, s.db.Read(), a, eventID)
	if err != nil {
		return e, event.Speaker{}, err
	}
	speaker, err := event.FindSpeakerIn(ctx, s.db.Read(), e.ID, speakerID)
	return e, speaker, err
}

// SetPortrait gives a person of the programme a picture, in place of one that was there; not without the person's consent. What is said
// about it is changed with the person. Fields: file, alt, credit, agreed.
func (s *Service) SetPortrait(ctx context.Context, a account.Actor, eventID, speakerID string, u files.Upload, d PortraitDetails) error {
	if _, _, err := s.Sitter(ctx, a, eventID, speakerID); err != nil {
		return err
	}
	var c fault.Checks
	picture, err := portrait(u)
	if err != nil && !fault.Is(err, fault.Invalid) {
		return err
	}
	c.Merge("", err)
	about := describe(&c, Page{}, d.Alt, d.Credit)
	if !d.Agreed {
		c.Add("agreed", "showcase.portrait.unagreed")
	}
	if err := c.Err(); err != nil {
		return err
	}
	file, err := s.files.Put(bytes.NewReader(picture))
	if err != nil {
		return err
	}
	now := s.clock.Now()
	p := event.Portrait{Picture: file.Name, Alt: about.Alt, Credit: about.Credit, AgreedAt: &now, AgreedBy: a.Name}
	if err := s.putPortrait(ctx, a, eventID, speakerID, p); err != nil {
		return errors.Join(err, s.forget([]string{file.Name}))
	}
	return nil
}

// RemovePortrait takes the picture of a person away; its file goes with the next sweep, and nobody gets it until then.
func (s *Service) RemovePortrait(ctx context.Context, a account.Actor, eventID, speakerID string) error {
	if _, _, err := s.Sitter(ctx, a, eventID, speakerID); err != nil {
		return err
	}
	return s.putPortrait(ctx, a, eventID, speakerID, event.Portrait{})
}

func (s *Service) putPortrait(ctx context.Context, a account.Actor, eventID, speakerID string, p event.Portrait) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		return s.portraits.SetPortraitIn(ctx, tx, a, eventID, speakerID, p)
	})
}

// portrait makes the one file of an uploaded picture of a person: a square, small and written anew. Faults name the field "file".
func portrait(u files.Upload) ([]byte, error) {
	upright, err := unpacked(u, leastPortrait)
	if err != nil {
		return nil, err
	}
	file, _, _, err := scaled(squared(upright), event.PortraitWidth, mostPortrait)
	return file, err
}

// squared cuts the longer side: at both ends when it is the width, mostly below when it is the height, where faces are not.
func squared(from image.Image) image.Image {
	b := from.Bounds()
	side := min(b.Dx(), b.Dy())
	at := image.Pt(b.Min.X+(b.Dx()-side)/2, b.Min.Y+(b.Dy()-side)/4)
	cut, ok := from.(interface {
		SubImage(image.Rectangle) image.Image
	})
	if !ok {
		return from
	}
	return cut.SubImage(image.Rectangle{Min: at, Max: at.Add(image.Pt(side, side))})
}
