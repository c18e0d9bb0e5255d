package invite

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"rundertisch/internal/directory"
	"rundertisch/internal/mailing"
)

var _ directory.Keeper = (*Service)(nil)

// Keeps names no column: only invitations mean persons of the directory by the receivers of a mailing.
func (s *Service) Keeps() []string { return nil }

// Hanging tells nothing: places on lists follow without a word.
func (s *Service) Hanging(context.Context, bun.IDB, string, directory.ImportKind, string, string) ([]directory.Move, error) {
	return nil, nil
}

// MoveIn gives a person's places on the lists of mailings to another, so that one that is scheduled reaches them, and an erasure later
// finds what was sent.
func (s *Service) MoveIn(ctx context.Context, tx bun.IDB, workspaceID string, kind directory.ImportKind, from, to string) (json.RawMessage, error) {
	if kind != directory.ImportPersons {
		return nil, nil
	}
	places, err := s.mailings.PlacesIn(ctx, tx, workspaceID, from)
	if err != nil || len(places) == 0 {
		return nil, err
	}
	if err := s.mailings.GivePlacesIn(ctx, tx, workspaceID, from, to, places); err != nil {
		return nil, err
	}
	return json.Marshal(places)
}

// MoveBackIn gives the places back.
func (s *Service) MoveBackIn(ctx context.Context, tx bun.IDB, workspaceID string, _ directory.ImportKind, from, to string, moved json.RawMessage) error {
	var places []mailing.Place
	if len(moved) == 0 {
		return nil
	}
	if err := json.Unmarshal(moved, &places); err != nil {
		return err
	}
	return s.mailings.GivePlacesIn(ctx, tx, workspaceID, to, from, places)
}
