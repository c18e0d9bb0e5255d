package views_test

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"rundertisch/internal/i18n"
	"rundertisch/views"
)

func TestPagesKeepTheRulesOfAccessibleMarkup(t *testing.T) {
	t.Parallel()
	for _, lang := range i18n.Languages() {
		for name, component := range pages(locale(t, lang)) {
			t.Run(string(lang)+"/"+name, func(t *testing.T) {
				t.Parallel()
				doc := render(t, component)
				if got := doc.Find("html").AttrOr("lang", ""); got != string(lang) {
					t.Errorf("lang is %q", got)
				}
				if n := doc.Find("h1").Length(); n != 1 {
					t.Errorf("%d h1", n)
				}
				if html, _ := doc.Html(); strings.Contains(html, "⟦") {
					t.Errorf("a sentence is missing: %s", html[strings.Index(html, "⟦"):][:60])
				}
				checkIDs(t, doc)
				checkLabels(t, doc)
				checkPolicy(t, doc)
				checkForms(t, doc)
			})
		}
	}
}

// checkIDs wants every id once, and every reference to an id to have its aim.
func checkIDs(t *testing.T, doc *goquery.Document) {
	t.Helper()
	ids := map[string]int{}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) { ids[s.AttrOr("id", "")]++ })
	for id, n := range ids {
		if n > 1 || id == "" {
			t.Errorf("id %q occurs %d times", id, n)
		}
	}
	for _, attribute := range []string{"for", "aria-describedby", "aria-labelledby", "popovertarget"} {
		doc.Find("[" + attribute + "]").Each(func(_ int, s *goquery.Selection) {
			for _, id := range strings.Fields(s.AttrOr(attribute, "")) {
				if ids[id] == 0 {
					t.Errorf("%s leads to %q, which is nowhere", attribute, id)
				}
			}
		})
	}
	doc.Find(`a[href^="#"]`).Each(func(_ int, s *goquery.Selection) {
		if id := strings.TrimPrefix(s.AttrOr("href", ""), "#"); ids[id] == 0 {
			t.Errorf("a link leads to #%s, which is nowhere", id)
		}
	})
}

// checkLabels wants a label with text at every control a person fills in.
func checkLabels(t *testing.T, doc *goquery.Document) {
	t.Helper()
	doc.Find("input:not([type=hidden]), select, textarea").Each(func(_ int, s *goquery.Selection) {
		label := doc.Find(`label[for="` + s.AttrOr("id", "?") + `"]`)
		if label.Length() != 1 || strings.TrimSpace(label.Text()) == "" {
			t.Errorf("field %q has %d labels", s.AttrOr("name", ""), label.Length())
		}
		if s.AttrOr("aria-invalid", "") == "true" && s.AttrOr("aria-describedby", "") == "" {
			t.Errorf("refused field %q does not say why", s.AttrOr("name", ""))
		}
	})
	doc.Find("fieldset").Each(func(_ int, s *goquery.Selection) {
		if s.Find("legend").Length() != 1 {
			t.Error("a fieldset has no legend")
		}
	})
}

// checkPolicy wants nothing the content security policy would refuse.
func checkPolicy(t *testing.T, doc *goquery.Document) {
	t.Helper()
	if n := doc.Find("[style], style, script:not([src])").Length(); n > 0 {
		t.Errorf("%d inline styles or scripts", n)
	}
	doc.Find("*").Each(func(_ int, s *goquery.Selection) {
		for _, attribute := range s.Nodes[0].Attr {
			if strings.HasPrefix(attribute.Key, "on") {
				t.Errorf("inline handler %s", attribute.Key)
			}
		}
	})
	doc.Find("link[href], script[src]").Each(func(_ int, s *goquery.Selection) {
		if src := s.AttrOr("href", s.AttrOr("src", "")); !strings.HasPrefix(src, "/static/") {
			t.Errorf("%s is not our own", src)
		}
	})
}

// checkForms wants the CSRF token in every form that changes something.
func checkForms(t *testing.T, doc *goquery.Document) {
	t.Helper()
	doc.Find(`form[method="post"]`).Each(func(_ int, s *goquery.Selection) {
		if s.Find(`input[name="csrf"]`).Length() != 1 {
			t.Errorf("form to %s has no token", s.AttrOr("action", ""))
		}
	})
}

func TestARefusedFormKeepsWhatWasTypedAndLeadsToTheFields(t *testing.T) {
	t.Parallel()
	doc := render(t, pages(locale(t, i18n.German))["form"])
	for selector, want := range map[string]string{
		`input[name="email"]`: "katrin",
		`input[name="when"]`:  "31.02.2022",
		`input[name="month"]`: "03/2022",
	} {
		if got := doc.Find(selector).AttrOr("value", ""); got != want {
			t.Errorf("%s has %q, want %q", selector, got, want)
		}
	}
	if kind := doc.Find(`input[name="when"]`).AttrOr("type", ""); kind != "text" {
		t.Errorf("an unreadable day is shown in a field of type %s, which would lose it", kind)
	}
	if got := doc.Find(`textarea[name="note"]`).Text(); got != "Zeile 1\nZeile 2" {
		t.Errorf("text area has %q", got)
	}
	if n := doc.Find(`[role="alert"][tabindex="-1"][autofocus] a`).Length(); n != 4 {
		t.Errorf("the error summary has %d links, want 4", n)
	}
	if title := doc.Find("title").Text(); !strings.HasPrefix(title, "Fehler: ") {
		t.Errorf("title is %q", title)
	}
	if doc.Find(`input[name="needs"][value="b"][checked]`).Length() != 1 || doc.Find(`option[value="g"][selected]`).Length() != 1 {
		t.Error("choices are lost")
	}
}

func TestThePasswordIsNeverSentBack(t *testing.T) {
	t.Parallel()
	if html, _ := render(t, pages(locale(t, i18n.German))["sign-in"]).Html(); strings.Contains(html, "secret") {
		t.Error("the page holds the password")
	}
}

func TestTheHeaderShowsWhoIsSignedInAndWhere(t *testing.T) {
	t.Parallel()
	l := locale(t, i18n.German)
	staff := render(t, views.Layout(page(l)))
	if got := staff.Find(`nav a[aria-current="page"]`).Text(); got != "Überblick" {
		t.Errorf("current entry is %q", got)
	}
	if staff.Find(`form[method="post"][action="`+views.PathSignOut+`"]`).Length() != 1 {
		t.Error("no way to sign out")
	}
	if got := staff.Find(`button[name="lang"]`).AttrOr("value", ""); got != "en" {
		t.Errorf("the language switch offers %q", got)
	}
	visitor := render(t, views.Layout(views.Page{L: l, Title: "Start"}))
	if visitor.Find(`form[action="`+views.PathSignOut+`"]`).Length() != 0 || visitor.Find(`a[href="`+views.PathSignIn+`"]`).Length() != 0 {
		t.Error("a visitor is offered the entries of staff")
	}
	for _, path := range []string{views.PathImprint, views.PathPrivacy, views.PathAccessibility, views.PathBarrier, views.PathEasyLanguage} {
		if visitor.Find(`footer a[href="`+path+`"]`).Length() != 1 {
			t.Errorf("the footer does not lead to %s", path)
		}
	}
}

func TestTextOfPeopleIsNeverMarkup(t *testing.T) {
	t.Parallel()
	p := page(locale(t, i18n.German))
	p.User, p.Flash, p.Title, p.Project = "<b>x</b>", "<script>x</script>", "<i>", `"><img src=x>`
	p.Nav[0].Href = "javascript:alert(1)"
	doc := render(t, views.Layout(p))
	if doc.Find("body b, script:not([src]), i, img").Length() > 0 {
		t.Error("text became markup")
	}
}

func render(t *testing.T, component templ.Component) *goquery.Document {
	t.Helper()
	var html strings.Builder
	if err := component.Render(t.Context(), &html); err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(html.String()))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}
