package allocation

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// Lot is the person's lot in the slot: people stand in the order of it, smallest first.
func Lot(seed, slot, person string) string {
	sum := sha256.Sum256([]byte(seed + "\n" + slot + "\n" + person))
	return hex.EncodeToString(sum[:])
}

// drawn returns the people in the order of the slot's lot.
func drawn(seed, slot string, people []Person) []Person {
	type ticket struct {
		lot string
		of  Person
	}
	tickets := make([]ticket, len(people))
	for n, p := range people {
		tickets[n] = ticket{lot: Lot(seed, slot, p.ID), of: p}
	}
	slices.SortFunc(tickets, func(a, b ticket) int { return strings.Compare(a.lot, b.lot) })
	order := make([]Person, len(tickets))
	for n, t := range tickets {
		order[n] = t.of
	}
	return order
}
