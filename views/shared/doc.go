// Package shared holds the parts pages are made of: forms, buttons, tables, states, figures and the timeline.
//
// A form page:
//
//	form := shared.Form{Labels: "event.field."}                       // labels event.field.<name>, hints …<name>_hint
//	form = form.Refused(values, err)                                   // after a refused POST; sets HasErrors of the page
//
//	@shared.ErrorSummary(p.L, p.Form)                                  // above the h1's text, first in main
//	@shared.PostForm(p.CSRF, "/projects/…/events") {
//		@shared.Text(p.L, p.Form, shared.Field{Name: "title"})
//		@shared.Email(p.L, p.Form, shared.Field{Name: "email", Autocomplete: "email", Optional: true})
//		@shared.Select(p.L, p.Form, shared.Field{Name: "kind", Empty: p.T("event.choose")}, kinds)
//		@shared.Actions() {
//			@shared.Submit(p.T("event.save"), shared.Primary)
//			@shared.LinkButton(back, p.T("event.cancel"), shared.Tertiary)
//		}
//	}
//
// A list page: PageHeader with actions as children, FilterForm, then Empty or a DataTable of Rows:
//
//	@shared.DataTable(p.L, shared.Table{ID: "people", Caption: p.T("…"), Columns: p.Columns, Stack: true}) {
//		for _, row := range p.Rows {
//			@shared.Row() {
//				@shared.Head(p.T("person.name")) { <a href={ templ.SafeURL(row.Href) }>{ row.Name }</a> }
//				@shared.Cell(p.T("person.state")) { @shared.Badge(shared.Success, row.State) }
//			}
//		}
//	}
//
// Plain p, ul, ol, h2, h3, a and blockquote inside main are styled; no class is needed. For layout there are Section,
// CardBox, Grid, Split, Stack and Actions. The content security policy refuses style attributes and inline scripts:
// sizes are attributes of SVG elements, colours come from classes.
package shared
