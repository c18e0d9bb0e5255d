package mailingweb

import (
	"context"
	"net/mail"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"rundertisch/internal/database"
	"rundertisch/internal/invite"
	outbox "rundertisch/internal/mail"
	"rundertisch/internal/mailing"
	"rundertisch/internal/sheet"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	letterviews "rundertisch/views/letter"
	mailingviews "rundertisch/views/mailing"
	"rundertisch/views/shared"
)

const timeLabels = "mailing.time."

// Show is the page of a mailing: its review before it is sent, its progress from then on.
func (p *Pages) Show(r *page.Request) error {
	found, err := p.mailings.Find(r.Context(), r.Actor, r.Params("mailing"))
	if err != nil {
		return err
	}
	if state := found.State(); state == mailing.Draft || state == mailing.Scheduled {
		return p.review(r, found, r.Render, p.timeForm(r, found))
	}
	return p.sent(r, found)
}

// timeForm proposes the time that is chosen already; tomorrow morning when none is.
func (p *Pages) timeForm(r *page.Request, m mailing.Progress) shared.Form {
	at := r.Now().In(p.mailings.Zone()).AddDate(0, 0, 1)
	clock := "09:00"
	if m.RunAt != nil {
		at = m.RunAt.In(p.mailings.Zone())
		clock = at.Format("15:04")
	}
	form := shared.Fill(map[string]string{"day": at.Format("2006-01-02"), "clock": clock})
	form.Labels = timeLabels
	return form
}

func (p *Pages) base(r *page.Request, m mailing.Progress) (mailingviews.Base, error) {
	about, err := p.subject(r, m.Mailing)
	if err != nil {
		return mailingviews.Base{}, err
	}
	limit, err := p.mail.Cap(r.Context())
	return mailingviews.Base{
		Page: frame(r, r.Titled(m.Title), views.Crumb{Label: r.L.T("mailing.list.title"), Href: r.Path("mailings")}),
		At:   at(r), Progress: m, Subject: about, MayWrite: r.Actor.Works(), Held: p.mail.Held(), Cap: limit, Zone: p.mailings.Zone(),
	}, err
}

func (p *Pages) review(r *page.Request, m mailing.Progress, answer func(templ.Component) error, form shared.Form) error {
	base, err := p.base(r, m)
	if err != nil {
		return err
	}
	review, err := p.mailings.Review(r.Context(), r.Actor, m.ID)
	if err != nil {
		return err
	}
	shown := mailingviews.ReviewPage{Base: base, Review: review, Form: form}
	shown.HasErrors = form.HasErrors()
	if p.desks[m.Kind] != nil {
		shown.Edit = at(r) + "/edit"
	}
	if n := len(review.Reached); n > 0 {
		number, _ := strconv.Atoi(r.Query("person"))
		shown.Number = min(max(1, number), n)
		message, err := p.mailings.Preview(r.Context(), r.Actor, m.Mailing, review.Reached[shown.Number-1])
		if err != nil {
			return err
		}
		shown.Letter = letterviews.Show(r.L, p.read(message)).WithoutLinks("/vorschau")
		if shown.Letter.Bar != nil {
			shown.Letter.Bar.Preview = true
		}
	}
	return answer(mailingviews.Review(shown))
}

// read is the message as its receiver would have it.
func (p *Pages) read(m outbox.Message) invite.Letter {
	letter := invite.Letter{From: p.mail.From(), To: []mail.Address{{Name: m.ToName, Address: m.ToEmail}}, Subject: m.Subject, Text: m.Text, HTML: m.HTML}
	if m.Calendar != "" {
		letter.Calendars = [][]byte{[]byte(m.Calendar)}
	}
	return letter
}

func (p *Pages) sent(r *page.Request, m mailing.Progress) error {
	list := r.List(shared.Listing{
		Path: at(r), Narrow: []shared.Narrow{{Name: "q"}, shared.OneOf("fate", mailing.Fates()...)},
		Orders: []string{"place", "name", "fate", "attempts", "at"}, Falling: []string{"at", "attempts"},
	})
	all, err := p.mailings.Rows(r.Context(), r.Actor, m.Mailing)
	if err != nil {
		return err
	}
	fates := map[mailing.Fate]int{}
	for _, row := range all {
		fates[row.Fate]++
	}
	rows := rowsOf(list, all)
	base, err := p.base(r, m)
	if err != nil {
		return err
	}
	if r.WantsFile() {
		return r.Table(r.L.T("mailing.rows.file"), rowsFile(r, base.Page, rows))
	}
	base.Live = m.State() == mailing.Sending
	leads, err := p.leads(r, m.Mailing)
	if err != nil {
		return err
	}
	shown := mailingviews.SentPage{Base: base, Leads: leads, Fates: fates, Rows: shared.PageOf(&list, rows)}
	shown.List = list
	return r.Render(mailingviews.Sent(shown))
}

// rowsOf are the rows that the list shows, in its order.
func rowsOf(list shared.List, rows []mailing.Row) []mailing.Row {
	rows = page.Find(rows, list.Value("q"), func(row mailing.Row) []string { return []string{row.Name, row.Email, row.Organisation} })
	if fate := mailing.Fate(list.Value("fate")); fate != "" {
		rows = slices.DeleteFunc(rows, func(row mailing.Row) bool { return row.Fate != fate })
	}
	place := func(row mailing.Row) string { return page.Figure(row.Position) }
	page.Sort(list, rows, place, page.Keys[mailing.Row]{
		"place":    place,
		"name":     func(row mailing.Row) string { return database.FoldWord(row.Name) },
		"fate":     func(row mailing.Row) string { return page.Figure(slices.Index(mailing.Fates(), row.Fate)) },
		"attempts": func(row mailing.Row) string { return page.Figure(row.Mail.Attempts) },
		"at":       func(row mailing.Row) string { return page.Moment(row.At()) },
	})
	return rows
}

func rowsFile(r *page.Request, frame views.Page, rows []mailing.Row) sheet.Source {
	cell := func(column string, value func(mailing.Row) string) page.Cell[mailing.Row] {
		return page.Cell[mailing.Row]{Label: r.L.T("mailing.column." + column), Value: value}
	}
	return page.TableOf(r.L.T("mailing.rows.title"), rows,
		cell("name", func(row mailing.Row) string { return row.Name }),
		cell("email", func(row mailing.Row) string { return row.Email }),
		cell("organisation", func(row mailing.Row) string { return row.Organisation }),
		cell("fate", func(row mailing.Row) string { return r.L.T("mailing.fate." + string(row.Fate)) }),
		cell("why", func(row mailing.Row) string { return mailingviews.Why(frame, row) }),
		cell("answer", func(row mailing.Row) string { return row.Mail.LastError }),
		cell("attempts", func(row mailing.Row) string { return r.L.Number(row.Mail.Attempts) }),
		cell("when", func(row mailing.Row) string { return r.L.Instant(row.At()) }),
	)
}

// Live tells how far a mailing has come as long as it is being sent.
func (p *Pages) Live(r *page.Request) error {
	found, err := p.mailings.Find(r.Context(), r.Actor, r.Params("mailing"))
	if err != nil {
		return err
	}
	base, err := p.base(r, found)
	if err != nil {
		return err
	}
	actor := r.Actor
	return r.Live(func(ctx context.Context) (templ.Component, bool, error) {
		now, err := p.mailings.Find(ctx, actor, found.ID)
		if err != nil {
			return nil, false, err
		}
		part := base
		part.Progress = now
		if now.State() != mailing.Sending {
			return mailingviews.Ended(part), true, nil
		}
		part.Cap, err = p.mail.Cap(ctx)
		return mailingviews.ProgressPart(part), false, err
	})
}
