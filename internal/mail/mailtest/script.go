package mailtest

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
)

// Script is a mail server of few words, for what a good server never says.
type Script struct {
	Extensions []string          // of EHLO, such as "AUTH PLAIN"
	Answers    map[string]string // by command word; 250 OK to the rest
	TLS        bool              // from the first byte, with a certificate nobody knows
}

// Run serves the script on a free loopback port until the test ends and returns the port's address.
func (s Script) Run(t testing.TB) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if s.TLS {
		made := httptest.NewTLSServer(nil)
		made.Close()
		listener = tls.NewListener(listener, made.TLS)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go s.talk(conn)
		}
	}()
	return listener.Addr().String()
}

func (s Script) talk(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	fmt.Fprint(conn, "220 test ESMTP\r\n")
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		word, _, _ := strings.Cut(strings.ToUpper(lines.Text()), " ")
		answer, planned := s.Answers[word]
		switch {
		case planned:
		case word == "EHLO":
			answer = "250-" + strings.Join(append([]string{"test"}, s.Extensions...), "\r\n250-")
			last := strings.LastIndex(answer, "250-")
			answer = answer[:last] + "250 " + answer[last+4:]
		case word == "QUIT":
			fmt.Fprint(conn, "221 bye\r\n")
			return
		default:
			answer = "250 2.0.0 OK"
		}
		fmt.Fprint(conn, answer+"\r\n")
	}
}
