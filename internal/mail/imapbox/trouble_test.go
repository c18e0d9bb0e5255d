package imapbox_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/mail/imapbox"
	"rundertisch/internal/mail/imaptest"
)

// certificate is one for example.com and 127.0.0.1, and who trusts it.
func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	server := httptest.NewTLSServer(nil)
	t.Cleanup(server.Close)
	pool := x509.NewCertPool()
	pool.AddCert(server.Certificate())
	return &tls.Config{Certificates: server.TLS.Certificates, MinVersion: tls.VersionTLS12}, pool
}

func TestEveryTroubleHasItsName(t *testing.T) {
	t.Parallel()
	config, pool := certificate(t)
	plain, secure := imaptest.Start(t), imaptest.Start(t, imaptest.WithTLS(config))
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = silent.Close() })
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = closed.Close()
	table := []struct {
		name    string
		url     string
		tls     imapbox.TLSUse
		trust   *x509.CertPool
		trouble imapbox.Trouble
	}{
		{"a server that is unknown", strings.Replace(plain.URL(), "127.0.0.1", "mail.invalid", 1), imapbox.TLSNone, nil, imapbox.HostUnknown},
		{"a port where nobody listens", strings.Replace(plain.URL(), plain.Address(), closed.Addr().String(), 1), imapbox.TLSNone, nil, imapbox.PortClosed},
		{"a server that says nothing", strings.Replace(plain.URL(), plain.Address(), silent.Addr().String(), 1), imapbox.TLSNone, nil, imapbox.NoAnswer},
		{"imaps at a plain port", plain.URL(), imapbox.TLSAtOnce, nil, imapbox.NotTLS},
		{"a server without STARTTLS", plain.URL(), imapbox.TLSRequired, nil, imapbox.NoStartTLS},
		{"a certificate nobody vouches for", secure.URL(), imapbox.TLSRequired, x509.NewCertPool(), imapbox.Certificate},
		{"a trusted certificate", secure.URL(), imapbox.TLSRequired, pool, ""},
		{"a wrong password", strings.Replace(plain.URL(), "geheim", "falsch", 1), imapbox.TLSNone, nil, imapbox.SignInRefused},
		{"a folder that is not there", plain.URL() + "/Antworten", imapbox.TLSNone, nil, imapbox.NoFolder},
		{"a mailbox as it should be", plain.URL(), imapbox.TLSNone, nil, ""},
	}
	for _, tt := range table {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server, err := imapbox.ParseServer(tt.url)
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			if tt.trouble == imapbox.NoAnswer {
				ctx, cancel = context.WithTimeout(ctx, 50*time.Millisecond)
				defer cancel()
			}
			box, err := imapbox.Open(ctx, server.Using(tt.tls), imapbox.WithTLS(&tls.Config{RootCAs: tt.trust, MinVersion: tls.VersionTLS12}))
			if err == nil {
				box.Close()
			}
			var wrong *imapbox.Error
			if tt.trouble == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if !errors.As(err, &wrong) || wrong.Trouble != tt.trouble {
				t.Fatalf("%v, want %s", err, tt.trouble)
			}
			if strings.Contains(wrong.Answer, "geheim") {
				t.Errorf("the answer shows the password: %s", wrong.Answer)
			}
		})
	}
}

func TestTheAddressOfAMailboxSaysHowItIsReached(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		address, shown string
		tls            imapbox.TLSUse
	}{
		{"imaps://u:p@mail.example.org", "mail.example.org:993/INBOX", imapbox.TLSAtOnce},
		{"imap://u:p@mail.example.org", "mail.example.org:143/INBOX", imapbox.TLSRequired},
		{"imap://u:p@localhost:1143/Antworten", "localhost:1143/Antworten", imapbox.TLSNone},
		{"imap://planung%40example.org:p%2Fw@mail.example.org/R%C3%BCck/l%C3%A4ufe", "mail.example.org:143/Rück/läufe", imapbox.TLSRequired},
	} {
		server, err := imapbox.ParseServer(tt.address)
		if err != nil || server.String() != tt.shown || server.TLS() != tt.tls {
			t.Errorf("%s: %s, %d, %v", tt.address, server, server.TLS(), err)
		}
	}
	for _, address := range []string{"", "smtp://u:p@mail.example.org", "imap://mail.example.org", "imap://u@mail.example.org", "imap://u:geheim@:1", "imap://u:geheim@h:port"} {
		if _, err := imapbox.ParseServer(address); err == nil || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%s: %v", address, err)
		}
	}
}
