package shared

import (
	"strconv"

	"rundertisch/internal/i18n"
)

// Places is how full something is.
type Places struct {
	Taken    int
	Capacity int // 0 means no limit
	Waiting  int
}

// Full reports whether no place is left.
func (p Places) Full() bool { return p.Capacity > 0 && p.Taken >= p.Capacity }

// Free is the number of places left, never negative; 0 without a limit.
func (p Places) Free() int { return max(0, p.Capacity-p.Taken) }

func (p Places) text(l *i18n.Locale) string {
	var text string
	switch {
	case p.Capacity <= 0:
		return l.N("shared.places.unlimited", p.Taken)
	case p.Full():
		text = l.N("shared.places.full", p.Capacity)
	default:
		text = l.N("shared.places.some", p.Capacity, p.Taken)
	}
	if p.Waiting > 0 {
		text += " · " + l.N("shared.places.waiting", p.Waiting)
	}
	return text
}

// level is the class of the bar: half empty, nearly full (a fifth or less is left), full.
func (p Places) level() string {
	switch {
	case p.Full():
		return "full"
	case p.Capacity > 0 && p.Free()*5 <= p.Capacity:
		return "nearly"
	default:
		return "free"
	}
}

// percent is part of whole as an SVG length, between 0 % and 100 %.
func percent(part, whole int) string {
	if whole <= 0 {
		return "0%"
	}
	return lengthOf(float64(min(max(part, 0), whole)) / float64(whole))
}

// lengthOf is a share as an SVG length: 0.5 is "50%".
func lengthOf(share float64) string {
	return strconv.FormatFloat(share*100, 'f', 2, 64) + "%"
}
