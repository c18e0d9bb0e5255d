package mail_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/mailtest"
)

func TestANewerVersionTakesTheWaitingOnesPlace(t *testing.T) {
	t.Parallel()
	withKind := func(m mail.Message, kind string) mail.Message { m.Kind = kind; return m }
	for name, test := range map[string]struct {
		queued []mail.Message
		want   string
	}{
		"a later version":                {[]mail.Message{invite("a@example.org", "t", 0), invite("a@example.org", "t", 1)}, "aborted queued"},
		"the same version, text mended":  {[]mail.Message{invite("a@example.org", "t", 1), invite("a@example.org", "t", 1)}, "aborted queued"},
		"the same version, another kind": {[]mail.Message{invite("a@example.org", "t", 1), withKind(invite("a@example.org", "t", 1), "confirmation")}, "queued queued"},
		"another calendar entry":         {[]mail.Message{invite("a@example.org", "t", 0), invite("a@example.org", "u", 1)}, "queued queued"},
		"a mail without calendar stays":  {[]mail.Message{to("a@example.org"), invite("a@example.org", "", 1)}, "queued queued"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, db *database.DB) {
				o := newOutbox(t, db, 0)
				o.queue(t, test.queued...)
				o.wantStates(t, test.want)
			})
		})
	}
}

func TestWhatIsInFlightOrSentIsNotSuperseded(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOutbox(t, db, 0)
		o.queue(t, invite("anna@example.org", "thread", 0))
		o.server.OnData(func(m mailtest.Mail) error {
			if len(o.all(t)) == 1 {
				o.queue(t, invite("anna@example.org", "thread", 1))
			}
			return nil
		})
		o.sendDue(t, 2)
		o.wantStates(t, "sent sent")
		list := o.all(t)
		if list[1].References != list[0].MessageID || list[0].References != "" {
			t.Errorf("references %q and %q", list[0].References, list[1].References)
		}
		latest, err := o.Latest(context.Background(), workspace, []string{"thread", "unknown"})
		if err != nil || len(latest) != 1 || latest["thread"].ID != list[1].ID {
			t.Errorf("latest %v, %v", latest, err)
		}
	})
}

func TestEveryLaterMailRefersToTheFirstThatLeft(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOutbox(t, db, 0)
		o.queue(t, invite("anna@example.org", "thread", 0)) // never leaves
		for sequence := 1; sequence < 4; sequence++ {
			o.queue(t, invite("anna@example.org", "thread", sequence))
			o.clock.Advance(time.Minute)
			o.sendDue(t, 1)
		}
		list := o.all(t)
		for n, m := range list[2:] {
			if m.References != list[1].MessageID {
				t.Errorf("mail %d refers to %s, the first is %s", n+2, m.References, list[1].MessageID)
			}
		}
	})
}

func TestWithoutAMailServerMailIsWithheldUntilItIsReleased(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOutbox(t, db, 0)
		held := newService(t, db, clock.At(noon), true)
		queue(t, db, held, to("anna@example.org"))
		o.sendDue(t, 0)
		o.wantStates(t, "withheld")
		release := func(s *mail.Service, workspaceID string) (n int) {
			t.Helper()
			err := db.RunInTx(context.Background(), func(ctx context.Context, tx bun.IDB) (err error) {
				n, err = s.ReleaseWithheldIn(ctx, tx, workspaceID)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if release(held, workspace) != 0 || release(o.Service, "another") != 0 || release(o.Service, workspace) != 1 {
			t.Error("released the wrong messages")
		}
		queue(t, db, held, to("bert@example.org"))
		if n := release(o.Service, ""); n != 1 {
			t.Errorf("released %d in all workspaces", n)
		}
		o.sendDue(t, 2)
		counts, err := o.Counts(context.Background(), workspace, "")
		if err != nil || len(counts) != 1 || counts[mail.Sent] != 2 {
			t.Errorf("counts %v, %v", counts, err)
		}
	})
}

func TestWhatCannotBecomeAMailIsRefusedAtItsField(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, dbtest.SQLite(t))
	service := newService(t, db, clock.At(noon), false)
	for field, spoil := range map[string]func(m *mail.Message){
		"to_email":        func(m *mail.Message) { m.ToEmail = "anna" },
		"reply_to":        func(m *mail.Message) { m.ReplyTo = "a@example.org\r\nBcc: b@example.org" },
		"subject":         func(m *mail.Message) { m.Subject = " \r\n " },
		"text_body":       func(m *mail.Message) { m.Text = "" },
		"calendar_method": func(m *mail.Message) { m.Method = "CANCEL" },
		"unsubscribe_url": func(m *mail.Message) { m.Unsubscribe = "https://x.example.org/>\r\nBcc:" },
	} {
		m := invite("anna@example.org", "thread", 0)
		spoil(&m)
		err := db.RunInTx(context.Background(), func(ctx context.Context, tx bun.IDB) error { return service.QueueIn(ctx, tx, m) })
		if fields := fault.Fields(err); len(fields) != 1 || fields[0].Name != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestAddressesHaveOneForm(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		" Anna.Weiß@example.org": "", "anna@Größler.example.org": "anna@xn--grler-mqa4n.example.org", "Anna@EXAMPLE.org": "Anna@example.org",
		"anna+x@example.org": "anna+x@example.org", "anna@example": "", "anna@localhost": "anna@localhost", "a b@example.org": "", "@example.org": "",
		"anna@example.org, bert@example.org": "", "<anna@example.org>": "", "Anna <anna@example.org>": "", "anna@exa mple.org": "", "anna@": "",
		strings.Repeat("a", 65) + "@example.org": "", "a..b@example.org": "", `"a b"@example.org`: "", "anna@example.org\n": "anna@example.org",
	} {
		got, err := mail.Canonical(typed)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v; want %q", typed, got, err, want)
		}
	}
	if mail.Key("Anna@Größler.Example.ORG") != mail.Key("anna@xn--grler-mqa4n.example.org") || mail.Key("nonsense") != "" {
		t.Error("two spellings of one mailbox have two keys")
	}
}

func TestTheMessageIDHasOurDomainAndTheEnvelopeATagOfItsOwn(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, dbtest.SQLite(t))
	o := newOutbox(t, db, 0)
	o.queue(t, to("anna@example.org"), to("bert@example.org"))
	list := o.all(t)
	for _, m := range list {
		if !strings.HasSuffix(m.MessageID, "@example.org") || !strings.HasPrefix(m.Envelope, "planung+b-") || m.FromEmail != "planung@example.org" {
			t.Errorf("%s, %s, %s", m.MessageID, m.Envelope, m.FromEmail)
		}
	}
	if list[0].Envelope == list[1].Envelope || list[0].MessageID == list[1].MessageID {
		t.Error("two mails share an identity")
	}
}

func TestAMailForLaterWaits(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOutbox(t, db, 0)
		m := to("anna@example.org")
		m.RunAt = noon.Add(time.Hour)
		o.queue(t, m)
		o.sendDue(t, 0)
		o.clock.Advance(time.Hour)
		o.sendDue(t, 1)
	})
}
