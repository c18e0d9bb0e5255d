package meeting_test

import (
	"slices"
	"testing"
	"time"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
)

func (r *room) guests() []string {
	r.t.Helper()
	var all []string
	for _, g := range r.found().Guests {
		all = append(all, g.Label())
	}
	return all
}

func TestGuestsAreNotedDoNotCountAndAreForgotten(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r, ctx := newRoom(t, s), t.Context()
		other := newRoom(t, s)
		r.must(s.Meetings.AddGuest(ctx, r.Actor, r.event.ID, " Mehmet  Yılmaz ", "Presse"))
		r.must(s.Meetings.AddGuest(ctx, r.Actor, r.event.ID, "Zoë Öztürk", ""))
		r.must(s.Meetings.AddGuest(ctx, other.Actor, other.event.ID, "Zoë Öztürk", "Gericht"))
		if got, count := r.guests(), r.found().Quorum(); !slices.Equal(got, []string{"Mehmet Yılmaz, Presse", "Zoë Öztürk"}) || count.Present != 0 {
			t.Errorf("guests are %q, counted are %+v", got, count)
		}
		if err := s.Meetings.AddGuest(ctx, r.Actor, r.event.ID, " ", "Presse"); !fault.Is(err, fault.Invalid) {
			t.Errorf("without a name: %v", err)
		}
		first := r.found().Guests[0].ID
		if err := s.Meetings.RemoveGuest(ctx, other.Actor, other.event.ID, first); !fault.Is(err, fault.NotFound) {
			t.Errorf("from another meeting: %v", err)
		}
		r.must(s.Meetings.RemoveGuest(ctx, r.Actor, r.event.ID, first))

		p, err := s.Directory.AddPerson(ctx, r.Actor, directory.Person{Given: "Zoë", Family: "Öztürk", Lang: "de", Source: "Liste"})
		r.must(err)
		r.must(s.Directory.ErasePerson(ctx, r.Actor, p.ID))
		if mine, others := r.guests(), other.guests(); len(mine) != 0 || len(others) != 1 {
			t.Errorf("after the person was erased guests are %q, and of another workspace %q", mine, others)
		}
		s.Clock.Advance(300 * 24 * time.Hour)
		n, err := s.Meetings.ForgetGuests(ctx)
		r.must(err)
		s.Clock.Advance(70 * 24 * time.Hour)
		later, err := s.Meetings.ForgetGuests(ctx)
		r.must(err)
		if n != 0 || later != 1 || len(other.guests()) != 0 {
			t.Errorf("forgotten are %d within a year and %d after it", n, later)
		}
	})
}

func TestGuestsStayAsTheyWereOnceMinutesAreRead(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r, ctx := newRoom(t, s), t.Context()
		r.must(s.Meetings.AddGuest(ctx, r.Actor, r.event.ID, "Mehmet Yılmaz", "Presse"))
		r.asked()
		r.conflict("a guest while minutes are read", s.Meetings.AddGuest(ctx, r.Actor, r.event.ID, "Zoë Öztürk", ""))
		r.conflict("taking a guest off", s.Meetings.RemoveGuest(ctx, r.Actor, r.event.ID, r.found().Guests[0].ID))
	})
}

func (r *room) locale() *i18n.Locale {
	r.t.Helper()
	return r.Meetings.Catalogue.Locale(i18n.German, r.Meetings.Zone)
}
