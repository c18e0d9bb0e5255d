package page

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/id"
	"rundertisch/views"
	"rundertisch/views/shared"
)

const (
	keptLimit = 512 << 10 // octets of text that a page carries on
	ownForm   = "own_form"
)

// Kept returns what was typed into the form of this request, for the page that says why it could not be taken. It is
// nothing unless the form came from a page of this site: what another site put into somebody's browser must not come
// back with a button under it. Passwords and files are never kept.
func (r *Request) Kept() shared.Kept {
	if own, _ := r.Locals(ownForm).(bool); !own || r.Method() != fiber.MethodPost {
		return shared.Kept{}
	}
	kept := shared.Kept{Action: r.Ctx.Path(), Whose: whoseOf(r.FormValue(shared.CSRFName))}
	if query := string(r.Ctx.Context().QueryArgs().QueryString()); query != "" {
		kept.Action += "?" + query
	}
	size := 0
	r.sent(func(name, value string) {
		if name == shared.CSRFName || secret(name) {
			return
		}
		size += len(name) + len(value)
		kept.Values = append(kept.Values, shared.Value{Name: name, Text: clean(name, value)})
	})
	if inner := keptIn(kept.Values); inner.Action != "" {
		return inner
	}
	if r.Ctx.Path() == views.PathSignIn || strings.HasPrefix(r.Ctx.Path(), "/start/") {
		return shared.Kept{} // nothing of signing in itself is worth more than typing it again
	}
	if size > keptLimit {
		kept.Values, kept.Large = nil, true
	}
	if form, err := r.MultipartForm(); err == nil {
		kept.Files = len(form.File) > 0
	}
	return kept
}

// keptIn returns what a sign-in form carried.
func keptIn(values []shared.Value) shared.Kept {
	for _, v := range values {
		if v.Name == shared.KeptName {
			return ReadKept(v.Text)
		}
	}
	return shared.Kept{}
}

// ReadKept reads what a sign-in form carries; its address is one of this site or none.
func ReadKept(sent string) shared.Kept {
	kept := shared.ReadKept(sent)
	kept.Action = Local(kept.Action, "")
	kept.Values = slices.DeleteFunc(kept.Values, func(v shared.Value) bool { return v.Name == shared.CSRFName || secret(v.Name) })
	return kept
}

// Resume gives a person who has just signed in what was typed before, in a form that stores it when they want.
func (r *Request) Resume(kept shared.Kept) error {
	p := views.ResumePage{Page: r.Page("layout.kept.resume"), Kept: kept, Texts: r.KeptTexts(kept)}
	p.Foreign = kept.Whose != "" && kept.Whose != r.whose()
	p.Page.Path = kept.Action
	return r.Render(views.Resume(p))
}

// KeptTexts are the texts among what was typed, as they read: those with a label, but for what the form was filled
// with, and all that are longer than a word.
func (r *Request) KeptTexts(kept shared.Kept) []shared.Term {
	var basis shared.Basis
	for _, v := range kept.Values {
		if v.Name == shared.BasisName {
			basis = shared.ReadBasis(v.Text)
		}
	}
	form := shared.Form{Labels: basis.Labels}
	var texts []shared.Term
	for _, v := range kept.Values {
		label := form.Label(r.L, v.Name)
		unchanged := basis.Values != nil && alike(basis.Values[v.Name], []string{v.Text})
		if v.Name == shared.BasisName || v.Text == "" || unchanged || label == "" && !strings.ContainsAny(v.Text, " \n") {
			continue
		}
		if label == "" {
			label = r.L.T("layout.kept.text")
		}
		texts = append(texts, shared.Term{Label: label, Value: v.Text})
	}
	return texts
}

// whose is the mark of the person who is signed in, which forms carry: nobody else can tell who it is.
func (r *Request) whose() string {
	if !r.SignedIn() {
		return ""
	}
	mac := hmac.New(sha256.New, r.site.Secret)
	mac.Write([]byte("whose\x00" + r.User.ID))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))[:16]
}

// whoseOf is the mark that a token carries.
func whoseOf(token string) string {
	_, whose, _ := strings.Cut(token, ".")
	return whose
}

// SignInAs opens the session in this browser and makes its person the one who asks.
func (r *Request) SignInAs(token string) error {
	r.StartSession(token)
	user, err := r.site.Accounts.Session(r.Context(), token)
	r.User, r.session = user, token
	return err
}

// begun are the cookies this answer sets: the forms on it are bound to them already.
type begun struct{ visitor, session string }

// StartSession sets the sign-in cookie. The visitor value is renewed, so that tokens from before no longer count.
func (r *Request) StartSession(token string) {
	r.begun = begun{visitor: id.Token(), session: token}
	r.setCookie(sessionCookie, token, 0)
	r.setCookie(visitorCookie, r.begun.visitor, 0)
}
