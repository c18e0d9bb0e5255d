package mail

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"

	gomail "github.com/wneessen/go-mail"
)

const (
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
	tlsIfThere                // STARTTLS when the server offers it: the operator asked for it
	tlsRequired               // STARTTLS or nothing
	tlsAtOnce                 // smtps
)

// ParseServer reads smtp://[user:password@]host[:port] or smtps://…. Towards everything but loopback TLS is required, with
// a certificate that fits the host's name; ?tls=opportunistic at the end of an smtp address without a password lets mail go
// in the clear to a server that offers no STARTTLS. The default port is 465 for smtps, 587 with a password, else 25.
func ParseServer(address string) (Server, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return Server{}, errors.New("the mail server's address must look like smtp://user:password@host:port") // the cause would show the password
	}
	s := Server{host: u.Hostname(), user: u.User.Username()}
	s.password, _ = u.User.Password()
	s.tls, s.port = transport(u.Scheme, s.user != "", loopback(s.host))
	if err := s.relax(u); err != nil {
		return Server{}, err
	}
	if u.Port() != "" {
		if s.port, err = strconv.Atoi(u.Port()); err != nil {
			return Server{}, fmt.Errorf("the mail server's port %q is no number", u.Port())
		}
	}
	return s, nil
}

// relax reads what the address says of TLS.
func (s *Server) relax(u *url.URL) error {
	switch asked := u.Query().Get("tls"); {
	case u.RawQuery == "", asked == "required":
		return nil
	case asked != "opportunistic":
		return errors.New("the mail server's address may end in ?tls=opportunistic, nothing else")
	case u.Scheme == "smtps" || s.user != "":
		return errors.New("?tls=opportunistic is for smtp addresses without a password, which must not cross the network in the clear")
	}
	if s.tls == tlsRequired {
		s.tls = tlsIfThere
	}
	return nil
}

func transport(scheme string, password, loopback bool) (tlsUse, int) {
	port := relay
	if password {
		port = submission
	}
	switch {
	case scheme == "smtps":
		return tlsAtOnce, submissionTL
	case loopback:
		return tlsNone, port
	}
	return tlsRequired, port
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
