package directory_test

import (
	"context"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
)

// remember adds a further address of the person.
func (p place) remember(t *testing.T, of directory.Person, email string) {
	t.Helper()
	must(t, p.db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
		return p.AddAddressIn(ctx, tx, p.ours, of.ID, email)
	}))
}

// further lists the person's further addresses, folded.
func (p place) further(t *testing.T, of directory.Person) (keys []string) {
	t.Helper()
	all, err := p.Addresses(t.Context(), p.ours, of.ID)
	must(t, err)
	for _, a := range all {
		keys = append(keys, a.EmailKey)
	}
	return keys
}

func TestAFurtherAddressIsRememberedOnceAndForgotten(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		jana := p.person(t, "Jana", "Größler", "jana@example.org", directory.Organisation{})
		p.remember(t, jana, "Jana@Privat.example.org")
		p.remember(t, jana, "jana@privat.example.org")
		if got := p.further(t, jana); len(got) != 1 || got[0] != "jana@privat.example.org" {
			t.Fatalf("remembered %v", got)
		}
		all, err := p.Addresses(t.Context(), p.ours, jana.ID)
		must(t, err)
		wantKind(t, p.ForgetAddress(t.Context(), p.neighbour, jana.ID, all[0].ID), fault.NotFound)
		must(t, p.ForgetAddress(t.Context(), p.ours, jana.ID, all[0].ID))
		must(t, p.ForgetAddress(t.Context(), p.ours, jana.ID, all[0].ID))
		if got := p.further(t, jana); len(got) != 0 {
			t.Errorf("still %v", got)
		}
	})
}

func TestFurtherAddressesGoWithTheirPerson(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		jana := p.person(t, "Jana", "Größler", "jana@example.org", directory.Organisation{})
		double := p.person(t, "J.", "Größler", "groessler@example.org", directory.Organisation{})
		p.remember(t, jana, "beide@example.org")
		p.remember(t, double, "beide@example.org")
		p.remember(t, double, "alt@example.org")
		mergeID := p.merge(t, directory.ImportPersons, jana.ID, double.ID, nil)
		if got := p.further(t, jana); len(got) != 2 {
			t.Errorf("after merging: %v", got)
		}
		_, _, err := p.Unmerge(t.Context(), p.ours, mergeID)
		must(t, err)
		if one, other := p.further(t, jana), p.further(t, double); len(one) != 1 || len(other) != 2 {
			t.Errorf("after separating: %v and %v", one, other)
		}
		must(t, only(p.DeletePerson(t.Context(), p.ours, double.ID)))
		must(t, p.ErasePerson(t.Context(), p.ours, jana.ID))
		if one, other := p.further(t, jana), p.further(t, double); len(one)+len(other) != 0 {
			t.Errorf("after deleting: %v and %v", one, other)
		}
	})
}
