package workplanweb

import (
	"strconv"

	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/views/shared"
)

// reader reads typed values; what cannot be read is noted at its field.
type reader struct {
	form   shared.Form
	unread map[string]string // catalogue key by field name
}

func readerOf(form shared.Form) *reader {
	return &reader{form: form, unread: map[string]string{}}
}

func (r *reader) month(name string) date.Month {
	m, err := date.ParseMonth(r.form.Value(name))
	if err != nil {
		r.unread[name] = "fault.month"
	}
	return m
}

func (r *reader) day(name string) date.Date {
	d, err := date.Parse(r.form.Value(name))
	if err != nil {
		r.unread[name] = "fault.day"
	}
	return d
}

// version is 0 when it was tampered with, which no row has.
func (r *reader) version() int64 {
	v, err := strconv.ParseInt(r.form.Value("version"), 10, 64)
	if err != nil {
		return 0
	}
	return v
}

// check joins what could not be read with what validation says about the other fields.
func (r *reader) check(validation error) error {
	if len(r.unread) == 0 {
		return nil
	}
	var c fault.Checks
	for name, key := range r.unread {
		c.Add(name, key)
	}
	for _, f := range fault.Fields(validation) {
		if r.unread[f.Name] == "" {
			c.Add(f.Name, f.Key, f.Args...)
		}
	}
	return c.Err()
}
