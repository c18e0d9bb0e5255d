package shared

import (
	"fmt"
	"strconv"
	"time"

	"rundertisch/internal/date"
	"rundertisch/internal/i18n"
)

const (
	maxTicks = 600 // divisions; of more, the next coarser scale is drawn
	maxYears = 100 // in a small timeline
)

// axis is the time that a picture shows, and where each day of it lies.
type axis struct {
	scale      TimelineScale
	small      bool
	begin, end date.Date // the first day, and the day after the last
	first      time.Time
	whole      float64
	today      date.Date
	ticks      []tick
}

// tick is a line of the axis with its words; year is set at the first of each year.
type tick struct {
	at   string
	year string
	part string
	line bool
}

// axis is computed once for all rows.
func (t Timeline) axis(l *i18n.Locale) axis {
	from, to := t.span()
	a := axis{scale: t.Scale, small: t.Scale == "", begin: from.First(), end: to.Add(1).First(), today: t.Today}
	if a.small {
		a.scale = ByYear
	}
	for a.scale != ByYear && from.Until(to)/a.scale.months() > maxTicks {
		a.scale = map[TimelineScale]TimelineScale{ByMonth: ByQuarter, ByQuarter: ByYear}[a.scale]
	}
	a.first = a.begin.Time()
	a.whole = float64(a.end.Time().Sub(a.first))
	a.ticks = a.divide(l, from, to)
	return a
}

// span is the first and last month that are shown.
func (t Timeline) span() (from, to date.Month) {
	from, to = t.From, t.To
	if !from.IsZero() && !to.IsZero() {
		return from, max(from, to)
	}
	first, last := t.days()
	if from.IsZero() {
		from = date.Month(fmt.Sprintf("%04d-01", first.Time().Year()))
	}
	if to.IsZero() {
		to = date.Month(fmt.Sprintf("%04d-12", max(last, from.First()).Time().Year()))
	}
	if t.Scale == "" {
		to = min(to, from.Add(maxYears*12-1))
	}
	return min(from, to), to
}

// days are the first and the last day that the rows speak of.
func (t Timeline) days() (first, last date.Date) {
	first, last = t.Today, t.Today
	for _, row := range t.Rows {
		for _, day := range []date.Date{row.Start, row.From, row.Planned, row.Due, row.Done} {
			if day.IsZero() {
				continue
			}
			if first.IsZero() || day < first {
				first = day
			}
			last = max(last, day)
		}
	}
	return first, last
}

// divide returns the lines of the axis.
func (a axis) divide(l *i18n.Locale, from, to date.Month) []tick {
	var ticks []tick
	step := a.scale.months()
	for month := from; month <= to; {
		number := int(month.First().Time().Month())
		one := tick{at: a.at(month.First()), line: month != from}
		if number == 1 || month == from && number <= 10 {
			one.year = strconv.Itoa(month.First().Time().Year())
		}
		switch {
		case a.scale == ByMonth:
			one.part = fmt.Sprintf("%02d", number)
		case a.scale == ByQuarter && (number-1)%3 == 0:
			one.part = l.T("shared.timeline.quarter", (number-1)/3+1)
		}
		ticks = append(ticks, one)
		month = month.Add(step - (number-1)%step)
	}
	return ticks
}

// share is where a day begins, from 0 at the left edge to 1; days outside are at the edge.
func (a axis) share(day date.Date) float64 {
	return min(1, max(0, float64(day.Time().Sub(a.first))/a.whole))
}

// at is where a day begins, as an SVG length from the left edge.
func (a axis) at(day date.Date) string { return lengthOf(a.share(day)) }

// atEnd is where a day is over.
func (a axis) atEnd(day date.Date) string { return a.at(day.AddDays(1)) }

// width is the length between the beginnings of two days.
func (a axis) width(from, to date.Date) string { return lengthOf(max(0, a.share(to)-a.share(from))) }

// holds reports whether the end of a day lies in the picture.
func (a axis) holds(day date.Date) bool {
	end := day.AddDays(1)
	return !day.IsZero() && end >= a.begin && end <= a.end
}

// hasBar reports whether a bar between the days can be seen.
func (a axis) hasBar(from, to date.Date) bool {
	return !from.IsZero() && !to.IsZero() && from <= to && from < a.end && to >= a.begin
}

// showsToday reports whether today lies in the picture.
func (a axis) showsToday() bool { return a.today >= a.begin && a.today < a.end }

// todayLate reports whether the mark of today is so far right that its word goes to its left.
func (a axis) todayLate() bool { return a.share(a.today) > 0.85 }

// size are the classes for the least width that keeps divisions apart.
func (a axis) size() string {
	switch {
	case !a.small && a.scale != ByYear:
		return "rt-tl--large rt-tl--parts"
	case !a.small:
		return "rt-tl--large"
	case len(a.ticks) > 6:
		return "rt-tl--long"
	}
	return "rt-tl--short"
}

// least is the least width of a large picture in pixels.
func (a axis) least() string {
	wide := map[TimelineScale]int{ByMonth: 36, ByQuarter: 60, ByYear: 96}[a.scale]
	return strconv.Itoa(wide * len(a.ticks))
}
