package line

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
)

// queue is a line with people in it who have come in this order. What a deed did is noted with the transaction it was done in.
type queue struct {
	t     *testing.T
	db    *database.DB
	turns map[string]*Turn[database.Deed]
	done  []string
	in    []bun.IDB
}

func stand(t *testing.T, db *database.DB, names ...string) *queue {
	t.Helper()
	q := &queue{t: t, db: db, turns: map[string]*Turn[database.Deed]{}}
	lines := New[database.Deed](32)
	for _, name := range names {
		q.turns[name] = lines.Arrive("fachtagung")
	}
	return q
}

func (q *queue) deed(name string, result error) database.Deed {
	return func(_ context.Context, tx bun.IDB) error {
		q.done, q.in = append(q.done, name), append(q.in, tx)
		return result
	}
}

// ready has the others wait with what they want done.
func (q *queue) ready(names ...string) {
	for _, name := range names {
		q.turns[name].offer(q.deed(name, nil))
	}
}

func (q *queue) saw(want ...string) {
	q.t.Helper()
	if !slices.Equal(q.done, want) {
		q.t.Errorf("done: %v, want %v", q.done, want)
	}
}

// heard says what somebody was told; nothing is an answer too.
func (q *queue) heard(name string) (told bool, err error) {
	select {
	case err := <-q.turns[name].told:
		return true, err
	default:
		return false, nil
	}
}

func TestWhoIsReadyIsServedInTheTransactionOfTheFirst(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		q := stand(t, db, "Anna", "Bernd", "gave up", "Clara", "still typing", "Dora")
		q.ready("Bernd", "Clara", "Dora")
		q.turns["gave up"].Done()
		first := q.turns["Anna"]
		if err := first.Do(t.Context(), q.deed("Anna", nil), db.Together); err != nil {
			t.Fatal(err)
		}
		first.Done()
		q.saw("Anna", "Bernd", "Clara")
		if q.in[0] != q.in[1] || q.in[1] != q.in[2] {
			t.Error("they were served in transactions of their own")
		}
		for name, want := range map[string]bool{"Bernd": true, "Clara": true, "Dora": false} {
			if told, err := q.heard(name); told != want || err != nil {
				t.Errorf("%s was told: %v, %v", name, told, err)
			}
		}
		if err := q.turns["still typing"].Wait(t.Context()); err != nil {
			t.Error(err)
		}
		q.turns["still typing"].Done()
		if err := q.turns["Dora"].Do(t.Context(), q.deed("Dora", nil), db.Together); err != nil {
			t.Error(err)
		}
		q.saw("Anna", "Bernd", "Clara", "Dora")
	})
}

func TestOneWhoIsRefusedSpoilsItForNobody(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		refused := errors.New("no such workshop")
		q := stand(t, db, "Anna", "Bernd", "Clara")
		q.ready("Clara")
		q.turns["Bernd"].offer(q.deed("Bernd", refused))
		if err := q.turns["Anna"].Do(t.Context(), q.deed("Anna", nil), db.Together); err != nil {
			t.Error(err)
		}
		q.saw("Anna", "Bernd", "Anna", "Bernd", "Clara")
		if q.in[2] == q.in[3] || q.in[3] == q.in[4] {
			t.Error("the second time they shared a transaction")
		}
		if told, err := q.heard("Bernd"); !told || !errors.Is(err, refused) {
			t.Errorf("Bernd was told: %v, %v", told, err)
		}
		if told, err := q.heard("Clara"); !told || err != nil {
			t.Errorf("Clara was told: %v, %v", told, err)
		}
	})
}

func TestNobodyIsLeftStandingWhenADeedPanics(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		q := stand(t, db, "Anna", "Bernd")
		q.ready("Bernd")
		func() {
			defer func() {
				if recover() == nil {
					t.Error("nothing panicked")
				}
			}()
			_ = q.turns["Anna"].Do(t.Context(), func(context.Context, bun.IDB) error { panic("no") }, db.Together)
		}()
		q.turns["Anna"].Done()
		if told, err := q.heard("Bernd"); !told || !errors.Is(err, errUndone) {
			t.Errorf("Bernd was told: %v, %v", told, err)
		}
	})
}

func TestWhoseRequestHasEndedWantsNothingMore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		q := stand(t, db, "Anna", "Bernd")
		ended, end := context.WithCancel(t.Context())
		end()
		if err := q.turns["Bernd"].Do(ended, q.deed("Bernd", nil), db.Together); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		if err := q.turns["Anna"].Do(t.Context(), q.deed("Anna", nil), db.Together); err != nil {
			t.Error(err)
		}
		q.saw("Anna")
	})
}

func TestTheSendingOfAFormHasATransactionOfItsOwn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		q := stand(t, db, "Anna", "Bernd")
		q.ready("Bernd")
		sending := &database.Submission{Key: "form"}
		if err := q.turns["Anna"].Do(database.WithSubmission(t.Context(), sending), q.deed("Anna", nil), db.Together); err != nil || !sending.Noted() {
			t.Error(err, sending.Noted())
		}
		q.saw("Anna")
	})
}

func TestAtMostSoManyAreServedTogetherAndNoneOfAnotherEvent(t *testing.T) {
	t.Parallel()
	const most = 32
	lines := New[string](most)
	first := lines.Arrive("fachtagung")
	for range most + 3 {
		waiting(lines, "fachtagung", "x")
	}
	if behind, _ := first.gather("first"); len(behind) != most-1 {
		t.Errorf("%d stand behind", len(behind))
	}
	first = lines.Arrive("konferenz")
	if behind, _ := first.gather("first"); len(behind) != 0 {
		t.Error("somebody of another event was taken along")
	}
}
