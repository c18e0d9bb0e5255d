package views_test

import (
	"context"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/a-h/templ"

	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/views"
	"rundertisch/views/shared"
)

// pages are example pages that use every part at least once; the tests of this package look at all of them.
func pages(l *i18n.Locale) map[string]templ.Component {
	p := page(l)
	refused := p
	refused.Title, refused.HasErrors, refused.Flash = "Anmeldung zur Fachtagung", true, ""
	anonymous := views.Page{L: l, Title: "Anmelden", ShowLogin: true, CSRF: "token", Path: "/sign-in"}
	return map[string]templ.Component{
		"dashboard":  with(views.Layout(p), dashboard(l)),
		"list":       with(views.Layout(p), list(l)),
		"form":       with(views.Narrow(refused), form(l)),
		"sign-in":    with(views.Narrow(anonymous), signIn(l)),
		"not-found":  views.Error(views.ErrorOf(anonymous, fault.Missing(), "")),
		"internal":   views.Error(views.ErrorOf(p, fmt.Errorf("boom"), "01J8ZC")),
		"forbidden":  views.Error(views.ErrorOf(p, fault.Denied(), "")),
		"signed-off": views.Error(views.ErrorOf(anonymous, fault.New(fault.Unauthenticated, "fault.unauthenticated"), "")),
	}
}

func page(l *i18n.Locale) views.Page {
	return views.Page{
		L: l, Title: "Überblick", Workspace: "Landkreis Unstrut-Hainich", Project: "Sozialplanung gegen Wohnungsnot",
		Nav: []views.NavItem{
			{Label: "Überblick", Href: "/o", Current: true},
			{Label: "Arbeitsplan", Href: "/a"},
			{Label: "Verzeichnis", Href: "/v"},
			{Label: "Veranstaltungen", Href: "/e"},
			{Label: "Einladungen", Href: "/i"},
		},
		Breadcrumb: []views.Crumb{{Label: "Projekte", Href: "/p"}, {Label: "Sozialplanung gegen Wohnungsnot", Href: "/p/1"}},
		User:       "Katrin Größler-Weiß", CSRF: "token", Path: "/o?x=1",
		Flash:         "Die Aufgabe „Räume anfragen“ ist erledigt.",
		FundingNotice: "Gefördert aus Mitteln des Landes. Dieser Satz kommt aus den Einstellungen.",
	}
}

func dashboard(l *i18n.Locale) templ.Component {
	return all(
		with(shared.PageHeader(shared.Header{
			Preline: "Projekt", Title: "Wo stehen wir?", Lead: "Vier von sechs Meilensteinen sind erreicht, einer ist überfällig.",
			Status: shared.Badge(shared.Success, "Im Plan"),
		}), all(shared.IconLink("/n", "add", "Aufgabe anlegen", shared.Primary), shared.LinkButton("/x", "Als CSV", shared.Secondary))),
		with(shared.Grid(), all(
			shared.StatTile(shared.Stat{Value: "4 von 6", Label: "Meilensteine erreicht", Note: "letzter am 14.02.2027", Tone: shared.Success}),
			shared.StatTile(shared.Stat{Value: "1", Label: "überfällig", Href: "/late", Note: "seit 31 Tagen", Tone: shared.Danger}),
			shared.StatTile(shared.Stat{Value: "3", Label: "Aufgaben in 14 Tagen fällig", Href: "/soon", Tone: shared.Warning}),
			shared.StatTile(shared.Stat{Value: "87", Label: "Anmeldungen zur Fachtagung", Note: "13 Plätze frei"}),
		)),
		with(shared.Section("zeit", "Zeitplan"), shared.TimelineChart(l, timeline())),
		with(shared.Split(), all(
			with(shared.CardBox(shared.Card{Title: "Als Nächstes", Aside: text(`<a href="/t">Alle Aufgaben</a>`)}), text(
				`<ul><li><a href="/1">Räume im Bürgerhaus anfragen</a></li><li><a href="/2">Referentinnen und Referenten für die Wohnungsnotfallhilfe bestätigen</a></li></ul>`)),
			with(shared.Stack(), all(
				with(shared.CardBox(shared.Card{Title: "Plätze", Level: 2}), all(
					shared.SeatBar(l, shared.Places{Taken: 87, Capacity: 100}),
					text("<p></p>"),
					shared.SeatBar(l, shared.Places{Taken: 20, Capacity: 20, Waiting: 3}),
					text("<p></p>"),
					shared.SeatBar(l, shared.Places{Taken: 4, Capacity: 30}),
					text("<p></p>"),
					shared.Progress(4, 6, "4 von 6 Aufgaben erledigt"))),
				with(shared.Note(shared.Info, "Ohne SMTP-Angaben werden Mails nur gesammelt."), text(`<a href="/s">Mail einrichten</a>`)),
			)),
		)),
	)
}

func timeline() shared.Timeline {
	return shared.Timeline{
		ID: "plan", Title: "Meilensteine 2024 bis 2028", Desc: "Vier Meilensteine sind erledigt, einer ist überfällig, einer bald fällig.", Today: "2027-04-12",
		Rows: []shared.TimelineRow{
			{Number: "1.1", Label: "Akteurinnen und Akteure sind erfasst", Href: "/m/1", Start: "2024-11-01", Due: "2025-06-30", Done: "2025-05-31", State: shared.TimelineDone},
			{Number: "1.2", Label: "Erste Sozialplanungskonferenz mit allen Beteiligten der Wohnungsnotfallhilfe im Landkreis ist durchgeführt und ausgewertet", Href: "/m/2", Start: "2025-03-01", Due: "2025-12-31", Done: "2026-03-31", State: shared.TimelineDone},
			{Number: "2.1", Label: "Kooperationsvereinbarungen liegen vor", Start: "2025-10-01", Due: "2027-02-28", State: shared.TimelineLate},
			{Number: "2.2", Label: "Fachtagung ist durchgeführt", Start: "2026-06-01", Due: "2027-05-31", State: shared.TimelineSoon},
			{Number: "2.3", Label: "Ergebnisse sind veröffentlicht", Due: "2028-09-30", State: shared.TimelineOpen},
		},
	}
}

func list(l *i18n.Locale) templ.Component {
	row := func(name, kind string, badge templ.Component, places shared.Places) templ.Component {
		return with(shared.Row(), all(
			with(shared.Head("Name"), text(`<a href="/x">`+name+`</a>`)),
			with(shared.Cell("Art"), text(kind)),
			with(shared.Cell("Antwort"), badge),
			with(shared.Cell("Plätze"), shared.SeatBar(l, places)),
			with(shared.NumberCell("Mails"), text("12")),
		))
	}
	table := shared.Table{ID: "leute", Caption: "Eingeladene Personen", Stack: true, Columns: []shared.Column{
		{Label: "Name", Sort: "?s=name", Order: "ascending"}, {Label: "Art", Sort: "?s=kind"}, {Label: "Antwort"}, {Label: "Plätze"}, {Label: "Mails", Numeric: true},
	}}
	rows := all(
		row("Größler-Weiß, Katrin", "Landkreis", shared.Badge(shared.Success, "Zugesagt"), shared.Places{Taken: 18, Capacity: 20}),
		row("Nguyễn, Thị Lan", "Träger der freien Wohlfahrtspflege", shared.Badge(shared.Warning, "Vorläufig"), shared.Places{Taken: 5, Capacity: 20}),
		row("Łuczak, Paweł", "Wohnungsunternehmen", shared.Badge(shared.Danger, "Abgesagt"), shared.Places{Taken: 20, Capacity: 20}),
		row("Yılmaz, Ebru", "Jobcenter", shared.Badge(shared.Info, "Gesendet"), shared.Places{Taken: 3}),
		row("Donaudampfschifffahrtsgesellschaftskapitän, Rüdiger", "Gemeinde", shared.Badge(shared.Neutral, "Keine Antwort"), shared.Places{}),
	)
	table2 := table
	table2.ID, table2.Stack, table2.Caption = "breit", false, "Dieselbe Tabelle im eigenen Rahmen"
	return all(
		with(shared.PageHeader(shared.Header{Title: "Einladungen", Status: shared.Badge(shared.Info, "Veröffentlicht")}), shared.LinkButton("/n", "Einladen", shared.Primary)),
		shared.Tabs("Bereiche der Veranstaltung", []shared.Tab{
			{Label: "Programm", Href: "/1", Count: -1}, {Label: "Einladungen", Href: "/2", Current: true, Count: 128}, {Label: "Anmeldungen", Href: "/3", Count: 87},
		}),
		with(shared.FilterForm("/"), all(
			shared.Search(l, shared.Form{}, shared.Field{Name: "q", Label: "Suchen", Optional: true}),
			shared.Select(l, shared.Form{}, shared.Field{Name: "kind", Label: "Art", Empty: "Alle", Optional: true}, nil),
			shared.Submit("Filtern", shared.Secondary))),
		with(shared.DataTable(l, table), rows),
		shared.Pagination(l, shared.Pages{Current: 2, Last: 5, Href: func(n int) string { return fmt.Sprintf("?page=%d", n) }}),
		with(shared.Section("", "Breite Tabelle"), with(shared.DataTable(l, table2), rows)),
		with(shared.Section("", "Leer"), with(shared.Empty("Noch niemand eingeladen", "Wählen Sie Gruppen oder einzelne Personen aus dem Verzeichnis."), shared.LinkButton("/n", "Einladen", shared.Primary))),
		with(shared.Section("", "Angaben"), with(shared.CardBox(shared.Card{}), shared.Terms([]shared.Term{
			{Label: "Ort", Value: "Bürgerhaus, Musterstraße 1\n99974 Mühlhausen"},
			{Label: "Website", Value: "example.org", Href: "https://example.org"},
			{Label: "Leer"},
			{Label: "Zustand", Content: shared.Badge(shared.Success, "Offen")},
		}))),
	)
}

func form(l *i18n.Locale) templ.Component {
	var checks fault.Checks
	checks.Require("name", "")
	checks.Add("email", "mail.address.invalid")
	checks.Add("when", "fault.day")
	checks.Add("workshop", "fault.choice")
	f := shared.Form{Labels: "shared."}.Refused(map[string][]string{
		"email": {"katrin"}, "month": {"2022-03"}, "when": {"31.02.2022"}, "needs": {"b"}, "kind": {"g"}, "note": {"Zeile 1\nZeile 2"},
	}, checks.Err())
	workshops := []shared.Option{{Value: "a", Label: "Zugang zu Wohnraum", Hint: "Raum 2, noch 2 Plätze frei"}, {Value: "b", Label: "Prävention", Hint: "Warteliste"}, {Value: "c", Label: "Ausgebucht", Disabled: true}}
	return all(
		shared.ErrorSummary(l, f),
		shared.PageHeader(shared.Header{Title: "Anmeldung zur Fachtagung", Lead: "Donnerstag, 25. März 2027, 9:30 bis 16:00 Uhr"}),
		with(shared.PostForm("token", "/v/fachtagung"), all(
			shared.Text(l, f, shared.Field{Name: "name", Label: "Vor- und Nachname", Autocomplete: "name"}),
			shared.Email(l, f, shared.Field{Name: "email", Label: "E-Mail-Adresse", Hint: "Dorthin geht die Bestätigung.", Autocomplete: "email"}),
			shared.Tel(l, f, shared.Field{Name: "tel", Label: "Telefon", Optional: true, Autocomplete: "tel"}),
			shared.URL(l, f, shared.Field{Name: "url", Label: "Website", Optional: true}),
			shared.Number(l, f, shared.Field{Name: "n", Label: "Plätze", Min: "1", Max: "100"}),
			shared.Day(l, f, shared.Field{Name: "when", Label: "Tag"}),
			shared.Clock(l, f, shared.Field{Name: "at", Label: "Beginn"}),
			shared.Month(l, f, shared.Field{Name: "month", Label: "Umsetzung bis"}),
			shared.Select(l, f, shared.Field{Name: "kind", Label: "Art der Einrichtung", Empty: "Bitte wählen"}, []shared.Option{{Value: "g", Label: "Gemeinde"}, {Value: "t", Label: "Träger der freien Wohlfahrtspflege"}}),
			shared.Radios(l, f, shared.Field{Name: "workshop", Label: "Workshop am Vormittag", Hint: "Sie können einen Workshop wählen."}, workshops),
			shared.Checkboxes(l, f, shared.Field{Name: "needs", Label: "Was dürfen wir für Sie vorbereiten?", Optional: true}, []shared.Option{{Value: "a", Label: "Gebärdensprachdolmetschen"}, {Value: "b", Label: "Stufenloser Zugang"}}),
			shared.Textarea(l, f, shared.Field{Name: "note", Label: "Bemerkung", Optional: true}),
			shared.Checkbox(l, f, shared.Field{Name: "copy", Label: "Ich möchte eine Kopie per E-Mail erhalten.", Hint: "Sie können das später ändern."}),
			with(shared.Actions(), all(shared.Submit("Verbindlich anmelden", shared.Primary), shared.SubmitAs("do", "draft", "Zwischenspeichern", shared.Secondary), shared.LinkButton("/", "Abbrechen", shared.Tertiary))),
		)),
		with(shared.UploadForm("token", "/import"), all(shared.File(l, shared.Form{ID: "upload"}, shared.Field{Name: "file", Label: "CSV-Datei", Accept: ".csv"}), shared.Submit("Hochladen", shared.Secondary))),
		text("<hr>"),
		shared.Confirm(l, shared.Confirmation{Title: "Veranstaltung absagen?", Text: "Das lässt sich nicht rückgängig machen.", Effects: []string{"87 Personen erhalten eine Absage mit Kalendereintrag.", "Die öffentliche Seite zeigt die Absage."}, CSRF: "token", Action: "/cancel", Button: "Veranstaltung absagen", Cancel: "/"}),
		text("<p></p>"),
		shared.PostButton("token", "/publish", "Veröffentlichen", shared.Secondary),
		shared.Flash(shared.Warning, "Eine Mail konnte nicht zugestellt werden."),
	)
}

func signIn(l *i18n.Locale) templ.Component {
	return all(
		shared.PageHeader(shared.Header{Title: "Anmelden"}),
		with(shared.CardBox(shared.Card{}), with(shared.PostForm("token", "/sign-in"), all(
			shared.Email(l, shared.Form{}, shared.Field{Name: "email", Label: "E-Mail-Adresse", Autocomplete: "username"}),
			shared.Password(l, shared.Fill(map[string]string{"password": "secret"}), shared.Field{Name: "password", Label: "Passwort", Autocomplete: "current-password"}),
			shared.Submit("Anmelden", shared.Primary),
		))),
	)
}

// with renders a component around a child.
func with(parent, child templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return parent.Render(templ.WithChildren(ctx, child), w)
	})
}

// all renders components one after the other.
func all(parts ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		for _, part := range parts {
			if err := part.Render(templ.ClearChildren(ctx), w); err != nil {
				return err
			}
		}
		return nil
	})
}

func text(html string) templ.Component { return templ.Raw(html) }

func locale(t *testing.T, lang i18n.Lang) *i18n.Locale {
	t.Helper()
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalogue.Locale(lang, time.UTC)
}
