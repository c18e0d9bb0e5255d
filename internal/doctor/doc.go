// Package doctor looks at an installation from outside and says what is wrong and what to do: configuration, database, files, frozen
// reports, mail server, mailbox, public address, clock, time zone, seals of the audit trail and what waits in the outbox. It changes nothing and
// sends nothing, unless a trial mail is asked for.
//
// Each check is a small function from a Patient to Findings; a finding is a catalogue key with its arguments: doctor.KEY says what is,
// doctor.do.KEY what to do. Tables are only read.
package doctor

import (
	"context"
	"io/fs"
	"net/mail"
	"strings"
	"time"

	"rundertisch/internal/clock"
	"rundertisch/internal/config"
	"rundertisch/internal/i18n"
	"rundertisch/internal/mail/proof"
)

// Level is how bad a finding is.
type Level string

// The levels; only a Problem must be put right.
const (
	OK      Level = "ok"
	Warning Level = "warning"
	Problem Level = "problem"
)

// Finding is one line of the report.
type Finding struct {
	Check string // config, database, files, mail, mailbox, address, clock, outbox, trail
	Level Level
	Key   string
	Args  []any
}

// Message says what is.
func (f Finding) Message(l *i18n.Locale) string { return l.T(f.Key, f.Args...) }

// Advice says what to do, empty when nothing is.
func (f Finding) Advice(l *i18n.Locale) string {
	advice := "doctor.do." + strings.TrimPrefix(f.Key, "doctor.")
	if f.Level == OK || !l.Has(advice) {
		return ""
	}
	return l.T(advice)
}

// Patient is what is examined.
type Patient struct {
	Config     config.Config
	Wrong      error // what reading the configuration found
	Migrations fs.FS
	Clock      clock.Clock
	Disk       Disk
	TrialTo    *mail.Address // who gets a trial mail, nil for nobody
	RoundTrip  bool          // a trial mail goes to our own mailbox and is read back
	DNS        proof.Resolver
	Pause      func(ctx context.Context, length time.Duration) // between two looks into the mailbox
}

const (
	patience = 10 * time.Second // for one server's answer
	drift    = 2 * time.Minute  // how far two clocks may stand apart
)

// Examine runs all checks in their order. With a wrong configuration it says that alone.
func Examine(ctx context.Context, p Patient, l *i18n.Locale) []Finding {
	findings := p.configuration()
	if p.Wrong != nil {
		return findings
	}
	for _, check := range []func(context.Context) []Finding{p.data, p.files, p.post, p.mailbox, p.address, p.zone} {
		findings = append(findings, check(ctx)...)
	}
	if p.TrialTo != nil {
		findings = append(findings, p.trial(ctx, l)...)
	}
	if p.RoundTrip {
		findings = append(findings, p.roundTrip(ctx, l)...)
	}
	return findings
}

// Sick reports whether one of the findings is a problem.
func Sick(findings []Finding) bool {
	for _, f := range findings {
		if f.Level == Problem {
			return true
		}
	}
	return false
}
