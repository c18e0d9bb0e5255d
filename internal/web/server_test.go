package web

import (
	"testing"

	"github.com/valyala/fasthttp"
)

func TestOnlyImportsAndDocumentsBringLargeBodies(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]int{
		"/projects/p/directory/import": importLimit, "/projects/p/directory/import/i": importLimit, "/projects/p/plan/import?x=1": importLimit,
		"/projects/p/plan/tasks/import/confirm": importLimit, "/projects/p/documents": uploadLimit, "/projects/p/documents/d/versions": uploadLimit,
		"/v/x/documents": 0, "/projects/p/plan": 0, "/v/x/anmeldung": 0, "/v/import/anmeldung": 0, "/sign-in": 0,
	} {
		var header fasthttp.RequestHeader
		header.SetRequestURI(path)
		if got := limitBody(&header).MaxRequestBodySize; got != want {
			t.Errorf("%s: %d octets, want %d", path, got, want)
		}
	}
}
