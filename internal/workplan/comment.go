package workplan

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/fault"
)

// Comment is what somebody says about a task. A removed one keeps its place and has no text any more.
type Comment struct {
	bun.BaseModel `bun:"table:task_comments,alias:co"`

	ID          string     `bun:"id,pk"`
	WorkspaceID string     `bun:"workspace_id"`
	ProjectID   string     `bun:"project_id"`
	TaskID      string     `bun:"task_id"`
	AuthorID    string     `bun:"author_id"` // user ID
	Text        string     `bun:"text"`
	Mentioned   string     `bun:"mentioned"` // user IDs of those who got a mail, separated by blanks
	CreatedAt   time.Time  `bun:"created_at"`
	EditedAt    *time.Time `bun:"edited_at"`
	RemovedAt   *time.Time `bun:"removed_at"`
	Version     int64      `bun:"version"`

	Author string `bun:"author,scanonly"` // the author's name, filled when read
}

// EditingTime is how long after writing it the author may change a comment.
const EditingTime = 15 * time.Minute

const maxComment = 5000

// Validate checks a comment without blanks around it. Fields: text.
func (c Comment) Validate() error {
	var checks fault.Checks
	checks.Require("text", c.Text)
	checks.MaxLen("text", c.Text, maxComment)
	return checks.Err()
}

// Removed reports whether only the place of the comment is left.
func (c Comment) Removed() bool { return c.RemovedAt != nil }

// MayEdit reports whether the actor may change the comment at the moment: their own, shortly after writing it. The clocks of
// two instances may differ a little.
func (c Comment) MayEdit(a account.Actor, now time.Time) bool {
	age := now.Sub(c.CreatedAt)
	return c.MayRemove(a) && age > -time.Minute && age <= EditingTime
}

// MayRemove reports whether the actor may remove the comment: their own.
func (c Comment) MayRemove(a account.Actor) bool {
	return mayComment(a) == nil && a.UserID != "" && c.AuthorID == a.UserID && !c.Removed()
}

// namedIn lists those of the people whose name the text has after an @: the longest name counts, so that "@Ewa Łuczak" is
// not also "@Ewa".
func namedIn(text string, people []account.User) []string {
	byLength := slices.Clone(people)
	slices.SortStableFunc(byLength, func(x, y account.User) int { return len(y.Name) - len(x.Name) })
	folded := strings.ToLower(text)
	var ids []string
	for _, u := range byLength {
		name := "@" + strings.ToLower(u.Name)
		if u.Name == "" {
			continue
		}
		rest := ""
		for {
			before, after, found := strings.Cut(folded, name)
			rest += before
			if !found {
				break
			}
			if next, _ := firstRune(after); unicode.IsLetter(next) {
				rest += name
			} else {
				ids = append(ids, u.ID)
				rest += " "
			}
			folded = after
		}
		folded = rest
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func firstRune(s string) (rune, bool) {
	for _, r := range s {
		return r, true
	}
	return 0, false
}
