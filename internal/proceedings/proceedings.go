package proceedings

import (
	"context"
	"slices"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/result"
	"rundertisch/internal/showcase"
)

// Proceedings is what remains of an event for everybody.
type Proceedings struct {
	Organiser   account.Workspace
	Event       event.Event
	PublishedAt time.Time        // of the results; zero while there are none
	Parts       []Part           // in the order of the programme
	Photos      []showcase.Photo // of no part
	Papers      []showcase.Paper
	Volumes     []showcase.Volume // documents with an address of their own
}

// Part is an item of the programme with what remains of it.
type Part struct {
	result.Group
	Followups map[string][]result.Followup // by card
	Materials []showcase.Material
	Photos    []showcase.Photo
}

// Kinds are the kinds of items in the order in which proceedings tell of them.
func Kinds() []event.ItemKind { return []event.ItemKind{event.Talk, event.WorkshopItem, event.Plenary} }

// Of returns the parts of a kind.
func (p Proceedings) Of(kind event.ItemKind) []Part {
	return slices.DeleteFunc(slices.Clone(p.Parts), func(part Part) bool { return part.Item.Kind != kind })
}

// Service reads proceedings.
type Service struct {
	events   *event.Service
	results  *result.Service
	showcase *showcase.Service
}

// New returns the service.
func New(events *event.Service, results *result.Service, showcase *showcase.Service) *Service {
	return &Service{events: events, results: results, showcase: showcase}
}

// Public returns the proceedings of the public event at the slug; NotFound while there is nothing for everybody.
func (s *Service) Public(ctx context.Context, slug string) (Proceedings, error) {
	e, items, err := s.events.Public(ctx, slug)
	if err != nil {
		return Proceedings{}, err
	}
	p := Proceedings{Event: e}
	whole, err := s.results.Whole(ctx, e, items)
	if err != nil {
		return p, err
	}
	photos, err := s.showcase.Photos(ctx, e)
	if err != nil {
		return p, err
	}
	if len(whole.Groups)+len(photos) == 0 {
		return p, fault.Missing()
	}
	stage, err := s.showcase.Stage(ctx, e)
	if err != nil {
		return p, err
	}
	around, err := s.showcase.Around(ctx, e)
	if err != nil {
		return p, err
	}
	library, err := s.showcase.Library(ctx, showcase.LibraryFilter{Event: slug})
	p.Organiser, p.PublishedAt, p.Volumes = stage.Organiser, whole.PublishedAt, library.Volumes
	p.Papers = slices.DeleteFunc(around.Papers, func(paper showcase.Paper) bool {
		return slices.ContainsFunc(p.Volumes, func(v showcase.Volume) bool { return v.ID == paper.ID })
	})
	p.Parts = parts(items, whole, stage.Materials, photos)
	p.Photos = slices.DeleteFunc(photos, func(photo showcase.Photo) bool {
		return slices.ContainsFunc(p.Parts, func(part Part) bool { return part.Item.ID == photo.ItemID })
	})
	return p, err
}

// SmallFile reads the small file of a photo.
func (s *Service) SmallFile(photo showcase.Photo) ([]byte, error) { return s.showcase.SmallFile(photo) }

// parts puts the items together of which something remains.
func parts(items []event.ProgrammeItem, whole result.Whole, materials map[string][]showcase.Material, photos []showcase.Photo) []Part {
	var all []Part
	for _, item := range items {
		part := Part{Group: result.Group{Item: item}, Followups: whole.Followups, Materials: materials[item.ID]}
		for _, photo := range photos {
			if photo.ItemID == item.ID {
				part.Photos = append(part.Photos, photo)
			}
		}
		if n := slices.IndexFunc(whole.Groups, func(g result.Group) bool { return g.Item.ID == item.ID }); n >= 0 {
			part.Group = whole.Groups[n]
		}
		if len(part.Cards) > 0 || part.Summary.Public() || len(part.Materials)+len(part.Photos) > 0 {
			all = append(all, part)
		}
	}
	return all
}
