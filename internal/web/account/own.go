package accountweb

import (
	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	accountviews "rundertisch/views/account"
	"rundertisch/views/shared"
)

// Own shows a person's own account.
func (p *Pages) Own(r *page.Request) error {
	shown, err := p.ownPage(r)
	if err != nil {
		return err
	}
	return r.Render(accountviews.Own(shown))
}

func (p *Pages) ownPage(r *page.Request) (accountviews.OwnPage, error) {
	shown := accountviews.OwnPage{
		Page: r.Page("account.own.title"), Profile: storedProfile(r.User), Password: shared.Form{ID: "password", Labels: ownLabels},
		NewEmail: shared.Form{ID: "email", Labels: ownLabels}, Email: r.User.Email, Langs: langOptions(r), HasPassword: r.User.PasswordHash != "",
	}
	if err := p.pendingEmail(r, &shown); err != nil {
		return shown, err
	}
	sessions, err := p.accounts.Sessions(r.Context(), r.User, r.Session())
	for _, s := range sessions {
		shown.Sessions = append(shown.Sessions, accountviews.SessionRow{
			ID: s.ID, Device: device(r.L, s.UserAgent), Since: s.Since, Seen: s.SeenAt, Here: s.Here,
		})
	}
	return shown, err
}

const ownLabels = "account.own.field."

func storedProfile(user account.User) shared.Form {
	form := shared.Stored(ownLabels, 0, map[string]string{"name": user.Name, "lang": user.Lang})
	form.ID = "profile"
	return form
}

// SaveProfile changes name and language.
func (p *Pages) SaveProfile(r *page.Request) error {
	return r.Edit(page.Edit{
		Kind: "user", ID: r.User.ID, Labels: ownLabels, Back: views.PathAccount, Next: views.PathAccount, Flash: "account.own.flash.saved",
		About: func(entry audit.Entry) bool { return entry.Action == "user.profile_changed" },
		Stored: func() (shared.Form, error) {
			user, err := p.accounts.Session(r.Context(), r.Session())
			return storedProfile(user), err
		},
		Save: func(form shared.Form) error {
			was := r.User
			was.Name, was.Lang = form.Basis.Value("name"), form.Basis.Value("lang")
			return p.accounts.ChangeProfile(r.Context(), was, form.Value("name"), form.Value("lang"))
		},
		Again: func(form shared.Form) error {
			return p.refuseOwn(r, func(shown *accountviews.OwnPage) { form.ID = shown.Profile.ID; shown.Profile = form })
		},
		Words: func(name, value string) (string, bool) { return shared.LabelOf(langOptions(r), value), name == "lang" },
	})
}

func (p *Pages) refuseOwn(r *page.Request, refuse func(*accountviews.OwnPage)) error {
	shown, err := p.ownPage(r)
	if err != nil {
		return err
	}
	refuse(&shown)
	shown.HasErrors = true
	return r.Invalid(accountviews.Own(shown))
}

// ChangePassword replaces the password and signs out everywhere else.
func (p *Pages) ChangePassword(r *page.Request) error {
	form := r.Form()
	session, err := p.accounts.ChangePassword(r.Context(), r.User, form.Value("old_password"), form.Value("new_password"), r.UserAgent())
	if fault.Is(err, fault.Invalid) {
		return p.refuseOwn(r, func(shown *accountviews.OwnPage) { shown.Password = shown.Password.Refused(nil, err) })
	}
	if err != nil {
		return err
	}
	if err := p.startSession(r, session); err != nil {
		return err
	}
	return r.SeeOther(views.PathAccount, "account.own.flash.password")
}

// EndSession signs the person out in another browser.
func (p *Pages) EndSession(r *page.Request) error {
	if err := p.accounts.EndSession(r.Context(), r.User, r.Form().Value("session")); err != nil {
		return err
	}
	return r.SeeOther(views.PathAccount, "account.own.flash.ended")
}

// EndOtherSessions signs the person out everywhere else.
func (p *Pages) EndOtherSessions(r *page.Request) error {
	if err := p.accounts.EndOtherSessions(r.Context(), r.User, r.Session()); err != nil {
		return err
	}
	return r.SeeOther(views.PathAccount, "account.own.flash.ended")
}
