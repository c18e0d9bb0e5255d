package mailbox

import (
	"net/url"
	"strings"

	"rundertisch/internal/account"
	"rundertisch/internal/fault"
	"rundertisch/internal/ical"
	"rundertisch/internal/invite"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	letterviews "rundertisch/views/letter"
	mailboxviews "rundertisch/views/mailbox"
)

const perPage = 25

// Pages are the handlers of /postfach.
type Pages struct {
	box  *Box
	post *Post
}

// NewPages returns the handlers.
func NewPages(box *Box, post *Post) *Pages { return &Pages{box: box, post: post} }

// List shows all mail, or one receiver's.
func (p *Pages) List(r *page.Request) error {
	list := mailboxviews.ListPage{Page: r.Page("mailbox.title"), Receiver: account.FoldEmail(r.Query("to")), Receivers: p.box.Receivers()}
	mails := p.box.List(list.Receiver)
	list.Last = max(1, (len(mails)+perPage-1)/perPage)
	list.Current = min(max(1, r.QueryInt("page", 1)), list.Last)
	for _, mail := range mails[(list.Current-1)*perPage : min(list.Current*perPage, len(mails))] {
		list.Rows = append(list.Rows, mailboxviews.Row{
			ID: mail.ID, Receiver: mail.Receiver, Sender: mail.Sender, Subject: mail.Subject, At: mail.At,
			Kind: kind(mail.Method), Answer: mail.Answer,
		})
	}
	return r.Render(mailboxviews.List(list))
}

// kind is the word for what a mail's calendar object is.
func kind(method ical.Method) string {
	switch method {
	case ical.MethodRequest, ical.MethodCancel, ical.MethodReply:
		return strings.ToLower(string(method))
	}
	return ""
}

// Mail shows one mail as its receiver's mail program would.
func (p *Pages) Mail(r *page.Request) error {
	mail, raw, newest, err := p.box.Find(r.Params("mail"))
	if err != nil {
		return err
	}
	letter, _ := invite.Open(raw) // what could be read is shown
	shown := mailboxviews.MailPage{
		Page: r.Titled(letter.Subject), ID: mail.ID, Receiver: mail.Receiver, Letter: letterviews.Show(r.L, letter), Answer: mail.Answer,
	}
	if shown.Title == "" {
		shown.Title = r.L.T("mailbox.no_subject")
	}
	shown.Breadcrumb = []views.Crumb{
		{Label: r.L.T("mailbox.title"), Href: "/postfach"},
		{Label: mail.Receiver, Href: "/postfach?to=" + url.QueryEscape(mail.Receiver)},
	}
	if newest.ID != mail.ID {
		shown.Newer = at(newest.ID)
	}
	if bar := shown.Letter.Bar; bar != nil {
		bar.Download = at(mail.ID) + "/invite.ics"
		if shown.Newer == "" {
			bar.Action, bar.CSRF = at(mail.ID)+"/answer", shown.CSRF
		}
	}
	return r.Render(mailboxviews.Mail(shown))
}

func at(mailID string) string { return "/postfach/" + mailID }

// Answer sends the receiver's answer as a mail program does.
func (p *Pages) Answer(r *page.Request) error {
	mailID, answer := r.Params("mail"), r.Form().Value("answer")
	said, known := map[string]ical.PartStat{
		"accepted": ical.Accepted, "tentative": ical.Tentative, "declined": ical.Declined,
	}[answer]
	if !known {
		return fault.New(fault.Invalid, "fault.choice")
	}
	if err := p.post.Answer(mailID, said, r.L.T("mailbox.says."+answer), r.Form().Value("comment")); err != nil {
		return err
	}
	if err := p.box.Note(mailID, answer); err != nil {
		return err
	}
	return r.SeeOther(at(mailID), "mailbox.flash.answered")
}

// Calendar answers with the mail's calendar object.
func (p *Pages) Calendar(r *page.Request) error {
	_, raw, _, err := p.box.Find(r.Params("mail"))
	if err != nil {
		return err
	}
	letter, _ := invite.Open(raw) // without a calendar object there is nothing to send
	if len(letter.Calendars) == 0 {
		return fault.Missing()
	}
	return r.Attachment("invite.ics", "text/calendar; charset=utf-8", letter.Calendars[0])
}

// Source answers with the mail as it was received.
func (p *Pages) Source(r *page.Request) error {
	_, raw, _, err := p.box.Find(r.Params("mail"))
	if err != nil {
		return err
	}
	r.Set("Content-Type", "text/plain; charset=utf-8")
	r.Set("Cache-Control", "no-store")
	return r.Send(raw)
}
