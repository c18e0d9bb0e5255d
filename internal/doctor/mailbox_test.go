package doctor_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"encoding/base64"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-msgauth/dkim"

	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/doctor"
	"rundertisch/internal/mail/imaptest"
	"rundertisch/internal/mail/mailtest"
)

// zone is a DNS with these texts.
type zone map[string][]string

func (z zone) LookupTXT(_ context.Context, name string) ([]string, error) {
	if texts, found := z[name]; found {
		return texts, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

// office is a mail server that carries what it takes into the mailbox, as change makes it.
func office(t *testing.T, dns zone, folder string, change func(raw []byte) []byte) doctor.Patient {
	t.Helper()
	server, box := mailtest.Start(t), imaptest.Start(t)
	box.Put(t, "INBOX", []byte("Subject: Runder Tisch: Probenachricht\r\n\r\nEine andere.\r\n"))
	t.Cleanup(func() {
		for _, name := range []string{"INBOX", "Processed"} {
			if all, _ := box.Count(name); all != map[string]int{"INBOX": 1}[name] {
				t.Errorf("%d mails are left in %s", all, name)
			}
		}
	})
	return healthy(t, dbtest.SQLite(t), func(p *doctor.Patient) {
		p.Config.SMTPURL, p.Config.MailboxURL = server.URL(), box.URL()
		p.RoundTrip, p.DNS = true, dns
		p.Config.MailAuthserv = "mx.example.org"
		carried := 0
		p.Pause = func(context.Context, time.Duration) {
			for _, mail := range server.Mails()[carried:] {
				if carried++; folder != "" {
					box.Make(t, folder)
					box.Put(t, folder, change(mail.Raw))
				}
			}
		}
	})
}

func said(findings []doctor.Finding) string {
	var keys []string
	for _, f := range findings {
		for _, of := range []string{"doctor.trip.", "doctor.sender.", "doctor.dkim.", "doctor.spf.", "doctor.dmarc."} {
			if strings.HasPrefix(f.Key, of) {
				keys = append(keys, strings.TrimPrefix(f.Key, "doctor.")+" "+string(f.Level))
			}
		}
	}
	return strings.Join(keys, ", ")
}

func TestATrialMailGoesOutAndComesBack(t *testing.T) {
	t.Parallel()
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	good := zone{
		"example.org": {"v=spf1 mx -all", "other"}, "_dmarc.example.org": {"v=DMARC1; p=quarantine"},
		"mail._domainkey.example.org": {"v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(public)},
	}
	sign := func(raw []byte) []byte {
		var out bytes.Buffer
		err := dkim.Sign(&out, bytes.NewReader(raw), &dkim.SignOptions{Domain: "example.org", Selector: "mail", Signer: crypto.Signer(private)})
		if err != nil {
			t.Error(err)
		}
		return append([]byte("Authentication-Results: mx.example.org;\r\n dmarc=pass header.from=example.org\r\n"), out.Bytes()...)
	}
	plain := func(raw []byte) []byte { return raw }
	for _, tt := range []struct {
		name   string
		dns    zone
		folder string
		change func([]byte) []byte
		want   string
	}{
		{"as it should be", good, "INBOX", sign, "trip.ok ok, sender.pass ok, dkim.ok ok, spf.good ok, dmarc.ok ok"},
		{"a running program was faster", good, "Processed", sign, "trip.ok ok, sender.pass ok, dkim.ok ok, spf.good ok, dmarc.ok ok"},
		{"a domain that says nothing", zone{}, "INBOX", plain, "trip.ok ok, sender.none warning, dkim.none warning, spf.none warning, dmarc.none warning"},
		{
			"a mail that was changed",
			zone{"example.org": {"v=spf1 a", "v=spf1 mx"}, "mail._domainkey.example.org": good["mail._domainkey.example.org"]},
			"INBOX", func(raw []byte) []byte { return append(sign(raw), "Angehängt.\r\n"...) },
			"trip.ok ok, sender.pass ok, dkim.broken problem, spf.several problem, dmarc.none warning",
		},
		{"a mail that gets lost", zone{"example.org": {"v=spf1 +all"}}, "", plain, "trip.lost problem, spf.open problem, dmarc.none warning"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := said(examine(t, office(t, tt.dns, tt.folder, tt.change)))
			if got != tt.want {
				t.Errorf("%s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestTheMailboxIsTried(t *testing.T) {
	t.Parallel()
	box := imaptest.Start(t)
	for _, tt := range []struct{ url, want string }{
		{box.URL(), "doctor.inbox.ok"},
		{strings.Replace(box.URL(), "geheim", "falsch", 1), "doctor.inbox.trouble.sign_in"},
		{box.URL() + "/Nirgends", "doctor.inbox.trouble.no_folder"},
		{"", "doctor.inbox.none"},
	} {
		p := healthy(t, dbtest.SQLite(t), func(p *doctor.Patient) { p.Config.MailboxURL = tt.url })
		var keys []string
		for _, f := range examine(t, p) {
			if f.Check == "mailbox" {
				keys = append(keys, f.Key)
			}
		}
		if strings.Join(keys, " ") != tt.want {
			t.Errorf("%s: %v", tt.want, keys)
		}
	}
}
