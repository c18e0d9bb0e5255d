// Package mailboxviews has the pages of the demo's mailbox.
package mailboxviews

import (
	"net/url"
	"strconv"
	"time"

	"rundertisch/views"
	letterviews "rundertisch/views/letter"
	"rundertisch/views/shared"
)

// Row is one mail of the list.
type Row struct {
	ID       string
	Receiver string
	Sender   string
	Subject  string
	At       time.Time
	Kind     string // request, cancel, reply; empty for mail without a calendar object
	Answer   string // what the receiver answered; empty when nothing
}

// ListPage lists mail, the newest first.
type ListPage struct {
	views.Page
	Rows      []Row // of this page of the list
	Receiver  string
	Receivers []string
	Current   int
	Last      int
}

func (p ListPage) at(page int) string {
	query := url.Values{}
	if p.Receiver != "" {
		query.Set("to", p.Receiver)
	}
	if page > 1 {
		query.Set("page", strconv.Itoa(page))
	}
	if len(query) == 0 {
		return "/postfach"
	}
	return "/postfach?" + query.Encode()
}

func (p ListPage) options() []shared.Option {
	var options []shared.Option
	for _, receiver := range p.Receivers {
		options = append(options, shared.Option{Value: receiver, Label: receiver})
	}
	return options
}

func (p ListPage) form() shared.Form { return shared.Fill(map[string]string{"to": p.Receiver}) }

func (p ListPage) pages() shared.Pages {
	return shared.Pages{Current: p.Current, Last: p.Last, Href: p.at}
}

func kindTone(kind string) shared.Tone {
	switch kind {
	case "cancel":
		return shared.Danger
	case "reply":
		return shared.Success
	}
	return shared.Info
}

// MailPage shows one mail.
type MailPage struct {
	views.Page
	ID       string
	Receiver string
	Letter   letterviews.Letter
	Answer   string // what the receiver answered; empty when nothing
	Newer    string // address of a newer mail about the same event; empty when there is none
}
