package shared_test

import (
	"net/url"
	"testing"

	"rundertisch/views/shared"
)

func listing() shared.Listing {
	show := shared.OneOf("show", "some", "all")
	show.Usual = "some"
	return shared.Listing{
		Path: "/list", Narrow: []shared.Narrow{{Name: "q"}, show, shared.Flag("late")},
		Orders: []string{"name", "day"}, Falling: []string{"day"},
	}
}

func read(t *testing.T, address string) shared.List {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return listing().Read(u.Query().Get)
}

func TestAListsAddressSaysItsStateWithoutWhatIsUsual(t *testing.T) {
	t.Parallel()
	for asked, want := range map[string]string{
		"/list":                          "/list",
		"/list?page=1&sort=name&desc=0":  "/list",
		"/list?show=some":                "/list",
		"/list?show=everything":          "/list",
		"/list?sort=colour&page=minus":   "/list",
		"/list?late=yes&page=-3&desc=2":  "/list",
		"/list?sort=day&desc=1":          "/list?sort=day",
		"/list?sort=day&desc=0":          "/list?desc=0&sort=day",
		"/list?q=Gr%C3%B6%C3%9F+%26+Co":  "/list?q=Gr%C3%B6%C3%9F+%26+Co",
		"/list?desc=1&late=1&page=4":     "/list?desc=1&late=1&page=4",
		"/list?show=all&q=a&q=b&foo=bar": "/list?q=a&show=all",
	} {
		if got := read(t, asked).Address(); got != want {
			t.Errorf("%s is written as %s, want %s", asked, got, want)
		}
	}
}

func TestAColumnSortsAndThenTurnsTheOrder(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ at, by, order, leads string }{
		"the usual order turns":           {"/list?page=3", "name", "ascending", "/list?desc=1"},
		"and turns back":                  {"/list?desc=1", "name", "descending", "/list"},
		"another begins with the latest":  {"/list?q=x&page=2", "day", "", "/list?q=x&sort=day"},
		"the latest first turns":          {"/list?sort=day", "day", "descending", "/list?desc=0&sort=day"},
		"another forgets the other's way": {"/list?sort=day&desc=0", "name", "", "/list"},
	} {
		column := read(t, c.at).Column("Spalte", c.by)
		if column.Order != c.order || column.Sort != c.leads {
			t.Errorf("%s: %q, leads to %s; want %q and %s", name, column.Order, column.Sort, c.order, c.leads)
		}
	}
}

func TestAListIsCutIntoPages(t *testing.T) {
	t.Parallel()
	rows := make([]int, 312)
	for i := range rows {
		rows[i] = i
	}
	for name, c := range map[string]struct {
		at          string
		rows        []int
		first, last int
		says        string
	}{
		"the first":             {"/list", rows, 0, 49, "1–50 von 312"},
		"the last":              {"/list?page=7", rows, 300, 311, "301–312 von 312"},
		"beyond the last":       {"/list?page=99999999999999999999", rows, 0, 49, "1–50 von 312"},
		"a little beyond":       {"/list?page=8", rows, 300, 311, "301–312 von 312"},
		"all that fits on one":  {"/list?page=2", rows[:50], 0, 49, ""},
		"the file has no pages": {"/list?page=2&desc=1", rows, 50, 99, "51–100 von 312"},
	} {
		list := read(t, c.at)
		shown := shared.PageOf(&list, c.rows)
		if shown[0] != c.first || shown[len(shown)-1] != c.last {
			t.Errorf("%s: %d to %d, want %d to %d", name, shown[0], shown[len(shown)-1], c.first, c.last)
		}
		doc := render(t, shared.ListFoot(german(t), list))
		if got := doc.Find(".rt-pages .rt-muted").Text(); got != c.says {
			t.Errorf("%s: says %q, want %q", name, got, c.says)
		}
		if file, _ := doc.Find(".rt-downloads a").First().Attr("href"); file == "" || list.With("q", "").File("csv") != file {
			t.Errorf("%s: file at %q", name, file)
		}
	}
	list := read(t, "/list?page=5")
	if shown := shared.PageOf(&list, []int{}); len(shown) != 0 || list.Page != 1 {
		t.Errorf("an empty list shows %v on page %d", shown, list.Page)
	}
}

func TestTheFilterKeepsTheOrderAndOffersTheWholeListAgain(t *testing.T) {
	t.Parallel()
	doc := render(t, shared.ListFilter(german(t), read(t, "/list?sort=day&desc=0&late=1&page=3")))
	if doc.Find(`input[type=hidden][name=sort][value=day]`).Length() != 1 || doc.Find(`input[name=desc][value="0"]`).Length() != 1 || doc.Find("[name=page]").Length() != 0 {
		t.Error(doc.Html())
	}
	if doc.Find(`a[href="/list"]`).Length() != 1 {
		t.Error("no way back to the whole list")
	}
	if whole := render(t, shared.ListFilter(german(t), read(t, "/list"))); whole.Find("a").Length() != 0 {
		t.Error("the whole list offers to reset its filter")
	}
}
