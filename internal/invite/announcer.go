package invite

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
	"rundertisch/internal/ical"
	"rundertisch/internal/id"
	"rundertisch/internal/mail"
)

// Announcer tells people by mail what becomes of an event and of their places. It is built before event.Service and
// attendance.Service, which tell it of every change in their transactions.
type Announcer struct {
	mail      *mail.Service
	texts     *mail.Renderer
	catalogue *i18n.Catalogue
	clock     clock.Clock
	baseURL   string
}

var (
	_ event.Observer      = (*Announcer)(nil)
	_ attendance.Observer = (*Announcer)(nil)
)

// NewAnnouncer returns the announcer; baseURL is the program's public address without a slash at the end. A missing part
// is an error.
func NewAnnouncer(mails *mail.Service, texts *mail.Renderer, catalogue *i18n.Catalogue, clock clock.Clock, baseURL string) (*Announcer, error) {
	if mails == nil || texts == nil || catalogue == nil || clock == nil || baseURL == "" {
		return nil, errors.New("invite: a required part is missing")
	}
	return &Announcer{mail: mails, texts: texts, catalogue: catalogue, clock: clock, baseURL: baseURL}, nil
}

// desk is where the mails about one event are written.
type desk struct {
	*Announcer
	tx        bun.IDB
	now       time.Time
	event     event.Event
	workspace account.Workspace
	wording   *mail.Wording
	items     map[string]event.ProgrammeItem // read when first needed
	first     bool                           // nobody has written to the person before
	link      struct{ of, token string }     // the personal link made last
}

func (a *Announcer) desk(ctx context.Context, tx bun.IDB, e event.Event) (*desk, error) {
	d := &desk{Announcer: a, tx: tx, now: a.clock.Now(), event: e}
	var err error
	d.workspace, err = database.Shared(ctx, houseKey(e.WorkspaceID), func() (w account.Workspace, err error) {
		err = tx.NewSelect().Model(&w).Where("w.id = ?", e.WorkspaceID).Scan(ctx)
		return w, database.Fault(err)
	})
	if err != nil {
		return d, err
	}
	scope := mail.Scope{WorkspaceID: e.WorkspaceID, ProjectID: e.ProjectID}
	d.wording, err = database.Shared(ctx, scope, func() (*mail.Wording, error) { return a.texts.For(ctx, tx, scope) })
	return d, err
}

// Of what mails written together read once, besides the wording of a scope.
type (
	houseKey string // workspace
	itemsKey string // programme of an event, by item
)

func (d *desk) item(ctx context.Context, itemID string) (event.ProgrammeItem, error) {
	if d.items == nil {
		var err error
		d.items, err = database.Shared(ctx, itemsKey(d.event.ID), func() (map[string]event.ProgrammeItem, error) {
			items, err := event.ListItemsIn(ctx, d.tx, d.event.ID)
			known := make(map[string]event.ProgrammeItem, len(items))
			for _, item := range items {
				known[item.ID] = item
			}
			return known, err
		})
		if err != nil {
			return event.ProgrammeItem{}, err
		}
	}
	return d.items[itemID], nil
}

func (d *desk) locale(lang string) *i18n.Locale {
	return d.catalogue.Locale(i18n.Lang(lang), d.event.Location())
}

// page is the event's public page; empty for events without one.
func (d *desk) page() string {
	if !d.event.Kind.Public() {
		return ""
	}
	return d.baseURL + "/v/" + d.event.Slug
}

func (d *desk) organizer() ical.Organizer {
	from := d.mail.From()
	return ical.Organizer{Name: joined("", from.Name), Email: from.Address}
}

// letter is one mail before it is written.
type letter struct {
	kind   string // the template's name
	to     attendance.Attendance
	thread string      // what the outbox orders by: identifier of the attendance or of the workshop place
	fields mail.Fields // besides those of every mail
	method ical.Method // empty for a mail without a calendar part
	whole  bool        // of a CANCEL: the event itself is off
	entry  ical.Entry

	id, mailing string // of the message: made when empty; the mailing it is part of
	bare        bool   // without a personal link: the address is not the person's yet, not any more, or there is nothing left to see
}

// send queues the letter with a personal link; letters to one person written one after the other share it. Who was erased gets none.
func (d *desk) send(ctx context.Context, m letter) error {
	if m.to.ErasedAt != nil {
		return nil
	}
	if m.bare {
		return d.queue(ctx, m, "")
	}
	if d.link.of != m.to.ID {
		token, err := attendance.MailedLinkIn(ctx, d.tx, d.now, d.event.EndsAt, m.to.ID)
		if err != nil {
			return err
		}
		d.link.of, d.link.token = m.to.ID, token
	}
	return d.queue(ctx, m, d.baseURL+"/a/"+d.link.token)
}

func (d *desk) queue(ctx context.Context, m letter, link string) error {
	message, err := d.write(m, link)
	if err != nil {
		return err
	}
	message.First = d.first
	watching(ctx).add(m, message)
	return d.mail.QueueIn(ctx, d.tx, message)
}

// write makes the finished mail.
func (d *desk) write(m letter, link string) (mail.Message, error) {
	said, err := d.wording.Render(i18n.Lang(m.to.Lang), m.kind, d.fields(m, link))
	if err != nil {
		return mail.Message{}, err
	}
	if m.id == "" {
		m.id = id.New()
	}
	object, err := m.object()
	return mail.Message{
		ID: m.id, MailingID: m.mailing, WorkspaceID: d.event.WorkspaceID, ProjectID: d.event.ProjectID, Kind: m.kind, ThreadKey: m.thread,
		Sequence: m.entry.Sequence, ToName: m.to.Name, ToEmail: m.to.Email,
		Subject: said.Subject, Text: said.Text, HTML: said.HTML, Method: string(m.method), Calendar: string(object),
	}, err
}

func (m letter) object() ([]byte, error) {
	switch m.method {
	case ical.MethodRequest:
		return ical.Request(m.entry)
	case ical.MethodCancel:
		return ical.Cancel(m.entry, m.whole)
	}
	return nil, nil
}

// fields is what every template may say.
func (d *desk) fields(m letter, link string) mail.Fields {
	l := d.locale(m.to.Lang)
	from, lang := d.mail.From(), i18n.Lang(m.to.Lang)
	if link != "" {
		link = i18n.InLanguage(link, lang)
	}
	fields := mail.Fields{
		"receiver_name": m.to.Name, "event_title": d.event.Title, "event_kind": l.T("event.kind." + string(d.event.Kind)),
		"event_when": d.when(l, d.event), "event_place": place(d.event),
		"answer_url": link, "self_service_url": link, "organisation": d.workspace.Name,
		"sender_name": from.Name, "sender_email": from.Address,
		"funding_notice": d.workspace.FundingNotice, "imprint": d.workspace.Imprint,
	}
	if public := d.page(); public != "" {
		fields["event_url"] = i18n.InLanguage(public, lang)
	}
	if m.to.Place == attendance.Waitlisted && m.fields["programme_item"] == "" {
		fields["waitlisted"] = mail.Yes
	}
	if m.method != "" {
		fields["calendar_entry"] = mail.Yes
	}
	if m.entry.Status == ical.Provisional {
		fields["provisional"] = mail.Yes
		delete(fields, "answer_url") // nothing is asked yet
		delete(fields, "self_service_url")
	}
	for name, value := range m.fields {
		fields[name] = value
	}
	return fields
}
