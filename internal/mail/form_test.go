package mail_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
)

var blanks = regexp.MustCompile(`\s+`)

// solid is a text without its blanks: where a value is missing they may differ.
func solid(text string) string { return blanks.ReplaceAllString(text, "") }

func TestADraftNobodyChangedReadsLikeTheShippedText(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	for _, lang := range i18n.Languages() {
		for _, name := range r.Names(lang) {
			draft := r.Form(lang, name).Draft
			for what, fields := range map[string]mail.Fields{"all": full, "none": {}, "name only": {"receiver_name": "Ewa Łuczak"}} {
				shipped, err := r.Shipped().Render(lang, name, fields)
				if err != nil {
					t.Fatal(err)
				}
				own, err := r.With(lang, name, draft).Render(lang, name, fields)
				if err != nil {
					t.Fatal(err)
				}
				if solid(own.Subject) != solid(shipped.Subject) {
					t.Errorf("%s/%s with %s: subject %q, shipped %q", lang, name, what, own.Subject, shipped.Subject)
				}
				if solid(own.Text) != solid(shipped.Text) {
					t.Errorf("%s/%s with %s:\n%s\nshipped:\n%s", lang, name, what, own.Text, shipped.Text)
				}
			}
		}
	}
}

func TestTheMarkupOfAnOverrideIsMadeFromItsText(t *testing.T) {
	t.Parallel()
	draft := mail.Draft{
		Subject: "Bitte zusagen: {veranstaltung}", Headline: "Hallo", Button: "Los <b>",
		Body: "Guten Tag {name},\n\nbitte <b>lesen</b>:\n- erstens {ort}\n- zweitens\n\n{wenn_gibt_es_nicht}\n\n1. Zeile\n\nMehr unter https://example.org/a?b=1&c=2.",
	}
	fields := mail.Fields{"event_title": "Wohnen <im> Wandel", "event_place": "Rathaus\nSaal", "funding_notice": "Gefördert.", "imprint": "Landkreis"}
	out, err := newRenderer(t).With(i18n.German, "invitation", draft).Render(i18n.German, "invitation", fields)
	if err != nil {
		t.Fatal(err)
	}
	if out.Subject != "Bitte zusagen: Wohnen <im> Wandel" || !strings.Contains(out.Text, "Guten Tag,\n\nbitte <b>lesen</b>:") {
		t.Errorf("%q\n%s", out.Subject, out.Text)
	}
	if strings.Contains(out.Text, "{") || strings.Contains(out.Text, "\n\n\n") {
		t.Errorf("holes in the text:\n%s", out.Text)
	}
	page, err := goquery.NewDocumentFromReader(strings.NewReader(out.HTML))
	if err != nil {
		t.Fatal(err)
	}
	if n := page.Find(".content b, .button b, im").Length(); n != 0 {
		t.Errorf("%d elements from what was typed", n)
	}
	if page.Find(".content ul li").Length() != 2 || page.Find(".content ol li").Length() != 1 {
		t.Errorf("lists are missing:\n%s", out.HTML)
	}
	if href := page.Find(".content a").AttrOr("href", ""); href != "https://example.org/a?b=1&c=2" {
		t.Errorf("link to %q", href)
	}
	for _, kept := range []string{"Gefördert.", "Impressum", "Landkreis"} {
		if !strings.Contains(out.Text, kept) || !strings.Contains(page.Text(), kept) {
			t.Errorf("%q is missing", kept)
		}
	}
}

func TestAProjectsWordingGoesBeforeTheWorkspacesAndThatBeforeTheShippedOne(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := newRenderer(t)
		put := func(id, workspace, project, subject string) {
			o := mail.Override{
				ID: id, WorkspaceID: workspace, ProjectID: project, Lang: i18n.German, Name: "invitation",
				Draft: mail.Draft{Subject: subject, Body: "Text"}, Version: 1,
			}
			if err := db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
				_, err := tx.NewInsert().Model(&o).Exec(ctx)
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		put("1", "w1", "p1", "project {veranstaltung}")
		put("2", "w1", "", "workspace {event_title}")
		put("3", "w2", "", "other")
		for scope, want := range map[mail.Scope]string{
			{WorkspaceID: "w1", ProjectID: "p1"}: "project Wohnen im Wandel",
			{WorkspaceID: "w1", ProjectID: "p2"}: "workspace Wohnen im Wandel",
			{WorkspaceID: "w1"}:                  "workspace Wohnen im Wandel",
			{WorkspaceID: "w3"}:                  "Einladung: Wohnen im Wandel",
			{}:                                   "Einladung: Wohnen im Wandel",
		} {
			wording, err := r.For(t.Context(), db.Read(), scope)
			if err != nil {
				t.Fatal(err)
			}
			said, err := wording.Render(i18n.German, "invitation", full)
			if err != nil || said.Subject != want {
				t.Errorf("%+v: %q, want %q (%v)", scope, said.Subject, want, err)
			}
			english, err := wording.Render(i18n.English, "invitation", full)
			if err != nil || english.Subject != "Invitation: Wohnen im Wandel" {
				t.Errorf("%+v in English: %q (%v)", scope, english.Subject, err)
			}
		}
	})
}
