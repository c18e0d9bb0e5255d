package mail

import (
	"time"

	gomail "github.com/wneessen/go-mail"
)

// WithStartTLS is the server as it is away from loopback: STARTTLS or nothing.
func (s Server) WithStartTLS() Server {
	s.tls = tlsRequired
	return s
}

// Impatient makes the sender wait no longer than that for an answer.
func (s *Sender) Impatient(most time.Duration) {
	s.conn.patience.command, s.conn.patience.answer = most, most
}

// Mime is the message as go-mail sends it.
func (m *Message) Mime(at time.Time) (*gomail.Msg, error) { return m.mime(at) }
