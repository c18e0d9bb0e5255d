package mailing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/mail"
)

// Kind is what the package that owns a kind of mailings says about them. Everything reads and writes through the handle it
// is given.
type Kind interface {
	// Ready says with a Conflict why such a mailing cannot go out or go on at the moment, which may lie ahead.
	Ready(ctx context.Context, db bun.IDB, m Mailing, at time.Time) error
	// Receivers lists whom the content means, in the order in which they get their mail; those who get none have a Reason.
	Receivers(ctx context.Context, db bun.IDB, m Mailing) ([]Receiver, error)
	// Preview is the mail that the receiver would get, with personal links that lead nowhere. The note, if any, stands at
	// the beginning of its text.
	Preview(ctx context.Context, db bun.IDB, m Mailing, to Receiver, note string) (mail.Message, error)
	// WriteIn queues the mail of each receiver of the part, as part of the mailing, and sets their Turn, Reason and MessageID.
	WriteIn(ctx context.Context, tx bun.IDB, m Mailing, part []Receiver) error
	// UnwriteIn takes back what WriteIn did for receivers whose mail was called off before it left.
	UnwriteIn(ctx context.Context, tx bun.IDB, m Mailing, part []Receiver) error
}

// Offer names the kinds of mailings, once, before any is used. A nil one is an error.
func (s *Service) Offer(kinds map[string]Kind) error {
	for name, kind := range kinds {
		if kind == nil || s.kinds[name] != nil {
			return fmt.Errorf("mailing: the kind %q is missing or there twice", name)
		}
		s.kinds[name] = kind
	}
	return nil
}

var errNoKind = errors.New("mailing: nobody writes mailings of this kind")

func (s *Service) kind(m Mailing) (Kind, error) {
	kind := s.kinds[m.Kind]
	if kind == nil {
		return nil, fmt.Errorf("%w: %s", errNoKind, m.Kind)
	}
	return kind, nil
}
