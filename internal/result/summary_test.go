package result_test

import (
	"strings"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
	"rundertisch/internal/result"
)

// lead is the room's actor as project lead.
func (r *room) lead() account.Actor {
	a := r.actor
	a.Roles = []account.Role{account.ProjectLead}
	return a
}

func (r *room) whole() result.Whole {
	r.t.Helper()
	whole, err := r.Whole(r.t.Context(), r.event, r.items())
	if err != nil {
		r.t.Fatal(err)
	}
	return whole
}

func TestThePublicReadsASummaryAsTheLeadApprovedIt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		item := r.workshops[0].ID
		must(r.Summarise(ctx, r.actor, r.event.ID, item, 0, "Erste Fassung\n\nmit Absatz"))
		if err := r.Approve(ctx, r.actor, r.event.ID, item, 1); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the coordination approves: %v", err)
		}
		r.hold()
		r.event.State = "held"
		if err := r.Publish(ctx, r.actor, r.event.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("a draft is published: %v", err)
		}
		must(r.Approve(ctx, r.lead(), r.event.ID, item, 1))
		if whole := r.whole(); len(whole.Groups) != 0 {
			t.Error("it is public before the results are")
		}
		must(r.Publish(ctx, r.actor, r.event.ID))
		must(r.Summarise(ctx, r.actor, r.event.ID, item, 1, "Zweite Fassung"))
		whole := r.whole()
		if len(whole.Groups) != 1 || whole.Groups[0].Summary.Text != "Erste Fassung\n\nmit Absatz" || whole.PublishedAt.IsZero() {
			t.Errorf("the public reads %+v", whole)
		}
		if err := r.Approve(ctx, r.lead(), r.event.ID, item, 1); !fault.Is(err, fault.Conflict) {
			t.Errorf("a wording that nobody sees any more is approved: %v", err)
		}
		must(r.Approve(ctx, r.lead(), r.event.ID, item, 2))
		if whole := r.whole(); whole.Groups[0].Summary.Text != "Zweite Fassung" {
			t.Errorf("the public reads %+v", whole.Groups)
		}
		must(r.Revoke(ctx, r.lead(), r.event.ID, item))
		if whole := r.whole(); len(whole.Groups) != 0 {
			t.Errorf("the public reads %+v", whole.Groups)
		}
	})
}

func TestOfTwoWhoSummariseTheSecondIsTold(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		item := r.workshops[0].ID
		for _, c := range []struct {
			name    string
			version int64
			text    string
			refused bool
			kind    fault.Kind
		}{
			{"the first one", 0, "Eins", false, 0},
			{"another first one", 0, "Zwei", true, fault.Conflict},
			{"on top of the first", 1, "Zwei", false, 0},
			{"from an old form", 1, "Drei", true, fault.Conflict},
			{"too much", 2, strings.Repeat("ä", 6001), true, fault.Invalid},
		} {
			err := r.Summarise(ctx, r.actor, r.event.ID, item, c.version, c.text)
			if (err != nil) != c.refused || err != nil && !fault.Is(err, c.kind) {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		if err := r.Summarise(ctx, r.actor, r.event.ID, r.pause.ID, 0, "x"); !fault.Is(err, fault.NotFound) {
			t.Errorf("a break has a summary: %v", err)
		}
		other := r.project()
		if err := r.Summarise(ctx, other, r.event.ID, item, 2, "x"); !fault.Is(err, fault.NotFound) {
			t.Errorf("strangers write: %v", err)
		}
	})
}

func TestTheLastCardLeavesAnApprovedSummaryPublic(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		card := r.card(result.Need, "Beratung")
		if err := r.Summarise(ctx, r.actor, r.event.ID, r.workshops[1].ID, 0, "Worum es ging"); err != nil {
			t.Fatal(err)
		}
		if err := r.Approve(ctx, r.lead(), r.event.ID, r.workshops[1].ID, 1); err != nil {
			t.Fatal(err)
		}
		r.hold()
		r.event.State = "held"
		if err := r.Publish(ctx, r.actor, r.event.ID); err != nil {
			t.Fatal(err)
		}
		if err := r.Follow(ctx, r.actor, r.event.ID, card.ID, result.InWords, "", "Seit Mai gibt es sie."); err != nil {
			t.Fatal(err)
		}
		if whole := r.whole(); len(whole.Groups) != 2 || len(whole.Followups[card.ID]) != 1 {
			t.Errorf("the public reads %+v", whole)
		}
		if _, err := r.Remove(ctx, r.actor, r.event.ID, card.ID); err != nil {
			t.Fatal(err)
		}
		if whole := r.whole(); len(whole.Groups) != 1 {
			t.Errorf("the public reads %+v", whole)
		}
	})
}
