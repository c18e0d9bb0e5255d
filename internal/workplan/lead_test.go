package workplan_test

import (
	"context"
	"slices"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
)

func TestAMilestoneLiesWithAColleagueWhoMayLeave(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o, ctx := open(t, db), context.Background()
		m, mira := o.load(t, o.lead).Milestones()[0].Milestone, o.coordinator.ID
		for name, c := range map[string]struct {
			lead, deputy string
			want         []string // fields that are refused
		}{
			"a stranger":                   {"stranger", "", []string{"lead"}},
			"a deputy who is no colleague": {"", "nobody", []string{"deputy"}},
			"their own deputy":             {mira, mira, []string{"deputy"}},
		} {
			m.LeadID, m.DeputyID = c.lead, c.deputy
			if got := fields(o.ChangeMilestone(ctx, o.lead, m, "")); !slices.Equal(got, c.want) {
				t.Errorf("%s: refused at %q, want %q", name, got, c.want)
			}
		}
		m.LeadID, m.DeputyID = mira, ""
		if err := o.ChangeMilestone(ctx, o.lead, m, ""); err != nil {
			t.Fatal(err)
		}
		err := db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
			_, err := tx.NewRaw("DELETE FROM memberships WHERE user_id = ?", mira).Exec(ctx)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		stored, err := o.Milestone(ctx, o.lead, m.ID)
		if err != nil || stored.Lead != "Mira Koch" {
			t.Errorf("it lies with %q, %v", stored.Lead, err)
		}
		m.Version++
		m.Title = "Erhebung der Zahlen"
		if err := o.ChangeMilestone(ctx, o.lead, m, ""); err != nil {
			t.Errorf("whoever has left cannot stay named: %v", err)
		}
	})
}
