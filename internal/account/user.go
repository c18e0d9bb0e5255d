package account

import (
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
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
