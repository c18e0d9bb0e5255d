package mailbox

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"

	"rundertisch/internal/account"
	"rundertisch/internal/fault"
	"rundertisch/internal/ical"
	"rundertisch/internal/id"
	"rundertisch/internal/invite"
)

const (
	mailEnd   = ".eml"
	answerEnd = ".answer"
)

// Mail is one received mail in the list.
type Mail struct {
	ID       string
	Receiver string // envelope receiver, lower case
	Sender   string // as it is shown: name, else address
	Subject  string
	At       time.Time
	Method   ical.Method // of its calendar object; empty without one
	UID      string
	Answer   string // what the receiver answered to it; empty when nothing
}

// Box holds all mails of the demo. Safe for concurrent use.
type Box struct {
	dir *os.Root

	mu    sync.Mutex
	mails []Mail // oldest first
}

// Open reads the box in dir, which is made when it is missing.
func Open(dir string) (*Box, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	box := &Box{dir: root}
	return box, box.load()
}

// Close releases the folder.
func (b *Box) Close() error { return b.dir.Close() }

func (b *Box) load() error {
	entries, err := fs.ReadDir(b.dir.FS(), ".")
	if err != nil {
		return err
	}
	for _, entry := range entries {
		mailID, found := strings.CutSuffix(entry.Name(), mailEnd)
		if !found || !id.Valid(mailID) {
			continue
		}
		raw, err := b.dir.ReadFile(entry.Name())
		if err != nil {
			return err
		}
		answer, err := b.dir.ReadFile(mailID + answerEnd)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		b.mails = append(b.mails, listed(mailID, raw, string(answer)))
	}
	return nil
}

// listed reads what the list shows of a file.
func listed(mailID string, file []byte, answer string) Mail {
	envelope, raw := unpack(file)
	mail := Mail{ID: mailID, Receiver: envelope, Answer: answer}
	if parsed, err := ulid.ParseStrict(mailID); err == nil {
		mail.At = ulid.Time(parsed.Time()).UTC()
	}
	letter, _ := invite.Open(raw) // what could be read is shown
	if !letter.Date.IsZero() {
		mail.At = letter.Date.UTC()
	}
	mail.Subject, mail.Sender = letter.Subject, letter.From.Name
	if mail.Sender == "" {
		mail.Sender = letter.From.Address
	}
	if found, err := letter.Calendar(); err == nil {
		mail.Method, mail.UID = found.Method, found.Events[0].UID
	}
	return mail
}

// pack puts the envelope above the mail, as mail servers do on delivery.
func pack(from, to string, raw []byte) []byte {
	return append([]byte("Return-Path: <"+from+">\r\nDelivered-To: "+to+"\r\n"), raw...)
}

// unpack returns the envelope's receiver and the mail.
func unpack(file []byte) (receiver string, raw []byte) {
	_, rest, _ := bytes.Cut(file, []byte("\r\n"))
	to, raw, _ := bytes.Cut(rest, []byte("\r\n"))
	return strings.TrimPrefix(string(to), "Delivered-To: "), raw
}

// Keep stores a mail for one receiver; once it returns, the mail survives a crash.
func (b *Box) Keep(from, to string, raw []byte) error {
	mailID := id.New()
	file := pack(from, account.FoldEmail(to), raw)
	if err := b.write(mailID+mailEnd, file); err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.mails = append(b.mails, listed(mailID, file, ""))
	return nil
}

func (b *Box) write(name string, content []byte) error {
	file, err := b.dir.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	return errors.Join(err, file.Sync(), file.Close())
}

// Note remembers what the receiver of a mail answered to it.
func (b *Box) Note(mailID, answer string) error {
	if err := b.write(mailID+answerEnd, []byte(answer)); err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.mails {
		if b.mails[i].ID == mailID {
			b.mails[i].Answer = answer
		}
	}
	return nil
}

// List returns the mails, the newest first: all, or one receiver's.
func (b *Box) List(receiver string) []Mail {
	b.mu.Lock()
	defer b.mu.Unlock()
	var found []Mail
	for _, mail := range slices.Backward(b.mails) {
		if receiver == "" || mail.Receiver == receiver {
			found = append(found, mail)
		}
	}
	return found
}

// Receivers lists all receivers in alphabetical order.
func (b *Box) Receivers() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var found []string
	for _, mail := range b.mails {
		found = append(found, mail.Receiver)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// Find returns a mail, its bytes as received, and the newest mail to the same receiver about the same calendar entry
// (itself when there is none newer).
func (b *Box) Find(mailID string) (mail Mail, raw []byte, newest Mail, err error) {
	if !id.Valid(mailID) {
		return Mail{}, nil, Mail{}, fault.Missing()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	at := slices.IndexFunc(b.mails, func(m Mail) bool { return m.ID == mailID })
	if at < 0 {
		return Mail{}, nil, Mail{}, fault.Missing()
	}
	mail, newest = b.mails[at], b.mails[at]
	for _, other := range b.mails[at:] {
		if mail.UID != "" && other.UID == mail.UID && other.Receiver == mail.Receiver {
			newest = other
		}
	}
	file, err := b.dir.ReadFile(mailID + mailEnd)
	_, raw = unpack(file)
	return mail, raw, newest, err
}
