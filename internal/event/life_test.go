package event

import (
	"testing"
	"time"

	"rundertisch/internal/fault"
)

func TestAStateAllowsOnlyItsSteps(t *testing.T) {
	t.Parallel()
	allowed := map[State]map[Step]State{
		Draft:     {ToPublish: Published},
		Published: {ToMarkHeld: Held, ToCancel: Cancelled},
		Held:      {ToClose: Closed},
		Closed:    {},
		Cancelled: {},
	}
	for state, steps := range allowed {
		for _, step := range []Step{ToPublish, ToMarkHeld, ToClose, ToCancel} {
			got, err := state.take(step)
			want, ok := steps[step]
			if got != want || ok == fault.Is(err, fault.Conflict) {
				t.Errorf("%s from %s: got %q, %v; want %q, allowed %v", step, state, got, err, want, ok)
			}
		}
	}
}

func TestRegistrationIsOpenFromTheFirstDayUntilTheLastOrTheBeginning(t *testing.T) {
	t.Parallel()
	e := Event{Kind: Symposium, State: Published, Zone: "Europe/Berlin", RegistrationFrom: "2027-02-01", RegistrationUntil: "2027-03-18"}
	e.StartsAt = berlin(t, "2027-03-25T09:30")
	for _, c := range []struct {
		name string
		now  string
		edit func(*Event)
		want Registration
	}{
		{"the evening before the first day", "2027-01-31T23:59", nil, RegistrationEarly},
		{"the first minute of the first day", "2027-02-01T00:00", nil, RegistrationOpen},
		{"the last minute of the last day", "2027-03-18T23:59", nil, RegistrationOpen},
		{"the day after the last", "2027-03-19T00:00", nil, RegistrationClosed},
		{"without a last day until it begins", "2027-03-25T09:29", func(e *Event) { e.RegistrationUntil = "" }, RegistrationOpen},
		{"once it has begun", "2027-03-25T09:30", func(e *Event) { e.RegistrationUntil = "" }, RegistrationClosed},
		{"of a draft", "2027-03-01T12:00", func(e *Event) { e.State = Draft }, RegistrationNone},
		{"of an interview", "2027-03-01T12:00", func(e *Event) { e.Kind = Interview }, RegistrationNone},
		{"of a cancelled event", "2027-03-01T12:00", func(e *Event) { e.State = Cancelled }, RegistrationClosed},
		{"of a held event", "2027-03-01T12:00", func(e *Event) { e.State = Held }, RegistrationClosed},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			changed := e
			if c.edit != nil {
				c.edit(&changed)
			}
			if got := changed.RegistrationAt(berlin(t, c.now)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func berlin(t *testing.T, wall string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation(wallForm, wall, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at.UTC()
}
