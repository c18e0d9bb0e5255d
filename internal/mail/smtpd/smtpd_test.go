package smtpd_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/smtp"
	"strings"
	"testing"

	"rundertisch/internal/mail/smtpd"
)

const letter = "Subject: Guten Tag\r\n\r\nHallo\r\n"

func serve(t *testing.T, deliver smtpd.Deliver, options ...smtpd.Option) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- smtpd.New(deliver, slog.New(slog.DiscardHandler), options...).Serve(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return listener.Addr().String()
}

func TestAMailArrivesWithItsEnvelopeAndBytes(t *testing.T) {
	t.Parallel()
	var from, raw string
	var to []string
	address := serve(t, func(_ context.Context, f string, receivers []string, body []byte) error {
		from, to, raw = f, receivers, string(body)
		return nil
	})
	if err := smtp.SendMail(address, nil, "a@example.org", []string{"b@example.org", "c@example.org"}, []byte(letter)); err != nil {
		t.Fatal(err)
	}
	if from != "a@example.org" || strings.Join(to, " ") != "b@example.org c@example.org" || raw != letter {
		t.Errorf("from %q to %q: %q", from, to, raw)
	}
}

func TestWhatDeliverSaysIsTheAnswer(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err  error
		says string
	}{
		"a refusal for ever":    {&smtpd.Refusal{Code: 550, Enhanced: [3]int{5, 1, 1}, Text: "nobody here"}, `550 "5.1.1 nobody here"`},
		"any error is for now":  {errors.New("disk full"), `451 "4.3.0`},
		"hanging up is no word": {smtpd.ErrDrop, "EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address := serve(t, func(context.Context, string, []string, []byte) error { return test.err })
			err := smtp.SendMail(address, nil, "a@example.org", []string{"b@example.org"}, []byte(letter))
			if err == nil || !strings.Contains(err.Error(), test.says) && !strings.Contains(err.Error(), "reset") {
				t.Errorf("got %v, want %q", err, test.says)
			}
		})
	}
}

func TestAReceiverCanBeRefusedBeforeTheMailIsSent(t *testing.T) {
	t.Parallel()
	address := serve(t, func(context.Context, string, []string, []byte) error { return nil },
		smtpd.WithAccept(func(_, to string) error {
			if to == "gone@example.org" {
				return &smtpd.Refusal{Code: 550, Enhanced: [3]int{5, 1, 1}, Text: "gone"}
			}
			return nil
		}))
	if err := smtp.SendMail(address, nil, "", []string{"gone@example.org"}, []byte(letter)); err == nil {
		t.Error("the receiver was accepted")
	}
	if err := smtp.SendMail(address, nil, "", []string{"here@example.org"}, []byte(letter)); err != nil {
		t.Error(err)
	}
}

func TestStoppingFinishesTheMailAndDropsIdleConnections(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	started, release := make(chan struct{}), make(chan struct{})
	server := smtpd.New(func(context.Context, string, []string, []byte) error {
		close(started)
		<-release
		return nil
	}, slog.New(slog.DiscardHandler))
	ctx, stop := context.WithCancel(context.Background())
	ended, sent := make(chan error, 1), make(chan error, 1)
	go func() { ended <- server.Serve(ctx, listener) }()
	idle, err := smtp.Dial(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if err := idle.Noop(); err != nil {
		t.Fatal(err)
	}
	go func() {
		client, err := smtp.Dial(listener.Addr().String())
		if err == nil {
			err = mailWith(client)
		}
		sent <- err
	}()
	<-started
	stop()
	close(release)
	if err := <-sent; err != nil {
		t.Errorf("the mail in transfer: %v", err)
	}
	if err := <-ended; err != nil {
		t.Errorf("Serve: %v", err)
	}
	if err := idle.Noop(); err == nil {
		t.Error("the idle connection still answers")
	}
}

func mailWith(client *smtp.Client) error {
	if err := errors.Join(client.Mail("a@example.org"), client.Rcpt("b@example.org")); err != nil {
		return err
	}
	w, err := client.Data()
	if err != nil {
		return err
	}
	_, err = w.Write([]byte(letter))
	return errors.Join(err, w.Close())
}
