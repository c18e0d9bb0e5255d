package demo_test

import (
	"testing"

	"rundertisch/internal/browsertest"
)

// TestACoordinatorIsShownWhoHearsOfAChange moves the symposium: nothing is saved before the page of the mails is confirmed.
func TestACoordinatorIsShownWhoHearsOfAChange(t *testing.T) {
	t.Parallel()
	c := start(t)
	staff := c.person(t, "administrator").signIn(t, c.SignInLink)
	staff.Press("main .rt-card a")
	staff.Open(c.base + c.leadsTo(staff, staff.Path()+"/events", "#coming h3 a"))
	event := staff.Path()
	staff.Open(c.base + event + "/edit")
	staff.Fill(map[string]string{"venue": "Stadthalle am Lindenpark"})
	staff.Press("main form button[type=submit]")
	staff.Has("h1", "Wer erhält welche Nachricht?")
	staff.Has("#aenderung", "Stadthalle am Lindenpark")
	staff.Check("who gets which mail", browsertest.Desk, browsertest.Phone)
	staff.As(browsertest.Desk)
	staff.Text(`() => { document.querySelector("#empfaenger details").open = true; return "" }`)
	staff.Press("#empfaenger button[name=show]")
	staff.Has("#nachricht .rt-letter", "Stadthalle am Lindenpark")
	staff.Press("main form > .rt-actions button[type=submit]")
	staff.Has("main", "Stadthalle am Lindenpark")
	staff.Open(c.base + event + "/steps/cancel")
	staff.Has("#empfaenger summary", "Absage")
	staff.Check("calling off", browsertest.Desk, browsertest.Phone)
}
