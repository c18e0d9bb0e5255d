package directory

import (
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// Group is a named set of persons, such as a distribution list.
type Group struct {
	bun.BaseModel `bun:"table:person_groups,alias:g"`

	ID          string    `bun:"id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	Name        string    `bun:"name"`
	NameKey     string    `bun:"name_key"` // folded name: sorts, and is unique in the workspace
	Description string    `bun:"description"`
	CreatedAt   time.Time `bun:"created_at"`
	UpdatedAt   time.Time `bun:"updated_at"`
	Version     int64     `bun:"version"`

	Members int `bun:"members,scanonly"` // not archived
}

type member struct {
	bun.BaseModel `bun:"table:group_members,alias:gm"`

	GroupID     string    `bun:"group_id,pk"`
	PersonID    string    `bun:"person_id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	AddedAt     time.Time `bun:"added_at"`
}

// Validate checks what the form named.
func (g Group) Validate() error {
	var c fault.Checks
	c.Require("name", g.Name)
	c.MaxLen("name", g.Name, maxName)
	c.MaxLen("description", g.Description, maxDescription)
	return c.Err()
}

func (g Group) normal() Group {
	g.Name = oneLine(g.Name)
	g.Description = manyLines(g.Description)
	g.NameKey = database.FoldWord(g.Name)
	return g
}
