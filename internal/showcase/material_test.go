package showcase_test

import (
	"io"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/showcase"
)

func TestMaterialOfAProgrammeItemIsForEverybodyOrForTheTeam(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h, ctx := open(t, s), t.Context()
		item, err := s.Events.AddItem(ctx, h.actor, h.event.ID, event.ItemDetails{Kind: event.Talk, Title: "Vortrag", Begin: "10:00", End: "10:45"})
		h.must(err)
		slides, draft := h.paper("Folien"), h.paper("Entwurf")
		for _, m := range []showcase.MaterialDetails{
			{DocumentID: slides.ID, Public: true}, {Title: "Mitschrift", DocumentID: draft.ID}, {Title: "Leitfaden", URL: "https://www.example.org/leitfaden", Public: true},
		} {
			h.must(h.Showcase.AddMaterial(ctx, h.actor, h.event.ID, item.ID, m))
		}
		desk, err := h.Showcase.Desk(ctx, h.actor, h.event.ID, item.ID)
		h.must(err)
		if len(desk.Materials) != 3 || desk.Materials[0].Title != "Folien" || len(desk.Papers) != 2 {
			t.Errorf("got %+v", desk)
		}
		stage, err := h.Showcase.Stage(ctx, h.event)
		h.must(err)
		if all := stage.Materials[item.ID]; len(all) != 2 || all[0].DocumentID != slides.ID || all[1].URL == "" || stage.Organiser.Imprint == "" {
			t.Errorf("everybody sees %+v", stage)
		}
		_, file, err := h.Showcase.Handout(ctx, h.event.Slug, desk.Materials[0].ID)
		h.must(err)
		raw, _ := io.ReadAll(file)
		h.must(file.Close())
		if string(raw) != "Inhalt von Folien" {
			t.Errorf("handed out: %q", raw)
		}
		for _, hidden := range []string{desk.Materials[1].ID, desk.Materials[2].ID, id.New()} {
			if _, _, err := h.Showcase.Handout(ctx, h.event.Slug, hidden); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s is handed out: %v", hidden, err)
			}
		}
		for name, wrong := range map[string]showcase.MaterialDetails{
			"nothing": {Title: "Leer"}, "both": {DocumentID: slides.ID, URL: "https://www.example.org"}, "no title": {URL: "https://www.example.org"},
			"a script": {Title: "x", URL: "javascript:alert(1)"}, "no host": {Title: "x", URL: "https:///folien"}, "somebody's password": {Title: "x", URL: "https://a:b@www.example.org"},
			"a document of another event": {DocumentID: id.New()},
		} {
			if err := h.Showcase.AddMaterial(ctx, h.actor, h.event.ID, item.ID, wrong); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.must(h.Showcase.RemoveMaterial(ctx, h.actor, h.event.ID, item.ID, desk.Materials[2].ID))
		if err := h.Showcase.RemoveMaterial(ctx, h.actor, h.event.ID, item.ID, desk.Materials[2].ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("what is gone: %v", err)
		}
		if err := h.Showcase.AddMaterial(ctx, s.Office("Landkreis Nachbar").Actor, h.event.ID, item.ID, showcase.MaterialDetails{Title: "x", URL: "https://www.example.org"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a neighbour adds material: %v", err)
		}
		page := s.Browser().Get("/v/"+h.event.Slug+"/programm").Status(200).Has(".rt-timetable a[href*='/material/']", "Folien").HasNot("main", "Mitschrift")
		s.Browser().Get(page.Find(".rt-timetable a[href*='/material/']").AttrOr("href", "")).Status(200)
	})
}
