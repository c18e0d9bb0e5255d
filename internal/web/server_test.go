package web

import (
	"testing"

	"github.com/valyala/fasthttp"
)

func TestOnlyImportsDocumentsAndRegistrationsBringLargeBodies(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]int{
		"/projects/p/directory/import": importLimit, "/projects/p/directory/import/i": importLimit, "/projects/p/plan/import?x=1": importLimit,
		"/projects/p/plan/tasks/import/confirm": importLimit, "/projects/p/documents": uploadLimit, "/projects/p/documents/d/versions": uploadLimit,
		"/v/x/documents": 0, "/projects/p/plan": 0, "/sign-in": 0, "/v/x": 0, "/teilnahme/x": 0, "/teilnahme/x/antwort": 0,
		"/v/x/anmeldung": askedLimit, "/v/import/anmeldung?x=1": askedLimit, "/teilnahme/x/angaben": askedLimit, "/teilnahme/x/ergaenzen": askedLimit,
	} {
		var header fasthttp.RequestHeader
		header.SetRequestURI(path)
		if got := limitBody(&header).MaxRequestBodySize; got != want {
			t.Errorf("%s: %d octets, want %d", path, got, want)
		}
	}
}
