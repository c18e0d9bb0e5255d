package registrationweb_test

import (
	"net"
	"testing"

	"github.com/go-rod/rod/lib/input"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/browsertest"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/form"
)

// full lets the event ask everything that a form can ask.
func (h *hall) full() (way, seats form.Field) {
	h.t.Helper()
	way, seats = h.ask()
	for _, d := range []form.Details{
		{Kind: form.Several, Label: "Themen", Options: "Prävention\nUnterbringung und Wohnraumvermittlung\nZusammenarbeit mit Gerichten", Purpose: "damit die Moderation Sie einbezieht", KeepDays: "30"},
		{Kind: form.Day, Label: "Anreise am", Hint: "Wenn Sie schon am Vortag kommen.", Purpose: "für die Zimmer", KeepDays: "0"},
		{Kind: form.File, Label: "Projektskizze", Purpose: "für die Plakatwand", KeepDays: "14"},
		{Kind: form.LongText, Label: "Ihre Frage an das Podium", Purpose: "damit das Podium sich vorbereitet", KeepDays: "30"},
	} {
		_, err := h.site.Forms.Add(h.t.Context(), h.Actor, h.event.ID, d)
		h.must(err)
	}
	h.must(h.site.Forms.AskNeeds(h.t.Context(), h.Actor, h.event.ID, true))
	return way, seats
}

// TestThePublicFormIsForEverybody looks at the form in all widths, colours and sizes, in German and English, as it is, refused, and at the
// personal pages behind it; and fills it in with the keyboard alone, without scripts, on 320 pixels, wrong at first.
func TestThePublicFormIsForEverybody(t *testing.T) {
	t.Parallel()
	browser := browsertest.Open(t)
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := apptest.New(t, db)
		h := open(t, s, 10, 5)
		way, seats := h.full()
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		h.must(err)
		go func() { _ = s.Web().Listener(listener) }()
		t.Cleanup(func() { _ = s.Web().Shutdown() })
		private, err := browser.Incognito()
		h.must(err)
		base := "http://" + listener.Addr().String()
		page := browsertest.NewPage(t, private)
		page.As(browsertest.Desk)
		page.Open(base + h.form())
		page.CheckEverywhere("the form")
		page.CheckKeyboard("the form")
		page.Press("main form [type=submit]")
		page.Has(".rt-summary", "E-Mail-Adresse: ")
		page.CheckEverywhere("the form refused")

		plain := browsertest.NewPage(t, private) // a tab behind another has no keyboard and may not be drawn
		plain.As(browsertest.Phone)
		plain.WithoutScript()
		plain.Open(base + h.form())
		plain.TabTo("[name=name]")
		plain.Type("Ngũgĩ Größler-Weiß")
		plain.TabTo("[name=organisation]")
		plain.Type("Tafel 👩‍🌾")
		plain.TabTo("[name='" + seats.Name() + "']")
		plain.Type("2")
		plain.TabTo("main form [type=submit]")
		plain.Follow(input.Enter)
		plain.Has(".rt-summary", "E-Mail-Adresse: Bitte füllen Sie dieses Feld aus.")
		plain.Has(".rt-summary", "Anreise: Bitte wählen Sie eine Antwort.")
		plain.TabTo("[name=email]")
		plain.Type("ngugi@example.org")
		plain.TabTo("[name='" + way.Name() + "']")
		plain.Strike(input.ArrowDown)
		plain.Strike(input.ArrowUp)
		plain.TabTo("main form [type=submit]")
		plain.Follow(input.Enter)
		plain.Has("h2", "Sie haben einen Platz")
		plain.Has("dd", "Ngũgĩ Größler-Weiß")
		plain.Has("dd", "Auto")

		self := plain.Path()
		page = browsertest.NewPage(t, private)
		page.As(browsertest.Desk)
		for _, at := range []string{self, self + "/angaben", self + "/person", self + "/loeschen"} {
			page.Open(base + at)
			page.CheckEverywhere(at)
		}
		page.Press("button[name=lang][value=en]")
		for _, at := range []string{h.form(), self, self + "/angaben"} {
			page.Open(base + at)
			page.CheckRoom("in English: " + at)
		}
		if found := page.Complaints(); len(found) > 0 {
			t.Errorf("the console says %q", found)
		}
	})
}
