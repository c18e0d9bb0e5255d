package allocation

// claim is a wish of one rank for one workshop, which several people may share.
type claim struct{ node, rank int }

// explained turns what was decided into outcomes with a verdict on each wish.
func (g *graph) explained(people []Person) []Outcome {
	seated := map[claim]int{}  // people who have the place by such a wish
	rivals := map[claim]int{}  // people with such a wish who got nothing dearer
	numbers := map[claim]int{} // of them, those whose turn by lot has come
	g.eachClaim(func(p, n int, of claim) {
		rivals[of]++
		if g.at[p] == n {
			seated[of]++
		}
	})
	outcomes := make([]Outcome, len(people))
	for p, person := range people {
		outcomes[p] = Outcome{Person: person.ID, Slot: g.slot, Lot: p + 1}
		if c := g.choices[p][g.at[p]]; c.node < len(g.workshops) {
			outcomes[p].Workshop, outcomes[p].Rank = g.workshops[c.node].ID, g.at[p]+1
		}
	}
	g.eachClaim(func(p, n int, of claim) {
		numbers[of]++
		w := g.workshops[of.node]
		v := Verdict{Workshop: w.ID, Rank: of.rank, Places: w.Capacity, Rivals: rivals[of], Given: seated[of], Number: numbers[of]}
		for rank := 1; rank < of.rank; rank++ {
			v.Dearer += seated[claim{of.node, rank}]
		}
		v.Reason = v.reason(g.at[p] == n)
		outcomes[p].Wishes = append(outcomes[p].Wishes, v)
	})
	return outcomes
}

// eachClaim calls do for every wish down to the one that came true, in the order of the lot.
func (g *graph) eachClaim(do func(p, n int, of claim)) {
	for p, choices := range g.choices {
		for n := 0; n <= g.at[p] && n < len(choices)-1; n++ {
			do(p, n, claim{node: choices[n].node, rank: n + 1})
		}
	}
}

func (v Verdict) reason(cameTrue bool) Reason {
	switch {
	case cameTrue && v.Given == v.Rivals:
		return Room
	case cameTrue && v.Number <= v.Given:
		return Drawn
	case cameTrue:
		return Exchange
	case v.Given == 0:
		return Dearer
	case v.Number > v.Given:
		return Lost
	}
	return Yielded
}

// Tally counts the outcomes of a workshop or slot.
type Tally struct {
	Ranks [Ranks]int // people who got it as their first, second and third wish
	None  int        // people with wishes who got none; of a slot only
}

// Seated is how many people got a place.
func (t Tally) Seated() int { return t.Ranks[0] + t.Ranks[1] + t.Ranks[2] }

func (t *Tally) add(o Outcome) {
	if o.Rank == 0 {
		t.None++
		return
	}
	t.Ranks[o.Rank-1]++
}

// Tallies counts the outcomes by workshop and by slot.
func Tallies(outcomes []Outcome) (workshops, slots map[string]Tally) {
	workshops, slots = map[string]Tally{}, map[string]Tally{}
	for _, o := range outcomes {
		if o.Leads != "" {
			continue
		}
		slot := slots[o.Slot]
		slot.add(o)
		slots[o.Slot] = slot
		if o.Rank > 0 {
			workshop := workshops[o.Workshop]
			workshop.add(o)
			workshops[o.Workshop] = workshop
		}
	}
	return workshops, slots
}
