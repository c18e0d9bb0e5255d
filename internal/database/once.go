package database

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"
)

// ErrRepeated is what RunInTx returns when the submission in its context was stored before.
var ErrRepeated = errors.New("database: the form was sent before")

// submissionLife is how long a form can be recognised as sent before.
const submissionLife = 24 * time.Hour

// Submission is one sending of a form. Its first committed transaction notes it, so that the form cannot store
// anything twice, however often it is sent and whichever instance takes it.
type Submission struct {
	bun.BaseModel `bun:"table:form_submissions,alias:s"`

	Key       string    `bun:"key,pk"`   // hash of who sent what from which form
	Location  string    `bun:"location"` // where the first sending led; empty until it has ended
	CreatedAt time.Time `bun:"created_at"`

	noted bool
}

type onceKey struct{}

// WithSubmission marks what is written with the context as the deed of one sending of a form.
func WithSubmission(ctx context.Context, s *Submission) context.Context {
	return context.WithValue(ctx, onceKey{}, s)
}

// note writes the submission of the context down in the transaction; ErrRepeated when it stands there already.
func note(ctx context.Context, tx bun.IDB) (*Submission, error) {
	s, _ := ctx.Value(onceKey{}).(*Submission)
	if s == nil || s.noted {
		return nil, nil
	}
	fresh, err := Changed(tx.NewInsert().Model(s).On("CONFLICT (key) DO NOTHING").Exec(ctx))
	if err == nil && !fresh {
		err = ErrRepeated
	}
	return s, err
}

// Noted reports whether the sending has stored anything.
func (s *Submission) Noted() bool { return s.noted }

// Settle keeps where the submission led, for whoever sends it again; without a location it may be sent again. It also
// forgets those of yesterday.
func (db *DB) Settle(ctx context.Context, s *Submission, location string) error {
	return db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if _, err := tx.NewDelete().Model((*Submission)(nil)).Where("created_at < ?", s.CreatedAt.Add(-submissionLife)).Exec(ctx); err != nil {
			return Fault(err)
		}
		if location == "" {
			_, err := tx.NewDelete().Model((*Submission)(nil)).Where("key = ?", s.Key).Exec(ctx)
			return Fault(err)
		}
		_, err := tx.NewUpdate().Model((*Submission)(nil)).Set("location = ?", location).Where("key = ?", s.Key).Exec(ctx)
		return Fault(err)
	})
}

// Led returns where the first sending led, "" when that is not known.
func (db *DB) Led(ctx context.Context, s *Submission) (string, error) {
	var first Submission
	err := db.read.NewSelect().Model(&first).Where("s.key = ?", s.Key).Scan(ctx)
	return first.Location, Fault(err)
}
