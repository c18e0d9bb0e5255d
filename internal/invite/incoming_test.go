package invite

import (
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

const thunderbird = "testdata/thunderbird-accepted.eml"

func sample(t testing.TB) string {
	t.Helper()
	raw, err := os.ReadFile(thunderbird)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// reply is a minimal mail with one calendar object.
func reply(method string, lines ...string) string {
	object := append([]string{"BEGIN:VCALENDAR", "METHOD:" + method, "BEGIN:VEVENT", "UID:u1@example.org"}, lines...)
	object = append(object, "END:VEVENT", "END:VCALENDAR", "")
	return "From: Ayla <ayla@example.org>\r\nTo: planung@example.org\r\nSubject: Antwort\r\nMessage-ID: <1@example.org>\r\n" +
		"Content-Type: text/calendar; method=" + method + "; charset=UTF-8\r\n\r\n" + strings.Join(object, "\r\n")
}

const yes = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:Ayla@example.org"

func TestAThunderbirdReplyIsReadOnceThoughItCarriesTheObjectTwice(t *testing.T) {
	t.Parallel()
	letter, err := Open([]byte(sample(t)))
	if err != nil || len(letter.Calendars) != 2 {
		t.Fatalf("%d calendars, %v", len(letter.Calendars), err)
	}
	n, decided := claim([]byte(sample(t)))
	stamp := time.Date(2026, 11, 22, 8, 12, 57, 0, time.UTC)
	if decided || n.State != "" || n.UID != "k7mq2vd9wx4tz8ra3nce5pbh6ysj@example.org" || n.Answer != "ACCEPTED" ||
		n.FromEmail != "petra.mueller@example.org" || n.Attendee != n.FromEmail || n.Sequence != 0 || !n.Stamp.Equal(stamp) {
		t.Errorf("decided %v: %+v", decided, n)
	}
	if !strings.HasPrefix(n.Subject, "Accepted: Symposium „Wärmewende") {
		t.Errorf("subject %q", n.Subject)
	}
}

func TestWhatAMailSaysDecidesWhatBecomesOfIt(t *testing.T) {
	t.Parallel()
	known := asked{Email: "Ayla@Example.org", Sequence: 2, LastStamp: time.Date(2027, 1, 5, 0, 0, 0, 0, time.UTC)}
	fresh := []string{"SEQUENCE:2", "DTSTAMP:20270106T080000Z"}
	table := []struct {
		name   string
		raw    string
		known  asked
		state  State
		reason Reason
	}{
		{"a yes to the current version counts", reply("REPLY", append(fresh, yes)...), known, Matched, FirstAnswer},
		{"a yes to an older version is asked again", reply("REPLY", "SEQUENCE:1", "DTSTAMP:20270106T080000Z", yes), known, Stale, OlderVersion},
		{"a yes that is older than the known answer stays aside", reply("REPLY", "SEQUENCE:2", "DTSTAMP:20270104T080000Z", yes), known, Stale, OlderAnswer},
		{"a yes to a cancelled invitation changes nothing", reply("REPLY", append(fresh, yes)...), asked{Email: "ayla@example.org", Cancelled: true}, Stale, TakenBack},
		{"another address than the invited one is reviewed", reply("REPLY", append(fresh, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:eve@example.org")...), known, Review, UnknownAddress},
		{
			"somebody answering for the invited person is reviewed",
			strings.Replace(reply("REPLY", append(fresh, yes)...), "ayla@example.org", "eve@example.org", 1), known, Review, OtherAuthor,
		},
		{"a substitute is reviewed", reply("REPLY", `ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:eve@example.org":mailto:ayla@example.org`), known, Review, Delegating},
		{"a proposal of another time is kept for staff", reply("COUNTER", yes), known, Review, Countering},
		{"a wish for the invitation is kept for staff", reply("REFRESH", yes), known, Review, Refreshing},
		{"a reply without an answer is reviewed", reply("REPLY", "ATTENDEE:mailto:ayla@example.org"), known, Review, NoAnswer},
		{"an answer for one date of a series is reviewed", reply("REPLY", yes, "RECURRENCE-ID:20270325T093000Z"), known, Review, OneOccurrence},
	}
	for _, tt := range table {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n, decided := claim([]byte(tt.raw))
			if decided {
				t.Fatalf("decided without looking up: %s %s", n.State, n.Reason)
			}
			if state, reason := n.judge(tt.known); state != tt.state || reason != tt.reason {
				t.Errorf("%s %s, want %s %s", state, reason, tt.state, tt.reason)
			}
		})
	}
}

func TestMailWithoutAnAnswerIsSortedByItself(t *testing.T) {
	t.Parallel()
	letter := "From: Ayla <ayla@example.org>\r\nSubject: Frage\r\n\r\nGibt es Parkplätze?\r\n"
	table := []struct {
		name   string
		raw    string
		state  State
		reason Reason
	}{
		{"a letter is for staff", letter, Review, PlainLetter},
		{"an out-of-office note is ignored", "Auto-Submitted: auto-replied\r\n" + letter, Ignored, Automatic},
		{"list traffic is ignored", "Precedence: bulk\r\n" + letter, Ignored, Automatic},
		{"a delivery report is for staff", "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nUnzustellbar\r\n--b--\r\n", Review, Undelivered},
		{"an invitation to us is never acted on", reply("REQUEST", yes), Ignored, ForeignMethod},
		{"a cancellation by others is never acted on", reply("CANCEL", yes), Ignored, ForeignMethod},
		{"a publication is never acted on", reply("PUBLISH", yes), Ignored, ForeignMethod},
		{"an addition is never acted on", reply("ADD", yes), Ignored, ForeignMethod},
		{"a torn calendar cannot be read", strings.Replace(reply("REPLY", yes), "END:VEVENT", "", 1), Unreadable, Broken},
		{"an endless mail cannot be read", letter + strings.Repeat("x", MaxLetter), Unreadable, TooLarge},
		{"no mail at all cannot be read", "\x00\xff", Unreadable, Broken},
		{"nothing cannot be read", "", Unreadable, Broken},
	}
	for _, tt := range table {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n, decided := claim([]byte(tt.raw))
			if !decided || n.State != tt.state || n.Reason != tt.reason {
				t.Errorf("decided %v: %s %s, want %s %s", decided, n.State, n.Reason, tt.state, tt.reason)
			}
		})
	}
}

func TestAnAutomaticMailWithAReplyStillAnswers(t *testing.T) {
	t.Parallel()
	n, decided := claim([]byte("Auto-Submitted: auto-generated\r\n" + reply("REPLY", yes)))
	if state, _ := n.judge(asked{Email: "ayla@example.org"}); decided || state != Matched {
		t.Errorf("decided %v, state %s", decided, state)
	}
}

func TestTheSameMailHasTheSameKeyByWhateverWayItCame(t *testing.T) {
	t.Parallel()
	one, _ := claim([]byte("Received: from a\r\n" + reply("REPLY", yes)))
	two, _ := claim([]byte("Received: from b\r\nReceived: from c\r\n" + reply("REPLY", yes)))
	other, _ := claim([]byte(strings.Replace(reply("REPLY", yes), "ACCEPTED", "DECLINED", 1)))
	if one.MailKey != two.MailKey || one.MailKey == other.MailKey {
		t.Errorf("keys %s, %s, %s", one.MailKey, two.MailKey, other.MailKey)
	}
}

func FuzzClaim(f *testing.F) {
	f.Add([]byte(sample(f)))
	f.Add([]byte(reply("REPLY", yes)))
	f.Add([]byte("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n", 40)))
	f.Add([]byte("Content-Transfer-Encoding: base64\r\nContent-Type: text/calendar\r\n\r\n!!!!"))
	f.Add([]byte("From: =?x?q?=FF?= <a@b\r\nContent-Type: text/plain; charset=none\r\n\r\n\x00\xff"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		n, decided := claim(raw)
		if n.MailKey == "" || decided && (n.State == "" || n.Reason == "") {
			t.Fatalf("no verdict: %+v", n)
		}
		for _, text := range []string{n.Subject, n.FromEmail, n.FromName, n.Attendee, n.Comment, n.Method, n.UID, n.Search, n.Verdict} {
			if strings.Contains(text, "\x00") || !utf8.ValidString(text) || len(text) > maxComment {
				t.Fatalf("not cleaned: %q", text)
			}
		}
	})
}
