package directoryweb

import (
	"github.com/a-h/templ"

	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	directoryviews "rundertisch/views/directory"
	"rundertisch/views/shared"
)

// ColumnsForm asks what the columns of an uploaded file hold.
func (p *Pages) ColumnsForm(r *page.Request) error { return p.columns(r, r.Render, nil) }

// ChooseColumns takes the answer and leads to the preview.
func (p *Pages) ChooseColumns(r *page.Request) error {
	form := r.Form()
	var fields []string
	for n := 0; form.Value(directoryviews.ColumnName(n)) != ""; n++ {
		fields = append(fields, form.Value(directoryviews.ColumnName(n)))
	}
	err := p.directory.ChooseColumns(r.Context(), r.Actor, r.Params("import"), fields)
	if fault.Refused(err) {
		return p.columns(r, r.Invalid, err)
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("directory", "import", r.Params("import")), "")
}

func (p *Pages) columns(r *page.Request, answer func(templ.Component) error, refusal error) error {
	i, columns, _, err := p.directory.Columns(r.Context(), r.Actor, r.Params("import"))
	if err != nil {
		return err
	}
	if i.ConfirmedAt != nil {
		return r.SeeOther(r.Path("directory", "import", i.ID), "")
	}
	values := map[string]string{}
	for n, column := range columns {
		values[directoryviews.ColumnName(n)] = column.Field
	}
	form := shared.Fill(values)
	if refusal != nil {
		form = r.Form()
	}
	form.Err = refusal
	above := views.Crumb{Label: r.L.T("directory.import.title"), Href: r.Path("directory", "import")}
	view := directoryviews.ColumnsPage{
		Base: base(r, r.Page("directory.import.columns.title"), crumb(r, string(i.Kind)), above), Import: i, Columns: columns, Form: form,
	}
	view.HasErrors = form.HasErrors()
	return answer(directoryviews.Columns(view))
}
