package eventweb_test

import (
	"context"
	"maps"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
)

// talk is a programme item as it is typed.
func talk(title, room, speakers, begin, end string) url.Values {
	return url.Values{"kind": {"talk"}, "title": {title}, "room": {room}, "speakers": {speakers}, "begin": {begin}, "end": {end}}
}

// ask opens the form of a new item and sends it to where it asks what is odd, as the browser does while somebody types.
func ask(o apptest.Office, base string, values url.Values) *apptest.Page {
	page := o.Get(base + "/programme/new").Status(200)
	fields := page.Forms()[base+"/programme"]
	maps.Copy(fields, values)
	fields.Set("once", "")
	return o.Post(page.Find("main [hx-post]").AttrOr("hx-post", ""), fields)
}

func TestAnItemThatWouldBeOddIsAskedAboutOnce(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		base := created(t, o)
		o.Get(base + "/programme/new").Status(200)
		o.Submit("main form", talk("Vortrag", "Saal", "Ewa Łuczak", "10:00", "11:00")).Status(303)
		o.Follow()

		odd := talk("Gespräch", "", "Ewa Luczak", "10:30", "11:30")
		odd.Set("room_new", "Saal")
		o.Get(base+"/programme/new").Status(200).Has("#check[role=status]", "Sobald Beginn und Ende")
		page := o.Submit("main form", odd).Status(422)
		page.Has("[role=alert]", "Noch nicht gespeichert").Has("#check li", "Ewa Łuczak steht gleichzeitig").Has("#check li", "Saal ist gleichzeitig belegt").
			Has("#check li a[target=_blank]", "Vortrag").Has("main button", "Trotzdem speichern").HasNot("title", "Fehler")
		if got := page.Find("#f-title").AttrOr("value", ""); got != "Gespräch" {
			t.Errorf("what was typed is lost: %q", got)
		}
		o.Submit("main form", url.Values{"end": {"10:45"}}).Status(422).Has("#check li", "10:30 bis 10:45")
		o.Submit("main form", nil).Status(303)
		o.Follow().Has("#programme-1 .rt-grid__title", "Gespräch").Has("main .rt-flash--warning", "Ewa Łuczak steht gleichzeitig")

		edit := o.Get(base+"/programme").Find("#programme-1 .rt-grid__entry:contains(Vortrag) a[href$=edit]").AttrOr("href", "")
		o.Get(edit).Status(200).Has("#check li", "Saal ist gleichzeitig belegt").HasNot("[role=alert]", "")
		o.Submit("main form", url.Values{"description": {"Mit Übersetzung."}}).Status(303)
		o.Get(edit)
		o.Submit("main form", url.Values{"begin": {"10:15"}}).Status(422).Has("[role=alert]", "Noch nicht gespeichert")
		o.Submit("main form", url.Values{"begin": {"09:30"}, "end": {"10:00"}}).Status(303)
		o.Follow().HasNot("main .rt-flash--warning", "gleichzeitig")

		o.Get(strings.TrimSuffix(edit, "/edit")+"/move").Status(200).Has("#check", "passt alles zusammen")
		o.Submit("main form", url.Values{"begin": {"10:15"}}).Status(422).Has("#check li", "Saal ist gleichzeitig").Has("main button", "Trotzdem verschieben")
		o.Submit("main form", nil).Status(303)
	})
}

func TestThePageSaysWhatIsOddWhileSomebodyTypes(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		base := created(t, o)
		o.Get(base + "/programme/new").Status(200)
		o.Submit("main form", talk("Vortrag", "Saal", "Ewa Łuczak", "10:00", "11:00")).Status(303)
		odd := talk("", "Saal", "ewa łuczak", "10:30", "11:30")
		part := ask(o, base, odd).Status(200).Has("#check-found li", "„Dieser Programmpunkt“").Has("#check-found a", "Vortrag").HasNot("main", "")
		seen := part.Find("input[name=seen]").AttrOr("value", "")
		odd.Set("seen", seen)
		if again := ask(o, base, odd); again.Code != 204 {
			t.Errorf("the same is said again: %d", again.Code)
		}
		odd.Set("begin", "bald")
		ask(o, base, odd).Status(200).Has("#check-found", "Sobald Beginn und Ende")
		odd = talk("Gespräch", "Saal", "ewa łuczak", "10:30", "11:30")
		odd.Set("seen", seen)
		o.Get(base + "/programme/new")
		o.Submit("main form", odd).Status(303) // what was seen is not asked about
		o.Follow().Has("#programme-1 .rt-grid__title", "Gespräch")
	})
}

type queries struct{ n atomic.Int64 }

func (q *queries) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }

func (q *queries) AfterQuery(context.Context, *bun.QueryEvent) { q.n.Add(1) }

// TestACheckAsksTheDatabaseAsOftenHoweverLongTheProgrammeIs: who types must not wait.
func TestACheckAsksTheDatabaseAsOftenHoweverLongTheProgrammeIs(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		base := created(t, o)
		read, ok := s.DB.Read().(*bun.DB)
		if !ok {
			t.Fatal("the read handle is no database")
		}
		asked := &queries{}
		read.AddQueryHook(asked) //nolint:staticcheck // WithQueryHook, its successor, watches a copy only
		count := func() int64 {
			o.Get(base + "/programme/new").Status(200)
			asked.n.Store(0)
			o.Post(base+"/programme/check", talk("Gespräch", "Saal", "", "10:00", "11:00")).Status(200)
			return asked.n.Load()
		}
		before := count()
		for _, title := range []string{"eins", "zwei", "drei", "vier", "fünf"} {
			item := talk(title, "Saal", "Ewa Łuczak", "10:00", "11:00")
			o.Get(base + "/programme/new").Status(200)
			if page := o.Submit("main form", item); page.Code == 422 {
				o.Submit("main form", nil).Status(303)
			}
		}
		if after := count(); after != before || after > 9 {
			t.Errorf("%d queries, and %d for a longer programme", before, after)
		}
	})
}
