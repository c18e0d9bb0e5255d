package mail

import (
	"fmt"
	"io"
	"net/mail"
	"net/url"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

const calendarFile = "invite.ics"

// mime writes the message as a mail dated at. Without a calendar part it is multipart/alternative of text and HTML; with one it
// has the form every calendar program we know takes for an invitation (RFC 6047 and practice):
//
//	multipart/mixed
//	  multipart/alternative
//	    text/plain, text/html       quoted-printable
//	    text/calendar; method=…     base64, last, no name and no disposition
//	  application/ics               attachment invite.ics, the same bytes
func (m *Message) mime(at time.Time) (*gomail.Msg, error) {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithEncoding(gomail.EncodingQP), gomail.WithCharset(gomail.CharsetUTF8))
	m.addresses(msg)
	m.headers(msg, at)
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	if m.Method != "" {
		msg.AddAlternativeString(gomail.ContentType("text/calendar; method="+m.Method), m.Calendar, gomail.WithPartEncoding(gomail.EncodingB64))
		msg.AttachReadSeeker(calendarFile, strings.NewReader(m.Calendar),
			gomail.WithFileContentType("application/ics"), gomail.WithFileEncoding(gomail.EncodingB64))
	}
	if _, err := msg.GetSender(false); err != nil {
		return nil, fmt.Errorf("no sender: %w", err)
	}
	return msg, nil
}

// addresses sets envelope and address fields by value: names are encoded, never parsed.
func (m *Message) addresses(msg *gomail.Msg) {
	msg.EnvelopeFromMailAddress(&mail.Address{Address: m.Envelope})
	msg.FromMailAddress(&mail.Address{Name: m.FromName, Address: m.FromEmail})
	msg.ToMailAddress(&mail.Address{Name: m.ToName, Address: m.ToEmail})
	if m.ReplyTo != "" {
		msg.ReplyToMailAddress(&mail.Address{Name: m.FromName, Address: m.ReplyTo})
	}
}

func (m *Message) headers(msg *gomail.Msg, at time.Time) {
	msg.Subject(m.Subject)
	msg.SetDateWithValue(at)
	msg.SetMessageIDWithValue(m.MessageID)
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	if m.References != "" {
		msg.SetGenHeader("References", "<"+m.References+">")
		msg.SetGenHeader("In-Reply-To", "<"+m.References+">")
	}
	if m.Unsubscribe == "" {
		return
	}
	msg.SetGenHeader(gomail.HeaderListUnsubscribe, "<"+m.Unsubscribe+">")
	if u, err := url.Parse(m.Unsubscribe); err == nil && u.Scheme == "https" { // RFC 8058, 3.1 allows nothing else
		msg.SetGenHeader(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
}

// Raw writes the mail as it would be sent at the instant: for previews and exports.
func (m *Message) Raw(w io.Writer, at time.Time) error {
	msg, err := m.mime(at)
	if err != nil {
		return err
	}
	_, err = msg.WriteTo(w)
	return err
}
