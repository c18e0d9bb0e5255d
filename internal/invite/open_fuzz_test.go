package invite

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzOpen takes mails apart: texts are clean, limits hold, and what was read stands before what could not be.
func FuzzOpen(f *testing.F) {
	f.Add([]byte(sample(f)))
	f.Add([]byte(reply("REPLY", yes)))
	f.Add([]byte("From: =?utf-8?q?J=C3=B6rg?= <a@example.org>\nContent-Type: text/html; charset=windows-1252\n\n<p>Gr\xfc\xdfe"))
	f.Add([]byte("Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nStatus: 5.1.1\r\n\r\n--b--"))
	f.Add([]byte("Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\n\r\n----"))
	f.Add([]byte("Content-Type: text/calendar; charset=utf-7\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=\r\n=3D=\xff"))
	f.Add([]byte("Subject: =?utf-16?b?/v8=?= =?x?q?=\r\n\r\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		letter, _ := Open(raw) // the error is another way to end
		for _, text := range []string{letter.Subject, letter.From.Name, letter.From.Address, letter.MessageID, letter.Text, letter.HTML} {
			if !utf8.ValidString(text) || strings.Contains(text, "\x00") {
				t.Fatalf("not clean: %q", text)
			}
		}
		for _, one := range []string{letter.Subject, letter.From.Name, letter.From.Address, letter.MessageID} {
			if len(one) > 500 || strings.ContainsAny(one, "\r\n") {
				t.Fatalf("not one line: %q", one)
			}
		}
		if len(letter.Calendars) > maxParts {
			t.Fatalf("%d calendar parts", len(letter.Calendars))
		}
		for _, object := range letter.Calendars {
			if len(object) > maxPart {
				t.Fatalf("a part of %d octets", len(object))
			}
		}
	})
}
