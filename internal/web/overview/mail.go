package overviewweb

import (
	"strconv"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
	"rundertisch/internal/overview"
	"rundertisch/internal/sheet"
	"rundertisch/internal/web/page"
	overviewviews "rundertisch/views/overview"
	"rundertisch/views/shared"
)

// Mail tells whether a mail server is set up and what became of the mails, or answers with their list as a file.
func (p *Pages) Mail(r *page.Request) error {
	events, err := p.overview.Events(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	list := outboxList(r, events)
	rows, err := p.outbox(r, list)
	if err != nil {
		return err
	}
	if r.WantsFile() {
		return r.Table(r.L.T("overview.mail.file"), outboxFile(r, rows, events))
	}
	shown := overviewviews.MailPage{Frame: frame(r, r.Page("overview.mail.title")), From: p.from, Rows: shared.PageOf(&list, rows), Events: events}
	shown.List = list
	if shown.Unsettled, err = p.invites.Unsettled(r.Context(), r.Actor); err != nil {
		return err
	}
	if shown.Mailbox, err = p.mailbox(r); err != nil {
		return err
	}
	state, err := p.overview.Mail(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	shown.Held, shown.Failed, shown.Stats = state.Held, state.Count(mail.Failed), mailStats(list, r.L, state)
	return r.Render(overviewviews.Mail(shown))
}

// outboxList is the list of outgoing mail.
func outboxList(r *page.Request, events []event.Event) shared.List {
	ids := make([]string, len(events))
	for i, e := range events {
		ids[i] = e.ID
	}
	of := shared.Listing{
		Path: r.Path("mail"), Narrow: []shared.Narrow{{Name: "q"}, shared.OneOf("fate", overview.Fates()...)},
		Orders: []string{"at", "subject", "to", "fate"}, Falling: []string{"at"},
	}
	if len(ids) > 0 {
		of.Narrow = append(of.Narrow, shared.OneOf("event", ids...))
	}
	return r.List(of)
}

// outbox returns the rows that the list shows, sorted.
func (p *Pages) outbox(r *page.Request, list shared.List) ([]overviewviews.MailRow, error) {
	found, err := p.overview.Outbox(r.Context(), r.Actor, overview.Fate(list.Value("fate")), list.Value("event"))
	if err != nil {
		return nil, err
	}
	found = page.Find(found, list.Value("q"), func(m overview.Outgoing) []string { return []string{m.ToName, m.ToEmail, m.Subject} })
	page.Sort(list, found, func(m overview.Outgoing) string { return m.ID }, page.Keys[overview.Outgoing]{
		"at":      func(m overview.Outgoing) string { return page.Moment(m.At()) },
		"subject": func(m overview.Outgoing) string { return database.FoldWord(m.Subject) },
		"to":      func(m overview.Outgoing) string { return database.FoldWord(m.ToName + " " + m.ToEmail) },
		"fate":    func(m overview.Outgoing) string { return database.FoldWord(r.L.T("overview.mail." + string(m.Fate()))) },
	})
	rows := make([]overviewviews.MailRow, len(found))
	for i, m := range found {
		rows[i] = overviewviews.MailRow{Outgoing: m, Why: reason(r, m)}
		switch m.Origin {
		case attendance.Invited:
			rows[i].Href = r.Path("events", m.EventID, "invitations", m.AttendanceID)
		case attendance.Registered:
			rows[i].Href = r.Path("events", m.EventID, "registrations", m.AttendanceID)
		}
	}
	return rows, nil
}

func outboxFile(r *page.Request, rows []overviewviews.MailRow, events []event.Event) sheet.Source {
	titles := map[string]string{}
	for _, e := range events {
		titles[e.ID] = e.Title
	}
	cell := func(column string, value func(overviewviews.MailRow) string) page.Cell[overviewviews.MailRow] {
		return page.Cell[overviewviews.MailRow]{Label: r.L.T("overview.mail." + column), Value: value}
	}
	return page.TableOf(r.L.T("overview.mail.list"), rows,
		cell("subject", func(m overviewviews.MailRow) string { return m.Subject }),
		cell("to", func(m overviewviews.MailRow) string { return m.ToName }),
		cell("email", func(m overviewviews.MailRow) string { return m.ToEmail }),
		cell("event", func(m overviewviews.MailRow) string { return titles[m.EventID] }),
		cell("when", func(m overviewviews.MailRow) string { return r.L.Instant(m.At()) }),
		cell("state", func(m overviewviews.MailRow) string { return r.L.T("overview.mail." + string(m.Fate())) }),
		cell("reason", func(m overviewviews.MailRow) string { return m.Why }),
	)
}

// Retry sends a failed mail again, or all of them.
func (p *Pages) Retry(r *page.Request) error {
	var ids []string
	if chosen := r.Form().Value("mail"); chosen != "" {
		ids = []string{chosen}
	}
	n, err := p.invites.Retry(r.Context(), r.Actor, ids)
	if err != nil {
		return err
	}
	if n == 0 {
		return r.SeeOther(r.Path("mail"), "mail.flash.superseded")
	}
	return r.SeeOther(r.Path("mail"), "mail.flash.retried")
}

// SendTest sends a mail to the person who asks for it.
func (p *Pages) SendTest(r *page.Request) error {
	if err := p.invites.SendTest(r.Context(), r.Actor, r.L); err != nil {
		return err
	}
	return r.SeeOther(r.Path("mail"), "mail.flash.tested")
}

// mailStats are the numbers of each fate; a number leads to its mails.
func mailStats(list shared.List, l *i18n.Locale, m overview.Mail) []shared.Stat {
	stat := func(fate overview.Fate, alarm shared.Tone) shared.Stat {
		n := m.Count(fate.States()...)
		s := shared.Stat{Value: strconv.Itoa(n), Label: l.T("overview.mail." + string(fate))}
		if n > 0 {
			s.Tone, s.Href = alarm, list.With("fate", string(fate)).Address()
		}
		return s
	}
	return []shared.Stat{
		stat(overview.Sent, shared.Success), stat(overview.Waiting, shared.Neutral),
		stat(overview.Withheld, shared.Warning), stat(overview.GivenUp, shared.Danger), stat(overview.Returned, shared.Danger),
	}
}

// reason is the sentence for why a message was not taken, with what the server answered.
func reason(r *page.Request, m overview.Outgoing) string {
	said := ""
	if key := "mail.reason." + string(m.Reason); r.L.Has(key) {
		said = r.L.T(key)
	}
	switch {
	case m.State != mail.Failed && m.State != mail.Deferred && m.State != mail.Bounced:
		return ""
	case said == "":
		return m.LastError
	case m.LastError != "":
		return said + " (" + m.LastError + ")"
	}
	return said
}
