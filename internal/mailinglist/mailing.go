package mailinglist

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/id"
	"rundertisch/internal/mail"
	"rundertisch/internal/mailing"
)

// Mailing is the kind of mailings to a list; the list is their subject.
const Mailing = "list"

const (
	messageMail = "list_message"
	maxSubject  = 200   // characters
	maxText     = 10000 // characters
)

// Message is what staff write to a list. Without English texts the German ones go to everybody.
type Message struct {
	Subject   string `json:"-"` // the mailing's title
	Text      string
	SubjectEN string
	TextEN    string
}

// Validate checks the form's fields title, text, subject_en and text_en.
func (m Message) Validate() error {
	var c fault.Checks
	c.Merge("", (mailing.Mailing{Title: m.Subject}).Validate())
	c.Require("text", m.Text)
	c.MaxLen("text", m.Text, maxText)
	c.MaxLen("subject_en", m.SubjectEN, maxSubject)
	c.MaxLen("text_en", m.TextEN, maxText)
	if (m.SubjectEN == "") != (m.TextEN == "") {
		c.Add("text_en", "mailinglist.fault.half_english")
	}
	return c.Err()
}

func (m Message) mailing(of mailing.Mailing) (mailing.Mailing, error) {
	m.Text, m.TextEN, m.SubjectEN = strings.TrimSpace(m.Text), strings.TrimSpace(m.TextEN), strings.TrimSpace(m.SubjectEN)
	content, err := json.Marshal(m)
	of.Title, of.Content = m.Subject, string(content)
	return of, err
}

// MessageOf reads what a mailing to a list says.
func MessageOf(of mailing.Mailing) (Message, error) {
	m := Message{Subject: of.Title}
	return m, json.Unmarshal([]byte(of.Content), &m)
}

// Draft keeps a message to a list as the draft of a mailing. Faults: those of Message, Conflict when the list is closed.
func (s *Service) Draft(ctx context.Context, a account.Actor, listID string, message Message) (mailing.Mailing, error) {
	if err := mayKeep(a); err != nil {
		return mailing.Mailing{}, err
	}
	l, err := findList(ctx, s.db.Read(), a, listID)
	if err == nil && !l.Open() {
		err = fault.New(fault.Conflict, "mailinglist.fault.closed_write")
	}
	if err == nil {
		err = message.Validate()
	}
	if err != nil {
		return mailing.Mailing{}, err
	}
	m, err := message.mailing(mailing.Mailing{Kind: Mailing, SubjectID: l.ID})
	if err != nil {
		return m, err
	}
	return s.mailings.Add(ctx, a, m)
}

// Redraft writes another message into the draft; see mailing.Service.Change.
func (s *Service) Redraft(ctx context.Context, a account.Actor, m mailing.Mailing, message Message) error {
	if err := message.Validate(); err != nil {
		return err
	}
	m, err := message.mailing(m)
	if err != nil {
		return err
	}
	return s.mailings.Change(ctx, a, m)
}

// messages writes the mailings to lists.
type messages struct{ *Service }

var _ mailing.Kind = messages{}

// Kind returns what writes the mailings to lists.
func (s *Service) Kind() mailing.Kind { return messages{s} }

// Ready admits lists that are open.
func (s messages) Ready(ctx context.Context, db bun.IDB, m mailing.Mailing, _ time.Time) error {
	l, err := listOf(ctx, db, "id", m.SubjectID)
	if err == nil && !l.Open() {
		err = fault.New(fault.Conflict, "mailinglist.fault.closed_write")
	}
	return err
}

// Receivers are the subscribers by name.
func (s messages) Receivers(ctx context.Context, db bun.IDB, m mailing.Mailing) ([]mailing.Receiver, error) {
	var members []Member
	err := db.NewSelect().Model(&members).Where("mm.list_id = ? AND mm.workspace_id = ? AND mm.state = ?", m.SubjectID, m.WorkspaceID, Subscribed).
		Order("mm.search", "mm.id").Scan(ctx)
	receivers := make([]mailing.Receiver, len(members))
	for i, one := range members {
		receivers[i] = mailing.Receiver{ReceiverID: one.ID, Name: one.Name, Email: one.Email}
	}
	return receivers, database.Fault(err)
}

// Preview writes the message as the receiver would get it.
func (s messages) Preview(ctx context.Context, db bun.IDB, m mailing.Mailing, to mailing.Receiver, note string) (mail.Message, error) {
	d, err := s.desk(ctx, db, m)
	if err != nil {
		return mail.Message{}, err
	}
	members, err := d.members(ctx, db, []mailing.Receiver{to})
	if err != nil {
		return mail.Message{}, err
	}
	one, there := members[to.ReceiverID]
	if !there {
		one = Member{Name: to.Name, Email: to.Email, Lang: string(i18n.German)}
	}
	return d.write(one, "vorschau", note)
}

// WriteIn writes to those of the part who are subscribed now.
func (s messages) WriteIn(ctx context.Context, tx bun.IDB, m mailing.Mailing, part []mailing.Receiver) error {
	d, err := s.desk(ctx, tx, m)
	if err != nil {
		return err
	}
	members, err := d.members(ctx, tx, part)
	if err != nil {
		return err
	}
	for i := range part {
		r := &part[i]
		one, there := members[r.ReceiverID]
		if !there || one.State != Subscribed {
			r.Reason = mailing.OptedOut
			continue
		}
		token, err := newLink(ctx, tx, one, s.clock.Now())
		if err != nil {
			return err
		}
		message, err := d.write(one, token, "")
		if err != nil {
			return err
		}
		message.ID = id.New()
		r.Turn, r.MessageID = mailing.Written, message.ID
		if err := s.outbox.QueueIn(ctx, tx, message); err != nil {
			return err
		}
	}
	return nil
}

// UnwriteIn takes nothing back: what was written has changed nothing about the receivers.
func (s messages) UnwriteIn(context.Context, bun.IDB, mailing.Mailing, []mailing.Receiver) error {
	return nil
}

// desk is where the mails of one mailing are written.
type desk struct {
	*Service
	mailing   mailing.Mailing
	message   Message
	list      List
	workspace account.Workspace
	wording   *mail.Wording
}

func (s messages) desk(ctx context.Context, db bun.IDB, m mailing.Mailing) (*desk, error) {
	d := &desk{Service: s.Service, mailing: m}
	var err error
	if d.message, err = MessageOf(m); err != nil {
		return nil, err
	}
	if d.list, err = listOf(ctx, db, "id", m.SubjectID); err != nil {
		return nil, err
	}
	if err := db.NewSelect().Model(&d.workspace).Where("w.id = ?", m.WorkspaceID).Scan(ctx); err != nil {
		return nil, database.Fault(err)
	}
	d.wording, err = s.texts.For(ctx, db, mail.Scope{WorkspaceID: m.WorkspaceID, ProjectID: m.ProjectID})
	return d, err
}

// members are the receivers as they are on the list now, by identifier.
func (d *desk) members(ctx context.Context, db bun.IDB, part []mailing.Receiver) (map[string]Member, error) {
	ids := make([]string, len(part))
	for i, r := range part {
		ids[i] = r.ReceiverID
	}
	var rows []Member
	err := db.NewSelect().Model(&rows).Where("mm.id IN (?) AND mm.list_id = ?", bun.List(ids), d.list.ID).Scan(ctx)
	byID := make(map[string]Member, len(rows))
	for _, one := range rows {
		byID[one.ID] = one
	}
	return byID, database.Fault(err)
}

// write makes the mail to a member; the note stands before its text.
func (d *desk) write(to Member, token, note string) (mail.Message, error) {
	lang := i18n.Lang(to.Lang)
	fields := d.frame(d.list, d.workspace, to)
	fields["summary"] = either(lang, d.message.SubjectEN, d.message.Subject)
	fields["personal_text"] = strings.TrimSpace(note + "\n\n" + either(lang, d.message.TextEN, d.message.Text))
	fields["quiet_url"] = i18n.InLanguage(d.address(token), lang)
	said, err := d.wording.Render(lang, messageMail, fields)
	return mail.Message{
		MailingID: d.mailing.ID, WorkspaceID: d.list.WorkspaceID, ProjectID: d.list.ProjectID, Kind: messageMail, ToName: to.Name, ToEmail: to.Email,
		Subject: said.Subject, Text: said.Text, HTML: said.HTML, Unsubscribe: d.address(token),
	}, err
}
