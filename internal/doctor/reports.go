package doctor

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"rundertisch/internal/database"
)

// frozenReport is a report as the funder got it, with the sums that were taken then.
type frozenReport struct {
	Project       string
	Number        int64
	Content       string
	ContentSHA256 string `bun:"content_sha256"`
	Document      string
	SHA256        string `bun:"sha256"`
}

func (r frozenReport) altered() bool {
	return sum(r.Content) != r.ContentSHA256 || sum(r.Document) != r.SHA256
}

func sum(text string) string {
	hash := sha256.Sum256([]byte(text))
	return hex.EncodeToString(hash[:])
}

// reports takes the sums of all frozen reports again.
func (p Patient) reports(ctx context.Context, db *database.DB) []Finding {
	var all []frozenReport
	err := db.Read().NewRaw(`SELECT p.name AS project, r.number, r.content, r.content_sha256, r.document, r.sha256 FROM reports AS r
		JOIN projects AS p ON p.id = r.project_id WHERE r.frozen_at IS NOT NULL ORDER BY p.name, r.number`).Scan(ctx, &all)
	if err != nil {
		return []Finding{{"database", Problem, "doctor.database.unreadable", []any{oneLine(err)}}}
	}
	var altered []string
	for _, r := range all {
		if r.altered() {
			altered = append(altered, r.Project+" "+strconv.FormatInt(r.Number, 10))
		}
	}
	if len(altered) > 0 {
		return []Finding{{"database", Problem, "doctor.reports.altered", []any{len(altered), len(all), strings.Join(altered, ", ")}}}
	}
	return []Finding{{"database", OK, "doctor.reports.ok", []any{len(all)}}}
}
