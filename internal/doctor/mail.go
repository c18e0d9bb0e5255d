package doctor

import (
	"context"
	"errors"
	netmail "net/mail"

	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
)

// post goes through the mail server's door and back.
func (p Patient) post(ctx context.Context) []Finding {
	if p.Config.SMTPURL == "" {
		return []Finding{{"mail", Warning, "doctor.mail.none", nil}}
	}
	server, from, findings := p.server()
	if findings != nil {
		return findings
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := mail.Probe(ctx, server, from); err != nil {
		return trouble(server, err)
	}
	return []Finding{{"mail", OK, "doctor.mail.ok", []any{server.String(), from.Address}}}
}

// trial sends one mail.
func (p Patient) trial(ctx context.Context, l *i18n.Locale) []Finding {
	if p.Config.SMTPURL == "" {
		return []Finding{{"mail", Problem, "doctor.mail.none", nil}}
	}
	server, from, findings := p.server()
	if findings != nil {
		return findings
	}
	ctx, cancel := context.WithTimeout(ctx, 2*patience)
	defer cancel()
	err := mail.SendTrial(ctx, server, from, *p.TrialTo, l.T("doctor.trial.subject"), l.T("doctor.trial.text", p.Config.BaseURL))
	if err != nil {
		return trouble(server, err)
	}
	return []Finding{{"mail", OK, "doctor.mail.sent", []any{p.TrialTo.Address}}}
}

func (p Patient) server() (mail.Server, netmail.Address, []Finding) {
	server, err := mail.ParseServer(p.Config.SMTPURL)
	from, fromErr := netmail.ParseAddress(p.Config.MailFrom)
	if err := errors.Join(err, fromErr); err != nil {
		return server, netmail.Address{}, []Finding{{"mail", Problem, "doctor.config.wrong", []any{oneLine(err)}}}
	}
	return server, *from, nil
}

func trouble(server mail.Server, err error) []Finding {
	kind, answer := mail.OtherTrouble, oneLine(err)
	var problem *mail.ProbeError
	if errors.As(err, &problem) {
		kind, answer = problem.Trouble, problem.Answer
	}
	return []Finding{{"mail", Problem, "doctor.mail.trouble." + string(kind), []any{server.String(), answer}}}
}
