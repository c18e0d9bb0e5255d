package page

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/audit"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/views"
	"rundertisch/views/shared"
)

// conflict answers with the page that asks what is to count.
func (r *Request) conflict(e Edit, met meeting, open []string) error {
	last, err := r.lastChange(e)
	if err != nil {
		return err
	}
	p := views.ConflictPage{
		Page: r.Page("layout.conflict.title"), Form: met.form, Action: r.Ctx.Path(), Back: e.Back, Password: e.Password,
		Carried: carried(met),
	}
	p.Of, p.HasErrors = e.Of, true
	p.By, p.Lead = r.whoAndWhen(last)
	for _, name := range met.clashes {
		p.Clashes = append(p.Clashes, r.clash(e, met, name))
	}
	for _, name := range met.taken {
		words, _ := r.reads(e, name, met.stored[name])
		if words == "" {
			words = r.L.T("shared.clash.empty")
		}
		p.Merged = append(p.Merged, shared.Term{Label: r.label(e, met.form, name), Value: words})
	}
	p.Form.Err = fault.New(fault.Conflict, "layout.conflict.summary")
	if len(open) > 0 {
		var c fault.Checks
		for _, name := range open {
			c.Add(shared.ChoicePrefix+name, "shared.clash.choose", r.label(e, met.form, name))
		}
		p.Form.Err = c.Err()
	}
	return r.RenderStatus(fiber.StatusConflict, views.Conflict(p))
}

func (r *Request) clash(e Edit, met meeting, name string) shared.Clash {
	theirs, isChoice := r.reads(e, name, met.stored[name])
	mine, _ := r.reads(e, name, met.typed[name])
	c := shared.Clash{
		Name: name, Label: r.label(e, met.form, name), Mine: mine, Theirs: theirs, Typed: first(met.typed[name]), Free: !isChoice,
	}
	c.Anew = c.Typed
	if anew, sent := met.typed[shared.AnewPrefix+name]; sent {
		c.Anew = first(anew)
	}
	return c
}

// reads says a field's value as people read it, and whether it is one of several offered.
func (r *Request) reads(e Edit, name string, values []string) (string, bool) {
	value := first(values)
	if e.Words != nil {
		if words, isChoice := e.Words(name, value); isChoice {
			return words, true
		}
	}
	if day, err := date.Parse(value); err == nil && value != "" {
		return r.L.Day(day.Time()), false
	}
	return value, false
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

func (r *Request) label(e Edit, form shared.Form, name string) string {
	if said := form.Label(r.L, name); said != "" || e.Label == nil {
		return said
	}
	return e.Label(name)
}

// carried are the values that nobody has to choose about; passwords are asked again.
func carried(met meeting) []shared.Value {
	var all []shared.Value
	for _, name := range met.form.Order {
		about := name == shared.ClashName || name == "version" || secret(name) || slices.Contains(met.clashes, name) ||
			strings.HasPrefix(name, shared.ChoicePrefix) || strings.HasPrefix(name, shared.AnewPrefix)
		if about {
			continue
		}
		for _, text := range met.form.Values[name] {
			all = append(all, shared.Value{Name: name, Text: text})
		}
	}
	return all
}

// lastChange is the newest entry of the trail about the thing, the zero entry when it has none.
func (r *Request) lastChange(e Edit) (audit.Entry, error) {
	entries, err := r.site.Trail(r.Context(), r.Workspace.ID, e.Kind, e.ID)
	for _, entry := range entries {
		if e.About == nil || e.About(entry) {
			return entry, err
		}
	}
	return audit.Entry{}, err
}

// whoAndWhen names who saved last, and says it with the time as a sentence.
func (r *Request) whoAndWhen(last audit.Entry) (by, lead string) {
	switch {
	case last.ID == "" || last.ActorName == "":
		return r.L.T("layout.conflict.somebody"), r.L.T("layout.conflict.lead_somebody")
	case last.ActorID == r.User.ID:
		return r.L.T("layout.conflict.yourself"), r.L.T("layout.conflict.lead_yourself", r.L.Instant(last.At))
	}
	return last.ActorName, r.L.T("layout.conflict.lead", last.ActorName, r.L.Instant(last.At))
}
