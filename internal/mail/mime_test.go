package mail_test

import (
	"bytes"
	"flag"
	netmail "net/mail"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/mailtest"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func raw(t *testing.T, m mail.Message) mailtest.Mail {
	t.Helper()
	var out bytes.Buffer
	if err := m.Raw(&out, noon); err != nil {
		t.Fatal(err)
	}
	return mailtest.Mail{Raw: out.Bytes()}
}

// withoutBoundaries replaces the random boundaries by their order of appearance.
func withoutBoundaries(raw []byte) string {
	text := strings.ReplaceAll(string(raw), "\r\n", "\n")
	for i, part := range strings.Split(text, "boundary=")[1:] {
		boundary, _, _ := strings.Cut(part, "\n")
		text = strings.ReplaceAll(text, boundary, "boundary"+string(rune('A'+i)))
	}
	return text
}

func finished() mail.Message {
	m := invite("anna@example.org", "thread", 0)
	m.FromName, m.FromEmail, m.ToName = "Sozialplanung", "planung@example.org", "Jörg Größler-Weiß"
	m.Envelope, m.MessageID = "planung+b-token@example.org", "second@example.org"
	m.References, m.Subject = "first@example.org", "Geändert: Wohnen im Wandel"
	m.Text, m.HTML = "Guten Tag,\nder Beginn ist um 10 Uhr.", "<p>Guten Tag,<br>der Beginn ist um 10 Uhr.</p>"
	m.Unsubscribe = "https://tisch.example.org/abmelden/xyz"
	return m
}

func TestAnInvitationLooksLikeItsGoldenFile(t *testing.T) {
	t.Parallel()
	m := raw(t, finished())
	golden(t, "testdata/invitation.eml", withoutBoundaries(m.Raw))
	if bytes.Contains(bytes.ReplaceAll(m.Raw, []byte("\r\n"), nil), []byte("\n")) {
		t.Error("a line does not end with CRLF")
	}
}

func TestTheCalendarPartIsLastAndItsAttachmentTheSameBytes(t *testing.T) {
	t.Parallel()
	m := raw(t, finished())
	want := `multipart/mixed
  multipart/alternative
    text/plain; charset=UTF-8 | quoted-printable
    text/html; charset=UTF-8 | quoted-printable
    text/calendar; method=REQUEST; charset=UTF-8 | base64
  application/ics; name="invite.ics" | base64 | attachment; filename="invite.ics"
`
	if diff := cmp.Diff(want, m.Outline(t)); diff != "" {
		t.Error(diff)
	}
	if part := m.Part(t, "text/calendar", 0); part != finished().Calendar || part != m.Part(t, "application/ics", 0) {
		t.Errorf("calendar %q, attachment %q", part, m.Part(t, "application/ics", 0))
	}
}

func TestWithoutCalendarAMailIsTextAndHTMLAlone(t *testing.T) {
	t.Parallel()
	m := finished()
	m.Method, m.Calendar = "", ""
	want := "multipart/alternative\n  text/plain; charset=UTF-8 | quoted-printable\n  text/html; charset=UTF-8 | quoted-printable\n"
	if diff := cmp.Diff(want, raw(t, m).Outline(t)); diff != "" {
		t.Error(diff)
	}
}

func TestOneClickUnsubscribeNeedsHTTPS(t *testing.T) {
	t.Parallel()
	for address, post := range map[string]string{"https://a.example.org/u": "List-Unsubscribe=One-Click", "http://a.example.org/u": "", "": ""} {
		m := finished()
		m.Unsubscribe = address
		if got := raw(t, m).Header(t, "List-Unsubscribe-Post"); got != post {
			t.Errorf("%s: %q", address, got)
		}
	}
}

// TestNothingAPersonTypesReachesAnotherHeader sends hostile names and subjects through the whole outbox.
func TestNothingAPersonTypesReachesAnotherHeader(t *testing.T) {
	t.Parallel()
	o := newOutbox(t, dbtest.Open(t, dbtest.SQLite(t)), 0)
	long := strings.Repeat("Donaudampfschifffahrt ", 9) + "ä" // 199 characters
	cases := []struct{ name, typed, read string }{
		{"line breaks", "Anna\r\nBcc: all@example.org", "Anna Bcc: all@example.org"},
		{"bare CR and separators", "Anna\rBcc: a\u2028b\u0085c", "Anna Bcc: a b c"},
		{"quotes", `Anna "die Chefin" O'Neill, M.A.; <x@example.org>`, `Anna "die Chefin" O'Neill, M.A.; <x@example.org>`},
		{"umlauts", "Łuczak Yılmaz Nguyễn Größler-Weiß", "Łuczak Yılmaz Nguyễn Größler-Weiß"},
		{"an encoded word", "=?utf-8?q?x?= y", "=?utf-8?q?x?= y"},
		{"200 characters", long, long},
		{"many spaces at the folding point", strings.Repeat("a ", 35) + strings.Repeat(" ", 40) + "end", strings.Repeat("a ", 35) + "end"},
		{"direction override", "Anna \u202egpj.exe", "Anna gpj.exe"},
	}
	for _, c := range cases {
		m := to("anna@example.org")
		m.ToName, m.Subject = c.typed, c.typed
		o.queue(t, m)
	}
	o.sendDue(t, len(cases))
	for i, arrived := range o.server.Mails() {
		parsed, err := netmail.ReadMessage(bytes.NewReader(arrived.Raw))
		if err != nil {
			t.Fatal(err)
		}
		receiver, err := parsed.Header.AddressList("To")
		if err != nil || len(receiver) != 1 || receiver[0].Address != "anna@example.org" {
			t.Fatalf("%s: %v, %v", cases[i].name, receiver, err)
		}
		if name := receiver[0].Name; name != cases[i].read && cases[i].name != "an encoded word" {
			t.Errorf("%s: name %q", cases[i].name, name)
		}
		if subject := arrived.Header(t, "Subject"); subject != cases[i].read && cases[i].name != "an encoded word" {
			t.Errorf("%s: subject %q", cases[i].name, subject)
		}
		if parsed.Header.Get("Bcc") != "" || len(parsed.Header) != 8 {
			t.Errorf("%s: headers %v", cases[i].name, parsed.Header)
		}
	}
}
