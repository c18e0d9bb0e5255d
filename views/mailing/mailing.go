// Package mailingviews has the pages of mailings: the list, and the page of one from its draft to its last mail.
package mailingviews

import (
	"strconv"
	"time"

	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
	"rundertisch/internal/mailing"
	"rundertisch/views"
	letterviews "rundertisch/views/letter"
	"rundertisch/views/shared"
)

// Subject is what a mailing is about.
type Subject struct{ Title, Href string }

// Entry is a mailing in a list.
type Entry struct {
	mailing.Progress

	Subject Subject
}

// ListPage lists the project's mailings.
type ListPage struct {
	views.Page
	Base  string
	List  shared.List
	Shown []Entry
	Any   bool // there is one at all
}

func (p ListPage) form() shared.Form { return p.List.Form("mailing.filter.") }

func (p ListPage) states() []shared.Option {
	var all []shared.Option
	for _, state := range mailing.States() {
		all = append(all, shared.Option{Value: string(state), Label: p.T("mailing.state." + string(state))})
	}
	return all
}

// Base is what every page of a mailing has.
type Base struct {
	views.Page
	At       string // address of the mailing
	Progress mailing.Progress
	Subject  Subject
	MayWrite bool
	Held     bool // no mail server is set up
	Cap      mail.Cap
	Zone     *time.Location
}

func (b Base) to(parts string) string { return b.At + parts }

// when says an instant on the clocks of the mailing's zone.
func (b Base) when(at time.Time) string {
	at = at.In(b.Zone)
	return b.T("mailing.at", b.L.LongDay(at), at.Format("15:04"))
}

// ReviewPage shows a mailing before it is sent: whom it reaches, what they read, and the steps that lead on.
type ReviewPage struct {
	Base
	Review mailing.Review
	Edit   string // address of the form; empty when it cannot be edited
	Letter letterviews.Letter
	Number int // of the receiver whose mail is shown, from 1
	Form   shared.Form
	List   shared.List // keeps the number
}

// looked is the version that is shown: sending another one is refused.
func (p ReviewPage) looked() shared.Value {
	return shared.Value{Name: "version", Text: strconv.FormatInt(p.Review.Version, 10)}
}

func (p ReviewPage) draft() bool { return p.Progress.State() == mailing.Draft }

// letterOf is the page with the mail of the n-th receiver.
func (p ReviewPage) letterOf(n int) string { return p.At + "?person=" + strconv.Itoa(n) + "#mail" }

func (p ReviewPage) reader() mailing.Receiver { return p.Review.Reached[p.Number-1] }

// missedBy are those who get no mail, by reason, in the order in which the reasons first occur.
func (p ReviewPage) missedBy() (reasons []mailing.Reason, people map[mailing.Reason][]mailing.Receiver) {
	people = map[mailing.Reason][]mailing.Receiver{}
	for _, r := range p.Review.Missed {
		if people[r.Reason] == nil {
			reasons = append(reasons, r.Reason)
		}
		people[r.Reason] = append(people[r.Reason], r)
	}
	return reasons, people
}

// SentPage shows a mailing from the moment it was sent.
type SentPage struct {
	Base
	Leads func(mailing.Row) string // address of the receiver's own page; empty for those without one
	List  shared.List
	Rows  []mailing.Row // of this page of the list
	Fates map[mailing.Fate]int
}

func (p SentPage) form() shared.Form { return p.List.Form("mailing.rows.filter.") }

func (p SentPage) fates() []shared.Option {
	var all []shared.Option
	for _, fate := range mailing.Fates() {
		if p.Fates[fate] > 0 || p.List.Value("fate") == string(fate) {
			all = append(all, shared.Option{Value: string(fate), Label: p.T("mailing.fate." + string(fate))})
		}
	}
	return all
}

func (p SentPage) failed() int { return p.Progress.Count(mail.Failed) }

func (p SentPage) mayRetry() bool {
	return p.MayWrite && p.failed() > 0 && p.Progress.Mailing.State == mailing.Sending
}

// AbortPage asks before a mailing is called off.
type AbortPage struct {
	Base
	Ask shared.Confirmation
}

func stateTone(state mailing.State) shared.Tone {
	switch state {
	case mailing.Scheduled, mailing.Sending:
		return shared.Info
	case mailing.Paused:
		return shared.Warning
	case mailing.Done:
		return shared.Success
	}
	return shared.Neutral
}

func fateTone(fate mailing.Fate) shared.Tone {
	switch fate {
	case mailing.Fate(mail.Sent):
		return shared.Success
	case mailing.Fate(mail.Failed), mailing.Fate(mail.Bounced):
		return shared.Danger
	case mailing.Fate(mail.Deferred), mailing.Fate(mail.Paused), mailing.Fate(mail.Withheld):
		return shared.Warning
	case mailing.Fate(mail.Queued), mailing.Fate(mail.Sending), mailing.NotYet:
		return shared.Info
	}
	return shared.Neutral
}

// step is a step of the way to the receivers.
type step struct {
	key     string
	current bool
	done    bool
}

func (b Base) steps() []step {
	at := map[mailing.State]int{mailing.Draft: 1, mailing.Scheduled: 2, mailing.Sending: 3, mailing.Paused: 3, mailing.Done: 4, mailing.Aborted: 4}[b.Progress.State()]
	var all []step
	for n, key := range []string{"choose", "review", "scheduled", "sending", "done"} {
		if key == "scheduled" && b.Progress.RunAt == nil {
			continue
		}
		all = append(all, step{key: "mailing.step." + key, current: n == at, done: n < at})
	}
	return all
}

func (b Base) stateLabel() string { return b.T("mailing.state." + string(b.Progress.State())) }

// word is a sentence of the state, with the number it is about.
func (b Base) sentCount() string {
	return sentOf(b.L, b.Progress.Sent(), b.Progress.Meant())
}

// At is when a mailing goes out or went out; of a draft when it was begun.
func At(e Entry) time.Time {
	switch {
	case e.StartedAt != nil:
		return *e.StartedAt
	case e.RunAt != nil:
		return *e.RunAt
	}
	return e.CreatedAt
}

// sentOf says how many of the mails have left.
func sentOf(l *i18n.Locale, sent, meant int) string {
	key := "mailing.sent_of.other"
	if meant == 1 {
		key = "mailing.sent_of.one"
	}
	return l.T(key, l.Number(sent), l.Number(meant))
}
