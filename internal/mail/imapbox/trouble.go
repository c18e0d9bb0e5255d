package imapbox

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strings"

	"github.com/emersion/go-imap/v2"
)

// Trouble is what stands between us and the mailbox.
type Trouble string

// Troubles, in the order in which they show.
const (
	HostUnknown   Trouble = "host_unknown"
	PortClosed    Trouble = "port_closed"
	NoAnswer      Trouble = "no_answer"   // nothing came in time
	NotTLS        Trouble = "not_tls"     // imaps at a port that speaks plainly
	Certificate   Trouble = "certificate" // not to be trusted, expired, another name
	NoStartTLS    Trouble = "no_starttls"
	SignInRefused Trouble = "sign_in"
	NoFolder      Trouble = "no_folder"   // the folder to read is not there
	CannotMove    Trouble = "cannot_move" // the server does not let us make or fill the folders beside it
	Gone          Trouble = "gone"        // the connection ended
	Refused       Trouble = "refused"     // the server said no to something else
)

// Error says where a step ended and what the server or the system said.
type Error struct {
	Trouble Trouble
	Answer  string // one line, at most 500 characters, without password
}

func (e *Error) Error() string { return string(e.Trouble) + ": " + e.Answer }

const maxAnswer = 500

// wrong makes an *Error of what the library said; a no of the server is the given trouble.
func wrong(no Trouble, err error) *Error {
	var known *Error
	if errors.As(err, &known) {
		return known
	}
	return &Error{troubleOf(no, err), oneLine(err.Error())}
}

func troubleOf(no Trouble, err error) Trouble {
	var (
		dns     *net.DNSError
		verify  *tls.CertificateVerificationError
		host    x509.HostnameError
		unknown x509.UnknownAuthorityError
		record  tls.RecordHeaderError
		network net.Error
		answer  *imap.Error
		op      *net.OpError
	)
	switch {
	case errors.As(err, &answer) && answer.Type != imap.StatusResponseTypeBye:
		return no
	case errors.As(err, &dns):
		return HostUnknown
	case errors.As(err, &verify), errors.As(err, &host), errors.As(err, &unknown):
		return Certificate
	case errors.As(err, &record):
		return NotTLS
	case errors.As(err, &network) && network.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return NoAnswer
	case errors.As(err, &op) && op.Op == "dial":
		return PortClosed
	}
	return Gone
}

// oneLine joins the words of an answer by single spaces.
func oneLine(text string) string {
	text = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, ""), func(r rune) bool { return r <= ' ' || r == 0x7f }), " ")
	if runes := []rune(text); len(runes) > maxAnswer {
		text = string(runes[:maxAnswer-1]) + "…"
	}
	return text
}
