package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/mail"
	"net/textproto"
	"strings"

	gomail "github.com/wneessen/go-mail"
)

// Trouble is what stands between us and our mail server.
type Trouble string

// Troubles, in the order in which they show.
const (
	HostUnknown   Trouble = "host_unknown"
	PortClosed    Trouble = "port_closed"
	NoAnswer      Trouble = "no_answer"   // nothing came in time
	NotTLS        Trouble = "not_tls"     // smtps at a port that speaks plainly
	Certificate   Trouble = "certificate" // not to be trusted, expired, another name
	NoStartTLS    Trouble = "no_starttls"
	SignInRefused Trouble = "sign_in"
	FromRefused   Trouble = "sender_refused"
	MailRefused   Trouble = "mail_refused" // a trial mail
	OtherTrouble  Trouble = "other"
)

// ProbeError says where a try ended and what the server or the system said.
type ProbeError struct {
	Trouble Trouble
	Answer  string // one line, at most 500 characters, without password
}

func (e *ProbeError) Error() string { return string(e.Trouble) + ": " + e.Answer }

// Probe goes as far with the server as sending would: connection, TLS, sign-in and the sender's address, and then takes it all
// back. A failure is a *ProbeError.
func Probe(ctx context.Context, server Server, from mail.Address) error {
	conn, err := newConnection(server, Domain(from.Address))
	if err != nil {
		return &ProbeError{OtherTrouble, oneLine(err.Error(), maxAnswer)}
	}
	open, err := conn.client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return dialTrouble(err)
	}
	conn.open = open
	defer conn.close()
	if err := open.Mail(from.Address); err != nil {
		return &ProbeError{FromRefused, oneLine(err.Error(), maxAnswer)}
	}
	if err := open.Reset(); err != nil {
		return &ProbeError{OtherTrouble, oneLine(err.Error(), maxAnswer)}
	}
	return nil
}

// SendTrial sends one plain mail past the outbox. A failure is a *ProbeError.
func SendTrial(ctx context.Context, server Server, from, to mail.Address, subject, body string) error {
	conn, err := newConnection(server, Domain(from.Address))
	if err != nil {
		return &ProbeError{OtherTrouble, oneLine(err.Error(), maxAnswer)}
	}
	defer conn.close()
	msg := gomail.NewMsg()
	msg.SetDate()
	msg.SetMessageID()
	msg.Subject(subject)
	msg.SetBodyString(gomail.TypeTextPlain, body)
	err = errors.Join(msg.From(from.String()), msg.To(to.String()))
	if err == nil {
		var p parcel
		if p, err = pack(msg); err == nil {
			defer p.done()
			err = conn.send(ctx, turn{parcel: p})
		}
	}
	var broke *dialogueError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &broke) && broke.step == atDial:
		return dialTrouble(broke.err)
	}
	return &ProbeError{MailRefused, oneLine(err.Error(), maxAnswer)}
}

func dialTrouble(err error) *ProbeError {
	return &ProbeError{troubleOf(err), oneLine(err.Error(), maxAnswer)}
}

func troubleOf(err error) Trouble {
	var (
		dns     *net.DNSError
		verify  *tls.CertificateVerificationError
		host    x509.HostnameError
		unknown x509.UnknownAuthorityError
		record  tls.RecordHeaderError
		network net.Error
		answer  *textproto.Error
		op      *net.OpError
	)
	text := err.Error()
	switch {
	case errors.As(err, &dns):
		return HostUnknown
	case errors.As(err, &verify), errors.As(err, &host), errors.As(err, &unknown):
		return Certificate
	case errors.As(err, &record):
		return NotTLS
	case strings.Contains(text, "does not support STARTTLS"):
		return NoStartTLS
	case strings.Contains(text, "AUTH"), errors.As(err, &answer) && answer.Code >= 530 && answer.Code <= 538:
		return SignInRefused
	case errors.As(err, &network) && network.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return NoAnswer
	case errors.As(err, &op) && op.Op == "dial":
		return PortClosed
	}
	return OtherTrouble
}
