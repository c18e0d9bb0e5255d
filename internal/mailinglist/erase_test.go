package mailinglist_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/mailinglist"
)

func TestNoMailKeepsWhoIsOnNoListAnyMore(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(h *house, token string, of mailinglist.Member) error{
		"erased by themselves": func(h *house, token string, _ mailinglist.Member) error { return h.Lists.Erase(h.t.Context(), token) },
		"taken off by staff": func(h *house, _ string, of mailinglist.Member) error {
			return h.Lists.Remove(h.t.Context(), h.Actor, h.list.ID, of.ID)
		},
		"left 30 days ago": func(h *house, token string, _ mailinglist.Member) error {
			h.must(h.Lists.Leave(h.t.Context(), token))
			h.Clock.Advance(31 * 24 * time.Hour)
			_, err := h.Lists.Sweep(h.t.Context())
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, h *house) {
				h.subscribed("ayla@example.org")
				token := h.subscribed("tom@example.org")
				rows, _, err := h.Lists.Members(t.Context(), h.Actor, h.list.ID, mailinglist.Filter{All: true, Text: "tom"})
				h.must(err)
				m, err := h.Lists.Draft(t.Context(), h.Actor, h.list.ID, mailinglist.Message{Subject: "Neues", Text: "Text"})
				h.must(err)
				h.must(h.Mailings.Send(t.Context(), h.Actor, m.ID, m.Version))
				h.Work()
				h.must(end(h, token, rows[0]))
				for _, table := range []string{"mail_messages", "mailing_receivers"} {
					var kept []map[string]any
					h.must(h.DB.Read().NewSelect().Table(table).Scan(t.Context(), &kept))
					tom, ayla := 0, 0
					for _, row := range kept {
						if said := fmt.Sprint(row); strings.Contains(said, "tom@example.org") {
							tom++
						} else if strings.Contains(said, "ayla@example.org") {
							ayla++
						}
					}
					if tom != 0 || ayla == 0 {
						t.Errorf("%s: %d rows keep the address, %d that of somebody else", table, tom, ayla)
					}
				}
			})
		})
	}
}
