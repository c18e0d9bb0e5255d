package doctor

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"rundertisch/internal/i18n"
	"rundertisch/internal/id"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/imapbox"
	"rundertisch/internal/mail/proof"
)

const (
	lookEvery = 3 * time.Second
	looks     = 40 // about two minutes
	trialSize = 1 << 20
)

// mailbox goes through the mailbox's door and back.
func (p Patient) mailbox(ctx context.Context) []Finding {
	if p.Config.MailboxURL == "" {
		return []Finding{{"mailbox", Warning, "doctor.inbox.none", nil}}
	}
	server, box, findings := p.openMailbox(ctx)
	if findings != nil {
		return findings
	}
	box.Close() //nolint:contextcheck // the goodbye has its own time
	return []Finding{{"mailbox", OK, "doctor.inbox.ok", []any{server.String()}}}
}

func (p Patient) openMailbox(ctx context.Context) (imapbox.Server, *imapbox.Box, []Finding) {
	server, err := imapbox.ParseServer(p.Config.MailboxURL)
	if err != nil {
		return server, nil, []Finding{{"mailbox", Problem, "doctor.config.wrong", []any{oneLine(err)}}}
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	box, err := imapbox.Open(ctx, server)
	var problem *imapbox.Error
	switch {
	case errors.As(err, &problem):
		return server, nil, []Finding{{"mailbox", Problem, "doctor.inbox.trouble." + string(problem.Trouble), []any{server.String(), problem.Answer}}}
	case err != nil:
		return server, nil, []Finding{{"mailbox", Problem, "doctor.inbox.trouble.gone", []any{server.String(), oneLine(err)}}}
	}
	return server, box, nil
}

// roundTrip sends a mail to our own mailbox, waits for it, and says what receivers can know of its sender.
func (p Patient) roundTrip(ctx context.Context, l *i18n.Locale) []Finding {
	if p.Config.SMTPURL == "" || p.Config.MailboxURL == "" {
		return []Finding{{"mailbox", Problem, "doctor.trip.missing", nil}}
	}
	server, from, findings := p.server()
	if findings != nil {
		return findings
	}
	_, box, findings := p.openMailbox(ctx)
	if findings != nil {
		return findings
	}
	defer box.Close() //nolint:contextcheck // the goodbye has its own time
	mark := id.Token()
	sending, cancel := context.WithTimeout(ctx, 2*patience)
	defer cancel()
	err := mail.SendTrial(sending, server, from, from, l.T("doctor.trial.subject")+" "+mark, l.T("doctor.trip.text", p.Config.BaseURL))
	if err != nil {
		return trouble(server, err)
	}
	raw, err := p.await(ctx, box, mark)
	domain := mail.Domain(from.Address)
	switch {
	case err != nil:
		findings = []Finding{{"mailbox", Problem, "doctor.trip.unread", []any{from.Address, oneLine(err)}}}
	case raw == nil:
		findings = []Finding{{"mailbox", Problem, "doctor.trip.lost", []any{from.Address}}}
	default:
		findings = append([]Finding{{"mailbox", OK, "doctor.trip.ok", []any{from.Address}}}, p.arrived(ctx, raw, domain)...)
	}
	return append(findings, p.records(ctx, domain)...)
}

// await looks for the mail with the mark until it is there, and removes it. A running program may have put it into its folder meanwhile.
func (p Patient) await(ctx context.Context, box *imapbox.Box, mark string) ([]byte, error) {
	for n := 0; n < looks && ctx.Err() == nil; n++ {
		raw, uid, err := box.Find(ctx, mark, trialSize, "Processed", "Failed")
		if err != nil {
			return nil, err
		}
		if uid != 0 {
			return raw, box.Remove(ctx, uid)
		}
		p.Pause(ctx, lookEvery)
	}
	return nil, ctx.Err()
}

// arrived says what can be known of the sender of the mail that came back.
func (p Patient) arrived(ctx context.Context, raw []byte, domain string) []Finding {
	host := ""
	if u, err := url.Parse(p.Config.MailboxURL); err == nil {
		host = u.Hostname()
	}
	v := proof.Read(proof.Topmost(raw), proof.Ours(p.Config.MailAuthserv, host, domain), domain)
	findings := []Finding{map[proof.Result]Finding{
		proof.Pass: {"sender", OK, "doctor.sender.pass", nil},
		proof.Fail: {"sender", Problem, "doctor.sender.fail", nil},
		proof.None: {"sender", Warning, "doctor.sender.none", nil},
	}[v.DMARC]}
	domains, signed := proof.Signed(ctx, p.DNS, raw)
	switch {
	case len(domains) > 0:
		return append(findings, Finding{"dkim", OK, "doctor.dkim.ok", []any{strings.Join(domains, ", ")}})
	case signed:
		return append(findings, Finding{"dkim", Problem, "doctor.dkim.broken", nil})
	}
	return append(findings, Finding{"dkim", Warning, "doctor.dkim.none", nil})
}

// records reads what the domain says in the DNS.
func (p Patient) records(ctx context.Context, domain string) []Finding {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	spf := proof.SenderPolicy(ctx, p.DNS, domain)
	level := Problem
	switch spf {
	case proof.SPFGood:
		level = OK
	case proof.SPFNone:
		level = Warning
	}
	findings := []Finding{{"spf", level, "doctor.spf." + string(spf), []any{domain}}}
	if policy := proof.Policy(ctx, p.DNS, domain); policy != "" {
		return append(findings, Finding{"dmarc", OK, "doctor.dmarc.ok", []any{domain, policy}})
	}
	return append(findings, Finding{"dmarc", Warning, "doctor.dmarc.none", []any{domain}})
}
