package app_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/id"
)

// writes notes the statements that change something.
type writes struct {
	on   atomic.Bool
	list []string
}

func (*writes) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }

func (w *writes) AfterQuery(_ context.Context, e *bun.QueryEvent) {
	verb, _, _ := strings.Cut(e.Query, " ")
	if w.on.Load() && (verb == "INSERT" || verb == "UPDATE" || verb == "WITH") {
		w.list = append(w.list, e.Query)
	}
}

// recorded returns the statements with which the program writes one registration.
func (h *hall) recorded(t *testing.T) (statements []string, number int) {
	t.Helper()
	w := &writes{}
	must(t, h.DB.RunInTx(t.Context(), func(_ context.Context, tx bun.IDB) error {
		tx.NewRaw("").DB().AddQueryHook(w) //nolint:staticcheck // WithQueryHook, its successor, watches a copy only
		return nil
	}))
	visitors := h.load(t, 1)
	w.on.Store(true)
	h.register(t, visitors)
	w.on.Store(false)
	return w.list, h.next
}

// unique are the values that no two rows share, besides name and address: identifiers, tokens and hashes of tokens.
var unique = regexp.MustCompile(`\b([0-9A-HJKMNP-TV-Z]{26}|[a-z2-9]{32}|[0-9a-f]{64})\b`)

// bare measures a route that writes the same rows in one transaction, and does nothing else.
func (h *hall) bare(t *testing.T, people int) pace {
	t.Helper()
	statements, number := h.recorded(t)
	person, address := fmt.Sprintf("%05d", number), fmt.Sprintf("p%05d@", number)
	known := map[string]bool{h.event.ID: true, h.event.WorkspaceID: true, h.event.ProjectID: true, h.workshop.ID: true}
	fresh := map[string]bool{}
	for _, statement := range statements {
		for _, value := range unique.FindAllString(statement, -1) {
			fresh[value] = !known[value]
		}
	}
	var next atomic.Int64
	next.Store(50_000)
	web := fiber.New(fiber.Config{DisableStartupMessage: true})
	web.Post("/bare", func(c *fiber.Ctx) error {
		n := next.Add(1)
		pairs := []string{person, fmt.Sprintf("%05d", n), address, fmt.Sprintf("p%05d@", n)}
		for value, is := range fresh {
			if is {
				pairs = append(pairs, value, like(value))
			}
		}
		mine := strings.NewReplacer(pairs...)
		err := h.DB.RunInTx(c.UserContext(), func(ctx context.Context, tx bun.IDB) error {
			for _, statement := range statements {
				if _, err := tx.NewRaw(strings.ReplaceAll(mine.Replace(statement), "?", "\\?")).Exec(ctx); err != nil {
					return database.Fault(err)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		return c.Redirect("/", fiber.StatusSeeOther)
	})
	address = listen(t, web)
	visitors := h.load(t, people)
	for i := range visitors {
		visitors[i].client.Addr = address
		visitors[i].path = "/bare"
	}
	t.Logf("one registration is %d statements that write", len(statements))
	return hurry(t, visitors, people)
}

// like returns a new value of the same form.
func like(value string) string {
	switch len(value) {
	case len(id.New()):
		return id.New()
	case len(id.Token()):
		return id.Token()
	}
	return id.Hash(id.Token())
}
