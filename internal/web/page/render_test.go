package page_test

import (
	"context"
	"io"
	"testing"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"rundertisch/internal/web/page"
)

func TestAPageIsNotOverwrittenByTheNext(t *testing.T) {
	t.Parallel()
	app := fiber.New()
	render := func(text string) *fiber.Ctx {
		c := app.AcquireCtx(&fasthttp.RequestCtx{})
		r := page.Request{Ctx: c}
		err := r.Render(templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
			_, err := io.WriteString(w, text)
			return err
		}))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	first := render("a page of one person")
	for range 20 {
		render("THE NEXT PERSON'S...")
	}
	if got := string(first.Response().Body()); got != "a page of one person" {
		t.Errorf("the first page became %q", got)
	}
}
