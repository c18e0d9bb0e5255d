package imapbox_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/mail/imapbox"
	"rundertisch/internal/mail/imaptest"
)

const letter = "From: Ayla <ayla@example.org>\r\nSubject: Guten Tag\r\n\r\nHallo\r\n"

func open(t *testing.T, s *imaptest.Server) *imapbox.Box {
	t.Helper()
	server, err := imapbox.ParseServer(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	box, err := imapbox.Open(t.Context(), server)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(box.Close)
	return box
}

func list(t *testing.T, box *imapbox.Box, from uint32) []uint32 {
	t.Helper()
	uids, err := box.List(t.Context(), from)
	if err != nil {
		t.Fatal(err)
	}
	return uids
}

func TestAMailIsReadUnseenAndMovedIntoAFolderThatIsMade(t *testing.T) {
	t.Parallel()
	for name, options := range map[string][]imaptest.Option{
		"a server with MOVE":               nil,
		"a server without MOVE":            {imaptest.Without("MOVE")},
		"a server without NAMESPACE":       {imaptest.Without("NAMESPACE")},
		"a server that knows little of it": {imaptest.Without("MOVE", "IDLE", "NAMESPACE")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := imaptest.Start(t, options...)
			s.Put(t, "INBOX", []byte(letter))
			s.Put(t, "INBOX", []byte(strings.Replace(letter, "Hallo", "Nochmals", 1)))
			box := open(t, s)
			uids := list(t, box, 0)
			if len(uids) != 2 {
				t.Fatalf("UIDs %v", uids)
			}
			raw, there, err := box.Fetch(t.Context(), uids[0], 1000)
			if !there || err != nil || string(raw) != letter {
				t.Fatalf("%q, %v", raw, err)
			}
			if all, unread := s.Count("INBOX"); all != 2 || unread != 2 {
				t.Errorf("%d mails, %d unread after reading", all, unread)
			}
			if err := box.Move(t.Context(), uids[0], "Processed"); err != nil {
				t.Fatal(err)
			}
			inbox, _ := s.Count("INBOX")
			processed, unread := s.Count("Processed")
			if inbox != 1 || processed != 1 || unread != 1 {
				t.Errorf("%d left, %d moved, %d of them unread", inbox, processed, unread)
			}
			if left := list(t, box, uids[1]); len(left) != 1 || left[0] != uids[1] {
				t.Errorf("left %v", left)
			}
			if none := list(t, box, uids[1]+1); len(none) != 0 {
				t.Errorf("beyond the last: %v", none)
			}
		})
	}
}

func TestWithoutUIDPLUSAMovedMailIsMarkedAndNotSeenAgain(t *testing.T) {
	t.Parallel()
	s := imaptest.Start(t, imaptest.Without("MOVE", "UIDPLUS"))
	s.Put(t, "INBOX", []byte(letter))
	box := open(t, s)
	if err := box.Move(t.Context(), list(t, box, 0)[0], "Failed"); err != nil {
		t.Fatal(err)
	}
	if all, _ := s.Count("INBOX"); all != 1 {
		t.Errorf("%d mails: the server's EXPUNGE takes others' marked mails along", all)
	}
	if moved, _ := s.Count("Failed"); moved != 1 || len(list(t, box, 0)) != 0 || s.Said("EXPUNGE") {
		t.Errorf("%d moved, still listed %v", moved, list(t, box, 0))
	}
}

func TestOfALongMailOnlyTheBeginningIsFetched(t *testing.T) {
	t.Parallel()
	s := imaptest.Start(t)
	long := append([]byte(letter), bytes.Repeat([]byte("x"), 3<<20)...)
	s.Put(t, "INBOX", long)
	box := open(t, s)
	raw, there, err := box.Fetch(t.Context(), list(t, box, 0)[0], 1000)
	if !there || err != nil || !bytes.Equal(raw, long[:1000]) {
		t.Errorf("%d octets, %v", len(raw), err)
	}
	if _, there, err := box.Fetch(t.Context(), 4711, 1000); there || err != nil {
		t.Errorf("a mail that is not there: %v, %v", there, err)
	}
	if !s.Said("BODY.PEEK[]<0.1000>") {
		t.Error("the server was asked for all of it")
	}
}

func TestNewsEndTheWaiting(t *testing.T) {
	t.Parallel()
	s := imaptest.Start(t)
	box := open(t, s)
	waited := make(chan error, 1)
	go func() { waited <- box.Wait(t.Context()) }()
	for !s.Said("IDLE") {
		time.Sleep(time.Millisecond)
	}
	s.Put(t, "INBOX", []byte(letter))
	if err := <-waited; err != nil {
		t.Fatal(err)
	}
	if uids := list(t, box, 0); len(uids) != 1 {
		t.Errorf("after IDLE: %v", uids)
	}
}

func TestAnIdleIsRenewedBeforeTheServerLosesPatience(t *testing.T) {
	t.Parallel()
	if imapbox.IdleLength > 29*time.Minute {
		t.Errorf("an IDLE lasts %s", imapbox.IdleLength)
	}
	s := imaptest.Start(t)
	box := open(t, s)
	for range 3 {
		if err := box.Idle(t.Context(), time.Millisecond); err != nil {
			t.Fatal(err)
		}
	}
	if !s.Said("DONE") {
		t.Error("IDLE was not ended")
	}
}

func TestWithoutIdleTheServerIsAsked(t *testing.T) {
	t.Parallel()
	s := imaptest.Start(t, imaptest.Without("IDLE"))
	box := open(t, s)
	if err := box.Poll(t.Context(), time.Millisecond); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := box.Wait(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("the end of the program while waiting: %v", err)
	}
	if s.Said("IDLE") || !s.Said("NOOP") {
		t.Error("IDLE was used, or NOOP was not")
	}
}

func TestALostConnectionEndsEveryStep(t *testing.T) {
	t.Parallel()
	for name, step := range map[string]func(*imapbox.Box) error{
		"waiting": func(b *imapbox.Box) error { return b.Wait(t.Context()) },
		"listing": func(b *imapbox.Box) error { _, err := b.List(t.Context(), 0); return err },
		"reading": func(b *imapbox.Box) error { _, _, err := b.Fetch(t.Context(), 1, 10); return err },
		"moving":  func(b *imapbox.Box) error { return b.Move(t.Context(), 1, "Processed") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := imaptest.Start(t)
			s.Put(t, "INBOX", []byte(letter))
			box := open(t, s)
			s.HangUp()
			var wrong *imapbox.Error
			if err := step(box); !errors.As(err, &wrong) || wrong.Trouble != imapbox.Gone {
				t.Errorf("%v", err)
			}
		})
	}
}
