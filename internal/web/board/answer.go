package boardweb

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	boardviews "rundertisch/views/board"
	"rundertisch/views/shared"
	"rundertisch/views/static"
)

// answer is what the script of a page is told about a form that it sent from the device's store. It is always sent as 200: whatever
// else comes is not from us, and the device keeps what it has.
type answer struct {
	State  string `json:"state"`            // one of the states below
	Why    string `json:"why,omitempty"`    // to show, in the language of the request
	Theirs string `json:"theirs,omitempty"` // of a clash: the text as it is stored now
}

const (
	settled  = "done"
	denied   = "refused" // and would be again
	missing  = "gone"    // the card, the board or the moderator's link
	clashing = "clash"   // somebody else changed the same
)

// byScript reports whether a page's script sent the form and reads the answer.
func byScript(r *page.Request) bool { return r.Get(fiber.HeaderAccept) == fiber.MIMEApplicationJSON }

// done answers what was stored: people see the page of next.
func done(r *page.Request, next, flash string) error {
	if byScript(r) {
		return reply(r, answer{State: settled})
	}
	return r.SeeOther(next, flash)
}

// tell answers a script what was refused, or is not there.
func tell(r *page.Request, err error) error {
	switch {
	case fault.Is(err, fault.NotFound):
		return reply(r, answer{State: missing, Why: r.L.T("board.kept.gone")})
	case fault.Refused(err):
		why := []string{}
		for _, field := range fault.Fields(err) {
			why = append(why, shared.Form{Labels: boardviews.Labels}.Label(r.L, field.Name)+": "+r.L.T(field.Key, field.Args...))
		}
		if len(why) == 0 {
			why = append(why, shared.Message(r.L, err))
		}
		return reply(r, answer{State: denied, Why: strings.Join(why, " ")})
	}
	return err
}

// tellOr is tell for scripts, and orGone for people.
func tellOr(r *page.Request, err error) error {
	if byScript(r) {
		return tell(r, err)
	}
	return orGone(r, err)
}

// clash answers a script that somebody else has changed the same meanwhile; what to do about it is asked on the page of the conflict.
func clash(r *page.Request, why, theirs string) error {
	r.Response().ResetBody()
	return reply(r, answer{State: clashing, Why: r.L.T(why), Theirs: theirs})
}

func reply(r *page.Request, a answer) error {
	r.Set(fiber.HeaderCacheControl, "no-store")
	return r.Status(fiber.StatusOK).JSON(a)
}

// Worker is the service worker of the boards: below this path, so that it keeps these pages and no others.
func (p *Pages) Worker(r *page.Request) error {
	file, ok := static.Find(static.Path("kept/worker.js"))
	if !ok {
		return fault.Missing()
	}
	r.Set(fiber.HeaderContentType, file.Type)
	r.Set(fiber.HeaderCacheControl, "no-cache")
	return r.Send(file.Data)
}
