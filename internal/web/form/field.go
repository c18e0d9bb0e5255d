package formweb

import (
	"github.com/a-h/templ"

	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/form"
	"rundertisch/internal/web/page"
	formviews "rundertisch/views/form"
	"rundertisch/views/shared"
)

// New asks for a question.
func (p *Pages) New(r *page.Request) error {
	fresh := filled(form.Fresh())
	fresh["kind"] = string(form.Text)
	return p.askNew(r, r.Render, shared.Fill(fresh))
}

func (p *Pages) askNew(r *page.Request, answer func(templ.Component) error, typed shared.Form) error {
	sheet, err := p.forms.Sheet(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	if !form.MayRun(r.Actor) {
		return fault.Denied()
	}
	if !sheet.Event.Editable() {
		return fault.New(fault.Conflict, "event.not_editable")
	}
	f := fieldPage(r, "form.field.new", sheet.Event, typed)
	f.Others, f.Action = form.Conditions(sheet.Fields, form.Field{}), base(r)
	return answer(formviews.Field(f))
}

func fieldPage(r *page.Request, title string, e event.Event, typed shared.Form) formviews.FieldPage {
	typed.Labels = labels
	f := formviews.FieldPage{Page: r.Page(title), Form: typed, About: e.Title, Back: base(r)}
	f.Breadcrumb, f.Of, f.HasErrors = crumbs(r, e, sheetCrumb(r)), e.Title, typed.HasErrors()
	return f
}

// Add asks one thing more.
func (p *Pages) Add(r *page.Request) error {
	typed := r.Form()
	d := details(typed)
	d.Kind = form.Kind(typed.Value("kind"))
	_, err := p.forms.Add(r.Context(), r.Actor, r.Params("event"), d)
	if fault.Refused(err) {
		return p.askNew(r, r.Invalid, typed.Refused(typed.Values, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(base(r), "form.flash.added")
}

// Edit shows the form of a question.
func (p *Pages) Edit(r *page.Request) error {
	f, sheet, err := p.editable(r)
	if err != nil {
		return err
	}
	return p.askEdit(r, r.Render, f, sheet, stored(f))
}

func (p *Pages) editable(r *page.Request) (form.Field, form.Sheet, error) {
	f, sheet, err := p.forms.Find(r.Context(), r.Actor, r.Params("event"), r.Params("field"))
	switch {
	case err != nil:
	case !form.MayRun(r.Actor):
		err = fault.Denied()
	case !sheet.Event.Editable():
		err = fault.New(fault.Conflict, "event.not_editable")
	}
	return f, sheet, err
}

func (p *Pages) askEdit(r *page.Request, answer func(templ.Component) error, f form.Field, sheet form.Sheet, typed shared.Form) error {
	w := fieldPage(r, "form.field.edit", sheet.Event, typed)
	w.Kind, w.Others, w.Action = f.Kind, form.Conditions(sheet.Fields, f), base(r)+"/"+f.ID
	return answer(formviews.Field(w))
}

// Save changes a question.
func (p *Pages) Save(r *page.Request) error {
	f, sheet, err := p.editable(r)
	if err != nil {
		return err
	}
	return r.Edit(page.Edit{
		Kind: "event", ID: sheet.Event.ID, Labels: labels, Of: f.Label, Back: base(r), Next: base(r), Flash: "form.flash.saved",
		Stored: func() (shared.Form, error) {
			f, sheet, err = p.editable(r)
			return stored(f), err
		},
		Save: func(typed shared.Form) error {
			return p.forms.Edit(r.Context(), r.Actor, sheet.Event.ID, f.ID, version(typed.Value("version")), details(typed))
		},
		Again: func(typed shared.Form) error { return p.askEdit(r, r.Invalid, f, sheet, typed) },
		Words: func(name, value string) (string, bool) {
			return shared.LabelOf(formviews.WhenOptions(r.L, form.Conditions(sheet.Fields, f)), value), name == "when"
		},
	})
}

func stored(f form.Field) shared.Form {
	return shared.Stored(labels, f.Version, filled(form.DetailsOf(f)))
}

func details(typed shared.Form) form.Details {
	return form.Details{
		Label: typed.Value("label"), Hint: typed.Value("hint"), Options: typed.Value("options"), Required: typed.Value("required") != "",
		When: typed.Value("when"), Purpose: typed.Value("purpose"), KeepDays: typed.Value("keep_days"),
	}
}

func filled(d form.Details) map[string]string {
	values := map[string]string{
		"label": d.Label, "hint": d.Hint, "options": d.Options, "required": "", "when": d.When, "purpose": d.Purpose, "keep_days": d.KeepDays,
	}
	if d.Required {
		values["required"] = "1"
	}
	return values
}
