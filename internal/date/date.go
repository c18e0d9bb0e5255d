// Package date has the two kinds of time that are no instants: a day and a month.
//
// The work plan speaks of months ("Umsetzung bis 03/2022"), tasks of days. Both are stored as text (2022-03,
// 2022-03-31) and compare as text; the zero value means "none" and is stored as the empty string.
package date

import (
	"database/sql/driver"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// Date is a calendar day, "2022-03-31" or "" for none.
type Date string

// Month is a calendar month, "2022-03" or "" for none.
type Month string

var (
	germanDay   = regexp.MustCompile(`^(\d{1,2})\.(\d{1,2})\.(\d{4})$`)
	germanMonth = regexp.MustCompile(`^(\d{1,2})/(\d{4})$`)
)

// Of returns the day of t in its own location.
func Of(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// MonthOf returns the month of t in its own location.
func MonthOf(t time.Time) Month { return Month(t.Format("2006-01")) }

// Parse reads "2022-03-31" or "31.03.2022"; the empty string is no day.
func Parse(s string) (Date, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", nil
	}
	if m := germanDay.FindStringSubmatch(s); m != nil {
		s = fmt.Sprintf("%s-%02s-%02s", m[3], m[2], m[1])
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return "", fmt.Errorf("date %q: %w", s, err)
	}
	return checkedYear(t, Of(t))
}

// ParseMonth reads "2022-03" or "03/2022"; the empty string is no month.
func ParseMonth(s string) (Month, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", nil
	}
	if m := germanMonth.FindStringSubmatch(s); m != nil {
		s = fmt.Sprintf("%s-%02s", m[2], m[1])
	}
	t, err := time.Parse("2006-01", s)
	if err != nil {
		return "", fmt.Errorf("month %q: %w", s, err)
	}
	return checkedYear(t, MonthOf(t))
}

func checkedYear[T ~string](t time.Time, value T) (T, error) {
	if t.Year() < 1900 || t.Year() > 2200 {
		return "", fmt.Errorf("year %d is out of range", t.Year())
	}
	return value, nil
}

// Time returns midnight UTC of the day; the zero time for none.
func (d Date) Time() time.Time {
	t, _ := time.Parse(time.DateOnly, string(d))
	return t
}

// IsZero reports whether there is no day.
func (d Date) IsZero() bool { return d == "" }

// German returns "31.03.2022", "" for none.
func (d Date) German() string { return d.format("02.01.2006") }

// AddDays returns the day n days later (earlier when negative).
func (d Date) AddDays(n int) Date {
	if d == "" {
		return ""
	}
	return Of(d.Time().AddDate(0, 0, n))
}

// Month returns the month the day lies in.
func (d Date) Month() Month {
	if d == "" {
		return ""
	}
	return MonthOf(d.Time())
}

// AddMonths returns the same day n months later, the month's last day when it has no such day.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	month := d.Month().Add(n)
	return min(month.First().AddDays(d.Time().Day()-1), month.Last())
}

// DaysUntil returns the days from d to other, negative when other is earlier.
func (d Date) DaysUntil(other Date) int { return int(other.Time().Sub(d.Time()).Hours() / 24) }

func (d Date) format(layout string) string {
	if d == "" {
		return ""
	}
	return d.Time().Format(layout)
}

// First returns the month's first day.
func (m Month) First() Date {
	if m == "" {
		return ""
	}
	return Date(string(m) + "-01")
}

// Last returns the month's last day: a deadline given as month means that day.
func (m Month) Last() Date {
	if m == "" {
		return ""
	}
	return Of(m.First().Time().AddDate(0, 1, -1))
}

// IsZero reports whether there is no month.
func (m Month) IsZero() bool { return m == "" }

// Slash returns "03/2022", "" for none.
func (m Month) Slash() string { return m.First().format("01/2006") }

// Add returns the month n months later.
func (m Month) Add(n int) Month {
	if m == "" {
		return ""
	}
	return MonthOf(m.First().Time().AddDate(0, n, 0))
}

// Until returns the number of months from m to other, negative when other is earlier.
func (m Month) Until(other Month) int {
	a, b := m.First().Time(), other.First().Time()
	return (b.Year()-a.Year())*12 + int(b.Month()) - int(a.Month())
}

// Value stores the day as text.
func (d Date) Value() (driver.Value, error) { return string(d), nil }

// Value stores the month as text.
func (m Month) Value() (driver.Value, error) { return string(m), nil }

// Scan reads the day from text; drivers that make times of it are understood too.
func (d *Date) Scan(src any) error { return scan(src, time.DateOnly, d) }

// Scan reads the month from text.
func (m *Month) Scan(src any) error { return scan(src, "2006-01", m) }

func scan[T ~string](src any, layout string, into *T) error {
	switch v := src.(type) {
	case nil:
		*into = ""
	case string:
		*into = T(v)
	case []byte:
		*into = T(v)
	case time.Time:
		*into = T(v.Format(layout))
	default:
		return fmt.Errorf("cannot read %T as a date", src)
	}
	return nil
}
