package inbox_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"

	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/inbox"
	"rundertisch/internal/mail/imapbox"
	"rundertisch/internal/mail/imaptest"
)

var noon = time.Date(2027, 1, 15, 12, 0, 0, 0, time.UTC)

func letter(n int) []byte {
	return fmt.Appendf(nil, "From: Ayla <ayla@example.org>\r\nMessage-ID: <%d@example.org>\r\nSubject: Antwort\r\n\r\nJa\r\n", n)
}

// office is a mailbox, a database and a shelf on which mail is kept.
type office struct {
	*inbox.Service
	t      *testing.T
	server *imaptest.Server
	clock  *clock.Manual
	log    *bytes.Buffer

	mu     sync.Mutex
	shelf  map[string]int // kept mails, and how often each was handed over
	refuse func(raw []byte) error
}

func open(t *testing.T, db *database.DB, server *imaptest.Server) *office {
	t.Helper()
	o := &office{t: t, server: server, clock: clock.At(noon), shelf: map[string]int{}, log: &bytes.Buffer{}}
	o.Service = inbox.New(db, o.clock, source(t, server), o.keep, 1000, slog.New(slog.NewTextHandler(o.log, nil)))
	return o
}

func source(t *testing.T, s *imaptest.Server) inbox.Source {
	t.Helper()
	server, err := imapbox.ParseServer(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	return inbox.Source{Name: server.String(), Open: func(ctx context.Context) (inbox.Box, error) { return imapbox.Open(ctx, server) }}
}

func (o *office) keep(_ context.Context, raw []byte) (string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.refuse != nil {
		if err := o.refuse(raw); err != nil {
			return "", err
		}
	}
	o.shelf[string(raw)]++
	if bytes.Contains(raw, []byte("unleserlich")) {
		return inbox.Failed, nil
	}
	return inbox.Processed, nil
}

func (o *office) put(letters ...[]byte) {
	o.t.Helper()
	for _, raw := range letters {
		o.server.Put(o.t, "INBOX", raw)
	}
}

// wantFolders checks how many mails are where.
func (o *office) wantFolders(waiting, processed, failed int) {
	o.t.Helper()
	a, _ := o.server.Count("INBOX")
	b, _ := o.server.Count(inbox.Processed)
	c, _ := o.server.Count(inbox.Failed)
	if a != waiting || b != processed || c != failed {
		o.t.Errorf("%d waiting, %d processed, %d failed; want %d, %d, %d", a, b, c, waiting, processed, failed)
	}
}

func (o *office) wantState(trouble inbox.Trouble, waiting int) inbox.State {
	o.t.Helper()
	state, err := o.State(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	if state.Trouble != trouble || state.Waiting != waiting {
		o.t.Errorf("trouble %q, %d waiting; want %q, %d", state.Trouble, state.Waiting, trouble, waiting)
	}
	return state
}

func (o *office) read() {
	o.t.Helper()
	if err := o.ReadOnce(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
}

func TestAMailIsKeptAndThenMovedToWhereItBelongs(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := open(t, db, imaptest.Start(t))
		o.put(letter(1), letter(2), []byte("X-Note: unleserlich\r\n\r\n"))
		o.read()
		o.wantFolders(0, 2, 1)
		if len(o.shelf) != 3 || o.shelf[string(letter(1))] != 1 {
			t.Errorf("kept %v", o.shelf)
		}
		if state := o.wantState("", 0); state.ReadAt == nil || !state.ReadAt.Equal(noon) || state.NextUID != 4 {
			t.Errorf("state %+v", state)
		}
		o.clock.Advance(time.Hour)
		state := o.wantState("", 0)
		if !state.Silent(o.clock.Now()) || state.Silent(noon) {
			t.Error("nobody has read for an hour, and nobody says so")
		}
	})
}

// TestWhatSomebodyHasReadIsTakenAllTheSame: colleagues look into the mailbox too. What they have marked as deleted is theirs.
func TestWhatSomebodyHasReadIsTakenAllTheSame(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := open(t, db, imaptest.Start(t))
		o.server.Put(t, "INBOX", letter(1), imap.FlagSeen, imap.FlagAnswered)
		o.server.Put(t, "INBOX", letter(2), imap.FlagDeleted)
		o.put(letter(3))
		o.read()
		o.wantFolders(1, 2, 0)
		if o.shelf[string(letter(1))] != 1 || o.shelf[string(letter(2))] != 0 || o.shelf[string(letter(3))] != 1 {
			t.Errorf("kept %v", o.shelf)
		}
	})
}

func TestALongMailIsHandedOnAsFarAsItIsKept(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := open(t, db, imaptest.Start(t))
		o.put(append(letter(1), bytes.Repeat([]byte("x"), 10<<20)...))
		o.read()
		for raw := range o.shelf {
			if len(raw) != 1000 {
				t.Errorf("%d octets", len(raw))
			}
		}
		o.wantFolders(0, 1, 0)
	})
}

func TestWhileTheDatabaseIsAwayTheMailStays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := open(t, db, imaptest.Start(t))
		o.put(letter(1), letter(2), letter(3), letter(4), letter(5))
		tries := 0
		o.refuse = func([]byte) error { tries++; return errors.New("no connection") }
		if err := o.ReadOnce(t.Context()); err == nil {
			t.Fatal("no error")
		}
		o.wantFolders(5, 0, 0)
		if o.wantState(inbox.NotKept, 5); tries != 3 {
			t.Errorf("tried %d mails, want 3 and then a pause", tries)
		}
		o.refuse = nil
		o.read()
		o.wantFolders(0, 5, 0)
		o.wantState("", 0)
	})
}

func TestOneMailThatCannotBeKeptDoesNotHoldUpTheOthers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := open(t, db, imaptest.Start(t))
		o.put(letter(1), letter(2), letter(3))
		o.refuse = func(raw []byte) error {
			if bytes.Equal(raw, letter(2)) {
				panic("odd mail")
			}
			return nil
		}
		for range 2 {
			if err := o.ReadOnce(t.Context()); err == nil {
				t.Fatal("no error")
			}
			o.wantFolders(1, 2, 0)
			if state := o.wantState(inbox.NotKept, 1); state.NextUID != 2 || !state.TroubledAt.Equal(noon) {
				t.Errorf("state %+v", state)
			}
		}
		o.refuse = nil
		o.read()
		o.wantFolders(0, 3, 0)
	})
}

func TestAConnectionThatDropsBetweenCommitAndMoveLosesAndDoublesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := open(t, db, imaptest.Start(t))
		o.put(letter(1), letter(2), letter(3))
		o.server.DropAt("UID MOVE 2")
		if err := o.ReadOnce(t.Context()); err == nil {
			t.Fatal("no error")
		}
		o.wantFolders(2, 1, 0)
		o.wantState(inbox.Trouble(imapbox.Gone), 0)
		o.read()
		o.wantFolders(0, 3, 0)
		if state := o.wantState("", 0); o.shelf[string(letter(2))] != 2 || o.shelf[string(letter(3))] != 1 || state.TroubledAt != nil {
			t.Errorf("handed over %v, state %+v", o.shelf, state)
		}
	})
}

func TestAnotherValidityMeansThatEverythingIsReadAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := open(t, db, imaptest.Start(t))
		o.put(letter(1), letter(2), letter(3))
		o.read()
		before := o.wantState("", 0)
		o.server.Renew(t)
		o.put(letter(4))
		o.read()
		o.wantFolders(0, 1, 0)
		if after := o.wantState("", 0); after.Validity == before.Validity || after.NextUID != 2 || o.shelf[string(letter(4))] != 1 {
			t.Errorf("before %+v, after %+v, kept %v", before, after, o.shelf)
		}
	})
}

func TestAServerThatDoesNotLetUsMoveIsReadAllTheSame(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := open(t, db, imaptest.Start(t))
		box := &fixed{letters: [][]byte{letter(1), letter(2), letter(3), letter(4), letter(5)}}
		o.Service = inbox.New(db, o.clock, inbox.Source{Name: "fixed", Open: func(context.Context) (inbox.Box, error) { return box, nil }}, o.keep, 1000, slog.New(slog.DiscardHandler))
		if err := o.ReadOnce(t.Context()); err == nil {
			t.Fatal("no error")
		}
		state := o.wantState(inbox.Trouble(imapbox.CannotMove), 5)
		if len(o.shelf) != 5 || state.NextUID != 1 || state.Answer != "no room" || box.moves != 3 {
			t.Errorf("kept %d, state %+v, %d tries to move", len(o.shelf), state, box.moves)
		}
	})
}

// fixed is a mailbox that can be read only.
type fixed struct {
	letters [][]byte
	moves   int
}

func (f *fixed) Validity() uint32           { return 7 }
func (f *fixed) Wait(context.Context) error { return errors.New("nothing to wait for") }
func (f *fixed) Close()                     {}
func (f *fixed) Move(context.Context, uint32, string) error {
	f.moves++
	return &imapbox.Error{Trouble: imapbox.CannotMove, Answer: "no room"}
}

func (f *fixed) List(context.Context, uint32) (uids []uint32, err error) {
	for i := range f.letters {
		uids = append(uids, uint32(i+1))
	}
	return uids, nil
}

func (f *fixed) Fetch(_ context.Context, uid uint32, _ int) ([]byte, bool, error) {
	return f.letters[uid-1], true, nil
}

// until waits for what another goroutine does.
func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !done(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("never:", what)
		}
	}
}

func TestTheReaderWaitsForNewsAndStopsWhenItIsTold(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := open(t, db, imaptest.Start(t))
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- o.Run(ctx) }()
		until(t, "IDLE", func() bool { return o.server.Said("IDLE") })
		o.put(letter(1))
		until(t, "the mail is moved", func() bool { n, _ := o.server.Count(inbox.Processed); return n == 1 })
		began := time.Now()
		stop()
		if err := <-ended; err != nil || time.Since(began) > 10*time.Second {
			t.Errorf("stopped after %s: %v", time.Since(began), err)
		}
		if held, err := db.NewLease("mailbox").Hold(t.Context(), noon, time.Minute); err != nil || !held {
			t.Errorf("the lease was not given back: %v, %v", held, err)
		}
	})
}

func TestALostMailboxIsFoundAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		server := imaptest.Start(t)
		o := open(t, db, server)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- o.Run(ctx) }()
		until(t, "IDLE", func() bool { return server.Said("IDLE") })
		server.HangUp()
		until(t, "the trouble is noted", func() bool {
			state, err := o.State(t.Context())
			return err == nil && state.Trouble == inbox.Trouble(imapbox.Gone)
		})
		server.Put(t, "INBOX", letter(1))
		until(t, "the mail is moved", func() bool { n, _ := server.Count(inbox.Processed); return n == 1 })
		until(t, "all is well", func() bool { state, err := o.State(t.Context()); return err == nil && state.Trouble == "" })
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if strings.Contains(o.log.String(), "geheim") || strings.Contains(o.log.String(), "ayla") {
			t.Errorf("the log says too much: %s", o.log)
		}
	})
}

func TestWithoutAMailboxThereIsNothingToDo(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := inbox.New(db, clock.At(noon), inbox.Source{}, nil, 0, slog.New(slog.DiscardHandler))
		if s.Configured() {
			t.Error("configured")
		}
	})
}
