package board

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/result"
)

// How much one board takes.
const (
	DotsPerDevice  = 5
	CardsPerDevice = 30
	CardsPerBoard  = 1000
	MaxText        = 500
	maxShort       = 120
	codeLength     = 8              // 40 bits: nobody guesses it in a day of a workshop, and it can be typed from the wall
	reopenable     = 24 * time.Hour // after closing; then the browsers are forgotten
)

// Board is the wall of one programme item.
type Board struct {
	bun.BaseModel `bun:"table:boards,alias:b"`

	ID          string     `bun:"id,pk"`
	WorkspaceID string     `bun:"workspace_id"`
	ProjectID   string     `bun:"project_id"`
	EventID     string     `bun:"event_id"`
	ItemID      string     `bun:"item_id"`
	Code        string     `bun:"code"` // in the address that participants type or scan
	Salt        string     `bun:"salt"`
	Dots        int64      `bun:"dots"`    // per browser
	Cards       int64      `bun:"cards"`   // written so far
	Changes     int64      `bun:"changes"` // of anything on it: who holds a newer number knows more
	OpenedAt    time.Time  `bun:"opened_at"`
	ClosedAt    *time.Time `bun:"closed_at"`
	Settled     bool       `bun:"settled"` // browsers and dots are forgotten
}

// Closed reports whether participants write and weigh no more.
func (b Board) Closed() bool { return b.ClosedAt != nil }

// device is what the browser with the token is called on this board.
func (b Board) device(token string) string { return b.hash("device", token)[:32] }

// cardID makes the identifier of the card that a browser wrote in an act: the same for the same act, and without its time.
func (b Board) cardID(device, act string) string {
	sum, _ := hex.DecodeString(b.hash("card", device, act))
	return id.Of([16]byte(sum[:16]))
}

func (b Board) hash(parts ...string) string {
	mac := hmac.New(sha256.New, []byte(b.Salt))
	mac.Write([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(mac.Sum(nil))
}

// Card is one statement on the wall.
type Card struct {
	bun.BaseModel `bun:"table:board_cards,alias:bc"`

	ID           string      `bun:"id,pk"`
	BoardID      string      `bun:"board_id"`
	WorkspaceID  string      `bun:"workspace_id"`
	ProjectID    string      `bun:"project_id"`
	Kind         result.Kind `bun:"kind"`
	Text         string      `bun:"text"`         // plain text
	TargetGroup  string      `bun:"target_group"` // whom it is about
	Municipality string      `bun:"municipality"` // where
	Organisation string      `bun:"organisation"` // who takes it on
	DueOn        date.Date   `bun:"due_on"`       // by when
	GroupID      string      `bun:"group_id"`     // card that stands for it; empty when it stands for itself
	Hidden       bool        `bun:"hidden"`
	Dots         int64       `bun:"dots"`
	Version      int64       `bun:"version"`
	ResultID     string      `bun:"result_id"` // card of package result that it became
}

// Details is what is typed about a card.
type Details struct {
	Kind         result.Kind
	Text         string
	TargetGroup  string
	Municipality string
	Organisation string
	DueOn        string // a day as people type it
}

// apply writes the details into the card. Fields: kind, text, target_group, municipality, organisation, due_on.
func (d Details) apply(card Card) (Card, error) {
	var c fault.Checks
	if !slices.Contains(result.Kinds(), d.Kind) {
		c.Add("kind", "fault.choice")
	}
	card.Kind, card.Text, card.DueOn = d.Kind, plain(d.Text), ""
	card.TargetGroup, card.Municipality, card.Organisation = oneLine(d.TargetGroup), oneLine(d.Municipality), oneLine(d.Organisation)
	if d.DueOn != "" {
		day, err := date.Parse(d.DueOn)
		if err != nil {
			c.Add("due_on", "fault.day")
		}
		card.DueOn = day
	}
	c.Require("text", card.Text)
	c.MaxLen("text", card.Text, MaxText)
	c.MaxLen("target_group", card.TargetGroup, maxShort)
	c.MaxLen("municipality", card.Municipality, maxShort)
	c.MaxLen("organisation", card.Organisation, maxShort)
	return card, c.Err()
}

// plain returns s trimmed, without controls but for line breaks and without what nobody sees: characters without width and
// marks that turn the direction of all that follows. Joiners stay, scripts and emoji need them. No more than two line
// breaks follow each other, so that nobody pushes the others off the wall.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\u200C' || r == '\u200D':
			return r
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	for strings.Contains(s, "\n\n\n") {
		s = strings.ReplaceAll(s, "\n\n\n", "\n\n")
	}
	return strings.TrimSpace(s)
}

func oneLine(s string) string { return strings.Join(strings.Fields(plain(s)), " ") }

// Standing is a card that stands for itself, with those that were grouped under it.
type Standing struct {
	*Card   // as it is kept in memory: nobody writes into it
	Members []*Card
	Weight  int64 // dots of all of them
	Mine    bool  // the browser that asks has a dot on it
	Given   int64 // dots of that browser on all of them
}

// standing puts cards under those that stand for them, the heaviest first; cards of the same weight by their identifiers,
// which tell no sequence. Hidden cards are left out unless all are wanted; a hidden card hides its group.
func standing(cards []Card, all bool) []Standing {
	list := make([]Standing, 0, len(cards))
	at := map[string]int{}
	for n := range cards {
		if card := &cards[n]; card.GroupID == "" && (all || !card.Hidden) {
			at[card.ID] = len(list)
			list = append(list, Standing{Card: card, Weight: card.Dots})
		}
	}
	for n := range cards {
		card := &cards[n]
		if n, ok := at[card.GroupID]; ok && card.GroupID != "" && (all || !card.Hidden) {
			list[n].Members = append(list[n].Members, card)
			list[n].Weight += card.Dots
		}
	}
	slices.SortFunc(list, heaviest)
	return list
}

// marked is the list as the browser sees it that has dots on the cards in mine.
func marked(list []Standing, mine map[string]bool) []Standing {
	if len(mine) == 0 {
		return list
	}
	list = slices.Clone(list)
	for n := range list {
		one := &list[n]
		one.take(mine[one.ID])
		for _, member := range one.Members {
			one.take(mine[member.ID])
		}
	}
	return list
}

func heaviest(a, b Standing) int {
	return cmp.Or(cmp.Compare(b.Weight, a.Weight), strings.Compare(a.ID, b.ID))
}

// take notes that the browser that asks has a dot on one of the cards.
func (s *Standing) take(isMine bool) {
	if isMine {
		s.Mine = true
		s.Given++
	}
}

// Of returns those of a kind.
func Of(list []Standing, kind result.Kind) []Standing {
	n := 0
	for i := range list {
		if list[i].Kind == kind {
			n++
		}
	}
	of := make([]Standing, 0, n)
	for i := range list {
		if list[i].Kind == kind {
			of = append(of, list[i])
		}
	}
	return of
}

// Takes reports whether the item can have a board.
func Takes(i event.ProgrammeItem) bool { return result.Takes(i) }

// mayModerate: those who write result cards; mayApprove: those who lead the project.
func mayModerate(a account.Actor) error {
	if !result.MayWrite(a) {
		return a.InProject(func(account.Actor) bool { return false })
	}
	return nil
}

func mayApprove(a account.Actor) error { return a.InProject(account.Actor.Leads) }

// MayModerate reports whether the actor may open and steer boards, for pages that offer it.
func MayModerate(a account.Actor) bool { return mayModerate(a) == nil }

// MayApprove reports whether the actor may make result cards of a board's, for pages that offer it.
func MayApprove(a account.Actor) bool { return mayApprove(a) == nil }
