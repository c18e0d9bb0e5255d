package overviewweb_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/app"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/config"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
)

func TestThePageSaysThatNoMailboxIsSetUp(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		o.Get(home(o)+"/mail").Has("#eingegangen", "Es ist kein Postfach eingerichtet").Has("#eingegangen code", "RUNDERTISCH_MAILBOX_URL")
	})
}

func TestThePageSaysHowFarTheMailboxWasReadAndWhatIsWrongWithIt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := apptest.New(t, db)
		cfg, err := config.Read(map[string]string{
			"RUNDERTISCH_BASE_URL": "http://tisch.example.org", "RUNDERTISCH_MAIL_FROM": "planung@example.org",
			"RUNDERTISCH_MAILBOX_URL": "imaps://planung:geheim@mail.example.org/Antworten", "RUNDERTISCH_FILES_DIR": t.TempDir(),
		})
		if err != nil {
			t.Fatal(err)
		}
		if s.App, err = app.New(t.Context(), cfg, db, s.Clock, slog.New(slog.DiscardHandler)); err != nil {
			t.Fatal(err)
		}
		o := s.Office("Landkreis Musterland")
		at := home(o) + "/mail"
		o.Get(at).Has("#eingegangen", "noch nicht gelesen")
		state := func(change string, args ...any) {
			err := db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
				_, err := tx.ExecContext(ctx, change, args...)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		state(`INSERT INTO mailbox_states (name, uid_validity, next_uid, read_at, waiting, trouble, answer, troubled_at)
			VALUES ('mail.example.org:993/Antworten', 1, 1, ?, 0, '', '', NULL)`, s.Clock.Now())
		o.Get(at).Has("#eingegangen", "zuletzt vollständig gelesen").HasNot("#eingegangen", "längere Zeit").HasNot("body", "geheim")
		s.Clock.Advance(time.Hour)
		o.Get(at).Has("#eingegangen", "längere Zeit nicht gelesen")
		state("UPDATE mailbox_states SET trouble = 'sign_in', answer = 'NO wrong password', troubled_at = read_at, waiting = 2")
		o.Get(at).Has("#eingegangen", "weist die Anmeldung ab: NO wrong password").Has("#eingegangen", "App-Passwort").
			Has("#eingegangen", "2 E-Mails liegen noch im Postfach").Has("#eingegangen", "Seit")
	})
}
