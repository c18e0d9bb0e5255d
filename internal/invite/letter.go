package invite

import (
	"bytes"
	"errors"
	"io"
	netmail "net/mail"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // bodies and headers in the charsets mail programs still use
	"github.com/emersion/go-message/mail"

	"rundertisch/internal/ical"
	"rundertisch/internal/mail/bounce"
)

// Limits on what is read of one mail.
const (
	MaxLetter = 1 << 20   // octets of a whole mail
	maxPart   = 300 << 10 // octets kept of one part, more than ical.Parse takes
	maxParts  = 64
	maxNested = 8
	maxHeader = 64 << 10

	maxAnswers = 20 // mails that a letter can answer
)

var messageIDs = regexp.MustCompile(`<([!-;=?-~]{1,250})>`)

// Letter is a received mail taken apart. Texts are valid UTF-8; nothing in it is trusted.
type Letter struct {
	From      netmail.Address // the first author; Address empty when missing or unreadable
	To        []netmail.Address
	Subject   string
	MessageID string
	Date      time.Time // zero when missing

	Text      string   // the first text/plain part
	HTML      string   // the first text/html part
	Calendars [][]byte // calendar objects, those of the body before attached ones

	Automatic bool     // a program wrote it: out-of-office notes, list traffic
	Null      bool     // it came without a sender that an answer could go to (RFC 5321, 4.5.5)
	Results   string   // the topmost Authentication-Results, believed by nobody yet
	Answers   []string // Message-IDs of the mails it answers, the nearest first
	Bounce    bool     // a delivery report (RFC 3464)
	Truncated bool     // longer than what is read

	Notice bounce.Notice // what it says about a mail that did not arrive
	listed bool          // has X-Failed-Recipients

	shared   bool // names more than one author, and who has checked the sender may have meant another one
	enclosed bool // no calendar object stands in the body, only attached ones
	several  bool // its answers are not all the same one; known once Calendar was asked
}

var errTooManyParts = errors.New("more parts than anyone writes")

// Open takes a raw mail apart. It reads as far as it can: the error says what it stopped at, and the letter holds what came
// before.
func Open(raw []byte) (Letter, error) {
	var letter Letter
	if len(raw) > MaxLetter {
		raw, letter.Truncated = raw[:MaxLetter], true
	}
	entity, err := message.ReadWithOptions(bytes.NewReader(raw), &message.ReadOptions{MaxHeaderBytes: maxHeader})
	if entity == nil {
		return letter, err
	}
	letter.readHeader(mail.Header{Header: entity.Header})
	parts := 0
	var attached [][]byte
	err = entity.Walk(func(path []int, part *message.Entity, err error) error {
		if parts++; parts > maxParts || len(path) > maxNested {
			return errTooManyParts
		}
		if err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
			return err
		}
		return letter.readPart(part, &attached)
	})
	letter.enclosed = len(letter.Calendars) == 0
	letter.Calendars = append(letter.Calendars, attached...)
	letter.Notice.Guess(bounce.Letter{From: letter.From.Address, Subject: letter.Subject, Text: letter.Text, Null: letter.Null, Listed: letter.listed})
	return letter, err
}

func (m *Letter) readHeader(h mail.Header) {
	from := addresses(h, "From")
	if len(from) > 0 {
		m.From = from[0]
	}
	m.shared = len(from) > 1 || len(h.Values("From")) > 1
	m.To = addresses(h, "To")
	m.Subject = line(headerText(h, "Subject"))
	m.MessageID = line(h.Get("Message-Id"))
	m.Answers = answersTo(h)
	m.Date, _ = h.Date()
	m.listed = h.Has("X-Failed-Recipients")
	for _, field := range []string{"To", "Cc", "Delivered-To", "X-Original-To", "Original-Recipient", "Envelope-To", "X-Envelope-To"} {
		for _, value := range h.Values(field) {
			m.Notice.Address(value)
		}
	}
	m.Null = strings.TrimSpace(h.Get("Return-Path")) == "<>"
	m.Automatic = m.Null || automatic(h)
	m.Results = h.Get("Authentication-Results")
	kind, params, _ := h.ContentType()
	m.Bounce = kind == "multipart/report" && strings.Contains(strings.ToLower(params["report-type"]), "delivery-status")
}

// answersTo lists the mails that a letter answers: In-Reply-To names the nearest, References ends with it.
func answersTo(h mail.Header) []string {
	named := messageIDs.FindAllStringSubmatch(h.Get("References"), -1)
	slices.Reverse(named)
	named = append(messageIDs.FindAllStringSubmatch(h.Get("In-Reply-To"), maxAnswers), named...)
	var ids []string
	for _, one := range named[:min(len(named), maxAnswers)] {
		ids = append(ids, one[1])
	}
	return ids
}

// automatic follows RFC 3834 and the headers mail programs used before it.
func automatic(h mail.Header) bool {
	submitted := strings.ToLower(strings.TrimSpace(h.Get("Auto-Submitted")))
	precedence := strings.ToLower(strings.TrimSpace(h.Get("Precedence")))
	return (submitted != "" && submitted != "no") || h.Has("X-Autoreply") || h.Has("X-Autorespond") || h.Has("List-Id") ||
		precedence == "bulk" || precedence == "junk" || precedence == "auto_reply"
}

// addresses returns what the header names, none when it cannot be read.
func addresses(h mail.Header, field string) []netmail.Address {
	list, err := h.AddressList(field)
	if err != nil {
		return nil
	}
	var found []netmail.Address
	for _, a := range list {
		found = append(found, netmail.Address{Name: line(a.Name), Address: line(a.Address)})
	}
	return found
}

func headerText(h mail.Header, field string) string {
	text, err := h.Text(field)
	if err != nil {
		return h.Get(field)
	}
	return text
}

func (m *Letter) readPart(part *message.Entity, attached *[][]byte) error {
	kind, _, _ := part.Header.ContentType()
	if strings.HasPrefix(kind, "multipart/") {
		return nil
	}
	disposition, _, _ := part.Header.ContentDisposition()
	body, err := io.ReadAll(io.LimitReader(part.Body, maxPart))
	if err != nil && len(body) == 0 {
		return err
	}
	if m.Bounce {
		m.Notice.Part(kind, body)
	}
	switch {
	case kind == "text/calendar" && disposition != "attachment":
		m.Calendars = append(m.Calendars, body)
	case kind == "text/calendar" || kind == "application/ics":
		*attached = append(*attached, body)
	case disposition == "attachment":
	case kind == "text/html" && m.HTML == "":
		m.HTML = prose(body)
	case (kind == "text/plain" || kind == "") && m.Text == "":
		m.Text = prose(body)
	}
	return nil
}

// Calendar parses the letter's calendar objects and returns the first answer, else the first object that can be read; mail programs send the
// same answer twice in one mail, or quote the invitation before it. ical.ErrNoEvent when the letter has none.
func (m *Letter) Calendar() (ical.Message, error) {
	var first, answer ical.Message
	problem := error(ical.ErrNoEvent)
	for n, object := range m.Calendars {
		found, err := ical.Parse(object)
		switch {
		case err == nil && found.Method == ical.MethodReply && len(answer.Events) > 0:
			m.several = m.several || !sameAnswer(answer.Events[0], found.Events[0])
		case err == nil && found.Method == ical.MethodReply:
			answer = found
		case err == nil && len(first.Events) == 0:
			first = found
		case n == 0:
			problem = err
		}
	}
	switch {
	case len(answer.Events) > 0:
		return answer, nil
	case len(first.Events) > 0:
		return first, nil
	}
	return ical.Message{}, problem
}

// sameAnswer reports whether two objects say the same to one invitation.
func sameAnswer(a, b ical.Event) bool {
	who := func(a, b ical.Attendee) bool { return same(a.Email, b.Email) && a.PartStat == b.PartStat }
	return a.UID == b.UID && slices.EqualFunc(a.Attendees, b.Attendees, who)
}

// prose makes a body safe to store and show: valid UTF-8 without NUL, plain line feeds.
func prose(body []byte) string {
	text := strings.ToValidUTF8(string(body), "\uFFFD")
	return strings.NewReplacer("\r\n", "\n", "\x00", "").Replace(text)
}

// line makes one line of a header: valid UTF-8, no controls, at most 500 octets.
func line(s string) string {
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), func(r rune) bool { return r < ' ' || r == 0x7f }), " ")
	if len(s) > 500 {
		s = strings.ToValidUTF8(s[:500], "")
	}
	return strings.TrimSpace(s)
}
