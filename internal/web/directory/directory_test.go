package directoryweb_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/directory"
	"rundertisch/internal/sheet"
)

// office is a signed-in coordination with some entries in its directory.
type office struct {
	apptest.Office
	site  *apptest.Site
	court directory.Organisation
	jana  directory.Person
}

func each(t *testing.T, fn func(t *testing.T, o office)) {
	t.Helper()
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := office{Office: s.Office("Landkreis Musterland"), site: s}
		o.Browser, o.Actor = s.Person(o.Project, "", account.Coordination)
		o.court = o.organisation(t, "Amtsgericht Mühlhausen", directory.KindCourt)
		o.jana = o.person(t, "Jana", "Größler", "jana@example.org")
		fn(t, o)
	})
}

func (o office) at(parts ...string) string {
	return "/projects/" + o.Project.ID + "/directory/" + strings.Join(parts, "/")
}

func (o office) organisation(t *testing.T, name string, kind directory.Kind) directory.Organisation {
	t.Helper()
	added, err := o.site.Directory.AddOrganisation(context.Background(), o.Actor, directory.Organisation{Name: name, Kind: kind})
	must(t, err)
	return added
}

func (o office) person(t *testing.T, given, family, email string) directory.Person {
	t.Helper()
	added, err := o.site.Directory.AddPerson(context.Background(), o.Actor, directory.Person{
		Given: given, Family: family, Email: email, Lang: "de", Source: "Visitenkarte", OrganisationID: directory.Ref(o.court.ID),
	})
	must(t, err)
	return added
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestEmptyDirectorySaysWhatToDoNext(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := office{Office: s.Office("Leerland"), site: s}
		for part, title := range map[string]string{
			"organisations": "Noch keine Organisationen", "persons": "Noch keine Personen", "groups": "Noch keine Gruppen",
		} {
			o.Get(o.at(part)).Status(200).Has(".rt-empty", title)
		}
	})
}

func TestListsKeepTheirStateInTheAddress(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		o.person(t, "Udo", "Klein", "udo@example.org")
		page := o.Get(o.at("persons") + "?q=groessler&kind=court&sort=organisation&desc=1").Status(200)
		page.Has("#persons tbody", "Größler, Jana").HasNot("#persons tbody", "Klein").Has("#persons caption", "1 Eintrag")
		if got := page.Find("main input[name=q]").AttrOr("value", ""); got != "groessler" {
			t.Errorf("the search field shows %q", got)
		}
		page.Has("select[name=kind] option[selected]", "Gericht").Has("th[aria-sort=descending]", "Organisation")
		link := page.Find("th[aria-sort=descending] a").AttrOr("href", "")
		if query, err := url.ParseQuery(link[strings.Index(link, "?")+1:]); err != nil || query.Get("q") != "groessler" || query.Has("desc") {
			t.Errorf("sorting the other way leads to %q", link)
		}
		o.Get(o.at("persons")+"?q=niemand").Has(".rt-empty", "Keine passende Person")
		o.Get(o.at("organisations")+"?q=muehlhausen").Has("#organisations tbody", "Amtsgericht Mühlhausen")
	})
}

func TestExportHoldsWhatTheListShows(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		o.person(t, "=HYPERLINK()", "Böse", "boese@example.org")
		all := o.Get(o.at("persons") + "?format=csv").Status(200)
		if !strings.HasPrefix(all.Body, "\uFEFFTitel;Vorname;Nachname;") || !strings.Contains(all.Body, ";'=HYPERLINK();Böse;") {
			t.Errorf("export: %q", all.Body)
		}
		book, err := sheet.Read(strings.NewReader(o.Get(o.at("persons")+"?q=Größler&format=xlsx").Status(200).Body), 10)
		if err != nil || len(book.Rows) != 1 || book.Rows[0].Cells[2] != "Größler" {
			t.Errorf("filtered workbook: %+v, %v", book, err)
		}
		if one := o.Get(o.at("persons") + "?q=Größler&format=csv"); strings.Contains(one.Body, "Böse") || !strings.Contains(one.Body, "Größler") {
			t.Errorf("filtered export: %q", one.Body)
		}
	})
}

func TestOrganisationIsEnteredAndEdited(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		o.Get(o.at("organisations", "new")).Status(200)
		refused := o.Submit("main form", url.Values{"name": {"Zuhause eG"}, "website": {"zuhause"}}).Status(422)
		refused.Has("title", "Fehler:").Has("#f-kind-error", "Bitte wählen").Has("#f-website-error", "https://")
		if got := refused.Find("#f-name").AttrOr("value", ""); got != "Zuhause eG" {
			t.Errorf("the typed name is lost: %q", got)
		}
		o.Submit("main form", url.Values{"kind": {"housing"}, "website": {"https://zuhause.example.org"}, "municipality": {"16064003"}}).Status(303)
		o.Follow().Status(200).Has("h1", "Zuhause eG").Has(".rt-flash", "angelegt").Has(".rt-terms", "Bad Langensalza, Stadt")

		o.Get(o.at("organisations", o.court.ID, "edit")).Status(200)
		o.Submit("main form", url.Values{"name": {"Amtsgericht Neu"}}).Status(303)
		o.Follow().Has("h1", "Amtsgericht Neu")
		// A form that was built before that change.
		o.Post(o.at("organisations", o.court.ID), url.Values{"name": {"Alt"}, "kind": {"court"}, "version": {"1"}}).
			Status(409).Has(".rt-clash__text", "Amtsgericht Neu").Has(".rt-clash__text", "Alt")
	})
}

func TestPersonFormTellsEveryMistakeAtItsField(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		o.Get(o.at("persons", "new")+"?organisation="+o.court.ID).Has("select[name=organisation] option[selected]", "Amtsgericht")
		page := o.Submit("main form", url.Values{
			"email": {"keine"}, "valid_from": {"2027-05-01"}, "valid_to": {"2027-04-01"}, "given": {strings.Repeat("x", 201)},
		}).Status(422)
		page.Has("#f-family-error", "Bitte füllen").Has("#f-email-error", "gültige E-Mail").Has("#f-valid_to-error", "vor dem Beginn").
			Has("#f-source-error", "Bitte füllen").Has("#f-given-error", "Höchstens 200").Has(".rt-summary", "Nachname")
		o.Submit("main form", url.Values{
			"family": {"Vorzimmer"}, "given": {"Vera"}, "email": {"jana@example.org"}, "valid_from": {""}, "valid_to": {"31.12.2027"}, "source": {"Telefonat"},
		}).Status(303)
		o.Follow().Has(".rt-flash", "auch von jemand anderem genutzt").Has("main", "Jana Größler").Has(".rt-terms", "bis 31.12.2027")
		o.Get(o.at("persons", "new"))
		o.Submit("main form", url.Values{"family": {"Groessler"}, "given": {"Jana"}, "email": {"Jana@example.org"}, "source": {"x"}}).
			Status(422).Has("#f-email-error", "schon im Verzeichnis")
	})
}

func TestRemovingSaysWhatWillHappen(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		o.Get(o.at("organisations", o.court.ID, "remove")).Status(200).
			Has(".rt-card", "Auch 1 Person der Organisation wird archiviert").Has(".rt-card--danger", "Zu dieser Organisation gehört 1 Person")
		o.Submit(".rt-card--danger form", nil).Status(422).Has("#f-persons-error", "Bitte wählen Sie, was mit den Personen")
		o.Submit(".rt-card--danger form", url.Values{"persons": {"keep"}}).Status(303)
		o.Follow().Has(".rt-flash", "gelöscht").HasNot("main", "Amtsgericht")
		o.Get(o.at("persons", o.jana.ID)).Status(200).Has(".rt-terms", "ohne Organisation")

		o.Get(o.at("persons", o.jana.ID, "remove"))
		o.Submit("main form[action$=archive]", nil).Status(303)
		o.Get(o.at("persons")).Has(".rt-empty", "Noch keine Personen")
		o.Get(o.at("persons")+"?archived=1").Has("#persons", "Archiviert")
		o.Get(o.at("persons", o.jana.ID)).Has(".rt-flash", "archiviert")
		o.Submit("main form[action$=restore]", nil).Status(303)
		o.Follow().Has(".rt-flash", "wiederhergestellt")
		o.Get(o.at("persons", o.jana.ID, "remove"))
		o.Submit(".rt-card--danger form", nil).Status(303)
		o.Get(o.at("persons", o.jana.ID)).Status(404)
	})
}

func TestGroupIsFilledFromASearch(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		udo := o.person(t, "Udo", "Klein", "udo@example.org")
		o.Get(o.at("groups", "new"))
		o.Submit("main form", url.Values{"name": {"AG Sozialberichtwesen"}}).Status(303)
		group := o.Follow().Status(200).Has(".rt-empty", "Noch keine Mitglieder")
		add := group.Find(".rt-page-header__actions a").First().AttrOr("href", "")
		o.Get(add+"?q=Klein").Has("#choose", "Klein, Udo").HasNot("#choose", "Größler")
		o.Submit("main form[method=post]", nil).Status(422).Has(".rt-summary", "mindestens eine Person")
		o.Submit("main form[method=post]", url.Values{"persons": {udo.ID}}).Status(303)
		o.Follow().Has("#choose", "Klein, Udo").Has("#choose caption", "1 Mitglied")
		o.Get(add).HasNot("#choose", "Klein")
		o.Submit("main form[method=post]", url.Values{"all": {"1"}}).Status(303)
		o.Follow().Has("#choose", "Größler, Jana")
		o.Submit("main form[action$=take-out]", url.Values{"persons": {o.jana.ID}}).Status(303)
		o.Follow().HasNot("#choose", "Größler")

		o.Get(o.at("persons", udo.ID)).Has("#groups", "AG Sozialberichtwesen")
		o.Submit("form[action$=leave]", nil).Status(303)
		o.Follow().Has("#groups", "in keiner Gruppe")
		o.Submit("form[action$=join]", nil).Status(303)
		o.Follow().Has("#groups a", "AG Sozialberichtwesen")
	})
}

func TestImportIsLookedAtBeforeItIsWritten(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		o.Get(o.at("import")).Status(200)
		o.Upload("main form", "file", "liste.csv", []byte("Nachname;Haustier\nWeiß;Hund\n")).Status(303)
		o.Follow().Status(303)
		o.Follow().Status(200).Has("h1", "Spalten zuordnen").Has("main", "Zum Beispiel: Hund")
		o.Submit("main form", url.Values{"column-0": {"given"}, "column-1": {"given"}}).Status(422).
			Has("#f-column-0-error", "Bitte ordnen Sie einer Spalte den Nachnamen zu.").Has("#f-column-1-error", "schon einer anderen Spalte")
		o.Submit("main form", url.Values{"column-0": {"family"}, "column-1": {"source"}}).Status(303)
		o.Follow().Status(200).Has("#rows-new", "Weiß").Has("a", "Spalten anders zuordnen")
		o.Get(o.at("import"))
		o.Upload("main form", "file", "spaeter.csv", []byte("NACHNAME;Haustier\nKlein;Katze\n")).Status(303)
		o.Follow().Status(200).Has("#rows-new", "Klein")
		o.Get(o.at("import")).Status(200)
		o.Upload("main form", "file", "leer.csv", nil).Status(422).Has("#f-file-error", "Bitte wählen Sie eine Datei")
		o.Upload("main form", "file", "gross.csv", []byte("Nachname\n"+strings.Repeat("Weiß\n", 3_500_000))).Status(422).Has("#f-file-error", "20 MB")

		o.Upload("main form", "file", "falsch.csv", []byte("Nachname;E-Mail;Quelle\nWeiß;keine;Liste\n")).Status(303)
		o.Follow().Status(200).Has("#wrong", "E-Mail").Has("main", "1 Zeile ist fehlerhaft").HasNot("main button", "übernehmen")

		o.Get(o.at("import"))
		o.Upload("main form", "file", "gut.csv", []byte(
			"Vorname;Nachname;E-Mail;Organisation;Quelle;Funktion\n"+
				"Łukasz;Nguyễn;lukasz@example.org;Wohnen eG;Liste;Vorstand\n"+
				"Jana;Größler;jana@example.org;Amtsgericht Mühlhausen;Liste;Richterin\n"+
				"Jana;Größler;jana@example.org;Amtsgericht Mühlhausen;Liste;Richterin\n")).Status(303)
		preview := o.Follow().Status(200).Has("#new", "Łukasz Nguyễn").Has("#changed", "Funktion: leer → Richterin").
			Has("#duplicate", "schon in Zeile 3").Has("#rows-organisations", "Wohnen eG")
		o.Get(o.at("persons")).HasNot("main", "Nguyễn")

		confirm := preview.Find("form:has(input[name=stamp])").AttrOr("action", "")
		o.Get(confirm)
		o.Submit("main form:has(input[name=stamp])", nil).Status(303)
		o.Follow().Status(200).Has("h1", "Import läuft").Has("main", "0 von 3 Zeilen").Has(".rt-live__refresh a", "Stand aktualisieren")
		_, err := o.site.Jobs.RunDue(t.Context())
		must(t, err)
		o.Get(o.at("import")).Has("#uploads", "abgeschlossen").Has("#uploads", "wartet auf Ihre Zustimmung")
		live := o.Get(confirm + "/live").Status(200)
		if !strings.Contains(live.Body, "\ndata: ") || !strings.Contains(live.Body, "Fertig: 1 neu, 1 geändert, 1 ausgelassen.") || !strings.HasSuffix(live.Body, "event: end\ndata:\n\n") {
			t.Errorf("the live part ends with %q", live.Body)
		}
		table := o.Get(confirm + "/left-out").Status(200)
		if !strings.Contains(table.Body, "4;Jana Größler;Amtsgericht Mühlhausen;Kommt in dieser Datei schon in Zeile 3 vor.") {
			t.Errorf("left out: %q", table.Body)
		}
		o.Get(confirm).Status(200).Has("#left-out", "schon in Zeile 3").Has("h1", "Import abgeschlossen").Has(".rt-stat", "1neu angelegt")
		o.Get(o.at("persons"))
		o.Post(confirm, url.Values{"stamp": {"anything"}}).Status(303)
		o.Get(o.at("persons")).Has("#persons", "Nguyễn, Łukasz").Has("#persons caption", "2 Einträge")
	})
}

func TestDuplicatesAreComparedMergedAndSeparated(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		o.Get(o.at("duplicates", "persons")).Status(200).Has("main", "keine Dubletten")
		twin := o.person(t, "J.", "Größler", "groessler@example.org")
		secretary := o.person(t, "Udo", "Klein", "jana@example.org")
		list := o.Get(o.at("persons")).Status(200).Find("main a[href$='/duplicates/persons']").AttrOr("href", "")
		o.Get(list).Has("#pairs caption", "2 Paare").Has("#pairs", "ähnlicher Name in derselben Organisation")
		o.Submit("form[action$='"+secretary.ID+"/dismiss']", nil).Status(303)
		o.Follow().Has(".rt-flash", "Gemerkt").Has("#pairs caption", "1 Paar")

		page := o.Get(o.at("duplicates", "persons", o.jana.ID, twin.ID)).Status(200).Has("#moves", "„J. Größler“ verschwindet").Has(".rt-merge--same", "Größler")
		if n := page.Find("fieldset.rt-merge").Length(); n != 2 { // given name and address
			t.Errorf("%d fields to choose", n)
		}
		o.Submit("main form", url.Values{"email": {"other"}, "version_other": {"7"}}).Status(422).Has(".rt-summary", "inzwischen")
		pair := o.at("duplicates", "persons", o.jana.ID, twin.ID)
		fields := o.Get(pair).Forms()[pair]
		fields.Set("email", "other")
		first := o.Post(pair, fields).Status(303)
		if again := o.Post(pair, fields).Status(303); again.Location != first.Location {
			t.Errorf("the second press leads to %s, the first to %s", again.Location, first.Location)
		}
		o.Follow().Has(".rt-flash", "zusammengeführt").Has("#merges", "J. Größler ist aufgegangen in Jana Größler")
		o.Get(o.at("persons", o.jana.ID)).Has("main", "groessler@example.org")
		o.Get(o.at("persons", twin.ID)).Status(404)
		o.Get(o.at("duplicates", "persons"))
		o.Submit("#merges form", nil).Status(303)
		o.Follow().Status(200).Has(".rt-flash", "wieder da").Has("main", "jana@example.org")
		o.Get(o.at("persons", twin.ID)).Status(200).Has("main", "groessler@example.org")
		o.Get(o.at("duplicates", "groups")).Status(404)
	})
}

func TestTemplatesNameTheColumns(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		if page := o.Get(o.at("import", "template", "persons")).Status(200); !strings.Contains(page.Body, "Nachname;Funktion") {
			t.Errorf("template: %q", page.Body)
		}
		o.Get(o.at("import", "template", "else")).Status(404)
	})
}

func TestForeignEntriesAreNotFound(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		neighbour := office{Office: o.site.Office("Nachbarkreis"), site: o.site}
		for _, path := range []string{
			neighbour.at("persons", o.jana.ID), neighbour.at("persons", o.jana.ID, "edit"), neighbour.at("persons", o.jana.ID, "remove"),
			neighbour.at("organisations", o.court.ID), neighbour.at("organisations", o.court.ID, "edit"), o.at("persons"),
		} {
			neighbour.Get(path).Status(404)
		}
		neighbour.Get(neighbour.at("persons")).Status(200)
		neighbour.Post(neighbour.at("persons", o.jana.ID, "delete"), nil).Status(404)
		o.Get(o.at("persons", o.jana.ID)).Status(200)
	})
}
