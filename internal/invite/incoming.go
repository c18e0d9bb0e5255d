package invite

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/ical"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/bounce"
	"rundertisch/internal/mail/proof"
)

// State is what became of a received mail.
type State string

// The states. Only Matched changed an answer; Stale is recorded with the person; Review waits for staff.
const (
	Matched    State = "matched"
	Stale      State = "stale"
	Review     State = "review"
	Unreadable State = "unreadable"
	Ignored    State = "ignored"
)

// States lists all states in the order staff care about them.
func States() []State { return []State{Review, Unreadable, Stale, Matched, Ignored} }

// Reason says why a mail has its state; the catalogue has a sentence for each.
type Reason string

// The reasons.
const (
	FirstAnswer    Reason = "answer"          // taken over
	OlderVersion   Reason = "older_version"   // answers an invitation that has changed since
	OlderAnswer    Reason = "older_answer"    // a newer answer was here first
	TakenBack      Reason = "taken_back"      // answers an invitation that was withdrawn or cancelled
	CalledOff      Reason = "called_off"      // answers an invitation to an event that is off
	UnknownUID     Reason = "unknown_uid"     // no invitation of ours
	UnknownAddress Reason = "unknown_address" // another address than the invited one answers
	NoAttendee     Reason = "no_attendee"     // does not say who answers
	OtherAuthor    Reason = "other_author"    // the mail comes from somebody else than it answers for
	Forged         Reason = "forged"          // our mail server says that the author's address is not genuine
	OwnMail        Reason = "own_mail"        // it says that we wrote it
	Delegating     Reason = "delegated"       // names a substitute
	Countering     Reason = "counter"         // proposes another time
	Refreshing     Reason = "refresh"         // asks for the invitation again
	Refreshed      Reason = "refreshed"       // asked for the invitation again and got it
	RefreshedOften Reason = "refreshed_often" // asks again within refreshPause
	Crowded        Reason = "crowded"         // too many about one calendar entry wait for staff already
	ForeignMethod  Reason = "method"          // REQUEST, CANCEL, PUBLISH, ADD: never acted on
	SeveralAnswers Reason = "several"         // collected answers of several people, or to several invitations
	NoAnswer       Reason = "no_answer"       // a REPLY that says neither yes nor no
	OneOccurrence  Reason = "one_occurrence"  // answers one date of a series we never sent
	PlainLetter    Reason = "letter"          // no calendar part: somebody wrote to us
	Automatic      Reason = "automatic"       // out-of-office notes and the like
	Undelivered    Reason = "bounce"          // a notice that a mail did not arrive
	Delayed        Reason = "delayed"         // a notice that a mail takes its time
	Arrived        Reason = "arrived"         // a notice that a mail was delivered
	TooLarge       Reason = "too_large"
	Broken         Reason = "broken"
)

// Incoming is one received mail: kept whatever it is, so that nothing is lost.
type Incoming struct {
	bun.BaseModel `bun:"table:invite_incoming,alias:n"`

	ID           string     `bun:"id,pk"`
	WorkspaceID  string     `bun:"workspace_id"`
	ProjectID    string     `bun:"project_id"` // empty when the mail belongs to no event
	EventID      string     `bun:"event_id"`
	AttendanceID string     `bun:"attendance_id"`
	MailKey      string     `bun:"mail_key"` // the same for the same mail, however often it comes
	State        State      `bun:"state"`
	Reason       Reason     `bun:"reason"`
	FromName     string     `bun:"from_name"`
	FromEmail    string     `bun:"from_email"`
	Subject      string     `bun:"subject"`
	Method       string     `bun:"method"`
	UID          string     `bun:"uid"`
	Attendee     string     `bun:"attendee"` // the address that is said to answer
	Answer       string     `bun:"answer"`   // PARTSTAT
	Comment      string     `bun:"comment"`  // of the answer, or the beginning of the letter
	Sequence     int64      `bun:"sequence"`
	Stamp        *time.Time `bun:"stamp"`
	Verdict      string     `bun:"verdict"`    // proof.Verdict: what our mail server says of the author
	MessageID    string     `bun:"message_id"` // the message of the outbox that came back; empty for anything else
	Search       string     `bun:"search"`     // folded, for the list
	SubjectKey   string     `bun:"subject_key"`
	FromKey      string     `bun:"from_key"`
	Raw          string     `bun:"raw"` // base64 of the mail, at most MaxLetter octets of it
	ReceivedAt   time.Time  `bun:"received_at"`
	SettledAt    *time.Time `bun:"settled_at"` // staff have dealt with it
	SettledBy    string     `bun:"settled_by"`
	SettledHow   Deed       `bun:"settled_how"`  // empty when it was dismissed
	SettledWith  string     `bun:"settled_with"` // attendance that the deed was about or made

	DelegateName  string `bun:"delegate_name"` // whom the answer names as substitute
	DelegateEmail string `bun:"delegate_email"`

	said        ical.Event // while the mail is read
	takenOverBy string     // name of the colleague who takes the answer over; empty while the mail is received
	notice      bounce.Notice
	results     string   // the header Verdict is read from
	answers     []string // Message-IDs of the mails it answers
	words       bool     // somebody wrote it, and not a program
	shared      bool     // it names several authors
	null        bool     // no answer may go to who sent it
}

// Open reports whether the mail still waits for staff.
func (n Incoming) Open() bool {
	return n.SettledAt == nil && (n.State == Review || n.State == Unreadable)
}

const maxComment = 2 << 10 // octets

// claim is what a letter says before anything is looked up, and the verdict where that alone decides.
func claim(raw []byte) (n Incoming, decided bool) {
	letter, openErr := Open(raw)
	n = Incoming{
		FromName: letter.From.Name, FromEmail: account.FoldEmail(letter.From.Address), Subject: letter.Subject,
		MailKey: mailKey(letter, raw), notice: letter.Notice, results: letter.Results, null: letter.Null,
		answers: letter.Answers, words: letter.written(), shared: letter.shared,
	}
	n.Search, n.SubjectKey, n.FromKey = database.Fold(n.Subject, n.FromName, n.FromEmail), database.FoldWord(n.Subject), database.FoldWord(n.FromName+" "+n.FromEmail)
	found, err := letter.Calendar()
	if err != nil || letter.Notice.Outcome != bounce.Nothing && found.Method != ical.MethodReply {
		n.State, n.Reason = withoutCalendar(letter, openErr, err)
		n.Comment = capped(strings.TrimSpace(letter.Text))
		return n, true
	}
	event := found.Events[0]
	n.Method, n.UID, n.Sequence, n.Comment = line(string(found.Method)), event.UID, int64(event.Sequence), capped(event.Comment)
	if !event.Stamp.IsZero() {
		stamp := event.Stamp.UTC()
		n.Stamp = &stamp
	}
	who := answering(event, n.FromEmail)
	n.Attendee, n.Answer, n.said = who.Email, string(who.PartStat), event
	n.readDelegate(who)
	n.State, n.Reason = byMethod(found.Method, event, who)
	if n.Reason == ForeignMethod && n.words {
		n.Comment = capped(strings.TrimSpace(letter.Text))
		if letter.enclosed {
			n.isLetter()
		}
	}
	if letter.several {
		n.State, n.Reason = Review, SeveralAnswers
	}
	return n, n.Reason == ForeignMethod || n.Reason == PlainLetter || n.Reason == SeveralAnswers
}

// withoutCalendar is the verdict on a mail without a calendar object that can be read.
func withoutCalendar(letter Letter, openErr, calendarErr error) (State, Reason) {
	switch {
	case letter.Notice.Outcome != bounce.Nothing:
		return Review, Undelivered
	case letter.Truncated || errors.Is(calendarErr, ical.ErrTooLarge):
		return Unreadable, TooLarge
	case len(letter.Calendars) > 0 || openErr != nil:
		return Unreadable, Broken
	case letter.Bounce:
		return Review, Undelivered
	case letter.From.Address == "" && letter.Text == "" && letter.HTML == "":
		return Unreadable, Broken
	case letter.Automatic:
		return Ignored, Automatic
	}
	return Review, PlainLetter
}

// answering picks the attendee the mail speaks for: the only one, or the one with the author's address.
func answering(event ical.Event, author string) ical.Attendee {
	for _, a := range event.Attendees {
		if same(a.Email, author) {
			return a
		}
	}
	if len(event.Attendees) > 0 {
		return event.Attendees[0]
	}
	return ical.Attendee{}
}

// byMethod is the verdict the calendar object alone allows; empty when the invitation must be looked up.
func byMethod(method ical.Method, event ical.Event, who ical.Attendee) (State, Reason) {
	switch method {
	case ical.MethodReply:
	case ical.MethodCounter:
		return Review, Countering
	case ical.MethodRefresh:
		return Review, Refreshing
	case "":
		return Review, PlainLetter // a gateway may have taken it away from an answer
	default:
		return Ignored, ForeignMethod
	}
	switch {
	case who.PartStat == ical.Delegated || len(who.DelegatedTo) > 0:
		return Review, Delegating
	case event.RecurrenceID != "":
		return Review, OneOccurrence
	case who.PartStat == ical.NeedsAction || who.PartStat == "":
		return Review, NoAnswer
	}
	return "", ""
}

// asked is what we know of the invitation a mail answers.
type asked struct {
	Email     string   // invited address
	Further   []string // addresses the invited person is known to write from
	Sequence  int64
	Cancelled bool
	LastStamp time.Time // DTSTAMP of the newest answer to this sequence; zero when there is none
}

// is reports whether the address is one of the invited person's.
func (a asked) is(address string) bool {
	return same(address, a.Email) || slices.ContainsFunc(a.Further, func(further string) bool { return same(address, further) })
}

// same reports whether two addresses mean one mailbox: programs write a domain with umlauts in either of its forms.
func same(a, b string) bool {
	return account.FoldEmail(a) == account.FoldEmail(b) || mail.Key(a) != "" && mail.Key(a) == mail.Key(b)
}

// judge is the verdict on a claim about a known invitation.
func (n Incoming) judge(known asked) (State, Reason) {
	switch {
	case n.Attendee == "":
		return Review, NoAttendee
	case !known.is(n.Attendee):
		return Review, UnknownAddress
	case n.FromEmail != n.Attendee && !known.is(n.FromEmail), n.shared:
		return Review, OtherAuthor
	case proof.Stored(n.Verdict).Forged():
		return Review, Forged
	case known.Cancelled:
		return Stale, TakenBack
	case n.State != "":
		return n.State, n.Reason
	case n.Sequence < known.Sequence:
		return Stale, OlderVersion
	case n.Stamp != nil && n.Stamp.Before(known.LastStamp):
		return Stale, OlderAnswer
	}
	return Matched, FirstAnswer
}

// mailKey is the same for the same mail although each delivery adds its own trace headers.
func mailKey(letter Letter, raw []byte) string {
	sum := sha256.New()
	write := func(parts ...string) {
		for _, part := range parts {
			_, _ = sum.Write([]byte(part + "\x00")) // hash.Hash never fails
		}
	}
	if letter.MessageID == "" {
		write(string(raw))
	} else {
		write(letter.MessageID, letter.From.Address, letter.Subject, letter.Text)
		for _, object := range letter.Calendars {
			write(string(object))
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func capped(s string) string {
	if len(s) > maxComment {
		s = strings.ToValidUTF8(s[:maxComment], "")
	}
	return strings.TrimSpace(strings.ReplaceAll(s, "\x00", ""))
}
