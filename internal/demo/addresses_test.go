package demo_test

import (
	"context"
	"regexp"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/clock"
)

// newAddress lets somebody who registered want another address, and returns where the mail to it leads.
func (c *county) newAddress(t *testing.T) string {
	t.Helper()
	var id, token, text string
	err := c.App.DB.Read().NewRaw("SELECT a.id FROM attendances AS a JOIN events AS e ON e.id = a.event_id "+
		"WHERE e.state = 'published' AND a.origin = 'registered' AND a.person_id = '' AND a.place = 'confirmed' ORDER BY a.id LIMIT 1").Scan(t.Context(), &id)
	if err != nil {
		t.Fatal(err)
	}
	err = c.App.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) (err error) {
		token, err = attendance.NewLinkIn(ctx, tx, clock.System{}.Now(), id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.App.Registrations.WantAddress(t.Context(), id, token, "neu@example.org"); err != nil {
		t.Fatal(err)
	}
	err = c.App.DB.Read().NewRaw("SELECT text_body FROM mail_messages WHERE kind = 'address_new' ORDER BY id DESC LIMIT 1").Scan(t.Context(), &text)
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`/adresse/[\w-]+`).FindString(text)
}
