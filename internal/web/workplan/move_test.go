package workplanweb_test

import (
	"net/url"
	"testing"

	"rundertisch/internal/app/apptest"
)

func TestAMoveShowsWhoFollowsBeforeAnythingIsWritten(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, p := loaded(t, s)
		survey, talks := p.Milestones()[0], p.Milestones()[1]
		o.Get(at(o, "milestones", survey.ID, "after")).Status(200)
		o.Submit("main form", url.Values{"from": {talks.ID}, "lag_days": {"400"}}).Status(422).Has("main", "eine Zahl von 0 bis 365")
		o.Submit("main form", url.Values{"lag_days": {"14"}}).Status(303)
		o.Follow().Has("main", "1.10 Experteninterviews").Has("main", "und 14 Tage Abstand")
		o.Get(at(o, "milestones", talks.ID, "after"))
		o.Submit("main form", url.Values{"from": {survey.ID}}).Status(422).Has("main", "1.9 → 1.10 → 1.9")

		o.Get(at(o, "milestones", talks.ID, "move")).Status(200)
		o.Submit("main form", url.Values{"due_on": {"12/2026"}}).Status(422).Has("main", "einen anderen Monat als den jetzigen")
		o.Submit("main form", url.Values{"due_on": {"05/2027"}}).Status(200).Has(".rt-lead", "Frist von 12/2026 auf 05/2027: 5 Monate später (151 Tage).").
			Has("tr", "1.9 Erhebung 03/2027 07/2027 4 Monate später (122 Tage) beginnt frühestens 14 Tage nach 1.10")
		o.Submit("main form", nil).Status(422).Has("main", "Begründung")
		o.Submit("main form", url.Values{"move_reason": {"Zwei Gemeinden liefern später"}}).Status(303)
		o.Follow().Has("main", "05/2027")
		o.Get(at(o, "plan")).Has("tr", "1.9 Erhebung 07/2027")

		o.Get(at(o, "milestones", talks.ID, "move"))
		o.Submit("main form", url.Values{"due_on": {"09/2027"}}).Status(200)
		o.Submit("main form", url.Values{"move_reason": {"Noch später"}, "along": {}}).Status(303)
		o.Get(at(o, "plan")).Has("tr", "1.9 Erhebung 07/2027").Has("tr", "1.9 beginnt vor dem Ende von 1.10")
		o.Get(at(o, "milestones", survey.ID))
		o.Submit(`form[action*="/dependencies/"]`, nil).Status(303)
		o.Follow().Has(".rt-flash", "Die Abhängigkeit ist gelöst.").Has("main", "hängt von keinem anderen ab")
	})
}
