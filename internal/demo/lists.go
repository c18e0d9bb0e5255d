package demo

import (
	"context"
	"errors"
	"regexp"

	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
	"rundertisch/internal/mailinglist"
)

var listLink = regexp.MustCompile(`/l/([\w-]+)`)

// seedLists founds a public mailing list, to which people subscribe as anybody would: by the form, and by the link in the mail. Two
// have not confirmed yet, one of them because the office suggested it; one has left again.
func (c *county) seedLists(ctx context.Context) error {
	c.back(12)
	actor := c.actor(c.followUp)
	news, err := c.Lists.Add(ctx, actor, mailinglist.Details{
		Name: "Neues aus der Wohnungslosenhilfe", NameEN: "News on help for people without a home", Public: true,
		Description:   "Vier- bis sechsmal im Jahr berichten wir von neuen Veranstaltungen, Ergebnissen und Angeboten im Unstrut-Hainich-Kreis.",
		DescriptionEN: "Four to six times a year we report on new events, results and services in the district of Unstrut-Hainich.",
	})
	if err != nil {
		return err
	}
	if _, err := c.Lists.Add(ctx, actor, mailinglist.Details{
		Name: "Protokolle der Arbeitsgruppe", Description: "Die Protokolle der AG Sozialberichtswesen, nach jeder Sitzung.",
	}); err != nil {
		return err
	}
	for _, person := range []mailinglist.Wish{
		{Name: "Katharina Größler-Weiß", Email: "k.groessler-weiss@example.org"},
		{Name: "Nguyễn Thị Hoa", Email: "hoa.nguyen@example.org"},
		{Email: "buergerbuero@schlotheim.example.org"},
		{Name: "Paweł Łuczak", Email: "pawel.luczak@example.org"},
		{Name: "Aylin Yılmaz", Email: "aylin.yilmaz@example.org"},
	} {
		c.later(3)
		token, err := c.subscribe(ctx, news, person)
		if err != nil {
			return err
		}
		if err := c.agree(ctx, news, token); err != nil {
			return err
		}
		if person.Name == "Paweł Łuczak" {
			if err := c.Lists.Unsubscribe(ctx, token); err != nil {
				return err
			}
		}
	}
	c.back(2)
	if _, err := c.subscribe(ctx, news, mailinglist.Wish{Name: "Jürgen Täubner", Email: "j.taeubner@example.org"}); err != nil {
		return err
	}
	if _, err := c.Lists.Ask(ctx, actor, news.ID, mailinglist.Wish{Name: "Redaktion Kreisblatt", Email: "redaktion@kreisblatt.example.org", Lang: "de"}); err != nil {
		return err
	}
	if err := c.post(ctx); err != nil {
		return err
	}
	_, err = c.Lists.Draft(ctx, actor, news.ID, mailinglist.Message{
		Subject: "Neues aus der Wohnungslosenhilfe im Winter",
		Text:    "die Ergebnisse der Sozialplanungskonferenz sind veröffentlicht, und die Anmeldung zur Fachtagung ist offen.\n\nWir freuen uns auf Ihre Teilnahme.",
	})
	return err
}

// subscribe fills in the public form and returns the token of the link that the person got by mail.
func (c *county) subscribe(ctx context.Context, l mailinglist.List, w mailinglist.Wish) (string, error) {
	offer, err := c.Lists.Offer(ctx, l.Slug, i18n.German)
	if err != nil {
		return "", err
	}
	w.Lang, w.Agreed, w.Consent = string(i18n.German), true, offer.Consent.Hash
	if err := c.Lists.Subscribe(ctx, l.Slug, w); err != nil {
		return "", err
	}
	if err := c.post(ctx); err != nil {
		return "", err
	}
	var text string
	err = c.DB.Read().NewSelect().Model((*mail.Message)(nil)).Column("text_body").
		Where("m.to_email = ? AND m.kind = 'list_confirm'", w.Email).Scan(ctx, &text)
	if found := listLink.FindStringSubmatch(text); err == nil && found != nil {
		return found[1], nil
	}
	return "", errors.Join(err, errors.New("no link for "+w.Email))
}

func (c *county) agree(ctx context.Context, l mailinglist.List, token string) error {
	offer, err := c.Lists.Offer(ctx, l.Slug, i18n.German)
	if err != nil {
		return err
	}
	return c.Lists.Confirm(ctx, token, offer.Consent.Hash, i18n.German)
}
