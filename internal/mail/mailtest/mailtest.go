// Package mailtest is an SMTP server for tests: it keeps what it receives and misbehaves on demand.
package mailtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // decodes all usual character sets

	"rundertisch/internal/mail/smtpd"
)

// Mail is one mail as it arrived.
type Mail struct {
	From string   // envelope
	To   []string // envelope
	Raw  []byte
}

// Server is a running test server.
type Server struct {
	address string

	mu       sync.Mutex
	mails    []Mail
	refusals map[string][]error // by receiver, used up in order
	onData   func(Mail) error
	onKept   func(Mail) error
	conns    int
	limit    int // mails per connection, 0 for any number
}

// Start runs a server on a free loopback port until the test ends.
func Start(t testing.TB) *Server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{address: listener.Addr().String(), refusals: map[string][]error{}}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	server := smtpd.New(s.deliver, slog.New(slog.DiscardHandler), smtpd.WithAccept(s.accept))
	go func() { ended <- server.Serve(ctx, &counting{listener, s}) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("mailtest: %v", err)
		}
	})
	return s
}

// URL is the address for the sender's configuration.
func (s *Server) URL() string { return "smtp://" + s.address }

// Connections counts the connections clients have opened so far.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conns
}

// Mails returns what has arrived so far.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.mails...)
}

// Refuse answers the next attempts to mail receiver with the errors, one each (*smtpd.Refusal or smtpd.ErrDrop).
func (s *Server) Refuse(receiver string, errs ...error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusals[receiver] = append(s.refusals[receiver], errs...)
}

// OnData is asked after a mail's bytes came and before it is kept; it may wait, refuse or drop.
func (s *Server) OnData(fn func(Mail) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onData = fn
}

// OnKept is called after a mail was kept and before the sender hears so.
func (s *Server) OnKept(fn func(Mail) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onKept = fn
}

// EndSessionsAfter makes the server answer 421 to the next mail on a connection that has carried n.
func (s *Server) EndSessionsAfter(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limit = n
}

func (s *Server) accept(_, to string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if planned := s.refusals[to]; len(planned) > 0 {
		s.refusals[to] = planned[1:]
		return planned[0]
	}
	return nil
}

func (s *Server) deliver(_ context.Context, from string, to []string, raw []byte) error {
	s.mu.Lock()
	onData, onKept := s.onData, s.onKept
	s.mu.Unlock()
	mail := Mail{From: from, To: to, Raw: raw}
	if onData != nil {
		if err := onData(mail); err != nil {
			return err
		}
	}
	s.mu.Lock()
	s.mails = append(s.mails, mail)
	s.mu.Unlock()
	if onKept != nil {
		return onKept(mail)
	}
	return nil
}

// counting counts accepted connections.
type counting struct {
	net.Listener
	server *Server
}

func (c *counting) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err == nil {
		c.server.mu.Lock()
		c.server.conns++
		c.server.mu.Unlock()
		conn = &limited{Conn: conn, server: c.server}
	}
	return conn, err
}

// limited hangs up with 421 before the mail that would be one too many.
type limited struct {
	net.Conn
	server *Server
	mails  int
	over   bool // hangs up with the next read: what came before the mail was taken
}

func (l *limited) Read(p []byte) (int, error) {
	if l.over {
		_, err := l.Conn.Write([]byte("421 4.7.0 too many mails on this connection\r\n"))
		return 0, errors.Join(io.EOF, err, l.Conn.Close())
	}
	n, err := l.Conn.Read(p)
	named := bytes.Index(p[:n], []byte("MAIL FROM:"))
	if named < 0 {
		return n, err
	}
	l.server.mu.Lock()
	limit := l.server.limit
	l.server.mu.Unlock()
	if l.mails++; limit == 0 || l.mails <= limit {
		return n, err
	}
	if l.over = true; named == 0 {
		return l.Read(p)
	}
	return named, err
}

// Header returns the decoded value of a header field.
func (m Mail) Header(t testing.TB, name string) string {
	t.Helper()
	entity, err := message.Read(bytes.NewReader(m.Raw))
	if err != nil {
		t.Fatal(err)
	}
	text, err := entity.Header.Text(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// Outline describes the MIME tree without its random boundaries: one line per part, indented by depth, with content type,
// transfer encoding and disposition.
func (m Mail) Outline(t testing.TB) string {
	t.Helper()
	var lines strings.Builder
	m.walk(t, func(path []int, entity *message.Entity) {
		fmt.Fprintf(&lines, "%s%s\n", strings.Repeat("  ", len(path)), describe(entity))
	})
	return lines.String()
}

func describe(entity *message.Entity) string {
	kind := entity.Header.Get("Content-Type")
	if before, _, multipart := strings.Cut(kind, "boundary="); multipart {
		kind = strings.TrimRight(before, "; \t")
	}
	for _, name := range []string{"Content-Transfer-Encoding", "Content-Disposition"} {
		if value := entity.Header.Get(name); value != "" {
			kind += " | " + value
		}
	}
	return kind
}

// Part returns the decoded content of the n-th leaf part (from 0) whose media type is kind, empty when there is none.
func (m Mail) Part(t testing.TB, kind string, n int) string {
	t.Helper()
	found := ""
	m.walk(t, func(_ []int, entity *message.Entity) {
		if media, _, err := entity.Header.ContentType(); err != nil || media != kind {
			return
		}
		if n--; n != -1 {
			return
		}
		content, err := io.ReadAll(entity.Body)
		if err != nil {
			t.Fatal(err)
		}
		found = string(content)
	})
	return found
}

func (m Mail) walk(t testing.TB, fn func(path []int, entity *message.Entity)) {
	t.Helper()
	entity, err := message.Read(bytes.NewReader(m.Raw))
	if err != nil {
		t.Fatal(err)
	}
	err = entity.Walk(func(path []int, entity *message.Entity, err error) error {
		fn(path, entity)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
