package proceedings

import (
	"io"
	"strings"
	"time"

	"rundertisch/internal/i18n"
	"rundertisch/internal/pdf"
	"rundertisch/internal/result"
	"rundertisch/internal/showcase"
)

// Paper is what a file of proceedings is made with.
type Paper struct {
	L    *i18n.Locale
	Base string // address of the site that links lead to
	Now  time.Time
	Read func(showcase.Photo) ([]byte, error)
}

// Write writes the proceedings as a tagged PDF.
func (p Proceedings) Write(w io.Writer, paper Paper) error {
	l, base, now := paper.L, paper.Base, paper.Now
	title := l.T("proceedings.title")
	d := pdf.New(pdf.Meta{
		Title: title + ": " + p.Event.Title, Lang: string(l.Lang()), Author: p.Organiser.Name, Created: now, Foot: p.Organiser.FundingNotice,
		Number: func(page, of int) string { return l.T("badge.page", page, of) },
	})
	here := base + "/v/" + p.Event.Slug
	d.Small(title)
	d.Heading(1, p.Event.Title)
	for _, line := range []string{p.Event.Days(l), p.Event.Where(), p.Organiser.Name} {
		if line != "" {
			d.Paragraph(line)
		}
	}
	d.List([]pdf.Item{{Text: here + "/ergebnisse", URL: here + "/ergebnisse"}})
	for _, kind := range Kinds() {
		parts := p.Of(kind)
		if len(parts) == 0 {
			continue
		}
		d.Heading(2, l.T("proceedings.kind."+string(kind)))
		for _, part := range parts {
			part.write(d, l, here)
			if err := paper.photos(d, part.Photos); err != nil {
				return err
			}
		}
	}
	if len(p.Photos) > 0 {
		d.Heading(2, l.T("proceedings.photos"))
		if err := paper.photos(d, p.Photos); err != nil {
			return err
		}
	}
	if items := p.documents(base, here); len(items) > 0 {
		d.Heading(2, l.T("proceedings.documents"))
		d.List(items)
	}
	if !p.PublishedAt.IsZero() {
		d.Small(l.T("proceedings.as_of", l.Day(p.PublishedAt.In(p.Event.Location())), l.Day(now.In(p.Event.Location()))))
	}
	return d.Write(w)
}

func (paper Paper) photos(d *pdf.Document, photos []showcase.Photo) error {
	for _, photo := range photos {
		file, err := paper.Read(photo)
		if err != nil {
			return err
		}
		d.Picture(pdf.Photo{File: file, Width: photo.Width, Height: photo.Height, Alt: photo.Alt, Caption: photo.Credit})
	}
	return nil
}

// write sets an item: who spoke, the summary, the cards with their addresses, materials.
func (part Part) write(d *pdf.Document, l *i18n.Locale, here string) {
	d.Heading(3, part.Item.Title)
	if part.Item.Speakers != "" {
		d.Small(part.Item.Speakers)
	}
	if part.Item.Moderator != "" {
		d.Small(l.T("programme.moderated") + " " + part.Item.Moderator)
	}
	for paragraph := range strings.SplitSeq(part.Summary.Text, "\n\n") {
		if strings.TrimSpace(paragraph) != "" {
			d.Paragraph(paragraph)
		}
	}
	var cards []pdf.Item
	for _, kind := range result.Kinds() {
		for _, card := range part.Of(kind) {
			cards = append(cards, pdf.Item{Text: said(l, card, part.Followups[card.ID]), URL: here + "/ergebnisse/" + card.ID})
		}
	}
	if len(cards) > 0 {
		d.List(cards)
	}
	if len(part.Materials) > 0 {
		d.Paragraph(l.T("proceedings.materials") + ":")
		var items []pdf.Item
		for _, m := range part.Materials {
			to := m.URL
			if to == "" {
				to = here + "/material/" + m.ID
			}
			items = append(items, pdf.Item{Text: m.Title, URL: to})
		}
		d.List(items)
	}
}

// said is what a card says in one piece: kind, statement, who, where, until when, and what became of it.
func said(l *i18n.Locale, card result.Card, followups []result.Followup) string {
	words := []string{l.T("result.kind."+string(card.Kind)) + ": " + card.Text}
	for _, more := range [][2]string{
		{"result.responsible", card.Organisation}, {"result.for", card.TargetGroup}, {"result.where", card.Municipality},
	} {
		if more[1] != "" {
			words = append(words, l.T(more[0])+" "+more[1])
		}
	}
	if card.DueOn != "" {
		words = append(words, l.T("result.until")+" "+l.Day(card.DueOn.Time()))
	}
	for _, f := range followups {
		words = append(words, l.T("result.became", l.Day(f.CreatedAt))+" "+f.Text)
	}
	return strings.Join(words, "\n")
}

func (p Proceedings) documents(base, here string) []pdf.Item {
	var items []pdf.Item
	for _, v := range p.Volumes {
		items = append(items, pdf.Item{Text: v.Title, URL: base + "/dokumente/" + v.ID})
	}
	for _, paper := range p.Papers {
		items = append(items, pdf.Item{Text: paper.Title, URL: here + "/dokumente/" + paper.ID})
	}
	return items
}
