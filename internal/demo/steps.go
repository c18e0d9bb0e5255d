package demo

import (
	"rundertisch/internal/date"
	"rundertisch/internal/workplan"
)

// step is one milestone of the follow-up project, dated around today.
type step struct {
	starts, due date.Month
	reason      string // of its completion; empty while it is open
	slip        int    // days from deadline to completion
	tasks       []task
}

const roomPlan = "Raumplan und Gebärdensprachdolmetschung bestätigen"

type task struct {
	title    string
	due      int // days from today
	state    workplan.TaskState
	assignee string // user ID
}

// steps are the follow-up's milestones by number: some done, one late, one due soon, one planned.
func (c *county) steps() map[string]step {
	const open, inWork, done = workplan.TaskOpen, workplan.TaskInWork, workplan.TaskDone
	now := c.today().Month()
	return map[string]step{
		"1.1": {starts: now.Add(-25), due: now.Add(-14), slip: -8, reason: "23 von 25 Gemeinden haben geliefert, zwei Fehlanzeigen liegen vor.", tasks: []task{
			{"Erhebungsbogen mit den Ordnungsbehörden abstimmen", -520, done, c.coordination},
			{"Lieferungen der Wohnungsunternehmen nachfassen", -440, done, c.coordination},
		}},
		"1.2": {starts: now.Add(-22), due: now.Add(-10), slip: 5, reason: "18 Interviews geführt und freigegeben.", tasks: []task{
			{"Interviewleitfaden für freie Träger fertigstellen", -400, done, c.lead.ID},
		}},
		"1.3": {starts: now.Add(-12), due: now.Add(-1), tasks: []task{
			{"Kennzahlen zu Wohnungskündigungen mit dem Amtsgericht klären", -9, inWork, c.coordination},
			{"Fassung 2 des Monitoringverfahrens der Fachdienstleitung vorlegen", 4, open, c.lead.ID},
			{"Rückmeldungen der AG Sozialberichtswesen einarbeiten", -30, done, c.projectLead},
		}},
		"2.1": {starts: now.Add(-9), due: now.Add(-1), tasks: []task{
			{"Bestandsanalyse als Präsentation aufbereiten", -120, done, c.projectLead},
		}},
		"2.2": {starts: now.Add(-4), due: c.symposiumDay().Month(), tasks: []task{
			{"Moderation für die vier Workshops gewinnen", -21, done, c.projectLead},
			{"Einladungen an alle Akteure versenden", -10, done, c.lead.ID},
			{roomPlan, 6, inWork, c.coordination},
			{"Namensschilder und Unterlagen drucken", 18, open, c.coordination},
		}},
		"2.3": {starts: c.symposiumDay().Month().Add(2), due: now.Add(10), tasks: []task{
			{"Entwurf der Verantwortlichkeiten je Prozessschritt", 120, open, c.lead.ID},
		}},
	}
}
