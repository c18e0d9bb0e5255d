// Package boardviews has the pages of a workshop's board: for everybody in the room, for its moderators, for the projector
// and for staff.
package boardviews

import (
	"strings"
	"time"

	"rundertisch/internal/board"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
	"rundertisch/internal/pass"
	"rundertisch/internal/qr"
	"rundertisch/internal/result"
	"rundertisch/views"
	resultviews "rundertisch/views/result"
	"rundertisch/views/shared"
)

// Labels is the catalogue prefix of the fields of a card.
const Labels = "board.field."

// RoomPage is the board as everybody in the room sees it.
type RoomPage struct {
	views.Page
	Room board.Room
	Base string // "/karten/<code>"
	Act  string // identifier of the card that the form writes
	Form shared.Form
}

// Writing is the id of the form in which a card is written.
const Writing = "karte"

// Typed reports whether somebody has begun to write a card.
func Typed(f shared.Form) bool { return f.Value("text") != "" || detailed(f) }

func detailed(f shared.Form) bool {
	return f.Value("target_group") != "" || f.Value("municipality") != "" || f.Value("organisation") != "" || f.Value("due_on") != ""
}

// DeskPage is the board as its moderators see it.
type DeskPage struct {
	views.Page
	Desk    board.Desk
	Base    string
	Problem string
	Summary shared.Form // of the workshop
}

// Summarising is the id of the form in which a moderator writes the summary, and SummaryAt the one of the place where it is.
const (
	Summarising = "fazit"
	SummaryAt   = "zusammenfassung"
)

// SummaryPath is where the summary is sent.
func (p *DeskPage) SummaryPath() string { return p.Base + "/leitung-" + SummaryAt }

// writes reports whether the form of the summary is in use.
func (p *DeskPage) writes() bool {
	return p.Summary.HasErrors() || p.Summary.Value("summary") != p.Summary.Basis.Value("summary")
}

// NewsPart is what is new on the board since a moderator's page was made.
type NewsPart struct {
	DeskPage
	News board.News
}

// CardPage is the form in which a moderator words a card anew.
type CardPage struct {
	views.Page
	Form   shared.Form
	About  string
	Action string
	Back   string
	Deed   string          // what the moderator's device calls the change that it kept; empty when it did not
	Others []shared.Option // cards under which it can be put
}

// WallPage is the board as a projector shows it.
type WallPage struct {
	views.Page
	Room board.Room
	Base string
	Join Join
}

// Join is the address by which people come to the board.
type Join struct {
	Address string // without https://
	Code    qr.Code
}

// ListPage shows staff which workshops have a board.
type ListPage struct {
	views.Page
	Base    string // address of the event
	Event   event.Event
	Places  []board.Place
	MayOpen bool
	Problem string
}

// BoardPage shows staff a board: how people come to it, and what of it becomes a result.
type BoardPage struct {
	views.Page
	Base        string // address of the event
	Desk        board.Desk
	Join        Join
	MayModerate bool
	MayApprove  bool
	MayLink     bool
	Passes      []pass.Pass // that open the board
	Link        MadeLink    // made just now
	Form        shared.Form // of a moderator's link
	Problem     string
}

// MadeLink is a moderator's link, which is shown once.
type MadeLink struct {
	Name    string
	Address string
	Code    qr.Code
}

// LinkPage asks whoever opens a moderator's link to press a button.
type LinkPage struct {
	views.Page
	Room   board.Room
	Name   string
	Until  time.Time
	Action string
}

func (p BoardPage) at() string { return p.Base + "/boards/" + p.Desk.Board.ID }

func room(b board.Board) string { return "/karten/" + b.Code }

// start is a text's first words.
func start(text string) string {
	runes := []rune(strings.ReplaceAll(text, "\n", " "))
	if len(runes) <= 60 {
		return string(runes)
	}
	return string(runes[:60]) + "…"
}

func kinds(l *i18n.Locale) []shared.Option {
	var options []shared.Option
	for _, kind := range result.Kinds() {
		options = append(options, shared.Option{Value: string(kind), Label: resultviews.Kind(l, kind), Hint: l.T("result.kind_hint." + string(kind))})
	}
	return options
}

func municipalities() []string {
	var names []string
	for _, m := range directory.Municipalities() {
		name, _, _ := strings.Cut(m.Name, ",")
		names = append(names, name)
	}
	return names
}

// mostListed cards list all others beside each; of more the page would grow with their square, and a card's own page lists them.
const mostListed = 40

func (p *DeskPage) lists() bool { return len(p.Desk.Cards) <= mostListed }

// Others are the cards under which the one can be put.
func Others(l *i18n.Locale, cards []board.Standing, cardID string) []shared.Option {
	var options []shared.Option
	for _, other := range cards {
		if other.ID != cardID && !other.Hidden {
			options = append(options, shared.Option{Value: other.ID, Label: resultviews.Kind(l, other.Kind) + ": " + start(other.Text)})
		}
	}
	return options
}
