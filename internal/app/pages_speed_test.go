package app_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/uptrace/bun"
	"github.com/valyala/fasthttp"
)

const readers = 16 // at once

// reads notes the statements of a page.
type reads struct {
	mu   sync.Mutex
	on   bool
	list []string
}

func (*reads) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }

func (r *reads) AfterQuery(_ context.Context, e *bun.QueryEvent) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.on && strings.HasPrefix(e.Query, "SELECT") {
		r.list = append(r.list, e.Query)
	}
}

// pages compares how fast the program shows the pages with a route that asks the same questions and sends as many bytes.
func (h *hall) pages(t *testing.T, name, cookie string, paths ...string) {
	t.Helper()
	read, _ := h.DB.Read().(*bun.DB)
	asked := &reads{}
	read.AddQueryHook(asked) //nolint:staticcheck // WithQueryHook, its successor, watches a copy only
	questions, bodies := make([][]string, len(paths)), make([][]byte, len(paths))
	client := &fasthttp.HostClient{Addr: h.address}
	visitors := make([]visitor, 25*readers)
	for i, path := range paths {
		asked.list, asked.on = nil, true
		one := visitor{client: client, path: path, cookie: cookie}
		body, err := one.read()
		must(t, err)
		asked.on = false
		questions[i], bodies[i] = asked.list, body
	}
	for i := range visitors {
		visitors[i] = visitor{client: client, path: paths[i%len(paths)], cookie: cookie, reads: true}
	}
	ours := hurry(t, visitors, readers)
	web := fiber.New(fiber.Config{DisableStartupMessage: true})
	web.Get("/:page", func(c *fiber.Ctx) error {
		n, err := c.ParamsInt("page")
		if err != nil {
			return err
		}
		for _, question := range questions[n] {
			if err := drain(c.UserContext(), read, question); err != nil {
				return err
			}
		}
		return c.Send(bodies[n])
	})
	client = &fasthttp.HostClient{Addr: listen(t, web)}
	for i := range visitors {
		visitors[i] = visitor{client: client, path: fmt.Sprintf("/%d", i%len(paths)), reads: true}
	}
	bare := hurry(t, visitors, readers)
	t.Logf("%s: %s; the same questions on a bare route: %s: %.0f %%", name, ours, bare, 100*ours.perSecond()/bare.perSecond())
}

func drain(ctx context.Context, db *bun.DB, question string) error {
	rows, err := db.DB.QueryContext(ctx, question)
	if err != nil {
		return err
	}
	for rows.Next() { // only the way is of interest
	}
	return rows.Close()
}

// read opens the page.
func (v visitor) read() ([]byte, error) {
	request, response := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(request)
	defer fasthttp.ReleaseResponse(response)
	request.Header.Set("Cookie", v.cookie)
	request.SetRequestURI("http://" + v.client.Addr + v.path)
	err := v.client.Do(request, response)
	if err == nil && response.StatusCode() != fiber.StatusOK {
		err = fmt.Errorf("%s answers %d", v.path, response.StatusCode())
	}
	return append([]byte(nil), response.Body()...), err
}
