package result

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/uptrace/bun"

	"rundertisch/internal/date"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// Kind is what a card states.
type Kind string

// The kinds of cards, in the order of thought.
const (
	Need      Kind = "need"      // Bedarf
	Gap       Kind = "gap"       // Angebotslücke
	Solution  Kind = "solution"  // Lösungsansatz
	Agreement Kind = "agreement" // Vereinbarung
)

// Kinds lists the kinds in their order.
func Kinds() []Kind { return []Kind{Need, Gap, Solution, Agreement} }

const (
	maxText         = 1000
	maxOrganisation = 200
)

// Card is one statement of a workshop.
type Card struct {
	bun.BaseModel `bun:"table:result_cards,alias:rc"`

	ID           string    `bun:"id,pk"`
	WorkspaceID  string    `bun:"workspace_id"`
	ProjectID    string    `bun:"project_id"`
	EventID      string    `bun:"event_id"`
	ItemID       string    `bun:"item_id"` // programme item it comes from
	Kind         Kind      `bun:"kind"`
	Text         string    `bun:"text"`         // plain text
	Organisation string    `bun:"organisation"` // who takes it on; agreements only, may be empty
	TargetGroup  string    `bun:"target_group"` // whom it is about
	Municipality string    `bun:"municipality"` // where
	DueOn        date.Date `bun:"due_on"`       // by when
	Weight       int64     `bun:"weight"`       // dots that it got in the room, with those of the cards it stands for
	Position     int64     `bun:"position"`     // order among the cards of its item and kind
	CreatedAt    time.Time `bun:"created_at"`
	Version      int64     `bun:"version"`

	WithheldAt *time.Time `bun:"withheld_at"` // came back from the bin into public results; nobody has shown it since
}

// Withheld reports whether the public does not read the card although the results of its event are public.
func (c Card) Withheld() bool { return c.WithheldAt != nil }

// Publication says since when an event's cards are public.
type Publication struct {
	bun.BaseModel `bun:"table:result_publications,alias:rp"`

	EventID     string    `bun:"event_id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	ProjectID   string    `bun:"project_id"`
	PublishedAt time.Time `bun:"published_at"`
}

// Details is what staff type about a card.
type Details struct {
	Kind         Kind
	Text         string
	Organisation string // counts for agreements only
	TargetGroup  string
	Municipality string
	DueOn        string // a day as people type it
	Weight       int64  // of new cards: see Card
}

// apply writes the details into c. Fields: kind, text, organisation, target_group, municipality, due_on.
func (d Details) apply(card Card) (Card, error) {
	var c fault.Checks
	if !slices.Contains(Kinds(), d.Kind) {
		c.Add("kind", "fault.choice")
	}
	card.Kind, card.Text, card.Organisation = d.Kind, plain(d.Text), ""
	if d.Kind == Agreement {
		card.Organisation = line(d.Organisation)
	}
	card.TargetGroup, card.Municipality, card.DueOn = line(d.TargetGroup), line(d.Municipality), ""
	if d.DueOn != "" {
		day, err := date.Parse(d.DueOn)
		if err != nil {
			c.Add("due_on", "fault.day")
		}
		card.DueOn = day
	}
	c.Require("text", card.Text)
	c.MaxLen("text", card.Text, maxText)
	c.MaxLen("organisation", card.Organisation, maxOrganisation)
	c.MaxLen("target_group", card.TargetGroup, maxOrganisation)
	c.MaxLen("municipality", card.Municipality, maxOrganisation)
	return card, c.Err()
}

// Writable reports whether cards of the event may be written.
func Writable(e event.Event) bool { return e.State == event.Published || e.State == event.Held }

// Publishable reports whether cards of the event may be shown to the public.
func Publishable(e event.Event) bool { return e.State == event.Held || e.State == event.Closed }

// Takes reports whether the item can have cards.
func Takes(i event.ProgrammeItem) bool { return i.Kind != event.Break }

// Group is the cards of one programme item, by kind and position, and its summary.
type Group struct {
	Item    event.ProgrammeItem
	Cards   []Card
	Summary Summary // without a version when nobody wrote it
}

// Of returns the group's cards of a kind, in their order.
func (g Group) Of(kind Kind) []Card {
	var cards []Card
	for _, card := range g.Cards {
		if card.Kind == kind {
			cards = append(cards, card)
		}
	}
	return cards
}

// GroupBy sorts cards under the items of a programme: every workshop and talk, and other items that have cards; all items that
// can have cards when the programme has no workshop.
func GroupBy(items []event.ProgrammeItem, cards []Card) []Group {
	workshops := slices.ContainsFunc(items, func(i event.ProgrammeItem) bool { return i.Kind == event.WorkshopItem })
	var groups []Group
	for _, item := range items {
		g := Group{Item: item}
		for _, card := range cards {
			if card.ItemID == item.ID {
				g.Cards = append(g.Cards, card)
			}
		}
		if len(g.Cards) > 0 || item.Kind == event.WorkshopItem || item.Kind == event.Talk || !workshops && Takes(item) {
			groups = append(groups, g)
		}
	}
	return groups
}

func line(s string) string { return strings.Join(strings.Fields(plain(s)), " ") }

// plain returns s trimmed, with plain line breaks and without control characters.
func plain(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' || r == '\uFEFF' {
			return -1
		}
		return r
	}, s))
}
