package directory

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/fault"
)

// Why is a reason to take two entries for the same.
type Why string

// The reasons, the strongest first.
const (
	SameAddress Why = "address" // the e-mail address of persons, street and place of organisations
	SameName    Why = "name"    // when titles, order, legal form and spelling do not count
	LikeName    Why = "similar" // persons of one organisation with nearly the same name
)

// Entry is as much of a person or organisation as it takes to point it out.
type Entry struct {
	ID, Name, Place, Email string
}

// Pair is two entries that may be the same; One is the older.
type Pair struct {
	One, Other Entry
	Why        []Why
}

// crowd is how many entries may share a key before it says nothing about them: the mailbox of an office, a house of many
// associations. Up to it every two are a pair, which bounds the work.
const crowd = 8

// Duplicates lists pairs of entries that may be the same, the surest first, without those that were dismissed. Neither
// archived entries nor pairs that are known to be two are in it.
func (s *Service) Duplicates(ctx context.Context, actor account.Actor, kind ImportKind) ([]Pair, error) {
	if err := mayRead(actor); err != nil {
		return nil, err
	}
	var found *pairs
	switch kind {
	case ImportPersons:
		all, err := bareEntries[barePerson](ctx, s.db.Read(), actor.WorkspaceID)
		if err != nil {
			return nil, err
		}
		found = pairPersons(all)
	case ImportOrganisations:
		all, err := bareEntries[bareOrganisation](ctx, s.db.Read(), actor.WorkspaceID)
		if err != nil {
			return nil, err
		}
		found = pairOrganisations(all)
	default:
		return nil, fault.Missing()
	}
	known, err := listDismissals(ctx, s.db.Read(), actor.WorkspaceID, kind)
	if err != nil {
		return nil, err
	}
	return found.without(known), nil
}

// Dismiss remembers that two entries are not the same.
func (s *Service) Dismiss(ctx context.Context, actor account.Actor, kind ImportKind, oneID, otherID string) error {
	one, other := min(oneID, otherID), max(oneID, otherID)
	return s.change(ctx, actor, "duplicate.dismissed", kind.object(), one, func(ctx context.Context, tx bun.IDB) error {
		if _, err := s.compareIn(ctx, tx, actor, kind, one, other); err != nil {
			return err
		}
		return insertDismissal(ctx, tx, dismissal{
			WorkspaceID: actor.WorkspaceID, Kind: kind, OneID: one, OtherID: other, DismissedBy: actor.UserID, DismissedAt: s.clock.Now(),
		})
	})
}

// object is the kind's word in the trail.
func (k ImportKind) object() string { return strings.TrimSuffix(string(k), "s") }

// pairs collects pairs, each once, with all their reasons.
type pairs struct {
	found map[[2]string]*Pair
}

func (p *pairs) add(a, b Entry, why Why) {
	if a.ID == b.ID {
		return
	}
	if a.ID > b.ID {
		a, b = b, a
	}
	pair := p.found[[2]string{a.ID, b.ID}]
	if pair == nil {
		pair = &Pair{One: a, Other: b}
		p.found[[2]string{a.ID, b.ID}] = pair
	}
	if !slices.Contains(pair.Why, why) {
		pair.Why = append(pair.Why, why)
	}
}

// all makes pairs of everybody who shares a key.
func (p *pairs) all(sharing map[string][]Entry, why Why) {
	for key, entries := range sharing {
		if key == "" || len(entries) > crowd {
			continue
		}
		for i, one := range entries {
			for _, other := range entries[i+1:] {
				p.add(one, other, why)
			}
		}
	}
}

func (p *pairs) without(known map[[2]string]bool) []Pair {
	var all []Pair
	for key, pair := range p.found {
		if !known[key] {
			slices.SortFunc(pair.Why, func(a, b Why) int { return strength(b) - strength(a) })
			all = append(all, *pair)
		}
	}
	slices.SortFunc(all, func(a, b Pair) int {
		return cmp.Or(b.strength()-a.strength(), cmp.Compare(a.One.Name, b.One.Name), cmp.Compare(a.One.ID+a.Other.ID, b.One.ID+b.Other.ID))
	})
	return all
}

func (p Pair) strength() int {
	sum := 0
	for _, why := range p.Why {
		sum += strength(why)
	}
	return sum
}

func strength(why Why) int {
	switch why {
	case SameName:
		return 4
	case SameAddress:
		return 2
	default:
		return 1
	}
}

// record notes a merge or its undoing in the trail of both entries.
func (s *Service) recordMerge(ctx context.Context, tx bun.IDB, actor account.Actor, action string, m merge) error {
	now := s.clock.Now()
	return audit.RecordAll(ctx, tx, []audit.Entry{
		actor.Entry(now, m.Kind.object()+action, m.Kind.object(), m.KeptID, map[string]any{"with": m.GoneID}),
		actor.Entry(now, m.Kind.object()+action, m.Kind.object(), m.GoneID, map[string]any{"with": m.KeptID}),
	})
}
