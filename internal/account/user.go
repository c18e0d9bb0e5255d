package account

import (
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
)

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
	if !slices.Contains(i18n.Languages(), i18n.Lang(u.Lang)) {
		c.Add("lang", "fault.choice")
	}
	return c.Err()
}

// CheckEmail notes mail.address.invalid unless mail can be sent to the value as it is.
func CheckEmail(c *fault.Checks, name, value string) {
	if _, err := mail.Canonical(value); err != nil || strings.TrimSpace(value) != value {
		c.Add(name, "mail.address.invalid")
	}
}

// FoldEmail returns the form in which addresses are compared: trimmed, lower case.
func FoldEmail(s string) string { return strings.ToLower(strings.TrimSpace(s)) }
