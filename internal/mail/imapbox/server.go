package imapbox

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
)

const (
	plainPort = 143
	tlsPort   = 993
	inbox     = "INBOX"
)

// Server is where mail is fetched, and the folder it is fetched from.
type Server struct {
	host     string
	port     int
	user     string
	password string
	folder   string
	tls      tlsUse
}

type tlsUse int

const (
	tlsNone     tlsUse = iota // loopback: the bytes do not leave the machine
	tlsRequired               // STARTTLS or nothing: a password is sent
	tlsAtOnce                 // imaps
)

// ParseServer reads imap://user:password@host[:port][/Folder] or imaps://…. Without a folder it is INBOX. STARTTLS is required except on
// loopback. The default port is 993 for imaps, else 143.
func ParseServer(address string) (Server, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "imap" && u.Scheme != "imaps" {
		return Server{}, errors.New("the mailbox's address must look like imaps://user:password@host:port/Folder") // the cause would show the password
	}
	s := Server{host: u.Hostname(), user: u.User.Username(), folder: strings.Trim(u.Path, "/"), port: plainPort, tls: tlsRequired}
	s.password, _ = u.User.Password()
	if s.user == "" || s.password == "" {
		return Server{}, errors.New("the mailbox's address needs user name and password: imaps://user:password@host:port/Folder")
	}
	if s.folder == "" {
		s.folder = inbox
	}
	switch {
	case u.Scheme == "imaps":
		s.port, s.tls = tlsPort, tlsAtOnce
	case loopback(s.host):
		s.tls = tlsNone
	}
	if u.Port() != "" {
		if s.port, err = strconv.Atoi(u.Port()); err != nil {
			return Server{}, fmt.Errorf("the mailbox's port %q is no number", u.Port())
		}
	}
	return s, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// String names the server and the folder without user and password.
func (s Server) String() string { return s.address() + "/" + s.folder }

// Folder is the folder that is read.
func (s Server) Folder() string { return s.folder }

func (s Server) address() string { return net.JoinHostPort(s.host, strconv.Itoa(s.port)) }
