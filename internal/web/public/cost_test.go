package publicweb_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/showcase"
)

type queries struct{ n atomic.Int64 }

func (q *queries) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }

func (q *queries) AfterQuery(context.Context, *bun.QueryEvent) { q.n.Add(1) }

func TestThePageOfAnEventAsksTheDatabaseFiveTimesAtMost(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, site *apptest.Site) {
		s := open(t, site)
		s.step(s.Events.Publish)
		read, ok := s.DB.Read().(*bun.DB)
		if !ok {
			t.Fatal("the read handle is no database")
		}
		asked := &queries{}
		read.AddQueryHook(asked) //nolint:staticcheck // WithQueryHook, its successor, watches a copy only
		ask := func(when string) {
			asked.n.Store(0)
			s.page().Status(200)
			if n := asked.n.Load(); n == 0 || n > 5 {
				t.Errorf("%s: %d queries", when, n)
			}
		}
		asked.n.Store(0)
		s.Browser().Get("/v/" + s.event.Slug + "/programm").Status(200)
		if n := asked.n.Load(); n == 0 || n > 5 {
			t.Errorf("the programme: %d queries", n)
		}
		ask("before registration opens")
		s.Clock.Advance(20 * day)
		ask("while it is open")
		s.must(s.Showcase.Save(t.Context(), s.actor, s.event.ID, 0, showcase.Details{Guests: true}))
		ask("with the list of participants")
		asked.n.Store(0)
		s.Browser().Get("/v/" + s.event.Slug + "/teilnehmende").Status(200)
		if n := asked.n.Load(); n == 0 || n > 5 {
			t.Errorf("the list of participants: %d queries", n)
		}
		b := s.Browser()
		b.Get("/v/" + s.event.Slug)
		first := b.Get("/v/" + s.event.Slug)
		tag := first.Header.Get("Etag")
		again := b.With(map[string]string{"If-None-Match": tag}).Get("/v/" + s.event.Slug)
		if again.Code != 304 {
			t.Errorf("an unchanged page answers %d", again.Code)
		}
		s.Clock.Advance(105 * day)
		s.step(s.Events.MarkHeld)
		ask("after the event")
	})
}

func TestOnlyTheEmbeddedListMayBeFramed(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, site *apptest.Site) {
		s := open(t, site)
		s.step(s.Events.Publish)
		for at, framed := range map[string]bool{
			"/veranstaltungen": false, "/veranstaltungen/archiv": false, "/veranstaltungen/feed.atom": false, "/veranstaltungen/kalender.ics": false,
			"/v/" + s.event.Slug: false, "/veranstaltungen/einbetten": true,
		} {
			page := s.Browser().Get(at).Status(200)
			anywhere := strings.Contains(page.Header.Get("Content-Security-Policy"), "frame-ancestors *") && page.Header.Get("X-Frame-Options") == ""
			if anywhere != framed {
				t.Errorf("%s may be framed: %v", at, anywhere)
			}
			if framed && page.Header.Get("Set-Cookie") != "" {
				t.Errorf("%s sets a cookie on the site of others", at)
			}
		}
	})
}
