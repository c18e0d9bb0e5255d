package doctor

import (
	"cmp"
	"context"
	"time"

	"rundertisch/internal/audit"
	"rundertisch/internal/database"
)

const (
	unsealedFor = 26 * time.Hour  // nobody seals when an entry waits so long
	readingTime = 5 * time.Minute // for all entries of the trail
	headLength  = 16              // characters of a hash that are enough to compare
)

// trail compares the audit trail with its seals.
func (p Patient) trail(ctx context.Context, db *database.DB) []Finding {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), readingTime)
	defer cancel()
	report, err := audit.Verify(ctx, db)
	if err != nil {
		return []Finding{{"trail", Problem, "doctor.database.unreadable", []any{oneLine(err)}}}
	}
	var findings []Finding
	for _, b := range report.Breaks {
		findings = append(findings, Finding{"trail", Problem, "doctor.trail." + string(b.Wrong), []any{
			b.Seal.Number, b.Seal.FromAt.Format(time.RFC3339), b.Seal.ToAt.Format(time.RFC3339), b.Seal.Entries, b.Found,
		}})
	}
	if report.Unsealed > 0 && p.Clock.Now().Sub(report.Oldest) > unsealedFor {
		findings = append(findings, Finding{"trail", Warning, "doctor.trail.unsealed", []any{report.Unsealed, report.Oldest.Format(time.RFC3339)}})
	}
	changes, breaks, err := audit.VerifyHistory(ctx, db)
	if err != nil {
		return append(findings, Finding{"trail", Problem, "doctor.database.unreadable", []any{oneLine(err)}})
	}
	for _, b := range breaks {
		findings = append(findings, Finding{"trail", Problem, "doctor.trail.history", []any{b.Project, cmp.Or(b.From, "–"), b.To, b.Rows, b.Found}})
	}
	switch {
	case findings != nil:
		return findings
	case report.Seals == 0:
		return []Finding{{"trail", OK, "doctor.trail.none", []any{report.Unsealed}}}
	}
	return []Finding{{"trail", OK, "doctor.trail.ok", []any{report.Entries, report.Seals, report.Head[:min(len(report.Head), headLength)], report.Erased, changes}}}
}
