package directory

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/uptrace/bun"
)

// Keeper is a higher package that stores identifiers of persons or organisations with its own rows. When two entries are
// merged it moves them in the same transaction, and moves them back when the merge is undone.
type Keeper interface {
	// Keeps lists the columns, as "table.column".
	Keeps() []string
	// Hanging tells what of the kind hangs on the entry from and would move to the entry to.
	Hanging(ctx context.Context, db bun.IDB, workspaceID string, kind ImportKind, from, to string) ([]Move, error)
	// MoveIn moves it and returns what MoveBackIn needs, nil when nothing has moved.
	MoveIn(ctx context.Context, tx bun.IDB, workspaceID string, kind ImportKind, from, to string) (json.RawMessage, error)
	// MoveBackIn moves it back from the entry to; a Conflict fault says what makes that impossible.
	MoveBackIn(ctx context.Context, tx bun.IDB, workspaceID string, kind ImportKind, from, to string, moved json.RawMessage) error
}

// Move is things that follow when two entries become one.
type Move struct {
	What  string // catalogue key, with the number as argument: "directory.merge.move.<What>"
	Count int
	Both  []string // names of things that both entries have; the key with "_both" says what becomes of them
}

// Moving names the higher packages that keep identifiers; before anything is merged. A nil one is an error.
func (s *Service) Moving(keepers ...Keeper) error {
	if slices.Contains(keepers, nil) {
		return errors.New("directory: a keeper is nil")
	}
	s.keepers = keepers
	return nil
}

// Kept lists every column that follows when two entries become one, as "table.column".
func (s *Service) Kept() []string {
	all := []string{"persons.organisation_id", "group_members.person_id", "person_addresses.person_id"}
	for _, keeper := range s.keepers {
		all = append(all, keeper.Keeps()...)
	}
	return all
}
