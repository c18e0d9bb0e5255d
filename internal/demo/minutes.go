package demo

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"rundertisch/internal/account"
	"rundertisch/internal/event"
	"rundertisch/internal/meeting"
)

// topic is an item of a sample agenda.
type topic struct {
	title, presenter, planned, text, minutes string
	public                                   bool
	milestone                                string // number
	followup                                 string
}

// seedMinutes tells of three meetings: the conference, whose minutes are approved and public; a meeting of the working group whose
// minutes wait for approval, with an objection; and the next one, which has an agenda.
func (c *county) seedMinutes(ctx context.Context, actor account.Actor, conference, last, next event.Event) error {
	c.back(26)
	if err := c.minute(ctx, actor, conference, conferenceAgenda()); err != nil {
		return err
	}
	if err := c.Meetings.ShowAgenda(ctx, actor, conference.ID, true); err != nil {
		return err
	}
	if err := c.Meetings.OpenRound(ctx, actor, conference.ID, c.today().AddDays(-18).German()); err != nil {
		return err
	}
	for _, ago := range []int{20, 17} { // the reminder, and the end of the round
		c.back(ago)
		if err := c.Meetings.Run(ctx); err != nil {
			return err
		}
		if err := c.post(ctx); err != nil {
			return err
		}
	}
	if err := c.Meetings.Publish(ctx, actor, conference.ID); err != nil {
		return err
	}
	c.back(11)
	if _, err := c.Events.MarkHeld(ctx, actor, last.ID); err != nil {
		return err
	}
	if err := c.minute(ctx, actor, last, groupAgenda()); err != nil {
		return err
	}
	if _, err := c.Events.Close(ctx, actor, last.ID); err != nil {
		return err
	}
	c.back(3)
	if err := c.Meetings.OpenRound(ctx, actor, last.ID, c.today().AddDays(11).German()); err != nil {
		return err
	}
	if err := c.answerRound(ctx); err != nil {
		return err
	}
	for _, t := range nextAgenda() {
		if _, err := c.Meetings.Add(ctx, actor, next.ID, meeting.Details{Title: t.title, Presenter: t.presenter, Planned: t.planned, Description: t.text}); err != nil {
			return err
		}
	}
	return c.minuteAhead(ctx, actor, next)
}

// minute writes agenda, presence and minutes of a meeting.
func (c *county) minute(ctx context.Context, actor account.Actor, e event.Event, agenda []topic) error {
	milestones, err := c.Plan.Milestones(ctx, actor)
	if err != nil {
		return err
	}
	for _, t := range agenda {
		d := meeting.Details{Title: t.title, Presenter: t.presenter, Planned: t.planned, Description: t.text, Public: t.public}
		for _, m := range milestones {
			if m.Number == t.milestone {
				d.Links = append(d.Links, meeting.Named{Kind: meeting.Milestone, ID: m.ID})
			}
		}
		item, err := c.Meetings.Add(ctx, actor, e.ID, d)
		if err != nil {
			return fmt.Errorf("item %q: %w", t.title, err)
		}
		first, _, _ := strings.Cut(t.minutes, ". ")
		if err := c.Meetings.Write(ctx, actor, e.ID, item.ID, 1, first); err != nil {
			return fmt.Errorf("minutes of %q: %w", t.title, err)
		}
		c.later(1)
		if err := c.Meetings.Write(ctx, actor, e.ID, item.ID, 2, t.minutes); err != nil {
			return fmt.Errorf("minutes of %q: %w", t.title, err)
		}
		if t.followup != "" {
			if err := c.Meetings.AddFollowup(ctx, actor, e.ID, item.ID, t.followup, c.today().AddDays(30).German()); err != nil {
				return err
			}
		}
	}
	d, err := c.Meetings.Find(ctx, actor, e.ID)
	if err != nil {
		return err
	}
	present := map[string]meeting.Who{}
	for n, m := range d.Body.Members {
		switch {
		case n%5 == 3:
		case m.Deputy != "" && n%2 == 0:
			present[m.ID] = meeting.Deputy
		default:
			present[m.ID] = meeting.Self
		}
	}
	return c.Meetings.Note(ctx, actor, e.ID, present)
}

// minuteAhead writes down at the next meeting what is known before it, so that its minutes have a version.
func (c *county) minuteAhead(ctx context.Context, actor account.Actor, next event.Event) error {
	d, err := c.Meetings.Find(ctx, actor, next.ID)
	if err != nil {
		return err
	}
	return c.Meetings.Write(ctx, actor, next.ID, d.Points[0].ID, 1, "Die Tagesordnung ging allen Mitgliedern fristgerecht zu.")
}

var protocolLink = regexp.MustCompile(`/protokoll/([a-z0-9]+)`)

// answerRound lets one member agree and one object, as they would by the links in their mails.
func (c *county) answerRound(ctx context.Context) error {
	var texts []string
	err := c.DB.Read().NewRaw("SELECT text_body FROM mail_messages WHERE kind = 'minutes_approval' ORDER BY created_at DESC, id DESC LIMIT 2").Scan(ctx, &texts)
	if err != nil {
		return err
	}
	for n, text := range texts {
		link := protocolLink.FindStringSubmatch(text)
		if link == nil {
			return fmt.Errorf("no link to the minutes in %q", text)
		}
		answer, comment := meeting.Agreed, ""
		if n == 1 {
			answer, comment = meeting.Objected, "Zu TOP 2: Zwei Gemeinden hatten um Fristverlängerung gebeten, nicht eine. Bitte ändern."
		}
		if err := c.Meetings.Answer(ctx, link[1], answer, comment); err != nil {
			return err
		}
	}
	return c.post(ctx)
}

func conferenceAgenda() []topic {
	return []topic{
		{
			"Ergebnisse der Bestandsanalyse", "Jana Größler", "60", "Zahlen aus 25 Gemeinden, von Wohnungsunternehmen und Gerichten.",
			"Frau Größler stellt die Ergebnisse vor. Die Zahl der Räumungsklagen ist gegenüber dem Vorjahr gestiegen; außerhalb von Mühlhausen und Bad Langensalza fehlt jede ambulante Begleitung.\n\nDie Konferenz nimmt die Bestandsanalyse zustimmend zur Kenntnis.", true, "2.1", "",
		},
		{
			"Handlungsoptionen zur Prävention", "Ewa Łuczak", "45", "Vorschläge der Arbeitsgruppe A.",
			"Die Arbeitsgruppe A schlägt ein gemeinsames Meldeblatt vor. Das Jobcenter benennt bis zum Jahresende eine feste Ansprechperson.\n\nDie Konferenz empfiehlt dem Kreistag, das Meldeblatt einzuführen.", true, "2.3", "Meldeblatt mit dem Datenschutz abstimmen",
		},
		{"Verschiedenes", "", "15", "", "Einzelne Fälle aus der Beratung werden ohne Namen besprochen. Der nächste Termin wird mit der Einladung zur Fachtagung bekannt gegeben.", false, "", ""},
	}
}

func groupAgenda() []topic {
	return []topic{
		{"Begrüßung und Tagesordnung", "", "5", "", "Die Tagesordnung wird ohne Änderungen angenommen. Das Protokoll der letzten Sitzung ist genehmigt.", false, "", ""},
		{
			"Stand der Lieferungen", "Mehmet Yılmaz", "40", "Wer hat geliefert, wo wird nachgefragt?",
			"23 von 25 Gemeinden haben geliefert. Eine Gemeinde bittet um Fristverlängerung bis zum Monatsende.", false, "1.3", "Säumige Gemeinden anschreiben",
		},
		{"Kennzahlen zu Wohnungskündigungen", "Jana Größler", "30", "", "Die Arbeitsgruppe schlägt vor, Kündigungen und Räumungsklagen getrennt auszuweisen. Das Amtsgericht wird um eine Einschätzung gebeten.", false, "1.3", ""},
	}
}

func nextAgenda() []topic {
	return []topic{
		{title: "Begrüßung und Tagesordnung", planned: "5"},
		{title: "Vorschlag für die Kennzahlen des laufenden Jahres", presenter: "Jana Größler", planned: "45", text: "Der Entwurf geht den Mitgliedern eine Woche vorher zu."},
		{title: "Termine und Verschiedenes", planned: "10"},
	}
}
