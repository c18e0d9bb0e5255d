package mailinglistweb

import (
	"encoding/json"
	"time"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/fault"
	"rundertisch/internal/mailinglist"
	"rundertisch/internal/web/page"
	mailinglistviews "rundertisch/views/mailinglist"
	"rundertisch/views/shared"
)

const linkCookie = "verteiler" // holds the token of a link; it is sent to the page of the own subscription only

// Link exchanges the token of a link for a cookie, so that it leaves the address. It changes nothing: programs that look
// for harm open links too.
func (p *Pages) Link(r *page.Request) error {
	if _, err := p.lists.Own(r.Context(), r.Params("token"), r.L.Lang()); err != nil {
		return orLost(r, err)
	}
	r.SetPathCookie(linkCookie, r.Params("token"), mailinglistviews.PathOwn)
	return r.SeeOther(mailinglistviews.PathOwn, "")
}

// OneClick is what a mail program sends on behalf of its reader (RFC 8058); it may come again, and is always told the same.
func (p *Pages) OneClick(r *page.Request) error {
	if err := p.lists.Unsubscribe(r.Context(), r.Params("token")); err != nil {
		return err
	}
	return r.Status(fiber.StatusOK).Send(nil)
}

// Own shows the holder of a link their subscription.
func (p *Pages) Own(r *page.Request) error { return p.own(r, fiber.StatusOK, nil) }

func (p *Pages) own(r *page.Request, status int, refused error) error {
	own, err := p.lists.Own(r.Context(), r.PathCookie(linkCookie), r.L.Lang())
	if err != nil {
		return orLost(r, err)
	}
	r.Workspace = own.Workspace
	view := mailinglistviews.OwnPage{Page: r.Page("mailinglist.own.title"), Own: own, Form: shared.Form{Err: refused}}
	view.HasErrors = refused != nil
	return r.RenderStatus(status, mailinglistviews.Own(view))
}

// Choose confirms the subscription, ends it, or deletes all about it.
func (p *Pages) Choose(r *page.Request) error {
	form, token := r.Form(), r.PathCookie(linkCookie)
	var err error
	flash := "mailinglist.own.flash.left"
	switch form.Value("do") {
	case "confirm":
		flash = "mailinglist.own.flash.confirmed"
		err = p.lists.Confirm(r.Context(), token, form.Value("consent"), r.L.Lang())
	case "erase":
		err = p.lists.Erase(r.Context(), token)
	default:
		err = p.lists.Leave(r.Context(), token)
	}
	if fault.Is(err, fault.Conflict) {
		return p.own(r, fiber.StatusConflict, err)
	}
	if err != nil {
		return orLost(r, err)
	}
	if _, err := p.lists.Own(r.Context(), token, r.L.Lang()); fault.Is(err, fault.NotFound) {
		return r.Render(mailinglistviews.Gone(r.Page("mailinglist.own.gone_title")))
	}
	return r.SeeOther(mailinglistviews.PathOwn, flash)
}

// record is what a person takes along of their subscription (Art. 20 GDPR).
type record struct {
	List         string     `json:"list"`
	Organisation string     `json:"organisation"`
	Name         string     `json:"name"`
	Email        string     `json:"email"`
	Language     string     `json:"language"`
	State        string     `json:"state"`
	Source       string     `json:"source"`
	SuggestedBy  string     `json:"suggested_by,omitempty"`
	EnteredAt    time.Time  `json:"entered_at"`
	WrittenAt    time.Time  `json:"last_written_to_at"`
	ConfirmedAt  *time.Time `json:"confirmed_at"`
	LeftAt       *time.Time `json:"unsubscribed_at"`
	AgreedTo     string     `json:"agreed_to"`
}

func recordOf(o mailinglist.Own) record {
	m := o.Member
	return record{
		List: o.List.Name, Organisation: o.Workspace.Name, Name: m.Name, Email: m.Email, Language: m.Lang, State: string(m.State),
		Source: string(m.Source), SuggestedBy: m.AskedBy, EnteredAt: m.CreatedAt, WrittenAt: m.AskedAt, ConfirmedAt: m.ConfirmedAt, LeftAt: m.LeftAt,
		AgreedTo: o.Agreed,
	}
}

// Data answers with what is stored about the holder of a link.
func (p *Pages) Data(r *page.Request) error {
	own, err := p.lists.Own(r.Context(), r.PathCookie(linkCookie), r.L.Lang())
	if err != nil {
		return orLost(r, err)
	}
	data, err := json.MarshalIndent(recordOf(own), "", "  ")
	if err != nil {
		return err
	}
	return r.Attachment(own.List.Slug+".json", fiber.MIMEApplicationJSONCharsetUTF8, data)
}

func orLost(r *page.Request, err error) error {
	if fault.Is(err, fault.NotFound) {
		return r.RenderStatus(fiber.StatusNotFound, mailinglistviews.Lost(r.Page("mailinglist.own.lost_title")))
	}
	return err
}
