package demo

import (
	"context"

	"rundertisch/internal/i18n"
	"rundertisch/internal/report"
)

// seedReports leaves the report on the half-year that ended last, as the funder got it, and the draft of the next one.
func (c *county) seedReports(ctx context.Context) error {
	c.back(0)
	actor := c.actor(c.followUp)
	from, to := report.HalfYear(c.today())
	first, err := c.Reports.Draft(ctx, actor, report.Report{
		Kind: report.Interim, Lang: i18n.German, StartsOn: from, EndsOn: to,
		Summary: "Die Datenbasis steht: Bis auf zwei Gemeinden haben alle geliefert, die Interviews sind geführt und freigegeben.\n\n" +
			"Die Fortschreibung des Monitoringverfahrens hat begonnen; die Kennzahlen zu Wohnungskündigungen werden noch mit dem Amtsgericht geklärt.",
		Outlook: "Im nächsten Halbjahr werden die Ergebnisse der Sozialplanungskonferenz vorgestellt und die Fachtagung vorbereitet.",
	})
	if err != nil {
		return err
	}
	if err := c.write(ctx, first, map[string]report.Text{
		"1.3": {
			Deviation: "Die Zählung beim Amtsgericht erfasst keine Räumungsklagen wegen Mietschulden. Ersatzweise zählen wir die Mitteilungen an Jobcenter und Sozialamt.",
			Outlook:   "Die Fachdienstleitung berät die zweite Fassung des Verfahrens.",
		},
	}); err != nil {
		return err
	}
	shown, err := c.Reports.Find(ctx, actor, first.ID)
	if err != nil {
		return err
	}
	if _, err := c.Reports.Freeze(ctx, actor, first.ID, shown.Fingerprint); err != nil {
		return err
	}
	next, err := c.Reports.Draft(ctx, actor, report.Report{
		Kind: report.Interim, Lang: i18n.German, StartsOn: to.AddDays(1), EndsOn: c.today(),
		Deviation: "Die Verantwortlichkeiten werden zwei Monate später geregelt als bewilligt, weil der Kreistag sie erst nach der Sommerpause berät. Kosten entstehen dadurch nicht.",
	})
	if err != nil {
		return err
	}
	return c.write(ctx, next, map[string]report.Text{
		"2.3": {Outlook: "Der Entwurf geht nach der Fachtagung an alle Beteiligten zur Abstimmung."},
	})
}

// write writes the texts about milestones, by their number.
func (c *county) write(ctx context.Context, r report.Report, texts map[string]report.Text) error {
	actor := c.actor(c.followUp)
	milestones, err := c.Plan.Milestones(ctx, actor)
	if err != nil {
		return err
	}
	version := r.Version
	for _, m := range milestones {
		text, has := texts[m.Number]
		if !has {
			continue
		}
		text.ReportID, text.MilestoneID = r.ID, m.ID
		if err := c.Reports.Write(ctx, actor, text, version); err != nil {
			return err
		}
		version++
	}
	return nil
}
