package mail

import (
	"net/url"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/fault"
)

// State is where a message stands in the outbox.
type State string

// The states of a message.
const (
	Queued   State = "queued"
	Sending  State = "sending"  // handed to the mail server right now, or when the process died
	Sent     State = "sent"     // the mail server has taken it
	Deferred State = "deferred" // failed for now; RunAt says when it is tried again
	Failed   State = "failed"   // given up; Reason and LastError say why
	Withheld State = "withheld" // no mail server is set up
	Paused   State = "paused"   // its mailing is paused: nothing happens until it goes on
	Bounced  State = "bounced"  // taken by the mail server, and came back; Reason and LastError say why
	Aborted  State = "aborted"  // a newer version of the same calendar entry took its place, or the mailing was called off
)

// States lists all states in the order of a message's life, for filters.
func States() []State {
	return []State{Withheld, Queued, Paused, Sending, Deferred, Sent, Failed, Bounced, Aborted}
}

// Reason is a word for why a message was not taken; its sentence is the catalogue key mail.reason.<reason>.
type Reason string

// The reasons a message is deferred, failed or aborted; one that a newer version replaced has none.
const (
	UnknownReceiver Reason = "unknown_receiver"
	MailboxFull     Reason = "mailbox_full"
	RefusedByPolicy Reason = "policy"
	TooLarge        Reason = "too_large"
	Refused         Reason = "refused"          // for another reason that LastError quotes
	SenderRefused   Reason = "sender_refused"   // the mail server does not take mail from us
	TryLater        Reason = "try_later"        // the receiver's server asks for patience
	NoConnection    Reason = "no_connection"    // our mail server cannot be reached or broke off
	NoSignIn        Reason = "no_sign_in"       // our mail server does not take user name and password
	NoTLS           Reason = "no_tls"           // our mail server offers no encryption
	BadCertificate  Reason = "certificate"      // our mail server's certificate is not to be trusted
	GaveUp          Reason = "gave_up"          // tried for two days
	Unsendable      Reason = "unsendable"       // the message cannot be written as a mail
	CalledOff       Reason = "called_off"       // staff stopped the mailing before it had left
	Moot            Reason = "moot"             // the receiver answered, left the list or is not invited any more before it had left
	AddressDisabled Reason = "address_disabled" // earlier mail to the address came back
)

// Limits of what QueueIn takes.
const (
	maxSubject = 250     // characters; longer ones are cut
	maxBody    = 1 << 20 // bytes of each of text, HTML and calendar
)

// Message is one mail to one receiver.
type Message struct {
	bun.BaseModel `bun:"table:mail_messages,alias:m"`

	ID          string `bun:"id,pk"`           // set by QueueIn when empty
	WorkspaceID string `bun:"workspace_id"`    // empty for mail of the installation itself
	ProjectID   string `bun:"project_id"`      // empty above the projects
	MailingID   string `bun:"mailing_id"`      // the mailing it is part of; empty for single mails
	Kind        string `bun:"kind"`            // the template's name, "invitation"
	ThreadKey   string `bun:"thread_key"`      // names the calendar entry (its UID's owner) whose versions replace each other
	ReceiverKey string `bun:"receiver_key"`    // set by QueueIn: Key(ToEmail)
	Sequence    int    `bun:"sequence"`        // SEQUENCE of the calendar part
	State       State  `bun:"state"`           // set by QueueIn and the Sender
	FromName    string `bun:"from_name"`       //
	FromEmail   string `bun:"from_email"`      // the installation's mailbox when empty
	ToName      string `bun:"to_name"`         //
	ToEmail     string `bun:"to_email"`        // required; made canonical
	ReplyTo     string `bun:"reply_to"`        // address, none when empty
	Envelope    string `bun:"envelope_from"`   // bounces go here; made from FromEmail when empty
	MessageID   string `bun:"message_id"`      // without angle brackets; set by QueueIn when empty
	References  string `bun:"references_id"`   // Message-ID of the thread's first mail; found by QueueIn when empty
	Subject     string `bun:"subject"`         //
	Text        string `bun:"text_body"`       //
	HTML        string `bun:"html_body"`       //
	Method      string `bun:"calendar_method"` // REQUEST, CANCEL, or empty for no calendar part
	Calendar    string `bun:"calendar_body"`   // the calendar object, CRLF lines
	Unsubscribe string `bun:"unsubscribe_url"` // http(s), for bulk mail only
	First       bool   `bun:"-"`               // nothing was queued in the thread before: QueueIn need not look

	RunAt       time.Time  `bun:"run_at"` // not before; now when zero
	Attempts    int        `bun:"attempts"`
	LeasedUntil *time.Time `bun:"leased_until"`
	Hold        State      `bun:"hold"`    // Paused or Aborted: what becomes of a message in flight that is not taken
	DoneAt      *time.Time `bun:"done_at"` // sent, failed or aborted
	SentAt      *time.Time `bun:"sent_at"`
	Reason      Reason     `bun:"reason"`     // why deferred or failed
	LastError   string     `bun:"last_error"` // the server's answer, for staff
	CreatedAt   time.Time  `bun:"created_at"`
}

// Delivered reports whether the mail server has taken the message.
func (m *Message) Delivered() bool { return m.State == Sent }

// Arrived reports whether the message may be with its receiver: it has left, is on its way, or an attempt ended without a word on
// whether it was taken.
func (m *Message) Arrived() bool {
	switch m.State {
	case Sent, Sending, Bounced:
		return true
	}
	return m.Attempts > 0 && (m.Reason == NoConnection || m.Reason == GaveUp)
}

// clean makes every header value one safe line and the addresses canonical; what cannot be mended is a fault at its field.
func (m *Message) clean() error {
	var checks fault.Checks
	address(&checks, "from_email", &m.FromEmail)
	address(&checks, "to_email", &m.ToEmail)
	address(&checks, "envelope_from", &m.Envelope)
	if m.ReplyTo != "" {
		address(&checks, "reply_to", &m.ReplyTo)
	}
	m.FromName, m.ToName = oneLine(m.FromName, maxName), oneLine(m.ToName, maxName)
	m.Subject = oneLine(m.Subject, maxSubject)
	checks.Require("subject", m.Subject)
	checks.Require("text_body", m.Text)
	for name, body := range map[string]string{"text_body": m.Text, "html_body": m.HTML, "calendar_body": m.Calendar} {
		checks.MaxLen(name, body, maxBody)
	}
	m.checkCalendar(&checks)
	if m.Unsubscribe != "" && !safeURL(m.Unsubscribe) {
		checks.Add("unsubscribe_url", "mail.url.invalid")
	}
	m.ReceiverKey = Key(m.ToEmail)
	return checks.Err()
}

func address(checks *fault.Checks, name string, value *string) {
	canonical, err := Canonical(*value)
	if err != nil {
		checks.Add(name, "mail.address.invalid")
		return
	}
	*value = canonical
}

func (m *Message) checkCalendar(checks *fault.Checks) {
	known := m.Method == "" || m.Method == "REQUEST" || m.Method == "CANCEL"
	matches := m.Method == "" && m.Calendar == "" || m.Method != "" && strings.Contains(m.Calendar, "\r\nMETHOD:"+m.Method+"\r\n")
	if !known || !matches {
		checks.Add("calendar_method", "mail.calendar.invalid")
	}
}

// safeURL reports whether the address can stand between angle brackets in a header.
func safeURL(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") &&
		!strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune(`<>"\`, r) })
}
