package page_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/web/page"
)

func TestTypedTextIsWhatOneSees(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ typed, want string }{
		"line breaks of browsers":      {"a\r\nb", "a\nb"},
		"a lone carriage return":       {"a\rBcc: b", "aBcc: b"},
		"a NUL":                        {"a\x00b", "ab"},
		"a terminal's escape":          {"\x1b[31mred", "[31mred"},
		"octets that are no character": {"a\xffb", "a\uFFFDb"},
		"a name written backwards":     {"\u202egro.elpmaxe", "gro.elpmaxe"},
		"nothing to be seen":           {"\u200b\u2060\uFEFF\u00ad ", ""},
		"a family of emoji":            {"👩\u200d👧", "👩\u200d👧"},
		"Persian with its joiner":      {"می\u200cخواهم", "می\u200cخواهم"},
		"umlauts and quotes":           {` Größler; "x", <b> `, `Größler; "x", <b>`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got string
			app := fiber.New()
			app.Post("/", func(c *fiber.Ctx) error {
				r := page.Request{Ctx: c}
				got = strings.Clone(r.Form().Value("name"))
				return nil
			})
			request := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(url.Values{"name": {c.typed}}.Encode()))
			request.Header.Set("Content-Type", fiber.MIMEApplicationForm)
			answer, err := app.Test(request)
			if err != nil {
				t.Fatal(err)
			}
			_ = answer.Body.Close()
			if got != c.want {
				t.Errorf("%q became %q, want %q", c.typed, got, c.want)
			}
		})
	}
}
