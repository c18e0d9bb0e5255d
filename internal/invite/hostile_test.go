package invite_test

import (
	"encoding/base64"
	"fmt"
	"mime/quotedprintable"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/invite"
)

// said is what one mail says: a calendar object, and the letter around it.
type said struct {
	from    string   // author; the invited person when empty
	method  string   // REPLY when empty
	uid     string   // the invitation's when empty
	version []string // SEQUENCE and DTSTAMP; of the invitation and of now when nil
	who     string   // the ATTENDEE line; the invited person's yes when empty
	lines   []string // further lines of the event
	no      []string // lines left out
	letter  func(from, object string) string
}

// raw writes the mail about the invitation that row got.
func (s said) raw(row attendance.Attendance, now time.Time, n int) []byte {
	stamp := "DTSTAMP:" + now.UTC().Format("20060102T150405Z")
	lines := []string{"BEGIN:VCALENDAR", "PRODID:-//Test//DE", "VERSION:2.0", "METHOD:" + or(s.method, "REPLY"), "BEGIN:VEVENT", "UID:" + or(s.uid, row.UID)}
	lines = append(lines, orLines(s.version, []string{fmt.Sprint("SEQUENCE:", row.Sequence), stamp})...)
	lines = append(lines, "ORGANIZER:mailto:"+organizer, or(s.who, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:"+row.Email), "DTSTART;TZID=Europe/Berlin:20270325T093000")
	lines = append(append(lines, s.lines...), "END:VEVENT", "END:VCALENDAR", "")
	var kept []string
	for _, line := range lines {
		if !startsWithOne(line, s.no) {
			kept = append(kept, strings.NewReplacer("{email}", row.Email, "{uid}", row.UID).Replace(line))
		}
	}
	letter := s.letter
	if letter == nil {
		letter = plainReply
	}
	from := strings.ReplaceAll(or(s.from, row.Email), "{email}", row.Email)
	return []byte(fmt.Sprintf("Message-ID: <%d@example.org>\r\n", n) + letter(from, strings.Join(kept, "\r\n")))
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func orLines(s, otherwise []string) []string {
	if s == nil {
		return otherwise
	}
	return s
}

func startsWithOne(line string, beginnings []string) bool {
	for _, b := range beginnings {
		if strings.HasPrefix(line, b) {
			return true
		}
	}
	return false
}

const calendarType = "Content-Type: text/calendar; method=REPLY; charset=UTF-8\r\n"

func plainReply(from, object string) string {
	return "From: <" + from + ">\r\n" + calendarType + "Content-Transfer-Encoding: 8bit\r\n\r\n" + object
}

// encoded is a reply whose calendar part travels in another form.
func encoded(encoding, charset string, encode func(string) string) func(from, object string) string {
	return func(from, object string) string {
		return "From: <" + from + ">\r\nContent-Type: text/calendar; method=REPLY; charset=" + charset + "\r\nContent-Transfer-Encoding: " +
			encoding + "\r\n\r\n" + encode(object)
	}
}

func inBase64(s string) string {
	return strings.Join(chunks(base64.StdEncoding.EncodeToString([]byte(s)), 76), "\r\n")
}

func chunks(s string, size int) []string {
	var list []string
	for len(s) > size {
		list, s = append(list, s[:size]), s[size:]
	}
	return append(list, s)
}

func inQuotedPrintable(s string) string {
	var out strings.Builder
	w := quotedprintable.NewWriter(&out)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return out.String()
}

// parted is a reply of several parts, each "headers\r\n\r\nbody"; %s stands for the object.
func parted(kind string, parts ...string) func(from, object string) string {
	return func(from, object string) string {
		mail := "From: <" + from + ">\r\nContent-Type: " + kind + "; boundary=grenze\r\n\r\n"
		for _, part := range parts {
			mail += "--grenze\r\n" + strings.ReplaceAll(part, "%s", object) + "\r\n"
		}
		return mail + "--grenze--\r\n"
	}
}

const (
	text       = "Content-Type: text/plain\r\n\r\nIch komme gern."
	part       = calendarType + "\r\n%s"
	attachment = "Content-Type: application/ics; name=invite.ics\r\nContent-Disposition: attachment; filename=invite.ics\r\n\r\n%s"
)

// yes is what a good reply comes to.
func yes(s said) hostile {
	return hostile{s, invite.Matched, invite.FirstAnswer, attendance.Accepted}
}

func reviewed(s said, reason invite.Reason) hostile {
	return hostile{s, invite.Review, reason, attendance.NeedsAction}
}

func ignored(s said, reason invite.Reason) hostile {
	return hostile{s, invite.Ignored, reason, attendance.NeedsAction}
}

func unreadable(s said, reason invite.Reason) hostile {
	return hostile{s, invite.Unreadable, reason, attendance.NeedsAction}
}

// hostile is a mail and where it ends.
type hostile struct {
	said
	state  invite.State
	reason invite.Reason
	answer attendance.Answer
}

func by(letter func(from, object string) string) said { return said{letter: letter} }

func mails() map[string]hostile {
	utf16 := func(s string) string {
		out, _ := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(s)
		return inBase64(out)
	}
	latin := func(s string) string { out, _ := charmap.ISO8859_1.NewEncoder().String(s); return out }
	bare := func(from, object string) string { return strings.ReplaceAll(plainReply(from, object), "\r\n", "\n") }
	big := strings.Repeat("Sehr geehrte Damen und Herren, ich komme gern.\r\n", 10<<20/48)
	umlauts := []string{"COMMENT:Grüße aus Köln"}
	return map[string]hostile{
		// what programs send
		"without organiser, as Exchange does": yes(said{no: []string{"ORGANIZER"}}),
		"with a Windows zone":                 yes(said{no: []string{"DTSTART"}, lines: []string{"DTSTART;TZID=W. Europe Standard Time:20270325T093000"}}),
		"with a zone nobody knows":            yes(said{no: []string{"DTSTART"}, lines: []string{"DTSTART;TZID=Customized Time Zone:20270325T093000"}}),
		"CRLF":                                yes(said{}),
		"bare line feeds":                     yes(by(bare)),
		"base64":                              yes(said{lines: umlauts, letter: encoded("base64", "UTF-8", inBase64)}),
		"8bit":                                yes(said{lines: umlauts}),
		"quoted-printable":                    yes(said{lines: umlauts, letter: encoded("quoted-printable", "UTF-8", inQuotedPrintable)}),
		"in Latin 1":                          yes(said{lines: umlauts, letter: encoded("8bit", "ISO-8859-1", latin)}),
		"in UTF-16":                           yes(said{lines: umlauts, letter: encoded("base64", "UTF-16", utf16)}),
		"in a charset nobody knows":           yes(by(encoded("8bit", "x-klingon", func(s string) string { return s }))),
		"as an attachment only":               yes(by(parted("multipart/mixed", text, attachment))),
		"three times in one mail":             yes(by(parted("multipart/mixed", text, part, part, attachment))),
		"in a nested alternative":             yes(by(parted("multipart/mixed", "Content-Type: multipart/alternative; boundary=innen\r\n\r\n--innen\r\n"+text+"\r\n--innen\r\n"+part+"\r\n--innen--\r\n"))),
		"with mailto in capitals":             yes(said{who: "ATTENDEE;PARTSTAT=ACCEPTED:MAILTO:{email}"}),
		"with the address in capitals":        yes(said{who: "ATTENDEE;PARTSTAT=ACCEPTED:MailTo:{email}", from: "{email}"}),
		"with the address percent-encoded":    yes(said{who: "ATTENDEE;PARTSTAT=ACCEPTED:mailto:%70{email}"}.cut()),
		"sent by an assistant's program":      yes(said{who: `ATTENDEE;SENT-BY="mailto:sekretariat@example.org";PARTSTAT=ACCEPTED:mailto:{email}`}),
		"automatic, with an answer": yes(by(func(from, object string) string {
			return "Auto-Submitted: auto-generated\r\n" + plainReply(from, object)
		})),
		"before ten megabytes of letter":    yes(by(parted("multipart/mixed", part, "Content-Type: text/plain\r\n\r\n"+big))),
		"with a stamp from the year nought": yes(said{version: []string{"SEQUENCE:0", "DTSTAMP:00000101T000000Z"}}),
		"behind the invitation it answers": yes(by(func(from, object string) string {
			request := strings.ReplaceAll(strings.ReplaceAll(object, "REPLY", "REQUEST"), "ACCEPTED", "NEEDS-ACTION")
			return parted("multipart/mixed", text, strings.Replace(part, "%s", request, 1), part)(from, object)
		})),
		"with folded lines": yes(by(func(from, object string) string {
			return plainReply(from, strings.ReplaceAll(object, "PARTSTAT", "PART\r\n STAT"))
		})),

		// what is for people to judge
		"for an unknown entry": reviewed(said{uid: "gibtesnicht@example.org"}, invite.UnknownUID),
		"for another address":  reviewed(said{who: "ATTENDEE;PARTSTAT=ACCEPTED:mailto:eve@example.org", from: "eve@example.org"}, invite.UnknownAddress),
		"by another author":    reviewed(said{from: "eve@example.org"}, invite.OtherAuthor),
		"by two authors": reviewed(by(func(from, object string) string {
			return strings.Replace(plainReply(from, object), ">\r\n", ">, <eve@example.org>\r\n", 1)
		}), invite.OtherAuthor),
		"under two names of authors": reviewed(by(func(from, object string) string {
			return "From: <" + from + ">\r\n" + strings.Replace(plainReply(from, object), from, "eve@example.org", 1)
		}), invite.OtherAuthor),
		"by an assistant's own address":        reviewed(said{who: `ATTENDEE;SENT-BY="mailto:eve@example.org";PARTSTAT=ACCEPTED:mailto:{email}`, from: "eve@example.org"}, invite.OtherAuthor),
		"without an attendee":                  reviewed(said{no: []string{"ATTENDEE"}}, invite.NoAttendee),
		"with an attendee that breaks readers": reviewed(said{who: "ATTENDEE;CN=foo"}, invite.NoAttendee),
		"without an answer":                    reviewed(said{who: "ATTENDEE:mailto:{email}"}, invite.NoAnswer),
		"naming a substitute":                  reviewed(said{who: `ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:eve@example.org":mailto:{email}`}, invite.Delegating),
		"proposing another time":               reviewed(said{method: "COUNTER"}, invite.Countering),
		"proposing the year nought":            reviewed(said{method: "COUNTER", no: []string{"DTSTART"}, lines: []string{"DTSTART:00000101T080000Z", "DTEND:00000101T090000Z"}}, invite.Countering),
		"asking for it again":                  {said{method: "REFRESH"}, invite.Matched, invite.Refreshed, attendance.NeedsAction},
		"about one date of a series":           reviewed(said{lines: []string{"RECURRENCE-ID:20270325T083000Z"}}, invite.OneOccurrence),
		"two people's answers, collected": reviewed(by(func(from, object string) string {
			other := strings.Replace(object, "mailto:"+from, "mailto:eve@example.org", 1)
			return parted("multipart/mixed", text, attachment, strings.Replace(attachment, "%s", other, 1))(from, object)
		}), invite.SeveralAnswers),
		"yes and no at once": reviewed(by(func(from, object string) string {
			no := strings.Replace(object, "ACCEPTED", "DECLINED", 1)
			return parted("multipart/mixed", part, strings.Replace(attachment, "%s", no, 1))(from, object)
		}), invite.SeveralAnswers),
		"without a method": reviewed(said{no: []string{"METHOD"}}, invite.PlainLetter),
		"in words only":    reviewed(by(func(from, _ string) string { return "From: <" + from + ">\r\n\r\nIch komme.\r\n" }), invite.PlainLetter),

		// what is never acted on
		"an invitation to us":   ignored(said{method: "REQUEST"}, invite.ForeignMethod),
		"a cancellation":        ignored(said{method: "CANCEL"}, invite.ForeignMethod),
		"a publication":         ignored(said{method: "PUBLISH"}, invite.ForeignMethod),
		"an addition":           ignored(said{method: "ADD"}, invite.ForeignMethod),
		"a method nobody knows": ignored(said{method: "X-EXPLODE"}, invite.ForeignMethod),
		"an out-of-office note": ignored(by(func(from, _ string) string {
			return "From: <" + from + ">\r\nAuto-Submitted: auto-replied\r\n\r\nBin im Urlaub.\r\n"
		}), invite.Automatic),
		"a null sender's letter": ignored(by(func(from, _ string) string { return "Return-Path: <>\r\nFrom: <" + from + ">\r\n\r\nHallo.\r\n" }), invite.Automatic),

		// what cannot be read
		"an object of ten megabytes": unreadable(said{lines: []string{strings.Repeat("X-PAD:xxxxxxxxxxxxxxxxxxxxxxxxx\r\n", 10<<20/32)}}, invite.TooLarge),
		"a line of 20 KiB":           unreadable(said{who: "ATTENDEE;PARTSTAT=ACCEPTED:mailto:" + strings.Repeat("x", 20<<10)}, invite.Broken),
		"a torn object":              unreadable(said{no: []string{"END:VEVENT"}}, invite.Broken),
		"components nine deep":       unreadable(said{lines: []string{strings.Repeat("BEGIN:VALARM\r\n", 9) + strings.Repeat("END:VALARM\r\n", 9)}}, invite.Broken),
		"no boundary": unreadable(by(func(from, object string) string {
			return "From: <" + from + ">\r\nContent-Type: multipart/mixed\r\n\r\n" + object
		}), invite.Broken),
		"a boundary that never comes": unreadable(by(func(from, object string) string {
			return "From: <" + from + ">\r\nContent-Type: multipart/mixed; boundary=nie\r\n\r\n" + object
		}), invite.Broken),
		"parts in parts without end": unreadable(by(func(from, _ string) string {
			return "From: <" + from + ">\r\n" + strings.Repeat("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", 60)
		}), invite.Broken),
		"a hundred parts": unreadable(by(parted("multipart/mixed", strings.Split(strings.Repeat(text+"|", 99)+text, "|")...)), invite.Broken),
		"headers without end": unreadable(by(func(from, object string) string {
			return "From: <" + from + ">\r\n" + strings.Repeat("X-Bomb: boom\r\n", 100_000) + calendarType + "\r\n" + object
		}), invite.TooLarge),
		"one header of 100 KiB": unreadable(by(func(from, object string) string {
			return "Subject: " + strings.Repeat("x", 100<<10) + "\r\n" + plainReply(from, object)
		}), invite.Broken),
		"base64 that is none":           unreadable(by(encoded("base64", "UTF-8", func(string) string { return "!!!! gar kein base64 !!!!" })), invite.Broken),
		"quoted-printable that is none": unreadable(by(encoded("quoted-printable", "UTF-8", func(string) string { return "=ZZ=\x00=" })), invite.Broken),
		"nothing in the calendar part":  unreadable(by(encoded("8bit", "UTF-8", func(string) string { return "" })), invite.Broken),
	}
}

// cut makes %70 the address's own first letter.
func (s said) cut() said {
	s.letter = func(from, object string) string {
		at := strings.Index(object, "%70") + 3
		return plainReply(from, object[:at-2]+fmt.Sprintf("%X", object[at])+object[at+1:])
	}
	return s
}

// TestEveryMailEndsWhereItBelongs hands in what programs and people send, on both databases: each mail is kept, nothing
// panics, and only the good ones change the answer.
func TestEveryMailEndsWhereItBelongs(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		h.edit(func(d *event.Details) { d.Capacity = "500" })
		n := 0
		for name, mail := range mails() {
			n++
			given := fmt.Sprintf("Gast%d", n)
			row := h.invite(h.person(given, "Weiss"))[strings.ToLower(given)+".weiss@example.org"]
			h.clock.Advance(time.Minute)
			got := h.receive(mail.raw(row, h.clock.Now(), n))
			after := h.rows()[row.Email]
			if got.State != mail.state || got.Reason != mail.reason || after.Answer != mail.answer {
				t.Errorf("%s: %s %s and the answer is %s, want %s %s and %s", name, got.State, got.Reason, after.Answer, mail.state, mail.reason, mail.answer)
			}
			again := h.receive(mail.raw(row, h.clock.Now(), n))
			if again.ID != got.ID {
				t.Errorf("%s: the same mail was kept twice", name)
			}
		}
	})
}

func TestATrueCommentInAnyCharsetIsRead(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		n := 0
		for name, mail := range mails() {
			if len(mail.lines) == 1 && strings.HasPrefix(mail.lines[0], "COMMENT") {
				n++
				h.clock.Advance(time.Minute)
				if got := h.receive(mail.raw(row, h.clock.Now(), n)); got.Comment != "Grüße aus Köln" {
					t.Errorf("%s: the comment is %q", name, got.Comment)
				}
			}
		}
		if n != 5 {
			t.Errorf("%d mails with a comment", n)
		}
	})
}
