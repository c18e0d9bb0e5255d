package meetingweb

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/fault"
	"rundertisch/internal/meeting"
	"rundertisch/internal/web/page"
	"rundertisch/views/shared"
)

// What became of a text that a page sent while it was written.
const (
	isSaved   = "saved"
	isKnown   = "known"   // it is a version already; others have written since
	isClash   = "clash"   // others have written: the button leads to both texts
	isRefused = "refused" // for good, as Said says
)

// answer is what the script is told.
type answer struct {
	State   string `json:"state"`
	Said    string `json:"said,omitempty"`
	Version int64  `json:"version,omitempty"` // of the form from now on
}

// Autosave keeps what is typed into the form of the minutes, before anybody presses the button.
func (p *Pages) Autosave(r *page.Request) error {
	form := r.Form()
	item, err := p.meetings.Keep(r.Context(), r.Actor, r.Params("event"), r.Params("point"), draft(form))
	r.Set(fiber.HeaderCacheControl, "no-store")
	switch {
	case err == nil:
		return r.JSON(answer{State: isSaved, Said: r.L.T("meeting.autosave.saved", r.L.Clock(r.Now().In(r.L.Zone()))), Version: item.MinutesRevision + 1})
	case fault.Is(err, fault.Invalid):
		return r.JSON(answer{State: isRefused, Said: p.refusal(r, err)})
	case fault.Is(err, fault.Conflict):
		return p.clash(r, form, err)
	}
	return err
}

// refusal says what is wrong with the fields, each with its name: the sentence does not stand beside them.
func (p *Pages) refusal(r *page.Request, err error) string {
	form, all := shared.Form{Labels: labels, Err: err}, []string{}
	for _, field := range fault.Fields(err) {
		all = append(all, r.L.T(labels+field.Name)+": "+form.Error(r.L, field.Name))
	}
	return strings.Join(all, " ")
}

// clash tells another's text from minutes that cannot be written any more.
func (p *Pages) clash(r *page.Request, form shared.Form, err error) error {
	d, _, versions, findErr := p.meetings.Versions(r.Context(), r.Actor, r.Params("event"), r.Params("point"))
	if findErr != nil {
		return findErr
	}
	known := func(w meeting.Written) bool { return meeting.Same(w, draft(form)) }
	switch {
	case d.Locked() || !meeting.Minutable(d.Event):
		return r.JSON(answer{State: isRefused, Said: shared.Message(r.L, err)})
	case form.Value("kept") != "" && slices.ContainsFunc(versions, known):
		return r.JSON(answer{State: isKnown})
	}
	return r.JSON(answer{State: isClash})
}

// draft reads the form of the minutes.
func draft(form shared.Form) meeting.Draft {
	turn, err := strconv.ParseInt(form.Value("turn"), 10, 64)
	if err != nil {
		turn = 0 // a page without script has one turn
	}
	d := meeting.Draft{Revision: version(form), Text: form.Value("minutes"), Sitting: form.Value("sitting"), Turn: turn}
	if _, asked := form.Values["yes"]; asked { // a page from before there were votes says nothing about them
		d.Ballot = &meeting.Ballot{Motion: form.Value("motion"), Yes: form.Value("yes"), No: form.Value("no"), Abstained: form.Value("abstained")}
	}
	return d
}
