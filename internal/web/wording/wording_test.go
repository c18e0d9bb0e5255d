package wordingweb_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
	"rundertisch/templates"
)

func TestAMailIsWordedLookedAtAndTakenBack(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		at := "/projects/" + o.Project.ID + "/mail/texts"
		o.Get("/projects/"+o.Project.ID+"/mail").Has("main a", "Texte der E-Mails")
		o.Get(at).Status(200).Has("#mails th", "Einladung").Has("#mails .rt-badge", "mitgeliefert")
		edit := at + "/de/invitation"
		o.Get(edit).Status(200).Has("#placeholders code", "{veranstaltung}").Has("#placeholders", "muss im Text stehen").
			Has("#vorschau .rt-letter", "Fachtagung Wohnen").Has("#f-body", "Guten Tag {name},")

		o.Get(edit)
		bad := o.Submit("main form", url.Values{"subject": {"Komm zu {titel}"}, "body": {"Text ohne das Nötige"}}).Status(422)
		bad.Has("[role=alert] a[href='#f-subject']", "{titel} ist kein Platzhalter").Has("#f-body-error", "{persoenlicher_text} muss im Text stehen")
		if got := bad.Find("#f-subject").AttrOr("value", ""); got != "Komm zu {titel}" {
			t.Errorf("what was typed is lost: %q", got)
		}

		form := o.Get(edit).Forms()[edit]
		form.Set("subject", "Bitte kommen Sie: {veranstaltung}")
		o.Post(edit+"/look", form).Status(200).Has("#vorschau .rt-letter__subject", "Bitte kommen Sie: Fachtagung Wohnen")
		o.Get(edit).HasNot("main", "Bitte kommen Sie")
		form = o.Get(edit).Forms()[edit]
		form.Set("subject", "Bitte kommen Sie: {veranstaltung}")
		o.Post(edit, form).Status(303)
		o.Follow().Has("main", "vom Projekt geändert").Has("#vorschau .rt-letter__subject", "Bitte kommen Sie: Fachtagung Wohnen")

		o.Get(edit+"/reset").Status(200).Has("#verloren", "Bitte kommen Sie: {veranstaltung}").Has("#kommt", "Einladung: {veranstaltung}")
		stale := o.Get(edit + "/reset").Forms()[edit+"/reset"]
		o.Submit("main form", nil).Status(303)
		o.Follow().Has("main", "mitgeliefert").HasNot("main a", "Eigenen Text zurücknehmen")
		stale.Set("once", "another")
		if page := o.Post(edit+"/reset", stale).Status(303); !strings.Contains(page.Location, "wording.flash.other") {
			t.Errorf("resetting twice leads to %s", page.Location)
		}
	})
}

func TestThePreviewSpeaksOfTheChosenEventAndPerson(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		e, err := s.Events.Add(t.Context(), o.Actor, event.Details{Kind: event.Symposium, Title: "Tag der Nachbarschaft", Day: "25.03.2027", Begin: "9:30", End: "16:00", Venue: "Stadthalle"})
		if err != nil {
			t.Fatal(err)
		}
		edit := "/projects/" + o.Project.ID + "/mail/texts/de/invitation"
		o.Get(edit+"?event="+e.ID).Status(200).Has("#vorschau .rt-letter", "Tag der Nachbarschaft").Has("#vorschau .rt-letter", "Stadthalle").
			Has("#placeholders", "Tag der Nachbarschaft").Has("#f-event option[selected]", "Tag der Nachbarschaft")
		stranger := s.Office("Landkreis Anderswo")
		stranger.Get("/projects/" + stranger.Project.ID + "/mail/texts/de/invitation?event=" + e.ID).Status(404)
		o.Get("/projects/" + o.Project.ID + "/mail/texts/de/password_reset").Status(404)
		o.Get("/projects/" + o.Project.ID + "/mail/texts/fr/invitation").Status(404)
	})
}

func TestTheWorkspacesWordsHoldInItsProjects(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		edit := "/workspaces/" + o.Project.WorkspaceID + "/mails/en/colleague"
		o.Get("/workspaces/"+o.Project.WorkspaceID+"/settings").Has("main a", "Texte der E-Mails").Has("main", "Förderhinweis").Has("main", "Impressum")
		form := o.Get(edit).Status(200).Forms()[edit]
		form.Set("headline", "Welcome")
		o.Post(edit, form).Status(303)
		o.Follow().Has("main", "von der Verwaltung geändert")
		lead, _ := s.Person(o.Project, o.Project.ID, account.Coordination)
		lead.Get("/projects/" + o.Project.ID + "/mail/texts").Status(403)
		lead.Get("/projects/"+o.Project.ID+"/mail").HasNot("main a", "Texte der E-Mails")
	})
}

func TestTheMailStandsAloneAsItArrives(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		editor := o.Get("/projects/" + o.Project.ID + "/mail/texts/de/invitation").Status(200)
		for n, want := range []string{"@media (prefers-color-scheme: dark)", "@media all", "max-width: 320px"} {
			href := editor.Find("#vorschau ul a[href*='/whole?']").Eq(n).AttrOr("href", "")
			whole := o.Get(href).Status(200).Has("main h1", "Wir laden Sie herzlich ein").Has("main", "Fragen?")
			if whole.Find("[style], style, script").Length() != 0 {
				t.Error("the page carries styles of its own, which its policy refuses")
			}
			if sheet := o.Get(whole.Find("link[rel=stylesheet]").AttrOr("href", "")).Status(200).Body; !strings.Contains(sheet, want) || !strings.Contains(sheet, ".m1.m1.m1 {") {
				t.Errorf("the sheet of look %d lacks %q", n, want)
			}
		}
		for _, name := range []string{"list_message", "workshop_ended"} { // what they name has no example elsewhere
			o.Get("/projects/"+o.Project.ID+"/mail/texts/de/"+name+"/whole").Status(200).HasNot("body", "„“")
		}
	})
}

// TestEveryMailAndEveryPlaceholderIsExplained asks whoever adds a mail or a field to say in words what it is.
func TestEveryMailAndEveryPlaceholderIsExplained(t *testing.T) {
	t.Parallel()
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	texts, err := mail.NewRenderer(templates.Mail, catalogue)
	if err != nil {
		t.Fatal(err)
	}
	account := []string{"password_reset", "email_old", "email_new", "email_changed"}
	l := catalogue.Locale(i18n.German, nil)
	for _, name := range texts.Names(i18n.German) {
		if slices.Contains(account, name) {
			continue
		}
		for _, key := range []string{"wording.mail." + name, "wording.when." + name} {
			if !l.Has(key) {
				t.Errorf("no sentence %s", key)
			}
		}
		for _, lang := range i18n.Languages() {
			for _, p := range texts.Form(lang, name).Placeholders {
				if !p.Piece && !l.Has("wording.means."+p.Field) {
					t.Errorf("no sentence wording.means.%s", p.Field)
				}
				if lang == i18n.German && p.Key == p.Name && !slices.Contains([]string{"link"}, p.Name) {
					t.Errorf("%s: the placeholder {%s} has no German name in internal/mail/names.go", name, p.Name)
				}
			}
		}
	}
}
