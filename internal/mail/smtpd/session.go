package smtpd

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/emersion/go-smtp"
)

// session is one connection, one mail at a time.
type session struct {
	server *Server
	conn   *smtp.Conn
	from   string
	to     []string
}

func (s *Server) open(conn *smtp.Conn) (smtp.Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopping {
		return nil, &smtp.SMTPError{Code: 421, EnhancedCode: smtp.EnhancedCode{4, 3, 2}, Message: "shutting down"}
	}
	one := &session{server: s, conn: conn}
	s.sessions[one] = false
	return one, nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if err := s.server.accept(s.from, to); err != nil {
		return s.answer(err)
	}
	s.to = append(s.to, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	s.busy(true)
	var raw bytes.Buffer
	if _, err := raw.ReadFrom(r); err != nil {
		return err
	}
	return s.answer(s.server.deliver(context.Background(), s.from, s.to, raw.Bytes()))
}

// Reset ends a mail; go-smtp calls it after the answer has been written.
func (s *session) Reset() {
	s.from, s.to = "", nil
	s.busy(false)
}

// Logout ends the connection.
func (s *session) Logout() error {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	delete(s.server.sessions, s)
	return nil
}

func (s *session) busy(busy bool) {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	if _, open := s.server.sessions[s]; !open {
		return
	}
	s.server.sessions[s] = busy
	if !busy && s.server.stopping {
		s.hangUp()
	}
}

// hangUp closes the connection below the protocol; the server's reading loop then ends by itself.
func (s *session) hangUp() {
	s.conn.Conn().Close() //nolint:errcheck // the peer may have closed it already
}

// answer turns an error of ours into what go-smtp writes to the client.
func (s *session) answer(err error) error {
	var refusal *Refusal
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ErrDrop):
		s.hangUp()
		return err // the answer finds the connection closed
	case errors.As(err, &refusal):
		return &smtp.SMTPError{Code: refusal.Code, EnhancedCode: refusal.Enhanced, Message: refusal.Text}
	}
	return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "cannot keep the mail now"}
}
