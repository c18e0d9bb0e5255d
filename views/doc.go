// Package views holds the frame of every page: head, header with navigation, messages, footer, and the error page.
//
// A page is a struct that embeds Page and a templ component that takes it and wraps itself in Layout (or Narrow):
//
//	type EditPage struct {
//		views.Page
//		Form shared.Form
//	}
//
//	templ Edit(p EditPage) {
//		@views.Layout(p.Page) {
//			@shared.PageHeader(shared.Header{Title: p.T("event.edit.title")})
//			…
//		}
//	}
//
// Parts of pages are in package shared, pages of a domain in the package of that name below this one.
package views
