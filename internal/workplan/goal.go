package workplan

import (
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/fault"
	"rundertisch/internal/sheet"
)

const (
	maxTitle  = 500  // characters
	maxReason = 2000 // characters
)

// Goal is what the project wants to reach; its milestones lead there.
type Goal struct {
	bun.BaseModel `bun:"table:goals,alias:g"`

	ID          string    `bun:"id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	ProjectID   string    `bun:"project_id"`
	Number      string    `bun:"number"` // "1", without the closing dot
	Title       string    `bun:"title"`  // one line
	CreatedAt   time.Time `bun:"created_at"`
	Version     int64     `bun:"version"`
}

// Label is the number as the plan writes it: "1.".
func (g Goal) Label() string { return g.Number + "." }

// Clean brings number and title into the form in which they are stored.
func (g *Goal) Clean() {
	g.Number, g.Title = cleanNumber(g.Number), sheet.OneLine(g.Title)
}

// Validate checks a cleaned goal. Fields: number, title.
func (g Goal) Validate() error {
	var c fault.Checks
	checkNumber(&c, g.Number, goalNumber.MatchString, "workplan.fault.goal_number")
	checkTitle(&c, g.Title)
	return c.Err()
}

func checkNumber(c *fault.Checks, number string, matches func(string) bool, key string) {
	switch {
	case number == "":
		c.Require("number", number)
	case !matches(number):
		c.Add("number", key)
	}
}

func checkTitle(c *fault.Checks, title string) {
	c.Require("title", title)
	c.MaxLen("title", title, maxTitle)
}
