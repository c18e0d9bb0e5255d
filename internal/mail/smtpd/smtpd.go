// Package smtpd receives mail: a small SMTP server on top of emersion/go-smtp for the demo's mailbox and for tests.
//
// It speaks ESMTP without authentication or TLS and is meant for loopback only. Every mail that arrives is handed as raw
// bytes to one Deliver function; what that returns decides the answer the sender gets.
package smtpd

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

const (
	maxBytes      = 10 << 20
	maxReceivers  = 100
	maxLine       = 4000
	commandTime   = 5 * time.Minute // how long a silent client is kept
	finishingTime = 10 * time.Second
)

// Deliver takes one mail: envelope sender (empty for bounces), envelope receivers, and the bytes as received. A nil error
// means the mail is kept for good. A *Refusal is told to the sender as it is, ErrDrop ends the connection without an
// answer, any other error is answered as a temporary failure.
type Deliver func(ctx context.Context, from string, to []string, raw []byte) error

// Refusal is an SMTP answer that says no: 4xx for now, 5xx for ever.
type Refusal struct {
	Code     int    // 450
	Enhanced [3]int // 4.2.1
	Text     string
}

// Error returns the answer as it goes over the wire.
func (r *Refusal) Error() string {
	return fmt.Sprintf("%d %d.%d.%d %s", r.Code, r.Enhanced[0], r.Enhanced[1], r.Enhanced[2], r.Text)
}

// ErrDrop makes the server hang up instead of answering.
var ErrDrop = errors.New("smtpd: hang up")

// Server is a receiving SMTP server.
type Server struct {
	smtp    *smtp.Server
	deliver Deliver
	accept  func(from, to string) error

	mu       sync.Mutex
	stopping bool
	sessions map[*session]bool // whether the session is receiving a mail
}

// Option changes what is optional.
type Option func(*Server)

// WithAccept asks fn about every receiver before the mail's bytes are sent; errors are answered like Deliver's.
func WithAccept(fn func(from, to string) error) Option {
	return func(s *Server) { s.accept = fn }
}

// New returns a server that hands its mail to deliver.
func New(deliver Deliver, log *slog.Logger, options ...Option) *Server {
	s := &Server{deliver: deliver, sessions: map[*session]bool{}, accept: func(string, string) error { return nil }}
	for _, option := range options {
		option(s)
	}
	return s.build(log)
}

func (s *Server) build(log *slog.Logger) *Server {
	s.smtp = smtp.NewServer(smtp.BackendFunc(s.open))
	s.smtp.Domain = "localhost"
	s.smtp.MaxMessageBytes = maxBytes
	s.smtp.MaxRecipients = maxReceivers
	s.smtp.MaxLineLength = maxLine
	s.smtp.ReadTimeout = commandTime
	s.smtp.WriteTimeout = commandTime
	s.smtp.ErrorLog = slog.NewLogLogger(log.Handler(), slog.LevelDebug)
	return s
}

// Serve answers connections on listener until ctx ends; then mails in transfer get a few seconds to arrive.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	ended := make(chan error, 1)
	go func() { ended <- s.smtp.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	s.closeIdle()
	finishing, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishingTime)
	defer cancel()
	err := s.smtp.Shutdown(finishing)
	listener.Close() //nolint:errcheck // closed already, unless the stop came before go-smtp had taken it over
	return errors.Join(err, <-ended)
}

// closeIdle ends the connections that wait for a command; the others end after their mail's answer.
func (s *Server) closeIdle() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopping = true
	for one, busy := range s.sessions {
		if !busy {
			one.hangUp()
		}
	}
}
