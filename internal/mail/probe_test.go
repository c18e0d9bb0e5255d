package mail_test

import (
	"context"
	"errors"
	"net"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/mail"
	"rundertisch/internal/mail/mailtest"
)

func TestAProbeNamesWhatStandsInTheWay(t *testing.T) {
	t.Parallel()
	signIn := mailtest.Script{Extensions: []string{"AUTH PLAIN LOGIN"}, Answers: map[string]string{"AUTH": "535 5.7.8 wrong password"}}
	cases := []struct {
		name, address string
		startTLS      bool
		want          mail.Trouble
	}{
		{"a server that takes everything", "smtp://" + mailtest.Script{}.Run(t), false, ""},
		{"a closed port", "smtp://" + closedPort(t), false, mail.PortClosed},
		{"a wrong password", "smtp://planung:falsch@" + signIn.Run(t), false, mail.SignInRefused},
		{"a server without sign-in", "smtp://planung:geheim@" + mailtest.Script{}.Run(t), false, mail.SignInRefused},
		{"a certificate nobody knows", "smtps://" + mailtest.Script{TLS: true}.Run(t), false, mail.Certificate},
		{"smtps at a plain port", "smtps://" + mailtest.Script{}.Run(t), false, mail.NotTLS},
		{"no STARTTLS where a password is sent", "smtp://planung:geheim@" + mailtest.Script{}.Run(t), true, mail.NoStartTLS},
		{"a refused sender", "smtp://" + mailtest.Script{Answers: map[string]string{"MAIL": "553 5.7.1 not yours"}}.Run(t), false, mail.FromRefused},
		{"a server that hangs up", "smtp://" + mailtest.Script{Answers: map[string]string{"EHLO": "421 go away", "HELO": "421 go away"}}.Run(t), false, mail.OtherTrouble},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			server, err := mail.ParseServer(c.address)
			if err != nil {
				t.Fatal(err)
			}
			if c.startTLS {
				server = server.WithStartTLS()
			}
			got := trouble(mail.Probe(t.Context(), server, netmail.Address{Address: "planung@example.org"}))
			if got.Trouble != c.want || strings.Contains(got.Answer, "geheim") {
				t.Errorf("got %q (%s), want %q", got.Trouble, got.Answer, c.want)
			}
		})
	}
}

func TestASilentServerIsGivenUp(t *testing.T) {
	t.Parallel()
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = silent.Close() })
	server, err := mail.ParseServer("smtps://" + silent.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	got := trouble(mail.Probe(ctx, server, netmail.Address{Address: "planung@example.org"}))
	if got.Trouble != mail.NoAnswer {
		t.Errorf("got %q (%s)", got.Trouble, got.Answer)
	}
}

func TestATrialMailArrives(t *testing.T) {
	t.Parallel()
	box := mailtest.Start(t)
	server, err := mail.ParseServer(box.URL())
	if err != nil {
		t.Fatal(err)
	}
	from, to := netmail.Address{Name: "Planung", Address: "planung@example.org"}, netmail.Address{Address: "jana@example.org"}
	if err := mail.SendTrial(t.Context(), server, from, to, "Prüfung größer", "Alles gut."); err != nil {
		t.Fatal(err)
	}
	mails := box.Mails()
	if len(mails) != 1 || mails[0].To[0] != to.Address || mails[0].Header(t, "Subject") != "Prüfung größer" {
		t.Errorf("got %d mails", len(mails))
	}
	refusing, err := mail.ParseServer("smtp://" + mailtest.Script{Answers: map[string]string{"RCPT": "550 5.1.1 nobody"}}.Run(t))
	if err != nil {
		t.Fatal(err)
	}
	if got := trouble(mail.SendTrial(t.Context(), refusing, from, to, "x", "x")); got.Trouble != mail.MailRefused {
		t.Errorf("got %q (%s)", got.Trouble, got.Answer)
	}
}

func trouble(err error) mail.ProbeError {
	var problem *mail.ProbeError
	if errors.As(err, &problem) {
		return *problem
	}
	return mail.ProbeError{}
}

func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()
	return listener.Addr().String()
}
