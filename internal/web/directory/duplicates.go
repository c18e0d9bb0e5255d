package directoryweb

import (
	"strconv"

	"github.com/a-h/templ"

	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	directoryviews "rundertisch/views/directory"
	"rundertisch/views/shared"
)

// Duplicates lists who may be the same, and what was merged lately.
func (p *Pages) Duplicates(r *page.Request) error {
	return p.duplicates(r, r.Render, directory.ImportKind(r.Params("kind")), shared.Form{})
}

func (p *Pages) duplicates(r *page.Request, answer func(templ.Component) error, kind directory.ImportKind, form shared.Form) error {
	pairs, err := p.directory.Duplicates(r.Context(), r.Actor, kind)
	if err != nil {
		return err
	}
	merges, err := p.directory.Merges(r.Context(), r.Actor, kind)
	if err != nil {
		return err
	}
	view := directoryviews.DuplicatesPage{
		Base: base(r, r.Page("directory.duplicates.title."+string(kind)), crumb(r, string(kind))), Kind: kind, Pairs: pairs, Merges: merges, Form: form,
	}
	view.HasErrors = form.HasErrors()
	return answer(directoryviews.Duplicates(view))
}

// Compare puts two entries side by side.
func (p *Pages) Compare(r *page.Request) error {
	kind := directory.ImportKind(r.Params("kind"))
	c, err := p.directory.Compare(r.Context(), r.Actor, kind, r.Params("one"), r.Params("other"))
	if err != nil {
		return err
	}
	values := map[string]string{"version_one": strconv.FormatInt(c.Versions[0], 10), "version_other": strconv.FormatInt(c.Versions[1], 10)}
	for _, f := range c.Fields {
		values[f.Name] = string(f.Suggested())
	}
	return r.Render(comparePage(r, c, filled(values)))
}

func comparePage(r *page.Request, c directory.Comparison, form shared.Form) templ.Component {
	form.Labels = "directory.column."
	view := directoryviews.ComparePage{
		Base: base(r, r.Page("directory.merge.title"), crumb(r, string(c.Kind)), duplicatesCrumb(r, c.Kind)), Both: c, Form: form,
	}
	view.HasErrors = form.HasErrors()
	return directoryviews.Compare(view)
}

func duplicatesCrumb(r *page.Request, kind directory.ImportKind) views.Crumb {
	return views.Crumb{Label: r.L.T("directory.duplicates"), Href: r.Path("directory", "duplicates", string(kind))}
}

// Merge makes two entries one.
func (p *Pages) Merge(r *page.Request) error {
	kind, one, other := directory.ImportKind(r.Params("kind")), r.Params("one"), r.Params("other")
	c, err := p.directory.Compare(r.Context(), r.Actor, kind, one, other)
	if err != nil {
		return err
	}
	form, choice := r.Form(), map[string]directory.Value{}
	for _, f := range c.Fields {
		choice[f.Name] = directory.Value(form.Value(f.Name))
	}
	_, err = p.directory.Merge(r.Context(), r.Actor, kind, one, other, choice, [2]int64{number(form.Value("version_one")), number(form.Value("version_other"))})
	if fault.Refused(err) {
		return r.Invalid(comparePage(r, c, typed(form, err)))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("directory", "duplicates", string(kind)), "directory.flash.merged")
}

// number reads a hidden version; what is none fits no row.
func number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// Dismiss remembers that two entries are two.
func (p *Pages) Dismiss(r *page.Request) error {
	kind := directory.ImportKind(r.Params("kind"))
	if err := p.directory.Dismiss(r.Context(), r.Actor, kind, r.Params("one"), r.Params("other")); err != nil {
		return err
	}
	return r.SeeOther(r.Path("directory", "duplicates", string(kind)), "directory.flash.dismissed")
}

// Unmerge makes two entries of one again.
func (p *Pages) Unmerge(r *page.Request) error {
	kind, keptID, err := p.directory.Unmerge(r.Context(), r.Actor, r.Params("merge"))
	if fault.Is(err, fault.Conflict) && kind.Valid() {
		return p.duplicates(r, r.Invalid, kind, shared.Form{Err: err})
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("directory", string(kind), keptID), "directory.flash.unmerged")
}
