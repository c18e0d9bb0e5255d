package mail

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

const (
	dialTime     = 20 * time.Second // also the longest time for one mail's dialogue
	perSession   = 100              // mails over one connection
	submission   = 587
	relay        = 25
	submissionTL = 465
)

// Server is where outgoing mail is handed over.
type Server struct {
	host     string
	port     int
	user     string
	password string
	tls      tlsUse
}

type tlsUse int

const (
	tlsNone     tlsUse = iota // loopback: the bytes do not leave the machine
	tlsIfThere                // STARTTLS when the server offers it
	tlsRequired               // STARTTLS or nothing: a password is sent
	tlsAtOnce                 // smtps
)

// ParseServer reads smtp://[user:password@]host[:port] or smtps://…. STARTTLS is used when offered and required when there
// is a password; only on loopback is neither needed. The default port is 465 for smtps, 587 with a password, else 25.
func ParseServer(address string) (Server, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return Server{}, errors.New("the mail server's address must look like smtp://user:password@host:port") // the cause would show the password
	}
	s := Server{host: u.Hostname(), user: u.User.Username()}
	s.password, _ = u.User.Password()
	s.tls, s.port = transport(u.Scheme, s.user != "", loopback(s.host))
	if u.Port() != "" {
		if s.port, err = strconv.Atoi(u.Port()); err != nil {
			return Server{}, fmt.Errorf("the mail server's port %q is no number", u.Port())
		}
	}
	return s, nil
}

func transport(scheme string, password, loopback bool) (tlsUse, int) {
	switch {
	case scheme == "smtps":
		return tlsAtOnce, submissionTL
	case password && loopback:
		return tlsNone, submission
	case password:
		return tlsRequired, submission
	case loopback:
		return tlsNone, relay
	}
	return tlsIfThere, relay
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// String names the server without user and password.
func (s Server) String() string { return net.JoinHostPort(s.host, strconv.Itoa(s.port)) }

// client returns go-mail's client for the server; helo is the name we greet with.
func (s Server) client(helo string) (*gomail.Client, error) {
	options := []gomail.Option{
		gomail.WithPort(s.port), gomail.WithTimeout(dialTime), gomail.WithHELO(helo),
		gomail.WithoutNoop(), // some servers hang up after ten NOOPs
	}
	switch s.tls {
	case tlsNone:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	case tlsIfThere:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	case tlsRequired:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case tlsAtOnce:
		options = append(options, gomail.WithSSL())
	}
	if s.user != "" {
		options = append(options, gomail.WithUsername(s.user), gomail.WithPassword(s.password), s.signIn())
	}
	return gomail.NewClient(s.host, options...)
}

func (s Server) signIn() gomail.Option {
	if s.tls == tlsNone {
		return gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthPlainNoEnc, gomail.SMTPAuthLoginNoEnc)
	}
	return gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthPlain, gomail.SMTPAuthLogin)
}

// connection is at most one open SMTP session. It is used by one goroutine.
type connection struct {
	client *gomail.Client
	open   *smtp.Client
	mails  int // sent over the open session
}

func newConnection(server Server, helo string) (*connection, error) {
	client, err := server.client(helo)
	if err != nil {
		return nil, fmt.Errorf("mail server %s: %w", server, err)
	}
	return &connection{client: client}, nil
}

// dialError marks failures before any mail was named.
type dialError struct{ err error }

func (e *dialError) Error() string { return e.err.Error() }
func (e *dialError) Unwrap() error { return e.err }

// send hands over one mail; nil means that the server has taken it. A session the server closed while it was idle is
// replaced once.
func (c *connection) send(ctx context.Context, msg *gomail.Msg) error {
	reused := c.open != nil
	err := c.sendOnce(ctx, msg)
	if err != nil && reused && stale(err) {
		err = c.sendOnce(ctx, msg)
	}
	return err
}

func (c *connection) sendOnce(ctx context.Context, msg *gomail.Msg) error {
	if c.open == nil {
		open, err := c.client.DialToSMTPClientWithContext(ctx)
		if err != nil {
			return &dialError{err}
		}
		c.open, c.mails = open, 0
	}
	err := c.client.SendWithSMTPClient(c.open, msg)
	if c.mails++; err != nil {
		c.drop()
	} else if c.mails >= perSession {
		c.close()
	}
	if msg.IsDelivered() {
		return nil // what failed came after the server's yes
	}
	return err
}

// drop ends the session without ceremony, after an error.
func (c *connection) drop() {
	if c.open != nil {
		c.open.Close() //nolint:errcheck // broken already
		c.open = nil
	}
}

// close ends the session politely; a server that has gone is no error.
func (c *connection) close() {
	if c.open == nil {
		return
	}
	if err := c.open.UpdateDeadline(dialTime / 4); err == nil {
		err = c.client.CloseWithSMTPClient(c.open)
		if err == nil {
			c.open = nil
			return
		}
	}
	c.drop()
}
