package demo

import (
	"context"
	"strings"

	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
)

// seedWording has the office word two of its mails: the invitation for all projects, and once more for the running one.
func (c *county) seedWording(ctx context.Context) error {
	c.back(20)
	running := c.actor(c.followUp)
	office := running
	office.ProjectID = ""
	for _, own := range []struct {
		name   string
		whole  bool
		change func(*mail.Draft)
	}{
		{"invitation", true, func(d *mail.Draft) { d.Headline = "Wir laden Sie herzlich in den Landkreis ein" }},
		{"invitation", false, func(d *mail.Draft) {
			d.Body = strings.Replace(d.Body, "{persoenlicher_text}",
				"{persoenlicher_text}\n\nDas sollten Sie wissen:\n- Die Teilnahme ist kostenfrei.\n- Für das Mittagessen ist gesorgt.", 1)
		}},
		{"older_answer", false, func(d *mail.Draft) { d.Subject = "Noch eine Bitte: {wenn_programmpunkt} {veranstaltung}" }},
	} {
		actor := running
		if own.whole {
			actor = office
		}
		text, err := c.Wording.Find(ctx, actor, i18n.German, own.name)
		if err != nil {
			return err
		}
		draft := text.Draft
		own.change(&draft)
		if err := c.Wording.Save(ctx, actor, i18n.German, own.name, 0, draft); err != nil {
			return err
		}
	}
	return nil
}
