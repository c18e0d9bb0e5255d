package mailbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/smtp"
	"strings"

	"github.com/emersion/go-message/mail"

	"rundertisch/internal/account"
	"rundertisch/internal/clock"
	"rundertisch/internal/fault"
	"rundertisch/internal/ical"
	"rundertisch/internal/id"
	"rundertisch/internal/invite"
	"rundertisch/internal/mail/smtpd"
)

// Receive is what the organiser's mailbox does with a mail.
type Receive func(ctx context.Context, raw []byte) error

// Post is the demo's post office: it takes mail by SMTP and sends the answers of the mailbox.
type Post struct {
	box       *Box
	clock     clock.Clock
	organizer string // the address that invites, lower case
	receive   Receive
	log       *slog.Logger
	listener  net.Listener
}

// NewPost returns a post office that listens on a free loopback port; mail to organizer is handed to receive.
func NewPost(box *Box, clock clock.Clock, organizer string, receive Receive, log *slog.Logger) (*Post, error) {
	if box == nil || receive == nil || organizer == "" {
		return nil, errors.New("mailbox: a required part is missing")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	return &Post{
		box: box, clock: clock, organizer: account.FoldEmail(organizer), receive: receive, log: log, listener: listener,
	}, err
}

// Address is where the server listens: host and port.
func (p *Post) Address() string { return p.listener.Addr().String() }

// Close stops listening.
func (p *Post) Close() error { return p.listener.Close() }

// Serve takes mail until ctx ends.
func (p *Post) Serve(ctx context.Context) error {
	return smtpd.New(p.deliver, p.log).Serve(ctx, p.listener)
}

func (p *Post) deliver(ctx context.Context, from string, to []string, raw []byte) error {
	for _, receiver := range to {
		if withoutTag(receiver) == p.organizer {
			if err := p.receive(ctx, raw); err != nil {
				return err
			}
		}
		if err := p.box.Keep(from, receiver, raw); err != nil {
			return err
		}
	}
	return nil
}

// withoutTag drops the tag of a plus address: planung+abc@example.org reaches planung@example.org.
func withoutTag(address string) string {
	local, domain, _ := strings.Cut(account.FoldEmail(address), "@")
	name, _, _ := strings.Cut(local, "+")
	return name + "@" + domain
}

// Answer sends the receiver's answer to an invitation by SMTP, as a mail program does.
func (p *Post) Answer(mailID string, answer ical.PartStat, words, comment string) error {
	found, raw, _, err := p.box.Find(mailID)
	if err != nil {
		return err
	}
	letter, _ := invite.Open(raw) // the calendar object decides
	parsed, err := letter.Calendar()
	if err != nil || parsed.Method != ical.MethodRequest {
		return fault.New(fault.Invalid, "mailbox.no_invitation")
	}
	event := parsed.Events[0]
	said := event.Answer(found.Receiver, answer, p.clock.Now())
	said.Comment = comment
	object, err := ical.Reply(said)
	if err != nil {
		return err
	}
	written, err := p.write(said, words, object)
	if err != nil {
		return err
	}
	return smtp.SendMail(p.Address(), nil, found.Receiver, []string{event.Organizer.Email}, written)
}

// write makes the mail of an answer: a sentence for people and the REPLY (RFC 6047).
func (p *Post) write(said ical.Answer, words string, object []byte) ([]byte, error) {
	var header mail.Header
	header.SetAddressList("From", []*mail.Address{{Name: said.Attendee.Name, Address: said.Attendee.Email}})
	header.SetAddressList("To", []*mail.Address{{Name: said.Organizer.Name, Address: said.Organizer.Email}})
	header.SetDate(p.clock.Now())
	header.SetSubject(words + ": " + said.Summary)
	header.SetMessageID(id.Token() + "@example.org")
	var out bytes.Buffer
	body, err := mail.CreateInlineWriter(&out, header)
	if err != nil {
		return nil, err
	}
	err = errors.Join(
		part(body, "text/plain", nil, []byte(sentence(said, words))),
		part(body, "text/calendar", map[string]string{"method": "REPLY"}, object),
		body.Close(),
	)
	return out.Bytes(), err
}

func sentence(said ical.Answer, words string) string {
	text := fmt.Sprintf("%s <%s>: %s\r\n", said.Attendee.Name, said.Attendee.Email, words)
	if said.Comment != "" {
		text += "\r\n" + said.Comment + "\r\n"
	}
	return text
}

func part(to *mail.InlineWriter, kind string, params map[string]string, content []byte) error {
	all := map[string]string{"charset": "UTF-8"}
	for name, value := range params {
		all[name] = value
	}
	var header mail.InlineHeader
	header.SetContentType(kind, all)
	writer, err := to.CreatePart(header)
	if err != nil {
		return err
	}
	_, err = io.Copy(writer, bytes.NewReader(content))
	return errors.Join(err, writer.Close())
}
