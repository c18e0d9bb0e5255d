// Package accountweb has the handlers of signing in, one-time links, the list of projects and the settings of a
// workspace.
package accountweb

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/fault"
	"rundertisch/internal/handover"
	"rundertisch/internal/i18n"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	accountviews "rundertisch/views/account"
	"rundertisch/views/shared"
)

// Pages are the handlers.
type Pages struct {
	accounts  *account.Service
	handovers *handover.Service
}

// New returns the handlers.
func New(accounts *account.Service, handovers *handover.Service) *Pages {
	return &Pages{accounts, handovers}
}

const start = "/projects"

// SignInForm asks for e-mail and password.
func (p *Pages) SignInForm(r *page.Request) error {
	next := page.Local(r.Query("next"), "")
	if r.SignedIn() {
		return r.SeeOther(page.Local(next, start), "")
	}
	return r.Render(accountviews.SignIn(signInPage(r, shared.Form{}, next)))
}

func signInPage(r *page.Request, form shared.Form, next string) accountviews.SignInPage {
	form.Labels = "account.field."
	p := accountviews.SignInPage{Page: r.Page("account.signin.title"), Form: form, Next: next}
	p.ShowLogin, p.HasErrors = false, form.HasErrors()
	return p
}

// LostPage asks somebody whose session ended to sign in again, and carries on what was typed.
func LostPage(r *page.Request, kept shared.Kept) accountviews.SignInPage {
	p := signInPage(r, shared.Form{}, "")
	p.Title, p.Kept, p.Path = r.L.T("account.signin.lost_title"), kept, views.PathSignIn
	return p
}

// SignIn checks them and opens a session.
func (p *Pages) SignIn(r *page.Request) error {
	form := r.Form()
	next, kept := page.Local(form.Value("next"), ""), page.ReadKept(form.Value(shared.KeptName))
	token, err := p.accounts.SignIn(r.Context(), form.Value("email"), form.Value("password"), account.Visitor{
		UserAgent: r.UserAgent(), Address: page.Address(r.Ctx), Device: r.Device(),
	})
	if until, ok := account.WaitUntil(err); ok {
		return p.refuseForNow(r, form, kept, next, until)
	}
	if fault.Is(err, fault.Unauthenticated) {
		shown := signInPage(r, form.Refused(form.Values, err), next)
		shown.Kept = kept
		return r.Invalid(accountviews.SignIn(shown))
	}
	if err != nil {
		return err
	}
	if kept.Any() {
		if err := p.remember(r, token); err != nil {
			return err
		}
		if err := r.SignInAs(token); err != nil {
			return err
		}
		return r.Resume(kept)
	}
	if err := p.startSession(r, token); err != nil {
		return err
	}
	return r.SeeOther(page.Local(next, start), "")
}

// refuseForNow says when the next attempt counts, rounded up to the minute.
func (p *Pages) refuseForNow(r *page.Request, form shared.Form, kept shared.Kept, next string, until time.Time) error {
	said := fault.New(fault.TooMany, "account.signin.wait", r.L.Clock(until.Add(time.Minute-time.Second)))
	r.Set("Retry-After", strconv.Itoa(int(until.Sub(r.Now()).Seconds())+1))
	shown := signInPage(r, form.Refused(form.Values, said), next)
	shown.Kept = kept
	return r.RenderStatus(http.StatusTooManyRequests, accountviews.SignIn(shown))
}

// startSession signs the browser in and makes it one that is known the next time.
func (p *Pages) startSession(r *page.Request, session string) error {
	if err := p.remember(r, session); err != nil {
		return err
	}
	r.StartSession(session)
	return nil
}

func (p *Pages) remember(r *page.Request, session string) error {
	device, err := p.accounts.RememberDevice(r.Context(), session, r.Device())
	if err == nil {
		r.SetDevice(device)
	}
	return err
}

// SignOut ends the session.
func (p *Pages) SignOut(r *page.Request) error {
	if r.SignedIn() {
		if err := p.accounts.SignOut(r.Context(), r.Session()); err != nil {
			return err
		}
	}
	r.EndSession()
	if r.LeaveDoor() {
		return r.SeeOther("/tuer/abgemeldet", "") // deletes the list of people that this device keeps
	}
	return r.SeeOther("/", "")
}

// Language keeps the chosen language, with the account of whoever has one, and returns to where the person was.
func (p *Pages) Language(r *page.Request) error {
	form := r.Form()
	if lang := i18n.Lang(form.Value("lang")); slices.Contains(i18n.Languages(), lang) {
		r.SetLanguage(lang)
		if r.SignedIn() {
			if err := p.accounts.ChangeProfile(r.Context(), r.User, r.User.Name, string(lang)); err != nil {
				return err
			}
		}
	}
	return r.SeeOther(page.Local(form.Value("back"), "/"), "")
}
