package demo

import (
	"context"
	"fmt"
	"regexp"
	"slices"
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
	cards                                    bool // leads to a result card
	vote                                     meeting.Ballot
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
	if err := c.finishRound(ctx, actor, conference); err != nil {
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
	choices, err := c.Meetings.Choices(ctx, actor, e.ID)
	if err != nil {
		return err
	}
	cards := slices.DeleteFunc(choices, func(n meeting.Named) bool { return n.Kind != meeting.Card })
	for _, t := range agenda {
		d := meeting.Details{Title: t.title, Presenter: t.presenter, Planned: t.planned, Description: t.text, Public: t.public}
		for _, m := range milestones {
			if m.Number == t.milestone {
				d.Links = append(d.Links, meeting.Named{Kind: meeting.Milestone, ID: m.ID})
			}
		}
		if t.cards && len(cards) > 0 {
			d.Links, cards = append(d.Links, cards[0]), cards[1:]
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
		if _, err := c.Meetings.Keep(ctx, actor, e.ID, item.ID, meeting.Draft{Revision: 2, Text: t.minutes, Ballot: &t.vote}); err != nil {
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
	if err := c.Meetings.AddGuest(ctx, actor, e.ID, "Mehmet Yılmaz", "Mühlhäuser Zeitung"); err != nil {
		return err
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

// finishRound lets the members of the conference answer: most agree, one asks for a change, one says nothing. It is settled, the public
// part is published, and what is to be done becomes a task.
func (c *county) finishRound(ctx context.Context, actor account.Actor, conference event.Event) error {
	c.back(21)
	links, err := c.protocolLinks(ctx)
	if err != nil {
		return err
	}
	for n, link := range links {
		answer, comment := meeting.Agreed, ""
		switch n {
		case 0:
			continue // says nothing
		case 2:
			answer, comment = meeting.Objected, "Zu TOP 2: Die feste Ansprechperson nennt das Jobcenter zum 15. Dezember, nicht erst zum Jahresende."
		}
		c.later(1)
		if err := c.Meetings.Answer(ctx, link, answer, comment); err != nil {
			return err
		}
	}
	c.back(17)
	if err := c.Meetings.Run(ctx); err != nil {
		return err
	}
	settled := "Mit dem Jobcenter besprochen: Der 15. Dezember gilt und ist in der Folgeaufgabe vermerkt. Der Einwand ist damit erledigt."
	if err := c.Meetings.Settle(ctx, actor, conference.ID, settled); err != nil {
		return err
	}
	if err := c.Meetings.Publish(ctx, actor, conference.ID); err != nil {
		return err
	}
	d, err := c.Meetings.Find(ctx, actor, conference.ID)
	if err != nil {
		return err
	}
	for _, p := range d.Points {
		for _, f := range p.Followups {
			if _, err := c.Meetings.Take(ctx, actor, conference.ID, f.ID); err != nil {
				return err
			}
		}
	}
	return c.post(ctx)
}

// protocolLinks are the tokens of the links that were mailed so far, the oldest first.
func (c *county) protocolLinks(ctx context.Context) ([]string, error) {
	var texts, tokens []string
	err := c.DB.Read().NewRaw("SELECT text_body FROM mail_messages WHERE kind = 'minutes_approval' ORDER BY created_at, id").Scan(ctx, &texts)
	for _, text := range texts {
		link := protocolLink.FindStringSubmatch(text)
		if link == nil {
			return nil, fmt.Errorf("no link to the minutes in %q", text)
		}
		tokens = append(tokens, link[1])
	}
	return tokens, err
}

var protocolLink = regexp.MustCompile(`/protokoll/([a-z0-9]+)`)

// answerRound lets one member agree and one object, as they would by the links in their mails.
func (c *county) answerRound(ctx context.Context) error {
	links, err := c.protocolLinks(ctx)
	if err != nil {
		return err
	}
	for n, link := range links[max(0, len(links)-2):] {
		answer, comment := meeting.Agreed, ""
		if n == 1 {
			answer, comment = meeting.Objected, "Zu TOP 2: Zwei Gemeinden hatten um Fristverlängerung gebeten, nicht eine. Bitte ändern."
		}
		if err := c.Meetings.Answer(ctx, link, answer, comment); err != nil {
			return err
		}
	}
	return c.post(ctx)
}

func conferenceAgenda() []topic {
	return []topic{
		{
			"Ergebnisse der Bestandsanalyse", "Jana Größler", "60", "Zahlen aus 25 Gemeinden, von Wohnungsunternehmen und Gerichten.",
			"Frau Größler stellt die Ergebnisse vor. Die Zahl der Räumungsklagen ist gegenüber dem Vorjahr gestiegen; außerhalb von Mühlhausen und Bad Langensalza fehlt jede ambulante Begleitung.\n\nDie Konferenz nimmt die Bestandsanalyse zustimmend zur Kenntnis.", true, "2.1", "", true,
			meeting.Ballot{},
		},
		{
			"Handlungsoptionen zur Prävention", "Ewa Łuczak", "45", "Vorschläge der Arbeitsgruppe A.",
			"Die Arbeitsgruppe A schlägt ein gemeinsames Meldeblatt vor. Das Jobcenter benennt bis zum Jahresende eine feste Ansprechperson.\n\nDie Konferenz empfiehlt dem Kreistag, das Meldeblatt einzuführen.", true, "2.3", "Meldeblatt mit dem Datenschutz abstimmen", true,
			meeting.Ballot{Motion: "Die Konferenz empfiehlt dem Kreistag, das gemeinsame Meldeblatt zum 1. Januar einzuführen.", Yes: "6", No: "1", Abstained: "1"},
		},
		{"Verschiedenes", "", "15", "", "Einzelne Fälle aus der Beratung werden ohne Namen besprochen. Der nächste Termin wird mit der Einladung zur Fachtagung bekannt gegeben.", false, "", "", false, meeting.Ballot{}},
	}
}

func groupAgenda() []topic {
	return []topic{
		{"Begrüßung und Tagesordnung", "", "5", "", "Die Tagesordnung wird ohne Änderungen angenommen. Das Protokoll der letzten Sitzung ist genehmigt.", false, "", "", false, meeting.Ballot{Yes: "4"}},
		{
			"Stand der Lieferungen", "Mehmet Yılmaz", "40", "Wer hat geliefert, wo wird nachgefragt?",
			"23 von 25 Gemeinden haben geliefert. Eine Gemeinde bittet um Fristverlängerung bis zum Monatsende.", false, "1.3", "Säumige Gemeinden anschreiben", false,
			meeting.Ballot{},
		},
		{"Kennzahlen zu Wohnungskündigungen", "Jana Größler", "30", "", "Die Arbeitsgruppe schlägt vor, Kündigungen und Räumungsklagen getrennt auszuweisen. Das Amtsgericht wird um eine Einschätzung gebeten.", false, "1.3", "", false, meeting.Ballot{}},
	}
}

func nextAgenda() []topic {
	return []topic{
		{title: "Begrüßung und Tagesordnung", planned: "5"},
		{title: "Vorschlag für die Kennzahlen des laufenden Jahres", presenter: "Jana Größler", planned: "45", text: "Der Entwurf geht den Mitgliedern eine Woche vorher zu."},
		{title: "Termine und Verschiedenes", planned: "10"},
	}
}
