package inbox

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/mail/imapbox"
)

// Trouble is a word for what is wrong with the mailbox; its sentence is the catalogue key mailbox.trouble.<trouble>. Those of the way to the server
// are imapbox's.
type Trouble string

// Troubles of our own.
const (
	NotKept Trouble = "not_kept" // mails that could not be stored and wait in the folder
	Unknown Trouble = "unknown"
)

// quiet is how long a healthy mailbox may not have been read: longer than IDLE lasts.
const quiet = 20 * time.Minute

// State is how far the mailbox has been read.
type State struct {
	bun.BaseModel `bun:"table:mailbox_states,alias:s"`

	Name       string     `bun:"name,pk"`      // server and folder, without user and password
	Validity   int64      `bun:"uid_validity"` // of the folder
	NextUID    int64      `bun:"next_uid"`     // nothing below it is left in the folder
	ReadAt     *time.Time `bun:"read_at"`      // the folder was last read to its end
	Waiting    int        `bun:"waiting"`      // mails that could not be kept or moved and are tried again
	Trouble    Trouble    `bun:"trouble"`      // empty when all is well
	Answer     string     `bun:"answer"`       // what the server or the system said
	TroubledAt *time.Time `bun:"troubled_at"`  // since when
}

// Silent reports whether nobody has read the mailbox for too long although nothing is known to be wrong.
func (s State) Silent(now time.Time) bool {
	return s.Trouble == "" && (s.ReadAt == nil || now.Sub(*s.ReadAt) > quiet)
}

// State returns how far the configured mailbox has been read; its name alone when that has not begun.
func (s *Service) State(ctx context.Context) (State, error) {
	return findState(ctx, s.db.Read(), s.source.Name)
}

func findState(ctx context.Context, db bun.IDB, name string) (State, error) {
	var found []State
	err := db.NewSelect().Model(&found).Where("s.name = ?", name).Scan(ctx)
	if err != nil || len(found) == 0 {
		return State{Name: name}, database.Fault(err)
	}
	return found[0], nil
}

// change reads the state, lets fn change it and writes it.
func (s *Service) change(ctx context.Context, fn func(*State)) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		state, err := findState(ctx, tx, s.source.Name)
		if err != nil {
			return err
		}
		fn(&state)
		_, err = tx.NewInsert().Model(&state).On("CONFLICT (name) DO UPDATE").
			Set("uid_validity = EXCLUDED.uid_validity, next_uid = EXCLUDED.next_uid, read_at = EXCLUDED.read_at, waiting = EXCLUDED.waiting").
			Set("trouble = EXCLUDED.trouble, answer = EXCLUDED.answer, troubled_at = EXCLUDED.troubled_at").Exec(ctx)
		return database.Fault(err)
	})
}

// stumble notes the trouble at the instant.
func (s *State) stumble(now time.Time, err error) {
	trouble, answer := troubleOf(err)
	if s.Trouble != trouble || s.TroubledAt == nil {
		s.TroubledAt = &now
	}
	s.Trouble, s.Answer = trouble, answer
}

func troubleOf(err error) (Trouble, string) {
	var way *imapbox.Error
	switch {
	case errors.As(err, &way):
		return Trouble(way.Trouble), way.Answer
	case errors.Is(err, errNotKept):
		return NotKept, ""
	}
	return Unknown, ""
}
