package account

import (
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/date"
	"rundertisch/internal/fault"
)

const (
	maxName = 200  // characters of any name
	maxText = 4000 // characters of any longer text
)

// Workspace is one administration (Mandant).
type Workspace struct {
	bun.BaseModel `bun:"table:workspaces,alias:w"`

	ID             string    `bun:"id,pk"`
	Name           string    `bun:"name"`
	Imprint        string    `bun:"imprint"`         // plain text of the legal notice
	PrivacyContact string    `bun:"privacy_contact"` // who answers questions about personal data
	FundingNotice  string    `bun:"funding_notice"`  // shown on public pages and mails; may be empty
	CreatedAt      time.Time `bun:"created_at"`
	Version        int64     `bun:"version"`
}

// Validate checks lengths and that the name is not blank.
func (w Workspace) Validate() error {
	var c fault.Checks
	c.Require("name", w.Name)
	c.MaxLen("name", w.Name, maxName)
	c.MaxLen("imprint", w.Imprint, maxText)
	c.MaxLen("privacy_contact", w.PrivacyContact, maxText)
	c.MaxLen("funding_notice", w.FundingNotice, maxText)
	return c.Err()
}

// Project is one cooperation process (Vorhaben).
type Project struct {
	bun.BaseModel `bun:"table:projects,alias:p"`

	ID          string     `bun:"id,pk"`
	WorkspaceID string     `bun:"workspace_id"`
	Name        string     `bun:"name"`
	Summary     string     `bun:"summary"`
	StartsOn    date.Month `bun:"starts_on"`
	EndsOn      date.Month `bun:"ends_on"`
	CreatedAt   time.Time  `bun:"created_at"`
	Version     int64      `bun:"version"`
}

// Validate checks the name and that the project does not end before it starts.
func (p Project) Validate() error {
	var c fault.Checks
	c.Require("name", p.Name)
	c.MaxLen("name", p.Name, maxName)
	c.MaxLen("summary", p.Summary, maxText)
	if p.StartsOn != "" && p.EndsOn != "" && p.EndsOn < p.StartsOn {
		c.Add("ends_on", "account.project.ends_before_start")
	}
	return c.Err()
}
