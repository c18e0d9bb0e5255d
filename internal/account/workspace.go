package account

import (
	"net/mail"
	"strings"
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

// User is a person who signs in.
type User struct {
	bun.BaseModel `bun:"table:users,alias:u"`

	ID           string     `bun:"id,pk"`
	Email        string     `bun:"email"` // lower case
	Name         string     `bun:"name"`
	PasswordHash string     `bun:"password_hash"`
	Lang         string     `bun:"lang"`
	CreatedAt    time.Time  `bun:"created_at"`
	DisabledAt   *time.Time `bun:"disabled_at"`
}

// Validate checks name and address.
func (u User) Validate() error {
	var c fault.Checks
	c.Require("name", u.Name)
	c.MaxLen("name", u.Name, maxName)
	CheckEmail(&c, "email", u.Email)
	return c.Err()
}

// CheckEmail notes fault.email unless value is one plain address of at most 254 octets (RFC 5321 section 4.5.3.1).
func CheckEmail(c *fault.Checks, name, value string) {
	address, err := mail.ParseAddress(value)
	plain := err == nil && address.Name == "" && address.Address == value
	if !plain || len(value) > 254 || strings.ContainsAny(value, "\r\n\t \"<>()[],;:\\") {
		c.Add(name, "fault.email")
	}
}

// FoldEmail returns the form in which addresses are compared: trimmed, lower case.
func FoldEmail(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// Membership gives a user a role in a workspace: in one project, or in all when ProjectID is empty.
type Membership struct {
	bun.BaseModel `bun:"table:memberships,alias:m"`

	ID          string    `bun:"id,pk"`
	UserID      string    `bun:"user_id"`
	WorkspaceID string    `bun:"workspace_id"`
	ProjectID   string    `bun:"project_id"`
	Role        Role      `bun:"role"`
	CreatedAt   time.Time `bun:"created_at"`
}
