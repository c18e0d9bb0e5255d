package meetingweb

import (
	"io"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/meeting"
	"rundertisch/internal/web/page"
	meetingviews "rundertisch/views/meeting"
	"rundertisch/views/shared"
)

const linkCookie = "protokoll"

func roundPath(r meeting.Reading) string { return "/protokoll/runde/" + r.Vote.ID }

// Link exchanges the personal link from a mail for a cookie of one page, so that the token stands in no history and on no picture of the screen.
func (p *Pages) Link(r *page.Request) error {
	read, err := p.reading(r, r.Params("token"))
	if err != nil {
		return p.closed(r, read, err)
	}
	r.SetPathCookie(linkCookie, r.Params("token"), roundPath(read))
	return r.SeeOther(roundPath(read), "")
}

// reading is what the token opens now; NotFound for one that opens nothing any more.
func (p *Pages) reading(r *page.Request, token string) (meeting.Reading, error) {
	read, err := p.meetings.Read(r.Context(), token)
	if err != nil {
		return read, err
	}
	r.Workspace = read.Workspace
	if read.Withdrawn() || read.Expired(date.Of(r.Today())) {
		return read, fault.Missing()
	}
	return read, nil
}

// held is the reading of the page at hand, by the cookie.
func (p *Pages) held(r *page.Request) (meeting.Reading, error) {
	read, err := p.reading(r, r.PathCookie(linkCookie))
	if err == nil && read.Vote.ID != r.Params("vote") {
		err = fault.Missing()
	}
	return read, err
}

// closed says kindly why a link opens nothing.
func (p *Pages) closed(r *page.Request, read meeting.Reading, err error) error {
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	status, key := fiber.StatusNotFound, "meeting.link.unknown"
	switch {
	case read.Left:
		status, key = fiber.StatusGone, "meeting.link.left"
	case read.Vote.ID != "" && read.Expired(date.Of(r.Today())):
		status, key = fiber.StatusGone, "meeting.link.over"
	case read.Vote.ID != "" && read.Withdrawn():
		status, key = fiber.StatusGone, "meeting.link.withdrawn"
	}
	return r.RenderStatus(status, meetingviews.Closed(meetingviews.ClosedPage{Page: r.Page("meeting.link.closed"), Text: r.L.T(key)}))
}

// Vote shows the minutes to the holder of a personal link, and asks whether they approve.
func (p *Pages) Vote(r *page.Request) error {
	read, err := p.held(r)
	if err != nil {
		return p.closed(r, read, err)
	}
	if r.Query("format") == "pdf" {
		return paper(r, read.Paper(r.L, read.Workspace))
	}
	return p.vote(r, r.Render, read, shared.Form{})
}

func (p *Pages) vote(r *page.Request, answer func(templ.Component) error, read meeting.Reading, form shared.Form) error {
	form.Labels = "meeting.vote.field."
	if !form.HasErrors() {
		form.Values = map[string][]string{"comment": {read.Vote.Comment}}
	}
	view := meetingviews.VotePage{
		Page: r.Page("meeting.vote.title"), Reading: read, Form: form, Action: roundPath(read),
		Open: read.Round.Open() && date.Of(r.Today()) <= read.Round.UntilOn,
	}
	view.Of, view.HasErrors, view.ShowLogin = read.Event.Title, form.HasErrors(), false
	return answer(meetingviews.Vote(view))
}

// Answer notes what the holder of the link says.
func (p *Pages) Answer(r *page.Request) error {
	read, err := p.held(r)
	if err != nil {
		return p.closed(r, read, err)
	}
	form := r.Form()
	err = p.meetings.Answer(r.Context(), r.PathCookie(linkCookie), meeting.Verdict(form.Value("answer")), form.Value("comment"))
	switch {
	case fault.Is(err, fault.Invalid):
		return p.vote(r, r.Invalid, read, form.Refused(form.Values, err))
	case fault.Is(err, fault.Conflict):
		return p.vote(r, r.Invalid, read, shared.Form{})
	case err != nil:
		return err
	}
	return r.SeeOther(roundPath(read), "")
}

// paper answers with minutes as a PDF.
func paper(r *page.Request, minutes meeting.Paper) error {
	name := r.L.T("meeting.print.title", minutes.Event.Title) + ".pdf"
	return r.Spool(name, "application/pdf", func(w io.Writer) error { return minutes.Write(w, r.L, r.Now()) })
}
