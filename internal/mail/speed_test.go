package mail_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/uptrace/bun"
	gomail "github.com/wneessen/go-mail"

	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/heaptest"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/smtpd"
)

const (
	leastRatio = 0.7      // of go-mail alone
	mostMemory = 60 << 20 // bytes the heap grows by while sending
)

// TestSendingKeepsUpWithTheLibrary compares the outbox with go-mail alone, which sends the same bytes over one connection to
// the same server. RUNDERTISCH_BENCH is the number of mails.
func TestSendingKeepsUpWithTheLibrary(t *testing.T) {
	people, _ := strconv.Atoi(os.Getenv("RUNDERTISCH_BENCH"))
	if people < 100 {
		t.Skip("a benchmark: RUNDERTISCH_BENCH is the number of mails")
	}
	for name, open := range map[string]func(*testing.T) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			db := dbtest.Open(t, open(t))
			server, taken := sink(t)
			service := newService(t, db, clock.System{}, false)
			letters(t, db, service, people)
			list := stored(t, db, 200)
			alone := library(t, server, list, people)
			address, err := mail.ParseServer("smtp://" + server)
			if err != nil {
				t.Fatal(err)
			}
			sender, err := mail.NewSender(service, address, 0, discard())
			if err != nil {
				t.Fatal(err)
			}
			taken.Store(0)
			stop := heaptest.Watch()
			began := time.Now()
			n, err := sender.SendDue(t.Context())
			ours := float64(people) / time.Since(began).Seconds()
			grew := stop()
			if err != nil || n != people || taken.Load() != int64(people) {
				t.Fatalf("%d sent, %d taken, %v", n, taken.Load(), err)
			}
			after := library(t, server, list, people)
			best := max(alone, after)
			t.Logf("%d mails: outbox %.0f/s, go-mail alone %.0f/s and %.0f/s: %.0f %%; heap grew by %.1f MB",
				people, ours, alone, after, 100*ours/best, float64(grew)/(1<<20))
			if ours < leastRatio*best {
				t.Errorf("%.0f %% of go-mail alone, the goal is %.0f %%", 100*ours/best, 100*leastRatio)
			}
			if grew > mostMemory {
				t.Errorf("the heap grew by %d MB", grew>>20)
			}
		})
	}
}

// sink is a mail server that forgets what it takes.
func sink(t *testing.T) (address string, taken *atomic.Int64) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	taken = &atomic.Int64{}
	server := smtpd.New(func(context.Context, string, []string, []byte) error { taken.Add(1); return nil }, slog.New(slog.DiscardHandler))
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return listener.Addr().String(), taken
}

// letters queues invitations of the size of real ones.
func letters(t *testing.T, db *database.DB, service *mail.Service, n int) {
	t.Helper()
	for from := 0; from < n; from += 500 {
		err := db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			for i := from; i < min(n, from+500); i++ {
				m := invite(fmt.Sprintf("p%05d@example.org", i), fmt.Sprintf("thread%05d", i), 0)
				m.Text = strings.Repeat("Wir laden Sie herzlich zur Fachtagung im Kreishaus ein.\n", 30)
				m.HTML = strings.Repeat("<p>Wir laden Sie herzlich zur Fachtagung im Kreishaus ein.</p>\n", 120)
				m.Calendar = strings.Replace(m.Calendar, "END:", "DESCRIPTION:"+strings.Repeat("Fachtagung im Kreishaus\r\n ", 50)+"\r\nEND:", 1)
				if err := service.QueueIn(ctx, tx, m); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func stored(t *testing.T, db *database.DB, n int64) []mail.Message {
	t.Helper()
	var list []mail.Message
	if err := db.Read().NewSelect().Model(&list).Order("m.id").Limit(n).Scan(t.Context()); err != nil {
		t.Fatal(err)
	}
	return list
}

// library sends n mails with go-mail alone over one connection and returns how many it sends in a second.
func library(t *testing.T, server string, list []mail.Message, n int) float64 {
	t.Helper()
	host, port, _ := net.SplitHostPort(server)
	number, _ := strconv.Atoi(port)
	client, err := gomail.NewClient(host, gomail.WithPort(number), gomail.WithTLSPolicy(gomail.NoTLS), gomail.WithoutNoop(), gomail.WithHELO("example.org"))
	if err != nil {
		t.Fatal(err)
	}
	conn, err := client.DialToSMTPClientWithContext(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	took := time.Duration(0)
	for i := range n {
		msg, err := list[i%len(list)].Mime(noon)
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if err := client.SendWithSMTPClient(conn, msg); err != nil {
			t.Fatal(err)
		}
		took += time.Since(began)
	}
	_ = client.CloseWithSMTPClient(conn)
	return float64(n) / took.Seconds()
}
