package attendance

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

var _ bun.BeforeAppendModelHook = (*Attendance)(nil)

// BeforeAppendModel fills in the columns that follow from what people typed, whoever writes the row.
func (a *Attendance) BeforeAppendModel(_ context.Context, query bun.Query) error {
	switch query.(type) {
	case *bun.InsertQuery, *bun.UpdateQuery:
		a.OrganisationKey = database.FoldWord(a.Organisation)
		a.Search = database.Fold(a.Name, a.Email, a.Organisation)
	}
	return nil
}
