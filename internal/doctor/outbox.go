package doctor

import (
	"context"
	"time"

	"rundertisch/internal/database"
)

const stuck = 10 * time.Minute // a lease that ended so long ago should have been taken over

// waiting looks at mails that did not leave and at work that nobody goes on with.
func (p Patient) waiting(ctx context.Context, db *database.DB) []Finding {
	var findings []Finding
	for _, one := range []struct {
		key, query string
		args       []any
	}{
		{"doctor.outbox.failed", "SELECT count(*) FROM mail_messages WHERE state = 'failed'", nil},
		{"doctor.outbox.withheld", "SELECT count(*) FROM mail_messages WHERE state = 'withheld'", nil},
		{"doctor.outbox.late", "SELECT count(*) FROM mail_messages WHERE done_at IS NULL AND state IN ('queued', 'sending') AND run_at < ?", p.before(stuck)},
		{"doctor.outbox.stale", "SELECT count(*) FROM jobs WHERE done_at IS NULL AND leased_until < ?", p.before(stuck)},
		{"doctor.outbox.jobs", "SELECT count(*) FROM jobs WHERE done_at IS NULL AND last_error <> ''", nil},
		{"doctor.outbox.future", "SELECT count(*) FROM audit_entries WHERE at > ?", p.before(-drift)},
	} {
		var count int
		if err := db.Read().NewRaw(one.query, one.args...).Scan(ctx, &count); err != nil {
			return append(findings, Finding{"outbox", Problem, "doctor.database.unreadable", []any{oneLine(err)}})
		}
		if count > 0 {
			findings = append(findings, Finding{"outbox", Warning, one.key, []any{count}})
		}
	}
	if findings == nil {
		findings = []Finding{{"outbox", OK, "doctor.outbox.ok", nil}}
	}
	return findings
}

func (p Patient) before(d time.Duration) []any { return []any{p.Clock.Now().Add(-d)} }
