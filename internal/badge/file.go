package badge

import (
	"io"
	"iter"
	"time"

	"rundertisch/internal/i18n"
	"rundertisch/internal/pdf"
	"rundertisch/internal/sheet"
)

// meta is what every file of the event says about itself. The funding notice stands at the foot of each page: pages get apart.
func (p Papers) meta(l *i18n.Locale, title string, now time.Time) pdf.Meta {
	return pdf.Meta{
		Title: title + ": " + p.Event.Title, Lang: string(l.Lang()), Author: p.Workspace.Name, Created: now, Foot: p.Workspace.FundingNotice,
		Number: func(page, of int) string { return l.T("badge.page", page, of) },
	}
}

// Write writes the list as a tagged PDF.
func (p Papers) Write(w io.Writer, l *i18n.Locale, list List, now time.Time) error {
	d := pdf.New(p.meta(l, list.Title, now))
	d.Heading(1, list.Title)
	for _, fact := range list.Facts {
		d.Paragraph(fact)
	}
	for _, s := range list.Sections {
		if s.Apart {
			d.Page()
		}
		if s.Heading != "" {
			d.Heading(2, s.Heading)
		}
		if s.Lead != "" {
			d.Paragraph(s.Lead)
		}
		if len(s.Rows) > 0 {
			d.Table(pdf.Table{Columns: s.Columns, Rows: s.Rows, Least: s.Least})
		} else if s.Empty != "" {
			d.Paragraph(s.Empty)
		}
	}
	d.Small(list.Note)
	if p.Workspace.FundingNotice != "" {
		d.Small(p.Workspace.FundingNotice)
	}
	return d.Write(w)
}

// Sheet is the list as a table: where it has several parts, the first column says of which a row is.
func (list List) Sheet(l *i18n.Locale) sheet.Source {
	source := sheet.Source{Name: list.Title}
	several := len(list.Sections) > 1 && !list.Sections[1].Blank
	if several {
		source.Header = append(source.Header, l.T("badge.column.part"))
	}
	for _, column := range list.Sections[0].Columns {
		source.Header = append(source.Header, column.Label)
	}
	source.Rows = list.rows(several)
	return source
}

func (list List) rows(several bool) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		for _, s := range list.Sections {
			if s.Blank {
				continue
			}
			for _, row := range s.Rows {
				if several {
					row = append([]string{s.Heading}, row...)
				}
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}
