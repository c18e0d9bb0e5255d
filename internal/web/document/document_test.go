package documentweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/document"
	"rundertisch/internal/event"
	"rundertisch/internal/files"
	"rundertisch/internal/search"
	"rundertisch/internal/workplan"
)

const somePDF = "%PDF-1.7\n0123456789\n%%EOF\n"

// office is a signed-in coordination with a milestone, a task and an event.
type office struct {
	apptest.Office
	site      *apptest.Site
	milestone workplan.Milestone
	task      workplan.Task
	event     event.Event
}

func each(t *testing.T, fn func(t *testing.T, o office)) {
	t.Helper()
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, ctx := office{Office: s.Office("Landkreis Musterland"), site: s}, t.Context()
		goal, err := s.Plan.AddGoal(ctx, o.Actor, workplan.Goal{Number: "1", Title: "Datenbasis"})
		must(t, err)
		o.milestone, err = s.Plan.AddMilestone(ctx, o.Actor, workplan.Milestone{GoalID: goal.ID, Number: "1.1", Title: "Statistik", DueOn: "2027-03"})
		must(t, err)
		o.task, err = s.Plan.AddTask(ctx, o.Actor, workplan.Task{MilestoneID: o.milestone.ID, Title: "Bogen abstimmen", State: workplan.TaskOpen})
		must(t, err)
		o.event, err = s.Events.Add(ctx, o.Actor, event.Details{Kind: event.Workshop, Title: "Werkstatt", Day: "20.11.2027", Begin: "9:30", End: "16:00"})
		must(t, err)
		o.Browser, o.Actor = s.Person(o.Project, "", account.Coordination)
		fn(t, o)
	})
}

func (o office) at(parts ...string) string {
	return "/projects/" + o.Project.ID + "/" + strings.Join(parts, "/")
}

// add keeps a document and returns its address.
func (o office) add(t *testing.T, name, contents string, of ...document.Subject) string {
	t.Helper()
	d, err := o.site.Documents.Add(t.Context(), o.Actor, document.Details{Title: "Bericht", Kind: document.Report, Language: "de", Subjects: of},
		files.Upload{Name: name, Size: int64(len(contents)), Content: strings.NewReader(contents)}, "")
	must(t, err)
	return o.at("documents", d.ID)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestADocumentIsAddedWhereItBelongs(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		for _, place := range []string{o.at("milestones", o.milestone.ID), o.at("tasks", o.task.ID), o.at("events", o.event.ID)} {
			o.Get(place).Status(200).Has("#documents h2", "Dokumente").Has("#documents p", "Hier liegt noch kein Dokument.")
			o.Upload("#documents form", "file", "Übersicht Größler.pdf", []byte(somePDF+place)).Status(303)
			page := o.Follow().Status(200)
			page.Has("[role=status]", "Das Dokument ist abgelegt.").Has("#documents li a", "Übersicht Größler").Has("#documents li", "Unterlage")
			page.Has("#documents .rt-file", "PDF")
		}
		list := o.Get(o.at("documents")).Status(200)
		list.Has("caption", "3 Dokumente").Has("td a", "1.1 Statistik").Has("td a", "Bogen abstimmen").Has("td a", "Werkstatt").Has("td", "Jana Größler")
		o.Get(o.at("documents?of=event")).Status(200).Has("caption", "1 Dokument").HasNot("td a", "Bogen")
		o.Get(o.at("documents?q=groessl&kind=material")).Status(200).Has("caption", "3 Dokumente")
		o.Get(o.at("documents?q=nirgends")).Status(200).Has(".rt-empty", "Kein passendes Dokument")
		o.Get(o.at("documents?of=milestone&format=csv")).Status(200)
		found, err := o.site.Search.Find(t.Context(), o.Actor, search.Query{Text: "uebersicht", Kind: search.Documents, Rows: 10})
		if must(t, err); len(found.Groups) != 1 || found.Groups[0].Total != 3 {
			t.Errorf("the search finds %+v", found.Groups)
		}
	})
}

func TestARefusedUploadKeepsWhatWasTyped(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		typed := url.Values{"title": {"Mein Titel"}, "kind": {"minutes"}}
		for name, c := range map[string]struct{ file, contents, says string }{
			"nothing in it":    {"leer.pdf", "", "Die Datei ist leer."},
			"another kind":     {"bild.svg", "<svg/>", "Möglich sind PDF, DOCX"},
			"only called PDF":  {"bericht.pdf", "MZ", "endet auf PDF"},
			"with macros":      {"brief.docm", "PK", "Makros"},
			"an octet too big": {"gross.pdf", somePDF + strings.Repeat(" ", files.MaxBytes-len(somePDF)+1), "Höchstens 20 MB"},
		} {
			o.Get(o.at("milestones", o.milestone.ID)).Status(200)
			page := o.Upload("#documents form", "file", c.file, []byte(c.contents), typed).Status(422)
			page.Has("title", "Fehler:").Has("#f-file-error", c.says).Has("[role=alert] a[href='#f-file']", "Datei")
			if page.Find("#f-title").AttrOr("value", "") != "Mein Titel" || page.Find("#f-kind option[selected]").AttrOr("value", "") != "minutes" {
				t.Errorf("%s: what was typed is lost", name)
			}
			if page.Find("input[name=milestones][checked]").Length() != 1 {
				t.Errorf("%s: where it belongs is lost", name)
			}
		}
		o.Get(o.at("documents", "new")).Status(200)
		o.Submit("main form", url.Values{"title": {"Ohne Datei"}}).Status(422).Has("#f-file-error", "Bitte wählen Sie eine Datei aus.")
		o.Get(o.at("documents")).Status(200).Has(".rt-empty", "Noch kein Dokument")
	})
}

func TestADocumentIsReplacedChangedAndRemoved(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		place := o.add(t, "Bericht.pdf", somePDF)
		o.Get(place).Status(200).Has("h1", "Bericht").HasNot(".rt-badge", "Neueste")
		o.Upload(`form[action$="/versions"]`, "file", "Bericht.pdf", []byte(somePDF)).Status(422).Has("#f-file-error", "bereits die neueste Fassung (Fassung 1)")
		o.Upload(`form[action$="/versions"]`, "file", "Bericht neu.pdf", []byte(somePDF+"neu")).Status(303)
		o.Follow().Status(200).Has("tr", "2 Neueste Bericht neu.pdf").Has("tr", "1 Bericht.pdf")
		o.Get(place + "/edit").Status(200)
		o.Submit("main form", url.Values{"title": {"Sachbericht"}, "description": {"Für das Land"}, "events": {o.event.ID}}).Status(303)
		o.Follow().Status(200).Has("h1", "Sachbericht").Has("dd a", "Werkstatt").Has(".rt-prose", "Für das Land")
		o.Get(place + "/edit").Status(200)
		o.Submit("main form", url.Values{"title": {"Anders"}}).Status(303)
		o.Follow().Status(200).Has("h1", "Anders")
		o.Get(place+"/remove").Status(200).Has("h2", "„Anders“ löschen?").Has("p", "30 Tage im Papierkorb").Has("li", "mit allen 2 Fassungen")
		list := o.Submit("main form", nil).Status(303).Location
		o.Get(place).Status(404)
		o.Get(place + "/versions/1").Status(404)
		o.Get(list).Status(200).Has("[role=status]", "gelöscht").Has(".rt-empty", "Noch kein Dokument")
		o.Submit(".rt-flash__undo", nil).Status(303)
		o.Follow().Status(200).Has("h1", "Anders").Has("[role=status]", "Zurückgeholt").Has("dd a", "Werkstatt").Has("tr", "1 Bericht.pdf")
		o.Get(place + "/versions/1").Status(200)
	})
}

func TestFilesAreHandedOutSafely(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		place := o.add(t, `..\Größe "1".pdf`, somePDF)
		answer := o.Get(place + "/versions/1").Status(200)
		for name, want := range map[string]string{
			"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-cache",
			"Content-Disposition":     "attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe%20_1_.pdf",
			"Content-Security-Policy": "default-src 'none'; img-src 'self'; frame-ancestors 'none'; sandbox",
		} {
			if got := answer.Header.Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		if answer.Body != somePDF {
			t.Errorf("the file is %q", answer.Body)
		}
		if got := o.Get(place + "/versions/1/view").Status(200).Header.Get("Content-Disposition"); !strings.HasPrefix(got, "inline; ") {
			t.Errorf("to look at: %q", got)
		}
		for _, wrong := range []string{"/versions/2", "/versions/0", "/versions/x", "/versions/1.5/view", "/versions/99999999999999999999"} {
			o.Get(place + wrong).Status(404)
		}
		text := o.add(t, "Notiz.txt", "Hallo")
		o.Get(text + "/versions/1/view").Status(404)
		o.Get(text).Status(200).HasNot(".kern-btn", "Ansehen")
	})
}

func TestAPartOfAFileIsHandedOut(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		place := o.add(t, "Bericht.pdf", somePDF) + "/versions/1"
		tag := o.Get(place).Status(200).Header.Get("Etag")
		for name, c := range map[string]struct {
			headers map[string]string
			code    int
			body    string
		}{
			"known already":         {map[string]string{"If-None-Match": tag}, 304, ""},
			"the first octets":      {map[string]string{"Range": "bytes=0-4"}, 206, "%PDF-"},
			"the last octets":       {map[string]string{"Range": "bytes=-6"}, 206, "%%EOF\n"},
			"from the middle":       {map[string]string{"Range": "bytes=20-", "If-Range": tag}, 206, somePDF[20:]},
			"of another file":       {map[string]string{"Range": "bytes=0-4", "If-Range": `"x"`}, 200, somePDF},
			"several parts":         {map[string]string{"Range": "bytes=0-1,3-4"}, 200, somePDF},
			"nonsense":              {map[string]string{"Range": "lines=1"}, 200, somePDF},
			"behind the end":        {map[string]string{"Range": "bytes=5000-"}, 416, ""},
			"compressed if you can": {map[string]string{"Accept-Encoding": "gzip"}, 200, somePDF},
		} {
			got := o.With(c.headers).Do(http.MethodGet, place, "", nil)
			if got.Code != c.code || got.Body != c.body {
				t.Errorf("%s: %d %q", name, got.Code, got.Body)
			}
		}
	})
}

func TestReadersAreOfferedNoForm(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		place := o.add(t, "Bericht.pdf", somePDF, document.Subject{Kind: document.Task, ID: o.task.ID}, document.Subject{Kind: document.Milestone, ID: o.milestone.ID})
		auditor, _ := o.site.Person(o.Project, "", account.Auditor)
		auditor.Get(o.at("milestones", o.milestone.ID)).Status(200).Has("#documents li a", "Bericht").HasNot("#documents summary", "")
		auditor.Get(place).Status(200).Has("dd", "Bogen abstimmen").HasNot("main form", "")
		auditor.Get(place + "/versions/1").Status(200)
		auditor.Get(o.at("documents", "new")).Status(403)
		stranger := o.site.Office("Landkreis Nebenan")
		foreign := "/projects/" + stranger.Project.ID + "/documents"
		stranger.Get(foreign + strings.TrimPrefix(place, o.at("documents"))).Status(404)
		stranger.Get(foreign + strings.TrimPrefix(place, o.at("documents")) + "/versions/1").Status(404)
		stranger.Get(foreign + "/new").Status(200)
		stranger.Upload("main form", "file", "x.pdf", []byte(somePDF), url.Values{"events": {o.event.ID}}).Status(404)
	})
}
