package web

// publicRoutes are those that everybody may read.
func (t table) publicRoutes() {
	open := t.pages.Public

	t.app.Get("/", t.public(open.List))
	t.app.Get("/v/:slug", t.public(open.Event))
	t.app.Get("/v/:slug/ergebnisse", t.public(open.Proceedings))
	t.app.Get("/v/:slug/ergebnisse/:card", t.public(t.pages.Public.Result))
	t.app.Get("/v/:slug/kalender.ics", t.public(open.Calendar))
	t.app.Get("/v/:slug/programm", t.public(open.Programme))
	t.app.Get("/v/:slug/protokoll.pdf", t.public(open.Minutes))
	t.app.Get("/v/:slug/teilnehmende", t.public(open.Guests))
	t.app.Get("/v/:slug/programm.ics", t.public(open.ProgrammeCalendar))
	t.app.Get("/v/:slug/programm/:item/kalender.ics", t.public(open.ItemCalendar))
	t.app.Get("/v/:slug/bild/:picture", t.public(open.Picture))
	t.app.Get("/v/:slug/dokumente/:paper", t.public(open.Paper))
	t.app.Get("/v/:slug/material/:material", t.public(open.Material))
	t.app.Get("/veranstaltungen", t.public(open.List))
	t.app.Get("/veranstaltungen/archiv", t.public(open.Archive))
	t.app.Get("/veranstaltungen/feed.atom", t.public(open.Atom))
	t.app.Get("/veranstaltungen/kalender.ics", t.public(open.Calendars))
	t.app.Get("/veranstaltungen/einbetten", t.public(open.Embed))

	t.app.Get("/dokumente", t.public(open.Library))
	t.app.Get("/dokumente/feed.atom", t.public(open.LibraryAtom))
	t.app.Get("/dokumente/:document", t.public(open.Volume))
	t.app.Get("/dokumente/:document/datei", t.public(open.VolumeFile))
	t.app.Get("/dokumente/:document/fassungen/:number", t.public(open.VolumeVersion))
	t.app.Get("/dokumente/:document/fassungen/:number/ansehen", t.public(open.VolumeView))
}
