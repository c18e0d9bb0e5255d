package overviewweb

import (
	"strconv"

	"rundertisch/internal/mail"
	"rundertisch/internal/overview"
	"rundertisch/internal/web/page"
	overviewviews "rundertisch/views/overview"
	"rundertisch/views/shared"
)

// Mail tells whether a mail server is set up and what became of the mails.
func (p *Pages) Mail(r *page.Request) error {
	state, err := p.overview.Mail(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	unsettled, err := p.invites.Unsettled(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	shown := overviewviews.MailPage{
		Frame: frame(r, r.Page("overview.mail.title")), Held: state.Held, From: p.from, Stats: mailStats(r, state), Unsettled: unsettled,
	}
	for _, m := range state.Failed {
		shown.Failed = append(shown.Failed, overviewviews.FailedMail{
			ID: m.ID, To: m.ToEmail, Subject: m.Subject, When: r.L.Instant(m.CreatedAt), Reason: reason(r, m),
		})
	}
	return r.Render(overviewviews.Mail(shown))
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

func mailStats(r *page.Request, m overview.Mail) []shared.Stat {
	stat := func(key string, alarm shared.Tone, states ...mail.State) shared.Stat {
		n := m.Count(states...)
		s := shared.Stat{Value: strconv.Itoa(n), Label: r.L.T(key)}
		if n > 0 {
			s.Tone = alarm
		}
		return s
	}
	return []shared.Stat{
		stat("overview.mail.sent", shared.Success, mail.Sent),
		stat("overview.mail.waiting", shared.Neutral, mail.Queued, mail.Sending, mail.Deferred),
		stat("overview.mail.withheld", shared.Warning, mail.Withheld),
		stat("overview.mail.given_up", shared.Danger, mail.Failed),
	}
}

// reason is the sentence for why a message was given up, with what the server answered.
func reason(r *page.Request, m mail.Message) string {
	said := ""
	if key := "mail.reason." + string(m.Reason); r.L.Has(key) {
		said = r.L.T(key)
	}
	switch {
	case said == "":
		return m.LastError
	case m.LastError != "":
		return said + " (" + m.LastError + ")"
	}
	return said
}
