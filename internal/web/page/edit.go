package page

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"rundertisch/internal/audit"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/views/shared"
)

// Edit is the saving of a stored thing's form. All forms of stored things are saved by Request.Edit, so that two
// people who change one thing lose nothing: what only one of them changed is kept of both, and where both changed a
// field the second is shown both texts and chooses.
type Edit struct {
	Kind, ID string                                  // of the thing in the trail, which tells who changed it
	About    func(audit.Entry) bool                  // whether an entry is about it; nil: every one is
	Labels   string                                  // catalogue prefix of the fields' labels
	Of       string                                  // name of the thing
	Back     string                                  // its page
	Stored   func() (shared.Form, error)             // the form as it is filled now: see shared.Stored
	Save     func(shared.Form) error                 // stores what was typed; an outdated version is a Conflict
	Again    func(shared.Form) error                 // shows the form again with what was refused
	Words    func(name, value string) (string, bool) // how a choice reads; false for texts; nil: all are texts
	Label    func(name string) string                // of fields the catalogue has no label for; may be nil
	Password bool                                    // the form asks for the own password
	Next     string                                  // where a success leads; Flash is said there
	Flash    string
	Done     func(flash string) error // answers a success instead; may be nil
}

// attempts is how often what does not clash is saved on top of other people's changes that come in between.
const attempts = 5

const flashMerged = "shared.flash.merged"

// Edit saves the form that was sent and answers.
func (r *Request) Edit(e Edit) error {
	form := r.Form()
	form.Labels = e.Labels
	chosen, open := choose(&form)
	flash := e.Flash
	for range attempts {
		var err error
		if len(open) == 0 {
			err = e.Save(form)
		}
		if err == nil && len(open) == 0 {
			return e.done(r, flash)
		}
		refused := fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict)
		if err != nil && !refused {
			return err
		}
		if fault.Is(err, fault.Invalid) || len(fault.Fields(err)) > 0 {
			return e.again(form, err)
		}
		stored, findErr := e.Stored()
		if findErr != nil {
			return findErr
		}
		if err != nil && !outdated(form, stored) {
			return e.again(form, err)
		}
		met := meet(form, stored, chosen, open)
		form = met.form
		if len(met.clashes) > 0 {
			return r.conflict(e, met, open)
		}
		if len(met.taken) > 0 {
			flash = flashMerged
		}
	}
	return fault.New(fault.Conflict, "fault.conflict")
}

func (e Edit) done(r *Request, flash string) error {
	if e.Done != nil {
		return e.Done(flash)
	}
	return r.SeeOther(e.Next, flash)
}

func (e Edit) again(form shared.Form, err error) error {
	form.Labels, form.Err = e.Labels, err
	return e.Again(form)
}

// outdated reports whether the thing is another than the one the form was filled with. Things without a version are
// compared by their values.
func outdated(form, stored shared.Form) bool {
	if stored.Basis.Version != 0 {
		return form.Value("version") != version(stored.Basis.Version)
	}
	return !maps.EqualFunc(form.Basis.Values, stored.Basis.Values, slices.Equal[[]string])
}

func version(n int64) string { return strconv.FormatInt(n, 10) }

// choose carries out what was chosen on the page of a conflict: the form then has one value per field again. It
// returns the fields that were chosen about, and those where no choice can be made out.
func choose(form *shared.Form) (chosen, open []string) {
	for _, name := range form.Values[shared.ClashName] {
		mine, anew := form.Value(name), form.Value(shared.AnewPrefix+name)
		_, free := form.Values[shared.AnewPrefix+name]
		written := free && anew != mine
		switch choice := form.Value(shared.ChoicePrefix + name); {
		case choice == shared.WriteAnew && free, choice == "" && written:
			form.Values[name] = []string{anew}
		case choice == shared.KeepMine && !written:
		case choice == shared.KeepTheirs && !written:
			form.Values[name] = form.Basis.Values[name]
		default: // nothing chosen, or something written and not chosen
			open = append(open, name)
			continue
		}
		chosen = append(chosen, name)
		delete(form.Values, shared.AnewPrefix+name)
		delete(form.Values, shared.ChoicePrefix+name)
	}
	return chosen, open
}

// meeting is a form and what is stored, laid on each other.
type meeting struct {
	form    shared.Form // what is to be stored, on the basis of what is stored now
	typed   map[string][]string
	stored  map[string][]string
	clashes []string // fields that both changed
	taken   []string // fields that only the others changed
}

// meet compares field by field what was typed, what the form was filled with and what is stored now. A field somebody
// chose about is never given up without asking again.
func meet(form, stored shared.Form, chosen, open []string) meeting {
	met := meeting{typed: form.Values, stored: stored.Values, form: form}
	met.form.Values = maps.Clone(form.Values)
	for _, name := range form.Order {
		now, isField := stored.Values[name]
		was, known := form.Basis.Values[name]
		mine := form.Values[name]
		switch {
		case !isField || alike(mine, now) && !slices.Contains(open, name):
		case slices.Contains(open, name):
			met.clashes = append(met.clashes, name)
		case known && alike(was, now): // only the person at hand changed it
		case known && alike(mine, was) && !slices.Contains(chosen, name):
			met.form.Values[name] = now
			met.taken = append(met.taken, name)
		default:
			met.clashes = append(met.clashes, name)
		}
	}
	met.form.Basis = stored.Basis
	met.form.Values["version"] = []string{version(stored.Basis.Version)}
	return met
}

// alike compares values as they are meant: 25.03.2027 is 2027-03-25.
func alike(a, b []string) bool {
	return slices.EqualFunc(orEmpty(a), orEmpty(b), func(a, b string) bool {
		return meant(a) == meant(b)
	})
}

func orEmpty(values []string) []string {
	if len(values) == 0 {
		return []string{""}
	}
	return values
}

func meant(value string) string {
	if day, err := date.Parse(value); err == nil {
		return string(day)
	}
	if month, err := date.ParseMonth(value); err == nil {
		return string(month)
	}
	return strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n"))
}
