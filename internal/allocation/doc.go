// Package allocation gives people places in workshops by their ranked wishes. It knows no database and no clock: the same
// people, workshops and seed have the same result, in whatever order they are handed over.
//
// The rule, as it is published. Slots are decided on one by one, each by itself:
//
//  1. As many people as possible get their first wish; among all ways to do so, as many as possible their second; among
//     those, as many as possible their third.
//  2. Where several ways are equally good the lot decides: people stand in the order of
//     SHA-256(seed, slot, person), written in hexadecimal digits with a line feed between the three, smallest first.
//     Whoever is first in that order gets the best wish that rule 1 still allows, then the second, and so on.
//  3. Nobody gets a place that was not wished for, and no workshop takes more people than it has places.
//
// Rules 1 and 2 leave exactly one result, so that it can be checked by anybody with any program. It follows from rule 1
// that no two people would both gain by a swap. The lot is drawn anew for each slot: bad luck in the morning is not bad
// luck in the afternoon.
//
// Who leads a workshop (Leads) has no place of a participant in the slots at that time. Two workshops of different slots at one time
// are refused, because one person could get both.
//
// How it is computed: people are taken up one after the other along a shortest path of exchanges between workshops (the
// successive shortest paths of the minimum-cost flow, Ahuja, Magnanti and Orlin, Network Flows, 9.7). The graph has one node per
// workshop and one for "no place", not one per person: of all the people who could move from one workshop to another only the cheapest
// matters. Then rule 2: in the order of the lot each person is moved to a better wish where an exchange of cost
// nought allows it, and stays there.
package allocation
