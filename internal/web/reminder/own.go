package reminderweb

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/audit"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/reminder"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	reminderviews "rundertisch/views/reminder"
	"rundertisch/views/shared"
)

const (
	ownLabels  = "reminder.own.field."
	ownPath    = views.PathAccount + "/reminders"
	choicePath = "/erinnerungen"
	linkCookie = "erinnerungen" // holds the token of a link; it is sent to the page of the choice only
)

// Own shows what people have chosen about their own reminders.
func (p *Pages) Own(r *page.Request) error {
	settings, err := p.reminders.Settings(r.Context(), r.User)
	if err != nil {
		return err
	}
	return showOwn(r, storedOwn(settings))
}

func showOwn(r *page.Request, form shared.Form) error {
	shown := reminderviews.OwnPage{Page: r.Page("reminder.own.title"), Form: form, Action: ownPath}
	shown.Breadcrumb = []views.Crumb{{Label: r.L.T("account.own.title"), Href: views.PathAccount}}
	if shown.HasErrors = form.HasErrors(); shown.HasErrors {
		return r.Invalid(reminderviews.Own(shown))
	}
	return r.Render(reminderviews.Own(shown))
}

func storedOwn(s reminder.Settings) shared.Form {
	return shared.Stored(ownLabels, 0, map[string]string{
		"digest_day": strconv.Itoa(s.DigestDay), "digest_hour": strconv.Itoa(s.DigestHour),
		"quiet": map[bool]string{true: "1"}[s.Quiet], "quiet_until": string(s.QuietUntil),
	})
}

// SaveOwn changes it.
func (p *Pages) SaveOwn(r *page.Request) error {
	return r.Edit(page.Edit{
		Kind: "user", ID: r.User.ID, Labels: ownLabels, Back: ownPath, Next: ownPath, Flash: "reminder.own.flash",
		About: func(e audit.Entry) bool { return e.Action == "user.reminders_set" },
		Stored: func() (shared.Form, error) {
			settings, err := p.reminders.Settings(r.Context(), r.User)
			return storedOwn(settings), err
		},
		Save: func(form shared.Form) error {
			was, _ := readOwn(form.Basis.Value)
			is, err := readOwn(form.Value)
			if err != nil {
				return err
			}
			return p.reminders.Choose(r.Context(), r.User, was, is)
		},
		Again: func(form shared.Form) error { return showOwn(r, form) },
		Words: func(name, value string) (string, bool) {
			switch name {
			case "digest_day":
				return shared.LabelOf(reminderviews.Days(r.L), value), true
			case "digest_hour":
				return shared.LabelOf(reminderviews.Hours(r.L), value), true
			}
			return "", false
		},
	})
}

func readOwn(value func(string) string) (reminder.Settings, error) {
	var c fault.Checks
	until, err := date.Parse(value("quiet_until"))
	if err != nil {
		c.Add("quiet_until", "fault.day")
	}
	day, dayErr := strconv.Atoi(value("digest_day"))
	if dayErr != nil {
		c.Add("digest_day", "fault.choice")
	}
	hour, hourErr := strconv.Atoi(value("digest_hour"))
	if hourErr != nil {
		c.Add("digest_hour", "fault.choice")
	}
	return reminder.Settings{Quiet: value("quiet") == "1", QuietUntil: until, DigestDay: day, DigestHour: hour}, c.Err()
}

// Link exchanges the token of a link in a reminder for a cookie, so that it leaves the address.
func (p *Pages) Link(r *page.Request) error {
	if _, err := p.reminders.Choice(r.Context(), r.Params("token")); err != nil {
		return orLost(r, err)
	}
	r.SetPathCookie(linkCookie, r.Params("token"), choicePath)
	return r.SeeOther(choicePath, "")
}

// OneClick is what a mail program sends on behalf of its reader (RFC 8058); it may come again, and is always told the same.
func (p *Pages) OneClick(r *page.Request) error {
	if err := p.reminders.Unsubscribe(r.Context(), r.Params("token")); err != nil {
		return err
	}
	return r.Status(fiber.StatusOK).Send(nil)
}

// Choice shows the holder of a link what they have chosen.
func (p *Pages) Choice(r *page.Request) error {
	choice, err := p.reminders.Choice(r.Context(), r.PathCookie(linkCookie))
	if err != nil {
		return orLost(r, err)
	}
	r.Workspace = choice.Workspace
	return r.Render(reminderviews.Choice(reminderviews.ChoicePage{Page: r.Page("reminder.choice.title"), Choice: choice, Action: choicePath}))
}

// Choose ends the reminders to the holder of a link, or lets them begin again.
func (p *Pages) Choose(r *page.Request) error {
	refused := r.Form().Value("refused") == "yes"
	if err := p.reminders.Refuse(r.Context(), r.PathCookie(linkCookie), refused); err != nil {
		return orLost(r, err)
	}
	return r.SeeOther(choicePath, "reminder.choice.flash.saved")
}

func orLost(r *page.Request, err error) error {
	if fault.Is(err, fault.NotFound) {
		return r.RenderStatus(fiber.StatusNotFound, reminderviews.Lost(r.Page("reminder.choice.lost_title")))
	}
	return err
}
