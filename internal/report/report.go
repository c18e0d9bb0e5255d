package report

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
)

// Kind is what the report is to the funder.
type Kind string

// The kinds of reports.
const (
	Interim Kind = "interim" // Zwischenbericht
	Annual  Kind = "annual"  // Sachbericht of a year or another part of the funding
	Final   Kind = "final"   // Schlussbericht
)

// Kinds lists the kinds in the order of the forms.
func Kinds() []Kind { return []Kind{Interim, Annual, Final} }

const (
	maxText   = 8000 // characters
	maxReason = 2000 // characters
)

// Report is a report on a period, a draft until it is frozen.
type Report struct {
	bun.BaseModel `bun:"table:reports,alias:rp"`

	ID             string    `bun:"id,pk"`
	WorkspaceID    string    `bun:"workspace_id"`
	ProjectID      string    `bun:"project_id"`
	Kind           Kind      `bun:"kind"`
	Lang           i18n.Lang `bun:"lang"`
	StartsOn       date.Date `bun:"starts_on"` // first day of the period
	EndsOn         date.Date `bun:"ends_on"`   // last day of it
	Summary        string    `bun:"summary"`
	Deviation      string    `bun:"deviation"`
	Outlook        string    `bun:"outlook"`
	ReplacesID     string    `bun:"replaces_id"` // the frozen report that this one corrects; empty for none
	ReplacesNumber int64     `bun:"replaces_number"`
	ReplacesReason string    `bun:"replaces_reason"`
	CreatedAt      time.Time `bun:"created_at"`
	Version        int64     `bun:"version"` // counts changes of what is typed, that of its milestones included

	Number        int64      `bun:"number"` // from 1 in a project; 0 while it is a draft
	FrozenBy      string     `bun:"frozen_by"`
	FrozenName    string     `bun:"frozen_name"`
	FrozenAt      *time.Time `bun:"frozen_at"`
	Content       string     `bun:"content"` // canonical JSON of its Content
	ContentSHA256 string     `bun:"content_sha256"`
	Document      string     `bun:"document"` // HTML, standing on its own
	SHA256        string     `bun:"sha256"`   // of the document

	SupersededBy     string `bun:"superseded_by,scanonly"`     // the report that corrects this one, frozen or not
	SupersededNumber int64  `bun:"superseded_number,scanonly"` // its number; 0 while it is a draft
}

// Text is what people write about a milestone in a report.
type Text struct {
	bun.BaseModel `bun:"table:report_texts,alias:rt"`

	ReportID    string `bun:"report_id,pk"`
	MilestoneID string `bun:"milestone_id,pk"`
	WorkspaceID string `bun:"workspace_id"`
	Deviation   string `bun:"deviation"`
	Outlook     string `bun:"outlook"`
}

// Frozen reports whether nothing changes the report any more.
func (r Report) Frozen() bool { return r.FrozenAt != nil }

// Superseded reports whether a corrected report took its place.
func (r Report) Superseded() bool { return r.SupersededNumber > 0 }

// Whole reports whether a frozen report is as it was frozen.
func (r Report) Whole() bool {
	return r.Frozen() && sum(r.Document) == r.SHA256 && sum(r.Content) == r.ContentSHA256
}

// Article is the part of a frozen report's document that a page can show within its own frame; empty of one that is not
// whole.
func (r Report) Article() string {
	from, to := strings.Index(r.Document, "<article"), strings.LastIndex(r.Document, articleEnd)
	if !r.Whole() || from < 0 || to < from {
		return ""
	}
	return r.Document[from : to+len(articleEnd)]
}

const articleEnd = "</article>"

// Validate checks what is typed of the whole. Fields: kind, lang, starts_on, ends_on, summary, deviation, outlook,
// replaces_reason.
func (r Report) Validate() error {
	var c fault.Checks
	if !slices.Contains(Kinds(), r.Kind) {
		c.Add("kind", "fault.choice")
	}
	if !slices.Contains(i18n.Languages(), r.Lang) {
		c.Add("lang", "fault.choice")
	}
	c.Require("starts_on", string(r.StartsOn))
	c.Require("ends_on", string(r.EndsOn))
	if r.StartsOn != "" && r.EndsOn != "" && r.EndsOn < r.StartsOn {
		c.Add("ends_on", "report.fault.ends_before_start")
	}
	c.MaxLen("summary", r.Summary, maxText)
	c.MaxLen("deviation", r.Deviation, maxText)
	c.MaxLen("outlook", r.Outlook, maxText)
	if r.ReplacesID != "" {
		c.Require("replaces_reason", r.ReplacesReason)
	}
	c.MaxLen("replaces_reason", r.ReplacesReason, maxReason)
	return c.Err()
}

// Validate checks what is typed about a milestone. Fields: deviation, outlook.
func (t Text) Validate() error {
	var c fault.Checks
	c.MaxLen("deviation", t.Deviation, maxText)
	c.MaxLen("outlook", t.Outlook, maxText)
	return c.Err()
}

func sum(text string) string {
	hash := sha256.Sum256([]byte(text))
	return hex.EncodeToString(hash[:])
}

// Over reports whether the period has ended by the day.
func (r Report) Over(today date.Date) bool { return r.EndsOn <= today }

// HalfYear is the half of a year that ended last before the day: what a report is on as a rule.
func HalfYear(today date.Date) (from, to date.Date) {
	january := date.Month(string(today)[:5] + "01")
	if today.Month() >= january.Add(6) {
		return january.First(), january.Add(5).Last()
	}
	return january.Add(-6).First(), january.Add(-1).Last()
}
