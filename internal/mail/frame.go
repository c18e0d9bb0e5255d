package mail

import (
	"html"
	htmltemplate "html/template"
	"strings"

	"rundertisch/internal/i18n"
)

// page is what surrounds every mail; frame.txt and frame.html draw it.
type page struct {
	Lang         string
	Subject      string
	Headline     string
	Preview      string // shown beside the subject in lists of mails
	Organisation string
	Title        string
	Details      []detail
	Link, Button string
	EventURL     string
	Sender       string
	SenderEmail  string
	Why          string
	Words        map[string]string

	changes, funding, imprint string
}

type detail struct{ Label, Value string }

// plainPage is the page with its text body.
type plainPage struct {
	page

	Body string
}

// Changes, Funding and Imprint are texts of several lines.
func (p plainPage) Changes() string { return p.changes }

// Funding is the funding notice.
func (p plainPage) Funding() string { return p.funding }

// Imprint is the imprint.
func (p plainPage) Imprint() string { return p.imprint }

// markupPage is the page with its HTML body; its texts of several lines have <br> for line breaks.
type markupPage struct {
	page

	Body, Changes, Funding, Imprint htmltemplate.HTML
}

func htmlPage(p page, body string) markupPage {
	return markupPage{
		page: p, Body: htmltemplate.HTML(body), //nolint:gosec // written by html/template
		Changes: multiline(p.changes), Funding: multiline(p.funding), Imprint: multiline(p.imprint),
	}
}

// page fills the frame.
func (r *Renderer) page(lang i18n.Lang, c content, fields Fields) page {
	l, lines := r.locales[lang], c.lines
	return page{
		Lang: string(lang), Subject: oneLine(lines["Subject"], maxSubject), Headline: lines["Headline"], Preview: lines["Preview"],
		Organisation: fields["organisation"], Title: title(fields), Details: details(l, fields),
		Link: link(lines["Link"]), Button: lines["Button"], EventURL: link(fields["event_url"]),
		Sender: fields["sender_name"], SenderEmail: fields["sender_email"], Why: lines["Why"], Words: words(l),
		changes: fields["changes"], funding: fields["funding_notice"], imprint: fields["imprint"],
	}
}

func title(fields Fields) string {
	kind, name := fields["event_kind"], fields["event_title"]
	if kind == "" || strings.Contains(strings.ToLower(name), strings.ToLower(kind)) {
		return name
	}
	return kind + ": " + name
}

func details(l *i18n.Locale, fields Fields) []detail {
	var list []detail
	for _, row := range []struct{ key, field string }{
		{"mail.frame.when", "event_when"},
		{"mail.frame.where", "event_place"},
		{"mail.frame.item", "programme_item"},
		{"mail.frame.position", "position"},
	} {
		if value := fields[row.field]; value != "" {
			list = append(list, detail{l.T(row.key), strings.ReplaceAll(value, "\n", ", ")})
		}
	}
	return list
}

func words(l *i18n.Locale) map[string]string {
	return map[string]string{
		"changes": l.T("mail.frame.changes"), "link": l.T("mail.frame.link"), "event": l.T("mail.frame.event"),
		"contact": l.T("mail.frame.contact"), "sender": l.T("mail.frame.sender"), "imprint": l.T("mail.frame.imprint"),
	}
}

// link returns the address when it is a web address, else nothing.
func link(address string) string {
	if safeURL(address) {
		return address
	}
	return ""
}

// multiline escapes a text for HTML and keeps its line breaks.
func multiline(text string) htmltemplate.HTML {
	return htmltemplate.HTML(strings.ReplaceAll(html.EscapeString(text), "\n", "<br>")) //nolint:gosec // escaped here
}

// breaks makes the fields ready for HTML: those of several lines keep their breaks.
func breaks(fields Fields) map[string]any {
	ready := make(map[string]any, len(fields))
	for name, value := range fields {
		ready[name] = value
		if strings.Contains(value, "\n") {
			ready[name] = multiline(value)
		}
	}
	return ready
}
