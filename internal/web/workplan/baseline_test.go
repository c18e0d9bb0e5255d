package workplanweb_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/app/apptest"
)

func TestAnApprovedPlanIsKeptAndCompared(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, p := loaded(t, s)
		o.Get(at(o, "plan", "baselines")).Has("main", "Noch keine Fassung ist festgehalten")
		o.Get(at(o, "plan", "baselines", "compare")).Status(200)
		o.Get(at(o, "plan", "baselines", "new")).Has(".rt-lead", "mit 3 Arbeitsbausteinen")
		o.Submit("main form", nil).Status(422).Has("main", "Name der Fassung")
		o.Submit("main form", url.Values{"name": {"Bescheid"}, "document_number": {"4711/26"}, "reason": {"Bewilligt"}}).Status(303)
		o.Follow().Status(200).Has("h1", "Bescheid").Has("main", "4711/26").Has("tr", "1.9 Erhebung 1. Der Landkreis verfügt über eine solide Datenbasis 03/2027")

		s.Clock.Advance(time.Minute)
		o.Get(at(o, "milestones", p.Milestones()[0].ID, "edit"))
		o.Submit("main form", url.Values{"due_on": {"08/2027"}}).Status(422).Has("main", "Die Frist ändert sich von 03/2027 auf 08/2027.")
		o.Submit("main form", url.Values{"move_reason": {"Zwei Gemeinden liefern später"}}).Status(303)

		o.Get(at(o, "plan", "baselines", "compare")).Has(".rt-lead", "1 von 3 Arbeitsbausteinen ist anders.").
			Has("tr", "1.9 Erhebung 03/2027 08/2027 5 Monate später (153 Tage) Zwei Gemeinden liefern später")
		if file := o.Get(at(o, "plan", "baselines", "compare.csv")).Status(200).Body; !strings.Contains(file, "5 Monate später (153 Tage)") {
			t.Errorf("the file says nothing of the move: %s", file)
		}
		o.Get(at(o, "plan", "baselines", "compare")+"?from=today").Has("main", "Beide Fassungen sind gleich")
		o.Get(at(o, "plan", "baselines", "compare") + "?from=01ARZ3NDEKTSV4RRFFQ69G5FAV").Status(404)
	})
}
