package shared_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"rundertisch/internal/date"
	"rundertisch/views/shared"
)

// long is a plan of four years with as many rows as asked for.
func long(rows int) shared.Timeline {
	line := shared.Timeline{ID: "x", Title: "T", Desc: "D", Today: "2023-06-15", Scale: shared.ByMonth, From: "2021-01", To: "2024-12"}
	for i := range rows {
		begin := date.Month("2021-01").Add(i % 36)
		line.Rows = append(line.Rows, shared.TimelineRow{
			Number: fmt.Sprintf("%d.%d", i/10+1, i%10+1), Label: "Kooperationsvereinbarung mit den Trägern", Href: "/m",
			Start: begin.First(), Planned: begin.Add(6).Last(), Due: begin.Add(11).Last(), State: shared.TimelineLate,
			Says: "Überfällig", Slip: "5 Monate später",
		})
	}
	return line
}

func TestALargeTimelineIsDividedByItsScale(t *testing.T) {
	t.Parallel()
	for scale, want := range map[shared.TimelineScale]struct {
		parts, lines int
		least        string
	}{
		shared.ByMonth:   {48, 47, "1728"},
		shared.ByQuarter: {16, 15, "960"},
		shared.ByYear:    {0, 3, "384"},
	} {
		line := long(1)
		line.Scale = scale
		doc := render(t, shared.TimelineChart(german(t), line))
		if got := doc.Find(".rt-tl__part-name").Length(); got != want.parts {
			t.Errorf("%s: %d parts, want %d", scale, got, want.parts)
		}
		if got := doc.Find(".rt-tl__grid .rt-tl__year").Length(); got != want.lines {
			t.Errorf("%s: %d lines, want %d", scale, got, want.lines)
		}
		if got := doc.Find(".rt-tl__least").AttrOr("width", ""); got != want.least {
			t.Errorf("%s: %s wide, want %s", scale, got, want.least)
		}
		if got := doc.Find(".rt-tl__year-name").Text(); got != "2021202220232024" {
			t.Errorf("%s: years are %q", scale, got)
		}
	}
}

func TestARowShowsPlanForecastAndWhatHappened(t *testing.T) {
	t.Parallel()
	line := shared.Timeline{ID: "x", Title: "T", Desc: "D", Today: "2024-12-31", Scale: shared.ByYear, From: "2021-01", To: "2024-12", Rows: []shared.TimelineRow{
		{Label: "done later", Start: "2021-01-01", Planned: "2022-12-31", Due: "2023-05-31", Done: "2023-05-20", State: shared.TimelineDone, Slip: "5 Monate später"},
		{Label: "moved", Start: "2021-01-01", Planned: "2022-12-31", Due: "2024-12-31", State: shared.TimelineOpen},
		{Label: "no start", Planned: "2022-12-31", Due: "2022-12-31", State: shared.TimelineLate},
		{Label: "past the picture", Start: "2023-01-01", Planned: "2025-12-31", Due: "2025-12-31", State: shared.TimelineOpen},
	}}
	doc := render(t, shared.TimelineChart(german(t), line))
	for n, want := range []struct {
		planned, forecast, actual, mark int
		words                           string
	}{
		{1, 1, 1, 1, "Erledigt · geplant 01/2021 bis 12/2022 · erledigt 05/2023 · 5 Monate später"},
		{1, 1, 0, 1, "Geplant · geplant 01/2021 bis 12/2022 · voraussichtlich 12/2024"},
		{1, 0, 0, 1, "Überfällig · fällig 12/2022"},
		{1, 1, 0, 0, "Geplant · geplant 01/2023 bis 12/2025"},
	} {
		row := doc.Find(".rt-tl__row").Eq(n)
		for class, count := range map[string]int{"planned": want.planned, "plan": want.forecast, "actual": want.actual, "mark": want.mark} {
			if got := row.Find(".rt-tl__" + class).Length(); got != count {
				t.Errorf("row %d: %d times %s, want %d", n, got, class, count)
			}
		}
		if got := strings.Join(strings.Fields(row.Find(".rt-tl__words").Text()), " "); got != want.words {
			t.Errorf("row %d says %q, want %q", n, got, want.words)
		}
	}
	first := doc.Find(".rt-tl__row").First()
	if w := first.Find(".rt-tl__planned").AttrOr("width", ""); w != "49.97%" {
		t.Errorf("two years of four with a leap year are %s wide", w)
	}
}

func TestAPictureOfCenturiesIsDividedIntoYears(t *testing.T) {
	t.Parallel()
	line := long(1)
	line.From, line.To = "1900-01", "2200-12"
	if got := render(t, shared.TimelineChart(german(t), line)).Find(".rt-tl__grid .rt-tl__year").Length(); got != 300 {
		t.Errorf("%d lines", got)
	}
}

func BenchmarkTimelineOf500Rows(b *testing.B) {
	l, line := german(b), long(500)
	for b.Loop() {
		if err := shared.TimelineChart(l, line).Render(b.Context(), io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}
