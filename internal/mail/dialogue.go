package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"regexp"
	"sync"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

const perSession = 100 // mails over one connection; relays end longer sessions

// How long we wait for a mail server. The last answer may take long, while it looks the mail through (RFC 5321, 4.5.3.2.6):
// giving up earlier would send mails twice.
const (
	dialTime    = 20 * time.Second
	commandTime = time.Minute
	answerTime  = 5 * time.Minute
	goodbyeTime = 5 * time.Second
)

// parcel is a mail ready to be handed over.
type parcel struct {
	from, to string // envelope, in angle brackets
	raw      *bytes.Buffer
}

// buffers hold mails on their way; they are large, and there are many.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// pack writes the mail out, so that handing it over needs no more than the line. Let go of it with done.
func pack(msg *gomail.Msg) (parcel, error) {
	from, err := msg.GetSender(false)
	if err != nil {
		return parcel{}, err
	}
	to, err := msg.GetRecipients()
	if err != nil {
		return parcel{}, err
	}
	if len(to) != 1 {
		return parcel{}, fmt.Errorf("%d receivers, a mail has one", len(to))
	}
	raw, _ := buffers.Get().(*bytes.Buffer)
	raw.Reset()
	_, err = msg.WriteTo(raw)
	return parcel{from: from, to: to[0], raw: raw}, err
}

func (p parcel) done() {
	if p.raw != nil {
		buffers.Put(p.raw)
	}
}

// step is how far a dialogue had come when it failed.
type step int

const (
	atDial   step = iota // connection, TLS, sign-in: no mail was named
	atFrom               // the sender
	atTo                 // the receiver
	atData               // the bytes, before the dot that ends them: the server has no mail
	atAnswer             // behind the dot: without a code, the server may have taken the mail
)

// dialogueError says at which step a dialogue failed, and with which answer: code 0 when there was none.
type dialogueError struct {
	step     step
	code     int
	enhanced string // RFC 3463; may be empty
	err      error
}

func (e *dialogueError) Error() string { return e.err.Error() }
func (e *dialogueError) Unwrap() error { return e.err }

// errOtherNamed makes send dial anew: the server waits for a mail that does not come.
var errOtherNamed = errors.New("mail: another mail was named ahead")

var enhancedForm = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}\b`)

// answered reports whether err is an answer, after which the dialogue can go on.
func answered(err error) bool {
	var answer *textproto.Error
	return errors.As(err, &answer) && answer.Code != 421
}

func failedAt(at step, err error) error {
	if err == nil {
		return nil
	}
	failed := &dialogueError{step: at, err: err}
	var answer *textproto.Error
	if errors.As(err, &answer) {
		failed.code, failed.enhanced = answer.Code, enhancedForm.FindString(answer.Msg)
	}
	return failed
}

// connection is at most one open SMTP session. It is used by one goroutine.
type connection struct {
	client *gomail.Client
	open   *smtp.Client
	mails  int    // sent over the open session
	named  string // envelope sender, which no two mails share, of the mail named ahead; empty for none

	patience struct{ command, answer time.Duration }
}

func newConnection(server Server, helo string) (*connection, error) {
	client, err := server.client(helo)
	if err != nil {
		return nil, fmt.Errorf("mail server %s: %w", server, err)
	}
	c := &connection{client: client}
	c.patience.command, c.patience.answer = commandTime, answerTime
	return c, nil
}

// turn is one mail in the row of mails.
type turn struct {
	parcel
	next    *parcel      // the mail after it, when that is known: the one send is called with next
	release func() error // asked before the dot that ends the mail: with its error the mail is taken back, and the error returned
}

// send hands over one mail; nil means that the server has taken it. A session the server closed while it was idle is replaced once.
func (c *connection) send(ctx context.Context, t turn) error {
	reused := c.open != nil
	err := c.sendOnce(ctx, t)
	if reused && stale(err) {
		err = c.sendOnce(ctx, t)
	}
	return err
}

// stale reports whether err looks like a session that the server had ended before this mail: nothing was handed over.
func stale(err error) bool {
	var failed *dialogueError
	return errors.As(err, &failed) && failed.step == atFrom && (failed.code == 0 || failed.code == 421)
}

func (c *connection) sendOnce(ctx context.Context, t turn) error {
	if c.open == nil {
		open, err := c.client.DialToSMTPClientWithContext(ctx)
		if err != nil {
			return failedAt(atDial, err)
		}
		c.open, c.mails, c.named = open, 0, ""
	}
	c.mails++
	err := c.talk(t)
	switch {
	case err == nil && c.mails >= perSession:
		c.close()
	case err != nil:
		c.recover(err)
	}
	return err
}

// talk speaks the dialogue of one mail (RFC 5321, 3.3). Where the server allows it, the next mail is named right behind the dot of
// this one (RFC 2920, 3.1), so that each mail takes one way to the server and back.
func (c *connection) talk(t turn) error {
	c.within(c.patience.command)
	body, err := c.name(t.parcel)
	if err != nil {
		return err
	}
	if _, err := body.Write(t.raw.Bytes()); err != nil {
		return failedAt(atData, err)
	}
	if t.release != nil {
		if err := t.release(); err != nil {
			return err
		}
	}
	c.within(c.patience.answer)
	if err := body.Close(); err != nil {
		return failedAt(atAnswer, err)
	}
	if _, plain := body.(*smtp.DataCloser); plain {
		return nil
	}
	if t.next != nil && c.mails < perSession {
		_ = c.nameAhead(*t.next) // a line that broke shows in the answers; the one to this mail may be here already
	}
	_, _, err = c.open.Text.ReadResponse(250)
	return failedAt(atAnswer, err)
}

// name names sender and receiver, if they are not named yet, and returns where the mail's bytes go.
func (c *connection) name(p parcel) (io.WriteCloser, error) {
	if can, _ := c.open.Extension("PIPELINING"); !can {
		return c.nameByStep(p)
	}
	switch c.named {
	case p.from:
	case "":
		if err := c.nameAhead(p); err != nil {
			return nil, failedAt(atFrom, err)
		}
	default:
		c.drop()
		return nil, failedAt(atFrom, errOtherNamed)
	}
	c.named = ""
	return c.accepted()
}

// nameByStep names sender and receiver, one command after the other, and returns where the mail's bytes go.
func (c *connection) nameByStep(p parcel) (io.WriteCloser, error) {
	if err := c.open.Mail(p.from); err != nil {
		return nil, failedAt(atFrom, err)
	}
	c.within(c.patience.command)
	if err := c.open.Rcpt(p.to); err != nil {
		return nil, failedAt(atTo, err)
	}
	c.within(c.patience.command)
	body, err := c.open.Data()
	return body, failedAt(atData, err)
}

// nameAhead names sender and receiver in one go (RFC 2920): the way to a far mail server and back is made once and not three times.
func (c *connection) nameAhead(p parcel) error {
	extra := ""
	if can, _ := c.open.Extension("8BITMIME"); can {
		extra = " BODY=8BITMIME"
	}
	c.named = p.from
	return c.open.Text.PrintfLine("MAIL FROM:%s%s\r\nRCPT TO:%s\r\nDATA", p.from, extra, p.to)
}

// accepted reads the answers to nameAhead.
func (c *connection) accepted() (io.WriteCloser, error) {
	line := c.open.Text
	var refused error
	for _, expected := range []struct {
		at   step
		code int
	}{{atFrom, 250}, {atTo, 25}, {atData, 354}} {
		_, _, err := line.ReadResponse(expected.code)
		if refused == nil {
			refused = failedAt(expected.at, err)
		}
		if err != nil && !answered(err) {
			return nil, refused
		}
		if expected.at == atData && err == nil && refused != nil { // it wants the bytes of a mail that it has refused
			c.drop()
		}
	}
	if refused != nil {
		return nil, refused
	}
	return line.DotWriter(), nil
}

// within gives the server time for its next answer.
func (c *connection) within(patience time.Duration) {
	_ = c.open.UpdateDeadline(patience) // a broken connection tells so with the next command
}

// recover makes the session ready for the next mail after a refusal, and ends one that is of no use any more.
func (c *connection) recover(err error) {
	var failed *dialogueError
	refused := errors.As(err, &failed) && failed.code >= 400 && failed.code != 421
	if c.open == nil || !refused || c.mails >= perSession {
		c.drop()
		return
	}
	if c.named != "" { // the server is at the next mail already
		return
	}
	c.within(c.patience.command)
	if c.open.Reset() != nil {
		c.drop()
	}
}

// drop ends the session without ceremony, after an error: a mail whose end has not come is not taken.
func (c *connection) drop() {
	if c.open != nil {
		c.open.Close() //nolint:errcheck // broken already
		c.open, c.named = nil, ""
	}
}

// close ends the session politely; a server that has gone is no error, nor is one that waits for the mail that was named ahead.
func (c *connection) close() {
	if c.named != "" {
		c.drop()
	}
	if c.open == nil {
		return
	}
	if err := c.open.UpdateDeadline(goodbyeTime); err == nil {
		err = c.client.CloseWithSMTPClient(c.open)
		if err == nil {
			c.open = nil
			return
		}
	}
	c.drop()
}
