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
	listener, err := app.Listen("127.0.0.1:0")
	must(t, err)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	stopped := make(chan error, 1)
	go func() { stopped <- s.Run(ctx, listener) }()

	link, err := s.Accounts.SignInLink(t.Context(), o.Actor.UserID)
	must(t, err)
	page := browsertest.NewPage(t, browsertest.Open(t))
	page.As(browsertest.Desk)
	at := "http://" + listener.Addr().String()
	page.Open(at + "/start/sign-in/" + link)
	page.Press("main form [type=submit]")
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
	stop()
	select {
	case err := <-stopped:
		must(t, err)
	case <-time.After(10 * time.Second):
		t.Fatal("the program waits for whoever listens")
	}
}
