package allocation

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// drawInput makes inputs in which places are short, with two slots.
func drawInput(people, workshops int) *rapid.Generator[Input] {
	return rapid.Custom(func(t *rapid.T) Input {
		in := Input{Seed: rapid.StringMatching(`[a-z]{1,6}`).Draw(t, "seed")}
		for n, slot := range []string{"S", "T"} {
			for w := range rapid.IntRange(1, workshops).Draw(t, "workshops") {
				capacity := rapid.IntRange(0, 3).Draw(t, "capacity")
				in.Workshops = append(in.Workshops, workshop(fmt.Sprint(slot, w), slot, capacity, n))
			}
		}
		for n := range rapid.IntRange(0, people).Draw(t, "people") {
			p := Person{ID: fmt.Sprint("p", n), Wishes: map[string][]string{}}
			for _, slot := range in.slots() {
				ids := rapid.Permutation(in.of(slot)).Draw(t, "order")
				p.Wishes[slot] = ids[:rapid.IntRange(0, min(Ranks, len(ids))).Draw(t, "wishes")]
			}
			if rapid.IntRange(0, 9).Draw(t, "leads") == 0 {
				p.Leads = []string{rapid.SampledFrom(in.Workshops).Draw(t, "leads in").ID}
			}
			in.People = append(in.People, p)
		}
		return in
	})
}

func (in Input) of(slot string) []string {
	var ids []string
	for _, w := range in.Workshops {
		if w.Slot == slot {
			ids = append(ids, w.ID)
		}
	}
	return ids
}

// place is what a person has in a slot, "" for none.
func rankOf(p Person, slot, workshop string) int {
	if at := slices.Index(p.Wishes[slot], workshop); at >= 0 {
		return at + 1
	}
	return Ranks + 1
}

func mustSolve(t *rapid.T, in Input) []Outcome {
	outcomes, err := Solve(in)
	if err != nil {
		t.Fatal(err)
	}
	return outcomes
}

func TestNoWorkshopTakesMoreThanItHasPlacesAndNobodyHasTwoAtOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(12, 5).Draw(t, "input")
		taken, had := map[string]int{}, map[string]bool{}
		for _, o := range mustSolve(t, in) {
			if had[o.Slot+" "+o.Person] {
				t.Fatalf("%s has two outcomes in %s", o.Person, o.Slot)
			}
			had[o.Slot+" "+o.Person] = true
			p := in.People[slices.IndexFunc(in.People, func(p Person) bool { return p.ID == o.Person })]
			if o.Workshop != "" && (rankOf(p, o.Slot, o.Workshop) != o.Rank || o.Leads != "") {
				t.Fatalf("%s got %s, which is no wish of rank %d", o.Person, o.Workshop, o.Rank)
			}
			if o.Workshop != "" {
				taken[o.Workshop]++
			}
		}
		for _, w := range in.Workshops {
			if w.Capacity > 0 && taken[w.ID] > w.Capacity {
				t.Fatalf("%s has %d people and %d places", w.ID, taken[w.ID], w.Capacity)
			}
		}
	})
}

func TestTheSameSeedHasTheSameResultInWhateverOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(12, 5).Draw(t, "input")
		other := in
		other.People, other.Workshops = rapid.Permutation(in.People).Draw(t, "people"), rapid.Permutation(in.Workshops).Draw(t, "workshops")
		if diff := cmp.Diff(mustSolve(t, in), mustSolve(t, other)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestNoTwoPeopleWouldBothGainByASwap(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(12, 5).Draw(t, "input")
		people := map[string]Person{}
		for _, p := range in.People {
			people[p.ID] = p
		}
		outcomes := mustSolve(t, in)
		for _, a := range outcomes {
			for _, b := range outcomes {
				if a.Slot != b.Slot || a.Leads != "" || b.Leads != "" || a.Workshop == "" || b.Workshop == "" {
					continue
				}
				if rankOf(people[a.Person], a.Slot, b.Workshop) < a.Rank && rankOf(people[b.Person], b.Slot, a.Workshop) < b.Rank {
					t.Fatalf("%s and %s would swap", a.Person, b.Person)
				}
			}
		}
	})
}

// TestTheResultIsTheOneTheRuleLeaves tries all allocations of a small slot: the best by the rule is the one that was found.
func TestTheResultIsTheOneTheRuleLeaves(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(6, 3).Draw(t, "input")
		outcomes := mustSolve(t, in)
		for _, slot := range in.slots() {
			var ranks []int
			var order []Person
			for _, o := range outcomes {
				if o.Slot == slot && o.Leads == "" {
					ranks = append(ranks, o.Rank)
					order = append(order, in.People[slices.IndexFunc(in.People, func(p Person) bool { return p.ID == o.Person })])
				}
			}
			if want := exhaust(in, slot, order); !slices.Equal(ranks, want) {
				t.Fatalf("%s: ranks in the order of the lot are %v, the rule leaves %v", slot, ranks, want)
			}
		}
	})
}

// exhaust returns the ranks the rule leaves to the people, who stand in the order of the lot.
func exhaust(in Input, slot string, order []Person) []int {
	room := map[string]int{}
	for _, w := range in.Workshops {
		room[w.ID] = w.Capacity
		if w.Capacity == 0 {
			room[w.ID] = len(order)
		}
	}
	var best []int
	ranks := make([]int, 0, len(order))
	var try func(n int)
	try = func(n int) {
		if n == len(order) {
			if best == nil || better(ranks, best) {
				best = slices.Clone(ranks)
			}
			return
		}
		for rank, wish := range append(slices.Clone(order[n].Wishes[slot]), "") {
			if wish != "" && room[wish] == 0 {
				continue
			}
			room[wish]--
			if wish == "" {
				rank = -1
			}
			ranks = append(ranks, rank+1)
			try(n + 1)
			ranks = ranks[:len(ranks)-1]
			room[wish]++
		}
	}
	try(0)
	return best
}

// better compares by rule 1, then person by person in the order of the lot.
func better(a, b []int) bool {
	for rank := 1; rank <= Ranks; rank++ {
		inA, inB := count(a, rank), count(b, rank)
		if inA != inB {
			return inA > inB
		}
	}
	for n := range a {
		if a[n] != b[n] {
			return b[n] == 0 || a[n] != 0 && a[n] < b[n]
		}
	}
	return false
}

func count(ranks []int, rank int) int {
	return strings.Count(fmt.Sprint(ranks), fmt.Sprint(rank))
}

func TestVerdictsAgreeWithTheResult(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(12, 5).Draw(t, "input")
		for _, o := range mustSolve(t, in) {
			for n, v := range o.Wishes {
				cameTrue := n+1 == o.Rank
				said := v.Reason == Room || v.Reason == Drawn || v.Reason == Exchange
				if said != cameTrue || v.Number > v.Rivals || v.Given > v.Rivals {
					t.Fatalf("%s: %+v", o.Person, v)
				}
				if !cameTrue && (v.Places == 0 || v.Dearer+v.Given != v.Places) {
					t.Fatalf("%s is told that the %d places went to %d and %d", o.Person, v.Places, v.Dearer, v.Given)
				}
			}
		}
	})
}

// crowd is 2,000 people with three wishes each in one slot of 40 workshops, of which some are sought by far too many.
func crowd(people, workshops int) Input {
	dice := rand.New(rand.NewPCG(1, 2))
	in := Input{Seed: "seed"}
	for n := range workshops {
		in.Workshops = append(in.Workshops, workshop(fmt.Sprintf("w%02d", n), "S", people/workshops, 0))
	}
	for n := range people {
		p := Person{ID: fmt.Sprint("p", n), Wishes: map[string][]string{}}
		for len(p.Wishes["S"]) < Ranks {
			wish := in.Workshops[min(dice.IntN(workshops), dice.IntN(workshops), dice.IntN(workshops))].ID
			if !slices.Contains(p.Wishes["S"], wish) {
				p.Wishes["S"] = append(p.Wishes["S"], wish)
			}
		}
		in.People = append(in.People, p)
	}
	return in
}

// The goal is one second for 2,000 people and 40 workshops.
func BenchmarkTwoThousandPeopleInFortyWorkshops(b *testing.B) {
	in := crowd(2000, 40)
	for b.Loop() {
		if _, err := Solve(in); err != nil {
			b.Fatal(err)
		}
	}
}
