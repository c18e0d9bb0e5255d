package inviteweb_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/directory"
)

// queries counts what the pages ask the database.
type queries struct{ n atomic.Int64 }

func (q *queries) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }

func (q *queries) AfterQuery(context.Context, *bun.QueryEvent) { q.n.Add(1) }

// crowd invites n people more.
func (d *desk) crowd(from, n int) {
	d.t.Helper()
	var file strings.Builder
	file.WriteString("Vorname;Nachname;E-Mail;Organisation;Quelle\n")
	for i := from; i < from+n; i++ {
		fmt.Fprintf(&file, "Person;Nummer%03d;p%03d@example.org;;Test\n", i, i)
	}
	_, err := d.site.Directory.ImportPersons(d.t.Context(), d.Actor, strings.NewReader(file.String()))
	d.must(err)
	everybody, err := d.site.Directory.AllPersons(d.t.Context(), d.Actor, directory.Filter{})
	d.must(err)
	event := d.base[strings.Index(d.base, "/events/")+len("/events/") : strings.LastIndex(d.base, "/")]
	d.site.Invite(d.Actor, event, everybody...)
}

func TestLongListsHavePagesAndTheSameNumberOfQueries(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		registrations := strings.TrimSuffix(d.base, "/invitations") + "/registrations?show=everybody"
		inbox := "/projects/" + d.Project.ID + "/received"
		lists := []string{d.base, registrations, inbox}
		asked := &queries{}
		read, ok := s.DB.Read().(*bun.DB)
		if !ok {
			t.Fatal("the read handle is no database")
		}
		d.crowd(0, 2)
		d.letters(0, 2)
		read.AddQueryHook(asked) //nolint:staticcheck // WithQueryHook, its successor, watches a copy only
		few := map[string]int64{}
		for _, list := range lists {
			asked.n.Store(0)
			d.Get(list).Status(200).HasNot(".rt-pages", "")
			few[list] = asked.n.Load()
		}
		d.crowd(2, 498)
		d.letters(2, 98)
		for _, list := range lists {
			asked.n.Store(0)
			page := d.Get(list).Status(200)
			if n := page.Find("tbody tr").Length(); n != 50 {
				t.Errorf("%s: %d rows", list, n)
			}
			if n := asked.n.Load(); n != few[list] || n == 0 {
				t.Errorf("%s: %d queries, with two people %d", list, n, few[list])
			}
		}
		d.Get(d.base).Has(".rt-pages", "1–50 von 500").Has(".rt-answers", "500").Has("#invited", "Nummer000").HasNot("#invited", "Nummer050")
		next := d.Get(d.base+"?answer=needs_action&q=nummer").Find(".rt-pages a[rel=next]").AttrOr("href", "")
		d.Get(next).Status(200).Has(".rt-pages", "51–100 von 500").Has("#invited", "Nummer050").
			Has(".rt-filter select[name=answer] option[selected]", "Keine Antwort")
		d.Get(d.base+"?q=nummer499&page=9").Status(200).Has("#invited", "Nummer499")
		d.Get(d.base+"?page=99").Has(".rt-pages", "451–500 von 500")
		d.Get(inbox+"?state=review&page=2").Has(".rt-pages", "51–100 von 100").Has(".rt-tabs a[aria-current=page] .rt-count", "100").
			Has("#received", "Frage 0")
	})
}

// letters receives n letters.
func (d *desk) letters(from, n int) {
	d.t.Helper()
	for i := from; i < from+n; i++ {
		_, err := d.site.Invites.Receive(d.t.Context(), fmt.Appendf(nil, "From: <ayla@example.org>\r\nSubject: Frage %d\r\n\r\nGuten Tag\r\n", i))
		d.must(err)
	}
}
