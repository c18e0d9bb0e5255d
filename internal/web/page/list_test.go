package page_test

import (
	"fmt"
	"slices"
	"testing"

	"rundertisch/internal/database"
	"rundertisch/internal/web/page"
	"rundertisch/views/shared"
)

type entry struct{ id, name string }

func idOf(e entry) string { return e.id }

func orders(asked map[string]string) shared.List {
	return shared.Listing{Path: "/", Orders: []string{"name"}}.Read(func(name string) string { return asked[name] })
}

func TestRowsAreSortedAsPeopleReadNames(t *testing.T) {
	t.Parallel()
	rows := []entry{{"5", "Zander"}, {"4", "Östreich"}, {"1", "Łuczak"}, {"2", "Öztürk"}, {"3", "Ofen"}, {"7", "ofen"}, {"6", "Yılmaz"}}
	keys := page.Keys[entry]{"name": func(e entry) string { return database.FoldWord(e.name) }}
	page.Sort(orders(nil), rows, idOf, keys)
	want := []entry{{"1", "Łuczak"}, {"4", "Östreich"}, {"2", "Öztürk"}, {"3", "Ofen"}, {"7", "ofen"}, {"6", "Yılmaz"}, {"5", "Zander"}}
	if !slices.Equal(rows, want) {
		t.Errorf("got %v, want %v", rows, want)
	}
	page.Sort(orders(map[string]string{"desc": "1"}), rows, idOf, keys)
	slices.Reverse(want)
	if !slices.Equal(rows, want) {
		t.Errorf("the other way round: got %v, want %v", rows, want)
	}
}

func TestTenThousandEqualNamesKeepTheirOrder(t *testing.T) {
	t.Parallel()
	rows := make([]entry, 10_000)
	for i := range rows {
		rows[i] = entry{fmt.Sprintf("%05d", (i*7919)%len(rows)), "Müller"}
	}
	page.Sort(orders(nil), rows, idOf, page.Keys[entry]{"name": func(e entry) string { return database.FoldWord(e.name) }})
	if !slices.IsSortedFunc(rows, func(a, b entry) int { return slices.Compare([]byte(a.id), []byte(b.id)) }) {
		t.Error("the identifier does not break ties")
	}
}

func TestRowsAreFoundByAllTypedWordsInAnySpelling(t *testing.T) {
	t.Parallel()
	all := []entry{{"1", "Jana Größler-Weiß"}, {"2", "Nguyễn Thị Hoa"}, {"3", "Yılmaz"}}
	for typed, want := range map[string]int{"": 3, "  ": 3, "groessler": 1, "Größler jana": 1, "nguyen hoa": 1, "yilmaz": 1, "jana hoa": 0, "%": 3} {
		got := page.Find(slices.Clone(all), typed, func(e entry) []string { return []string{e.name} })
		if len(got) != want {
			t.Errorf("%q finds %v, want %d", typed, got, want)
		}
	}
}
