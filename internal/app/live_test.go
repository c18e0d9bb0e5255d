package app_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/app"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/browsertest"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/directory"
)

// TestALivePartFollowsAndEndsWithTheProgram looks at an import in a browser while it goes on, and stops the program, which
// must not wait for the listener.
func TestALivePartFollowsAndEndsWithTheProgram(t *testing.T) {
	t.Parallel()
	s := apptest.New(t, dbtest.Open(t, dbtest.SQLite(t)))
	o := s.Office("Landkreis Musterland")
	i, err := s.Directory.Upload(t.Context(), o.Actor, directory.ImportPersons, "liste.csv", "Liste", strings.NewReader("Nachname\nWeiß\n"))
	must(t, err)
	come := func(rows int) {
		must(t, s.DB.RunInTx(context.Background(), func(ctx context.Context, tx bun.IDB) error {
			_, err := tx.ExecContext(ctx, "UPDATE directory_imports SET confirmed_at = created_at, row_count = 4000, rows_done = ?", rows)
			return err
		}))
	}
	come(0)
	page, at, end := running(t, s, o)
	page.Open(at + "/projects/" + o.Project.ID + "/directory/import/" + i.ID)
	page.Has("#fortschritt", "0 von 4.000 Zeilen")
	page.Check("a running import", browsertest.Desk, browsertest.Phone)
	come(1500)
	page.Text(`async () => { const part = document.querySelector('#fortschritt');
		for (let n = 0; n < 100 && !part.textContent.includes('1.500 von 4.000'); n++) await new Promise(done => setTimeout(done, 100));
		return part.textContent; }`)
	page.Has("#fortschritt", "1.500 von 4.000 Zeilen")
	for _, complaint := range page.Complaints() {
		t.Error(complaint)
	}
	end()
}

// TestAMailingSaysAtItsEndThatItIsDone: the head of the page, which says how it stands and offers to pause it, follows too.
func TestAMailingSaysAtItsEndThatItIsDone(t *testing.T) {
	t.Parallel()
	s := apptest.New(t, dbtest.Open(t, dbtest.SQLite(t)))
	h := openHall(t, s, 20)
	anna, err := s.Directory.AddPerson(t.Context(), h.office.Actor, directory.Person{Given: "Anna", Family: "Weiß", Email: "anna@example.org", Lang: "de", Source: "Test"})
	must(t, err)
	draft := s.Draft(h.office.Actor, h.event.ID, anna)
	must(t, s.Mailings.Send(t.Context(), h.office.Actor, draft.ID, draft.Version))
	s.Work()
	page, at, end := running(t, s, h.office)
	page.Open(at + "/projects/" + h.office.Project.ID + "/mailings/" + draft.ID)
	page.Has("#kopf [aria-current=step]", "Versand")
	page.Has("#kopf", "Anhalten")
	must(t, s.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.ExecContext(ctx, "UPDATE mail_messages SET state = 'sent', sent_at = created_at WHERE mailing_id = ?", draft.ID)
		return err
	}))
	page.Text(`async () => { const head = () => document.querySelector('#kopf').textContent;
		for (let n = 0; n < 100 && head().includes('Anhalten'); n++) await new Promise(done => setTimeout(done, 100));
		return head(); }`)
	page.Has("#kopf [aria-current=step]", "Fertig")
	page.Has("#fortschritt", "1 von 1")
	if offers := page.Text(`() => String(document.querySelectorAll('#kopf button').length)`); offers != "0" {
		t.Errorf("the head still has %s buttons", offers)
	}
	page.Check("a mailing that has ended", browsertest.Desk, browsertest.Phone)
	for _, complaint := range page.Complaints() {
		t.Error(complaint)
	}
	end()
}

// running starts the program and a browser that is signed in. end stops the program, which must not wait for who listens.
func running(t *testing.T, s *apptest.Site, o apptest.Office) (page *browsertest.Page, at string, end func()) {
	t.Helper()
	listener, err := app.Listen("127.0.0.1:0")
	must(t, err)
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	stopped := make(chan error, 1)
	go func() { stopped <- s.Run(ctx, listener) }()
	link, err := s.Accounts.SignInLink(t.Context(), o.Actor.UserID)
	must(t, err)
	page, at = browsertest.NewPage(t, browsertest.Open(t)), "http://"+listener.Addr().String()
	page.As(browsertest.Desk)
	page.Open(at + "/start/sign-in/" + link)
	page.Press("main form [type=submit]")
	return page, at, func() {
		t.Helper()
		stop()
		select {
		case err := <-stopped:
			must(t, err)
		case <-time.After(10 * time.Second):
			t.Fatal("the program waits for whoever listens")
		}
	}
}
