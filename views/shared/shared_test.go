package shared_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/views/shared"
)

func TestPlacesAreSaidInWords(t *testing.T) {
	t.Parallel()
	for want, places := range map[string]shared.Places{
		"18 von 20 Plätzen belegt":                              {Taken: 18, Capacity: 20},
		"Alle 20 Plätze belegt":                                 {Taken: 20, Capacity: 20},
		"1 von 1 Platz belegt":                                  {Taken: 1, Capacity: 1},
		"0 von 1 Platz belegt":                                  {Taken: 0, Capacity: 1},
		"Alle 20 Plätze belegt · 1 Person auf der Warteliste":   {Taken: 20, Capacity: 20, Waiting: 1},
		"Alle 20 Plätze belegt · 3 Personen auf der Warteliste": {Taken: 21, Capacity: 20, Waiting: 3},
		"1 Anmeldung":                                           {Taken: 1},
		"0 Anmeldungen":                                         {},
	} {
		doc := render(t, shared.SeatBar(german(t), places))
		if got := strings.TrimSpace(doc.Find(".rt-meter__text").Text()); got != want {
			t.Errorf("%+v: %q, want %q", places, got, want)
		}
		if width := doc.Find(".rt-meter__fill").AttrOr("width", ""); places.Capacity == 20 && places.Taken > 20 && width != "100.00%" {
			t.Errorf("%+v: the bar is %s wide", places, width)
		}
	}
}

func TestLabelsHintsAndSummaryComeFromTheCatalogue(t *testing.T) {
	t.Parallel()
	var checks fault.Checks
	checks.Require("cancel", "")
	form := shared.Form{Labels: "shared."}.Refused(nil, checks.Err())
	doc := render(t, shared.Text(german(t), form, shared.Field{Name: "cancel"}))
	if got := strings.TrimSpace(doc.Find("label").Text()); got != "Abbrechen" {
		t.Errorf("label is %q", got)
	}
	summary := render(t, shared.ErrorSummary(german(t), form))
	link := summary.Find("a")
	if link.Text() != "Abbrechen: Bitte füllen Sie dieses Feld aus." || link.AttrOr("href", "") != "#f-cancel" {
		t.Errorf("summary has %q to %s", link.Text(), link.AttrOr("href", ""))
	}
}

func TestTheSummaryGoesDownTheForm(t *testing.T) {
	t.Parallel()
	var c fault.Checks
	for _, name := range []string{"until", "elsewhere", "title", "begin"} {
		c.Add(name, "shared.required")
	}
	form := shared.Form{Order: []string{"title", "begin", "until"}, Err: c.Err()}
	got := render(t, shared.ErrorSummary(german(t), form)).Find("a").Map(func(_ int, a *goquery.Selection) string { return a.AttrOr("href", "") })
	if want := []string{"#f-title", "#f-begin", "#f-until", "#f-elsewhere"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestTheFirstOfARefusedGroupIsWhereTheSummaryLeads(t *testing.T) {
	t.Parallel()
	form := shared.Form{ID: "reg", Values: map[string][]string{"slot": {"b"}}}
	doc := render(t, shared.Radios(german(t), form, shared.Field{Name: "slot", Label: "Workshop"}, []shared.Option{{Value: "a", Label: "A"}, {Value: "b", Label: "B"}}))
	if id := doc.Find("input").First().AttrOr("id", ""); id != form.FieldID("slot") {
		t.Errorf("the first choice has the id %q", id)
	}
	if got := doc.Find("input[checked]").AttrOr("value", ""); got != "b" {
		t.Errorf("%q is chosen", got)
	}
}

func TestTheTimelinePutsMonthsWhereTheyBelong(t *testing.T) {
	t.Parallel()
	line := shared.Timeline{ID: "x", Title: "T", Desc: "D", Today: "2022-01-01", Rows: []shared.TimelineRow{
		{Label: "in time", Start: "2020-01-01", Due: "2021-12-31", Done: "2021-06-30", State: shared.TimelineDone},
		{Label: "late", Start: "2020-11-01", Due: "2021-06-30", State: shared.TimelineLate},
		{Label: "done late", Start: "2020-11-01", Due: "2022-06-30", Done: "2022-12-31", State: shared.TimelineDone},
		{Label: "no start", Due: "2023-12-31", State: shared.TimelineOpen},
	}}
	doc := render(t, shared.TimelineChart(german(t), line))
	if got := doc.Find(".rt-tl__year-name").Text(); got != "2020202120222023" {
		t.Errorf("years are %q", got)
	}
	plan := doc.Find(".rt-tl__plan").First()
	if x, w := plan.AttrOr("x", ""), plan.AttrOr("width", ""); x != "0.00%" || w != "50.03%" {
		t.Errorf("a plan over the first two of four years is at %s, %s wide", x, w)
	}
	if x := doc.Find(".rt-tl__today").AttrOr("x1", ""); x != "50.03%" {
		t.Errorf("today is at %s", x)
	}
	for n, want := range map[int]int{0: 0, 1: 1, 2: 1, 3: 0} {
		if got := doc.Find(".rt-tl__row").Eq(n).Find(".rt-tl__over").Length(); got != want {
			t.Errorf("row %d: %d overruns, want %d", n, got, want)
		}
	}
	if doc.Find(".rt-tl__row").Eq(3).Find(".rt-tl__plan").Length() != 0 || doc.Find(".rt-tl__row").Eq(3).Find(".rt-tl__mark").AttrOr("x", "") != "100.00%" {
		t.Error("a row without a start has a bar, or its mark is not at the end")
	}
	if doc.Find(`[role="region"][tabindex="0"][aria-label]`).Length() != 1 || doc.Find("svg[role=img] > title").Text() != "T" {
		t.Error("the picture has no name or cannot be scrolled by keyboard")
	}
}

func TestAnEmptyTimelineIsNoCrash(t *testing.T) {
	t.Parallel()
	for _, line := range []shared.Timeline{{ID: "x"}, {ID: "x", Today: "2022-01-01"}} {
		render(t, shared.TimelineChart(german(t), line))
	}
}

func TestSortedColumnsSayTheirOrder(t *testing.T) {
	t.Parallel()
	doc := render(t, shared.DataTable(german(t), shared.Table{ID: "t", Caption: "C", Columns: []shared.Column{{Label: "A", Sort: "?s=a", Order: "descending"}, {Label: "B", Sort: "?s=b"}, {Label: "C", Hidden: true}}}))
	if doc.Find(`th[aria-sort="descending"] a[href="?s=a"]`).Length() != 1 || doc.Find("th[aria-sort]").Length() != 1 {
		t.Error("the order is not said, or at the wrong column")
	}
}

func german(t testing.TB) *i18n.Locale {
	t.Helper()
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalogue.Locale(i18n.German, time.UTC)
}

func render(t *testing.T, component templ.Component) *goquery.Document {
	t.Helper()
	var html strings.Builder
	if err := component.Render(t.Context(), &html); err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(html.String()))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}
