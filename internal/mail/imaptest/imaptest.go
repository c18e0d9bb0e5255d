// Package imaptest is an IMAP server for tests: a mailbox in memory, on a loopback port, that misbehaves on demand.
package imaptest

import (
	"bytes"
	"crypto/tls"
	"io"
	"log/slog"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

// Who may sign in.
const (
	User     = "planung@example.org"
	Password = "sehr geheim"
)

// Server is a running mailbox.
type Server struct {
	address string
	server  *imapserver.Server

	mu      sync.Mutex
	user    *imapmemserver.User
	renewed int      // how often the account has begun anew
	hidden  []string // capabilities that are not told
	drop    string   // the connection ends when a client says this, once
	spies   []string // what clients have said, by line
	conns   map[net.Conn]bool
}

// Option changes what is optional.
type Option func(*imapserver.Options, *Server)

// Without hides extensions ("MOVE", "UIDPLUS", "IDLE").
func Without(extensions ...string) Option {
	return func(o *imapserver.Options, s *Server) {
		for _, name := range extensions {
			delete(o.Caps, imap.Cap(name))
			s.hidden = append(s.hidden, name)
		}
	}
}

// WithTLS offers STARTTLS.
func WithTLS(config *tls.Config) Option {
	return func(o *imapserver.Options, _ *Server) { o.TLSConfig, o.InsecureAuth = config, false }
}

// Start runs a server with an empty INBOX until the test ends.
func Start(t testing.TB, options ...Option) *Server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{address: listener.Addr().String(), conns: map[net.Conn]bool{}}
	s.Renew(t)
	settings := &imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return &session{server: s}, nil, nil
		},
		Caps:         imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapMove: {}, imap.CapUIDPlus: {}, imap.CapNamespace: {}},
		Logger:       slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug),
		InsecureAuth: true,
	}
	for _, option := range options {
		option(settings, s)
	}
	s.server = imapserver.New(settings)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = s.server.Serve(&listening{listener, s}) // ends with an error when the listener is closed
	}()
	t.Cleanup(func() {
		listener.Close() //nolint:errcheck // the end of the test
		s.HangUp()
		_ = s.server.Close()
		<-ended
	})
	return s
}

// URL is the address for the configuration.
func (s *Server) URL() string {
	return "imap://" + strings.ReplaceAll(User, "@", "%40") + ":" + strings.ReplaceAll(Password, " ", "%20") + "@" + s.address
}

// Address is host and port.
func (s *Server) Address() string { return s.address }

func (s *Server) account() *imapmemserver.User {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.user
}

// Renew puts an empty account in place of the old one, whose INBOX has a UIDVALIDITY of its own.
func (s *Server) Renew(t testing.TB) {
	t.Helper()
	user := imapmemserver.NewUser(User, Password)
	s.mu.Lock()
	defer s.mu.Unlock()
	for n := range s.renewed { // each folder that is made has the next UIDVALIDITY
		if err := user.Create("Old "+strconv.Itoa(n), nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	s.user = user
	s.renewed++
}

// Make makes a folder unless it is there.
func (s *Server) Make(t testing.TB, folder string) {
	t.Helper()
	if _, err := s.account().Status(folder, &imap.StatusOptions{}); err == nil {
		return
	}
	if err := s.account().Create(folder, nil); err != nil {
		t.Fatal(err)
	}
}

// Put lays a mail into the folder.
func (s *Server) Put(t testing.TB, folder string, raw []byte, flags ...imap.Flag) {
	t.Helper()
	if _, err := s.account().Append(folder, literal{bytes.NewReader(raw)}, &imap.AppendOptions{Flags: flags}); err != nil {
		t.Fatal(err)
	}
}

// Count counts the mails of the folder, and those that are unread; 0 when it is not there.
func (s *Server) Count(folder string) (all, unread int) {
	status, err := s.account().Status(folder, &imap.StatusOptions{NumMessages: true, NumUnseen: true})
	if err != nil {
		return 0, 0
	}
	return int(*status.NumMessages), int(*status.NumUnseen)
}

// DropAt ends the connection on which a client's line first holds the words, instead of answering.
func (s *Server) DropAt(words string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop = words
}

// Said reports whether a client has said the words.
func (s *Server) Said(words string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Contains(strings.Join(s.spies, ""), words)
}

// HangUp ends all connections.
func (s *Server) HangUp() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for conn := range s.conns {
		conn.Close() //nolint:errcheck // ended already, perhaps
	}
}

// session is one connection's. Until it has signed in, the embedded one is nil.
type session struct {
	*imapmemserver.UserSession
	server *Server
}

func (s *session) Login(user, password string) error {
	account := s.server.account()
	if err := account.Login(user, password); err != nil {
		return err
	}
	s.UserSession = imapmemserver.NewUserSession(account)
	return nil
}

// Idle tells what is new all the time; the library's own forgets what came just before.
func (s *session) Idle(w *imapserver.UpdateWriter, stop <-chan struct{}) error {
	for {
		if err := s.Poll(w, true); err != nil {
			return err
		}
		select {
		case <-stop:
			return nil
		case <-time.After(time.Millisecond):
		}
	}
}

type literal struct{ *bytes.Reader }

func (l literal) Size() int64 { return l.Reader.Size() }

type listening struct {
	net.Listener
	server *Server
}

func (l *listening) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	l.server.mu.Lock()
	defer l.server.mu.Unlock()
	l.server.conns[conn] = true
	return &overheard{conn, l.server}, nil
}

// overheard is a connection on which the server listens in.
type overheard struct {
	net.Conn
	server *Server
}

func (c *overheard) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	said := string(b[:n])
	c.server.spies = append(c.server.spies, said)
	if c.server.drop != "" && strings.Contains(said, c.server.drop) {
		c.server.drop = ""
		c.Conn.Close() //nolint:errcheck // meant
		return 0, io.EOF
	}
	return n, err
}

func (c *overheard) Write(b []byte) (int, error) {
	told := b
	for _, name := range c.server.hidden {
		told = bytes.ReplaceAll(told, []byte(" "+name+" "), []byte(" "))
	}
	if _, err := c.Conn.Write(told); err != nil {
		return 0, err
	}
	return len(b), nil
}
