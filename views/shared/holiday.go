package shared

import (
	"rundertisch/internal/date"
	"rundertisch/internal/holiday"
	"rundertisch/internal/i18n"
)

// Holidays says what stands against days, one sentence each: weekends, public holidays, school holidays.
func Holidays(l *i18n.Locale, f holiday.Finding) []string {
	var all []string
	for _, day := range f.Weekend {
		all = append(all, l.T("holiday.weekend", l.LongDay(day.Time())))
	}
	for _, d := range f.Public {
		key := "holiday.is_public"
		if d.Local {
			key = "holiday.is_local"
		}
		all = append(all, l.T(key, l.LongDay(d.On.Time()), l.T(d.Key)))
	}
	for _, b := range f.School {
		if b.From == b.To {
			all = append(all, l.T("holiday.is_school_day", l.LongDay(b.From.Time()), l.T(b.Key)))
		} else {
			all = append(all, l.T("holiday.is_school", l.T(b.Key), l.Day(b.From.Time()), l.Day(b.To.Time())))
		}
	}
	return all
}

// HolidaysUnknown says until when school holidays are known, where the days lie outside of that; "" otherwise.
func HolidaysUnknown(l *i18n.Locale, f holiday.Finding, from, until date.Date) string {
	if !f.Unknown {
		return ""
	}
	return l.T("holiday.unknown", l.Day(from.Time()), l.Day(until.Time()))
}
