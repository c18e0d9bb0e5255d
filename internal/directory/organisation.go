package directory

import (
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// Organisation is an actor of the process.
type Organisation struct {
	bun.BaseModel `bun:"table:organisations,alias:o"`

	ID          string     `bun:"id,pk"`
	WorkspaceID string     `bun:"workspace_id"`
	Kind        Kind       `bun:"kind"`
	Name        string     `bun:"name"`
	NameKey     string     `bun:"name_key"`  // folded name: sorts and finds duplicates
	AGS         string     `bun:"ags"`       // municipality key; empty when in none of the county's
	PlaceKey    string     `bun:"place_key"` // folded municipality or town: sorts
	Street      string     `bun:"street"`    // with house number
	Postcode    string     `bun:"postcode"`
	Town        string     `bun:"town"`
	Website     string     `bun:"website"`
	Email       string     `bun:"email"`
	Phone       string     `bun:"phone"`
	Search      string     `bun:"search"`
	ArchivedAt  *time.Time `bun:"archived_at"`
	CreatedAt   time.Time  `bun:"created_at"`
	UpdatedAt   time.Time  `bun:"updated_at"`
	Version     int64      `bun:"version"`

	Persons int `bun:"persons,scanonly"` // at the organisation and not archived
}

// Validate checks what the form named: field names are those of the form.
func (o Organisation) Validate() error {
	var c fault.Checks
	c.Require("name", o.Name)
	c.MaxLen("name", o.Name, maxName)
	if !o.Kind.Valid() {
		c.Add("kind", "fault.choice")
	}
	if o.AGS != "" && MunicipalityName(o.AGS) == "" {
		c.Add("municipality", "fault.choice")
	}
	c.MaxLen("street", o.Street, maxName)
	c.MaxLen("postcode", o.Postcode, maxShort)
	c.MaxLen("town", o.Town, maxName)
	c.MaxLen("website", o.Website, maxText)
	checkURL(&c, "website", o.Website)
	if o.Email != "" {
		account.CheckEmail(&c, "email", o.Email)
	}
	c.MaxLen("phone", o.Phone, maxShort)
	return c.Err()
}

// Municipality returns the name of the municipality, "" for none.
func (o Organisation) Municipality() string { return MunicipalityName(o.AGS) }

// Archived reports whether the organisation is only kept.
func (o Organisation) Archived() bool { return o.ArchivedAt != nil }

// normal returns the organisation with tidy texts and the columns that follow from them.
func (o Organisation) normal() Organisation {
	for _, text := range []*string{&o.Name, &o.Street, &o.Postcode, &o.Town, &o.Website, &o.Email, &o.Phone} {
		*text = oneLine(*text)
	}
	place := o.Municipality()
	if place == "" {
		place = o.Town
	}
	o.NameKey = database.FoldWord(o.Name)
	o.PlaceKey = database.FoldWord(place)
	o.Search = database.Fold(o.Name, o.Municipality(), o.Street, o.Postcode, o.Town, o.Email)
	return o
}
