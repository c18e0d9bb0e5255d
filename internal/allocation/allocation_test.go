package allocation

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var ten = time.Date(2027, 3, 25, 9, 0, 0, 0, time.UTC)

func workshop(id, slot string, capacity, hour int) Workshop {
	starts := ten.Add(time.Duration(hour) * time.Hour)
	return Workshop{ID: id, Slot: slot, Capacity: capacity, Starts: starts, Ends: starts.Add(time.Hour)}
}

func person(id string, wishes ...string) Person {
	return Person{ID: id, Wishes: map[string][]string{"S": wishes}}
}

func solved(t testing.TB, in Input) map[string]Outcome {
	t.Helper()
	outcomes, err := Solve(in)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]Outcome{}
	for _, o := range outcomes {
		by[o.Person+o.Slot] = o
	}
	return by
}

func TestWhatRunsAgainstTheRuleIsRefused(t *testing.T) {
	t.Parallel()
	a, b, later := workshop("a", "S", 1, 0), workshop("b", "T", 1, 0), workshop("b", "T", 1, 1)
	for name, c := range map[string]struct {
		in      Input
		overlap bool
	}{
		"two at one time in different slots": {Input{Workshops: []Workshop{a, b}}, true},
		"the same workshop twice":            {Input{Workshops: []Workshop{a, a}}, false},
		"the same person twice":              {Input{Workshops: []Workshop{a}, People: []Person{person("p"), person("p")}}, false},
		"a wish twice":                       {Input{Workshops: []Workshop{a}, People: []Person{person("p", "a", "a")}}, false},
		"a wish for what is not there":       {Input{Workshops: []Workshop{a}, People: []Person{person("p", "x")}}, false},
		"a wish for another slot":            {Input{Workshops: []Workshop{a, later}, People: []Person{person("p", "b")}}, false},
		"four wishes": {Input{
			Workshops: []Workshop{a, workshop("c", "S", 0, 0), workshop("d", "S", 0, 0), workshop("e", "S", 0, 0)},
			People:    []Person{person("p", "a", "c", "d", "e")},
		}, false},
	} {
		_, err := Solve(c.in)
		var overlap *Overlap
		if !errors.Is(err, ErrInput) || errors.As(err, &overlap) != c.overlap {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Solve(Input{Workshops: []Workshop{a, later}}); err != nil {
		t.Errorf("one after the other: %v", err)
	}
}

func TestAFirstWishComesBeforeTwoSecondOnes(t *testing.T) {
	t.Parallel()
	// Whoever of p and q gets a, only q can have b: the lot does not matter.
	for n := range 20 {
		by := solved(t, Input{
			Seed: fmt.Sprint(n), Workshops: []Workshop{workshop("a", "S", 1, 0), workshop("b", "S", 1, 0)},
			People: []Person{person("p", "a"), person("q", "a", "b")},
		})
		if by["pS"].Rank != 1 || by["qS"].Rank != 2 {
			t.Fatalf("seed %d: %+v", n, by)
		}
	}
}

func TestTheLotDecidesBetweenEquals(t *testing.T) {
	t.Parallel()
	winners := map[string]bool{}
	for n := range 20 {
		seed := fmt.Sprint(n)
		by := solved(t, Input{Seed: seed, Workshops: []Workshop{workshop("a", "S", 1, 0)}, People: []Person{person("p", "a"), person("q", "a")}})
		first, last := "p", "q"
		if Lot(seed, "S", "q") < Lot(seed, "S", "p") {
			first, last = "q", "p"
		}
		winners[first] = true
		want := []Outcome{
			{Person: first, Slot: "S", Workshop: "a", Rank: 1, Lot: 1, Wishes: []Verdict{{Workshop: "a", Rank: 1, Reason: Drawn, Places: 1, Rivals: 2, Given: 1, Number: 1}}},
			{Person: last, Slot: "S", Lot: 2, Wishes: []Verdict{{Workshop: "a", Rank: 1, Reason: Lost, Places: 1, Rivals: 2, Given: 1, Number: 2}}},
		}
		if diff := cmp.Diff(want, []Outcome{by[first+"S"], by[last+"S"]}); diff != "" {
			t.Fatal(diff)
		}
	}
	if len(winners) != 2 {
		t.Errorf("in 20 lots only %v won", winners)
	}
}

func TestTheLotIsWhatTheRuleSays(t *testing.T) {
	t.Parallel()
	// printf 'seed\nVormittag\nperson' | sha256sum
	if got := Lot("seed", "Vormittag", "person"); got != "ba70c3068a260ed45af8ae8fa87297b12c69598ab1ffa96416424e7c3f4dd793" {
		t.Errorf("the lot is %s", got)
	}
}

func TestEverySortOfReasonIsSaid(t *testing.T) {
	t.Parallel()
	const seed = "0"
	byLot := func(one, other string) (first, last string) {
		if Lot(seed, "S", other) < Lot(seed, "S", one) {
			return other, one
		}
		return one, other
	}
	first, last := byLot("p", "q")
	lucky, unlucky := byLot("u", "x")
	by := solved(t, Input{
		Seed: seed,
		Workshops: []Workshop{
			workshop("a", "S", 1, 0), workshop("b", "S", 2, 0), workshop("c", "S", 0, 0), workshop("d", "S", 1, 0), workshop("e", "S", 1, 0),
		},
		People: []Person{
			person(first, "a", "b"), person(last, "a"), // the earlier number yields, because it has another wish
			person("r", "c"), person("s", "d"), // c takes as many as come
			person(lucky, "e"), person(unlucky, "e", "d"), // d went to whom it is dearer
		},
	})
	for who, want := range map[string][]Reason{
		first: {Yielded, Room}, last: {Exchange}, "r": {Room}, "s": {Room}, lucky: {Drawn}, unlucky: {Lost, Dearer},
	} {
		var got []Reason
		for _, v := range by[who+"S"].Wishes {
			got = append(got, v.Reason)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", who, diff)
		}
	}
}

func TestWhoLeadsTakesNoPlace(t *testing.T) {
	t.Parallel()
	leader := person("l", "b")
	leader.Leads = []string{"a"}
	leader.Wishes["T"] = []string{"c"}
	by := solved(t, Input{
		Workshops: []Workshop{workshop("a", "S", 1, 0), workshop("b", "S", 1, 0), workshop("c", "T", 1, 2)},
		People:    []Person{leader, person("p", "b")},
	})
	if got := by["lS"]; got.Workshop != "" || got.Leads != "a" || by["pS"].Rank != 1 || by["lT"].Rank != 1 {
		t.Errorf("the one who leads has %+v, and later %+v", got, by["lT"])
	}
}
