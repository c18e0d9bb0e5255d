package mail_test

import (
	"context"
	"log/slog"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/mailtest"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

const workspace = "01JW0000000000000000000000"

// outbox is one process: service and sender on a database, with a mail server to send to.
type outbox struct {
	*mail.Service
	db     *database.DB
	clock  *clock.Manual // of the first process
	sender *mail.Sender
	server *mailtest.Server
}

func newOutbox(t *testing.T, db *database.DB, perHour int) outbox {
	t.Helper()
	at := clock.At(noon)
	o := startProcess(t, db, at, mailtest.Start(t), perHour)
	o.clock = at
	return o
}

func startProcess(t *testing.T, db *database.DB, at clock.Clock, server *mailtest.Server, perHour int) outbox {
	t.Helper()
	service := newService(t, db, at, false)
	address, err := mail.ParseServer(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	sender, err := mail.NewSender(service, address, perHour, discard())
	if err != nil {
		t.Fatal(err)
	}
	return outbox{Service: service, db: db, sender: sender, server: server}
}

func newService(t *testing.T, db *database.DB, at clock.Clock, held bool) *mail.Service {
	t.Helper()
	service, err := mail.New(db, at, netmail.Address{Name: "Sozialplanung", Address: "planung@example.org"}, held)
	if err != nil {
		t.Fatal(err)
	}
	return service
}

func to(address string) mail.Message {
	return mail.Message{WorkspaceID: workspace, Kind: "invitation", ToEmail: address, Subject: "Einladung", Text: "Guten Tag", HTML: "<p>Guten Tag</p>"}
}

func invite(address, thread string, sequence int) mail.Message {
	m := to(address)
	m.ThreadKey, m.Sequence, m.Method = thread, sequence, "REQUEST"
	m.Calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nUID:" + thread + "@example.org\r\nEND:VCALENDAR\r\n"
	return m
}

func (o outbox) queue(t *testing.T, messages ...mail.Message) {
	t.Helper()
	queue(t, o.db, o.Service, messages...)
}

func queue(t *testing.T, db *database.DB, service *mail.Service, messages ...mail.Message) {
	t.Helper()
	for _, m := range messages {
		err := db.RunInTx(context.Background(), func(ctx context.Context, tx bun.IDB) error { return service.QueueIn(ctx, tx, m) })
		if err != nil {
			t.Fatal(err)
		}
	}
}

func (o outbox) sendDue(t *testing.T, want int) {
	t.Helper()
	if n, err := o.sender.SendDue(context.Background()); err != nil || n != want {
		t.Fatalf("sent %d, %v; want %d", n, err, want)
	}
}

// states lists the messages' states, oldest first.
func (o outbox) states(t *testing.T) string {
	t.Helper()
	var words []string
	for _, m := range o.all(t) {
		words = append(words, string(m.State))
	}
	return strings.Join(words, " ")
}

// all returns all messages, oldest first.
func (o outbox) all(t *testing.T) []mail.Message {
	t.Helper()
	var list []mail.Message
	if err := o.db.Read().NewSelect().Model(&list).Order("m.created_at", "m.id").Scan(t.Context()); err != nil {
		t.Fatal(err)
	}
	return list
}

func (o outbox) wantStates(t *testing.T, want string) {
	t.Helper()
	if got := o.states(t); got != want {
		t.Errorf("states %q, want %q", got, want)
	}
}

func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }
