package allocation

import (
	"cmp"
	"math"
	"slices"
)

// Solve allocates the workshops. The outcomes are ordered by slot and lot; a person has one in each slot with wishes or a workshop
// the person leads. The error is an ErrInput, of which Overlap is one.
func Solve(in Input) ([]Outcome, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	var all []Outcome
	for _, slot := range in.slots() {
		all = append(all, decide(in, slot)...)
	}
	return all, nil
}

// decide allocates one slot.
func decide(in Input, slot string) []Outcome {
	workshops := slices.DeleteFunc(slices.Clone(in.Workshops), func(w Workshop) bool { return w.Slot != slot })
	slices.SortFunc(workshops, func(a, b Workshop) int { return cmp.Compare(a.ID, b.ID) })
	var people, leading []Person
	for _, p := range in.People {
		switch {
		case leads(workshops, p) != "":
			leading = append(leading, p)
		case len(p.Wishes[slot]) > 0:
			people = append(people, p)
		}
	}
	people = drawn(in.Seed, slot, people)
	g := newGraph(workshops, slot, people)
	for p := range people {
		g.take(p)
	}
	for p := range people {
		g.favour(p)
	}
	outcomes := g.explained(people)
	slices.SortFunc(leading, func(a, b Person) int { return cmp.Compare(a.ID, b.ID) })
	for _, p := range leading {
		outcomes = append(outcomes, Outcome{Person: p.ID, Slot: slot, Leads: leads(workshops, p)})
	}
	return outcomes
}

func leads(workshops []Workshop, p Person) string {
	for _, w := range workshops {
		if slices.Contains(p.Leads, w.ID) {
			return w.ID
		}
	}
	return ""
}

// choice is a node somebody may be at, and what that is worth.
type choice struct {
	node  int
	worth int64
}

// graph is one slot while it is decided on. Its nodes are the workshops and, as the last one, "no place", which has room for all and is everybody's
// last choice.
type graph struct {
	workshops []Workshop
	slot      string
	choices   [][]choice // of each person, the dearest first
	at        []int      // which of them the person has; -1 before the person is taken up
	fixed     []bool     // the person's choice stands
	taken     []int      // people at each node
	moves     [][]move   // the cheapest from node to node
	rest      []int64    // cost of the cheapest way from each node to one with room
	next      []int      // the node after it on that way; -1 at its end
}

// move is the cheapest way to get one person from a node to another.
type move struct {
	person, choice int
	cost           int64
}

const never = math.MaxInt64 / 4

func newGraph(workshops []Workshop, slot string, people []Person) *graph {
	nodes := len(workshops) + 1
	g := &graph{
		workshops: workshops, slot: slot, choices: make([][]choice, len(people)), at: make([]int, len(people)), fixed: make([]bool, len(people)),
		taken: make([]int, nodes), moves: make([][]move, nodes), rest: make([]int64, nodes), next: make([]int, nodes),
	}
	for n := range g.moves {
		g.moves[n] = make([]move, nodes)
	}
	node := map[string]int{}
	for n, w := range workshops {
		node[w.ID] = n
	}
	more := int64(len(people)) + 1 // one dearer wish is worth more than all that are less dear
	worth := [Ranks]int64{more * more, more, 1}
	for p, person := range people {
		g.at[p] = -1
		for rank, wish := range person.Wishes[slot] {
			g.choices[p] = append(g.choices[p], choice{node: node[wish], worth: worth[rank]})
		}
		g.choices[p] = append(g.choices[p], choice{node: nodes - 1})
	}
	return g
}

func (g *graph) room(node int) bool {
	return node == len(g.workshops) || g.workshops[node].Capacity == 0 || g.taken[node] < g.workshops[node].Capacity
}

// take gives the person the choice that leaves the best for all who were taken up.
func (g *graph) take(p int) {
	g.measure(-1)
	best, cost := 0, int64(never)
	for n, c := range g.choices[p] {
		if total := g.rest[c.node] - c.worth; total < cost {
			best, cost = n, total
		}
	}
	g.enter(p, best)
}

// favour moves the person, whose turn it is by lot, to the dearest choice with which the whole stays as good as it is, and leaves it there.
func (g *graph) favour(p int) {
	g.fixed[p] = true
	has := g.at[p]
	if has == 0 {
		return
	}
	from := g.choices[p][has]
	g.measure(from.node)
	for n, c := range g.choices[p][:has] {
		if from.worth-c.worth+g.rest[c.node] == 0 {
			g.taken[from.node]--
			g.enter(p, n)
			return
		}
	}
}

// enter puts the person where the choice says; others make room along the way that was measured.
func (g *graph) enter(p, n int) {
	node := g.choices[p][n].node
	g.at[p] = n
	for g.next[node] >= 0 {
		m := g.moves[node][g.next[node]]
		g.at[m.person] = m.choice
		node = g.next[node]
	}
	g.taken[node]++
}

// measure finds the cheapest ways from every node to one with room, or to the one that is about to be left (-1 for none). The way round in
// a circle never pays, because people were taken up along cheapest ways only.
func (g *graph) measure(left int) {
	g.list()
	for node := range g.rest {
		g.rest[node], g.next[node] = never, -1
		if node == left || g.room(node) {
			g.rest[node] = 0
		}
	}
	for better := true; better; {
		better = false
		for node := range g.rest {
			for to, m := range g.moves[node] {
				if m.cost < never && g.rest[to] < never && m.cost+g.rest[to] < g.rest[node] {
					g.rest[node], g.next[node], better = m.cost+g.rest[to], to, true
				}
			}
		}
	}
}

// list finds the cheapest move between each two nodes.
func (g *graph) list() {
	for from := range g.moves {
		for to := range g.moves[from] {
			g.moves[from][to].cost = never
		}
	}
	for p, has := range g.at {
		if has < 0 || g.fixed[p] {
			continue
		}
		from := g.choices[p][has]
		for n, c := range g.choices[p] {
			if m := &g.moves[from.node][c.node]; n != has && from.worth-c.worth < m.cost {
				*m = move{person: p, choice: n, cost: from.worth - c.worth}
			}
		}
	}
}
