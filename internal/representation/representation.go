package representation

import (
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
)

// Way says how a substitute came about.
type Way string

// The ways.
const (
	Named     Way = "named"     // by the represented person
	PassedOn  Way = "passed_on" // took over by the link
	Delegated Way = "delegated" // named by the person's calendar
	Forwarded Way = "forwarded" // answered a forwarded invitation
)

// Representation is one person who comes instead of another.
type Representation struct {
	bun.BaseModel `bun:"table:representations,alias:rp"`

	ID           string     `bun:"id,pk"`
	WorkspaceID  string     `bun:"workspace_id"`
	ProjectID    string     `bun:"project_id"`
	EventID      string     `bun:"event_id"`
	AttendanceID string     `bun:"attendance_id"` // of the represented person
	SubstituteID string     `bun:"substitute_id"`
	Way          Way        `bun:"way"`
	MadeBy       string     `bun:"made_by"` // name, as it was then
	Found        string     `bun:"found"`   // what held before, for attendance.ReturnIn
	MadeAt       time.Time  `bun:"made_at"`
	EndedBy      string     `bun:"ended_by"`
	EndedAt      *time.Time `bun:"ended_at"`

	Name       string `bun:"name,scanonly"`       // of the represented person
	Substitute string `bun:"substitute,scanonly"` // name
}

// Limits.
const (
	passLife  = 14 * 24 * time.Hour
	claimLife = 48 * time.Hour
	maxPasses = 5 // links an attendance opens in all
	maxClaims = 5 // people who may try to take over by one link
	maxName   = 200

	maxSubstitutes = 5 // people the holder of a link names for one attendance in all
)

// Pass is a link that lets one other person take over.
type Pass struct {
	bun.BaseModel `bun:"table:representation_passes,alias:ps"`

	ID           string     `bun:"id,pk"`
	WorkspaceID  string     `bun:"workspace_id"`
	ProjectID    string     `bun:"project_id"`
	EventID      string     `bun:"event_id"`
	AttendanceID string     `bun:"attendance_id"`
	TokenHash    string     `bun:"token_hash"`
	MadeAt       time.Time  `bun:"made_at"`
	ExpiresAt    time.Time  `bun:"expires_at"`
	ClosedAt     *time.Time `bun:"closed_at"`
	ClosedHow    string     `bun:"closed_how"`
}

// How a pass was closed.
const (
	wasUsed     = "used"
	wasRevoked  = "revoked"
	wasReplaced = "replaced"
)

// claim is somebody who wants to take over and has not confirmed the address yet.
type claim struct {
	bun.BaseModel `bun:"table:representation_claims,alias:pc"`

	ID            string     `bun:"id,pk"`
	PassID        string     `bun:"pass_id"`
	Name          string     `bun:"name"`
	Email         string     `bun:"email"`
	Lang          string     `bun:"lang"`
	TokenHash     string     `bun:"token_hash"`
	NoticeVersion string     `bun:"notice_version"`
	MadeAt        time.Time  `bun:"made_at"`
	ExpiresAt     time.Time  `bun:"expires_at"`
	ConfirmedAt   *time.Time `bun:"confirmed_at"`

	Passer string `bun:"passer,scanonly"` // attendance of who passes the invitation on
}

// Form is who comes instead, as it is typed.
type Form struct {
	Name, Email string
	Lang        string
}

func (f Form) trimmed() Form {
	f.Name, f.Email = strings.Join(strings.Fields(f.Name), " "), strings.TrimSpace(f.Email)
	if !slices.Contains(i18n.Languages(), i18n.Lang(f.Lang)) {
		f.Lang = "" // that of the invited person
	}
	return f
}

// Validate checks the fields name and email.
func (f Form) Validate() error {
	var c fault.Checks
	c.Require("name", f.Name)
	c.MaxLen("name", f.Name, maxName)
	if strings.Contains(f.Name, "://") { // the name stands in a mail to somebody who asked for none
		c.Add("name", "fault.link")
	}
	if f.Email == "" {
		c.Require("email", f.Email)
	} else {
		account.CheckEmail(&c, "email", f.Email)
	}
	return c.Err()
}
