// Package documentviews has the pages of documents, and the part of other things' pages that shows what is attached to them.
package documentviews

import (
	"strconv"
	"strings"

	"rundertisch/internal/document"
	"rundertisch/internal/files"
	"rundertisch/internal/i18n"
	"rundertisch/views"
	"rundertisch/views/shared"
)

// Frame is what all pages of documents have: the page and the addresses of the project.
type Frame struct {
	views.Page
	At      func(parts ...string) string // address inside the project
	MayKeep bool
}

// ListPage lists the documents of the project.
type ListPage struct {
	Frame
	List    shared.List
	Lines   []document.Line  // of the page shown
	Choices []document.Named // what documents of the project may belong to
}

// DocumentPage shows one document.
type DocumentPage struct {
	Frame
	Detail document.Detail
	Upload shared.Form // of a new version
	Public string      // address at which everybody reads it; empty while it is internal
}

// FormPage is the form of a new document (ID empty) or of what is typed about one.
type FormPage struct {
	Frame
	ID      string
	Form    shared.Form
	Choices []document.Named
	Back    string
}

// RemovePage asks before a document is removed.
type RemovePage struct {
	Frame
	Ask shared.Confirmation
}

// PublishPage asks before everybody may read a document, or before that ends. Picture says that it must be described first.
type PublishPage struct {
	Frame
	Detail      document.Detail
	Ask         shared.Confirmation
	Undescribed bool
}

// SectionPage is the part of a thing's page that shows its documents.
type SectionPage struct {
	Frame
	Of    document.Subject
	Lines []document.Line
	Form  shared.Form
}

func (f Frame) href(d document.Document) string { return f.At("documents", d.ID) }

// fileHref is the address of a version's file to save; FileHref with "view" shows it.
func (f Frame) fileHref(v document.Version, more ...string) string {
	return f.At(append([]string{"documents", v.DocumentID, "versions", strconv.FormatInt(v.Number, 10)}, more...)...)
}

// subjectHref leads to the thing.
func (f Frame) subjectHref(s document.Subject) string {
	return f.At(Field(s.Kind), s.ID)
}

// Field is the name of the form field with the things of a kind.
func Field(kind document.SubjectKind) string { return string(kind) + "s" }

func (f Frame) kind(k document.Kind) string { return f.T("document.kind." + string(k)) }

func (f Frame) language(tag string) string { return f.T("document.language." + tag) }

// fileWords says what sort of file it is and how large: "PDF, 240 KB".
func (f Frame) fileWords(v document.Version) string { return FileWords(f.L, v) }

// FileWords says what sort of file it is and how large: "PDF, 240 KB".
func FileWords(l *i18n.Locale, v document.Version) string {
	ending := v.Name[strings.LastIndex(v.Name, ".")+1:]
	return strings.ToUpper(ending) + ", " + Size(l, v.Size)
}

// Size says how large a file is.
func Size(l *i18n.Locale, octets int64) string {
	const kilo = 1000
	switch {
	case octets < kilo:
		return l.N("document.size.bytes", int(octets))
	case octets < kilo*kilo:
		return l.T("document.size.kb", (octets+kilo/2)/kilo)
	}
	figure := strconv.FormatFloat(float64(octets)/(kilo*kilo), 'f', 1, 64)
	if l.Lang() == i18n.German {
		figure = strings.Replace(figure, ".", ",", 1)
	}
	return l.T("document.size.mb", figure)
}

func (f Frame) kinds() []shared.Option {
	var options []shared.Option
	for _, kind := range document.Kinds() {
		options = append(options, shared.Option{Value: string(kind), Label: f.kind(kind)})
	}
	return options
}

func (f Frame) languages() []shared.Option {
	var options []shared.Option
	for _, tag := range document.Languages() {
		options = append(options, shared.Option{Value: tag, Label: f.language(tag)})
	}
	return options
}

func (f Frame) licences() []shared.Option {
	var options []shared.Option
	for _, licence := range document.Licences() {
		options = append(options, shared.Option{Value: string(licence), Label: Licence(f.L, licence)})
	}
	return options
}

// Licence says what others may do with a document.
func Licence(l *i18n.Locale, licence document.Licence) string {
	if licence == "" {
		return l.T("document.licence.none")
	}
	return l.T("document.licence." + string(licence))
}

// Sight says who may read the document.
func Sight(l *i18n.Locale, d document.Document) string {
	if d.Public() {
		return l.T("document.sight.public")
	}
	return l.T("document.sight.internal")
}

func (p ListPage) sights() []shared.Option {
	var options []shared.Option
	for _, sight := range document.Sights() {
		options = append(options, shared.Option{Value: string(sight), Label: p.T("document.sight." + string(sight))})
	}
	return options
}

func (f Frame) fileField() shared.Field {
	return shared.Field{Name: "file", Accept: files.Accept(), Hint: f.T("document.file_hint", files.MaxBytes>>20)}
}

// subjects are the choices of a kind. Tasks are many: only those are offered that the document belongs to already.
func (p FormPage) subjects(kind document.SubjectKind) []shared.Option {
	var options []shared.Option
	for _, n := range p.Choices {
		if n.Kind == kind && (kind != document.Task || p.Form.Has(Field(kind), n.ID)) {
			options = append(options, shared.Option{Value: n.ID, Label: n.Title})
		}
	}
	return options
}

func (p FormPage) action() string {
	if p.ID == "" {
		return p.At("documents")
	}
	return p.At("documents", p.ID)
}

// lang is the document's language as an attribute of its title.
func lang(d document.Document) string { return Lang(d.Language) }

// Lang is a document's language as an attribute.
func Lang(language string) string {
	if language == "de-simple" {
		return "de"
	}
	return language
}

func (p DocumentPage) terms() []shared.Term {
	d := p.Detail
	return []shared.Term{
		{Label: p.T("document.column.kind"), Value: p.kind(d.Kind)},
		{Label: p.T("document.field.language"), Value: p.language(d.Language)},
		{Label: p.T("document.field.licence"), Value: Licence(p.L, d.Licence)},
		{Label: p.T("document.column.subjects"), Content: p.subjectList(d.Subjects)},
		{Label: p.T("document.column.file"), Value: d.Newest().Name},
		{Label: p.T("document.column.size"), Value: p.fileWords(d.Newest())},
		{Label: p.T("document.column.uploaded"), Content: uploaded(p.Frame, d.Newest())},
	}
}

func (p ListPage) form() shared.Form { return p.List.Form("document.filter.") }

// of are the choices of what documents belong to: all of a kind, and each milestone and event.
func (p ListPage) of() []shared.Option {
	var options []shared.Option
	for _, kind := range document.SubjectKinds() {
		options = append(options, shared.Option{Value: string(kind), Label: p.T("document.of." + string(kind))})
		for _, n := range p.Choices {
			value := string(kind) + ":" + n.ID
			if n.Kind == kind && (kind != document.Task || p.List.Value("of") == value) {
				options = append(options, shared.Option{Value: value, Label: "– " + short(n.Title)})
			}
		}
	}
	return options
}

// short keeps a title to what fits a select on a small screen.
func short(title string) string {
	const limit = 70
	if r := []rune(title); len(r) > limit {
		return string(r[:limit]) + " …"
	}
	return title
}

func (p ListPage) columns() []shared.Column {
	return []shared.Column{
		p.List.Column(p.T("document.column.title"), string(document.ByTitle)),
		p.List.Column(p.T("document.column.kind"), string(document.ByKind)),
		{Label: p.T("document.column.subjects")},
		p.List.Column(p.T("document.column.file"), string(document.BySize)),
		p.List.Column(p.T("document.column.uploaded"), string(document.ByUpload)),
	}
}
