package demo_test

import (
	"testing"

	"github.com/go-rod/rod/lib/input"
)

// registersByKeyboard goes from the front page to the confirmation and back out with the keys alone, scripts off.
func registersByKeyboard(t *testing.T, participant *person) {
	page := participant.page(t, "/")
	page.WithoutScript()
	page.Open(participant.base + "/")

	page.TabTo(`main a[href^="/v/fachtagung"]`)
	page.Follow(input.Enter)
	page.TabTo("[name=name]")
	page.Type("Łukasz Müller-Größler")
	page.TabTo("[name=email]")
	page.Type("lukasz@example.org")
	page.TabTo("[name=organisation]")
	page.Type("Wohnhilfe Mühlhausen")
	page.TabTo("[type=radio]")
	page.Strike(input.ArrowDown)
	page.TabTo("main form[action$=anmeldung] [type=submit]")
	page.Follow(input.Enter)
	page.Has("main", "Łukasz Müller-Größler")
	page.Has("main", "Ihr Platz")

	page.TabTo(`main a[href$="/abmelden"]`)
	page.Follow(input.Enter)
	page.TabTo("main form [type=submit]")
	page.Follow(input.Enter)
	page.Has("main", "abgemeldet")
}
