package reminderweb

import (
	"slices"

	"rundertisch/internal/mail"
	"rundertisch/internal/overview"
	"rundertisch/internal/reminder"
	"rundertisch/internal/sheet"
	"rundertisch/internal/web/page"
	reminderviews "rundertisch/views/reminder"
	"rundertisch/views/shared"
)

// listOf is the list of what was sent.
func listOf(r *page.Request) shared.List {
	of := shared.Listing{
		Path: r.Path("reminders"), Narrow: []shared.Narrow{{Name: "q"}, shared.OneOf("kind", reminder.Kinds()...), shared.OneOf("fate", overview.Fates()...)},
		Falling: []string{string(reminder.BySent)},
	}
	for _, order := range reminder.Orders() {
		of.Orders = append(of.Orders, string(order))
	}
	return r.List(of)
}

// List lists what was sent in the project, or answers with all of it as a file.
func (p *Pages) List(r *page.Request) error {
	list := listOf(r)
	filter := reminder.Filter{
		Text: list.Value("q"), Kind: reminder.Kind(list.Value("kind")), Order: reminder.Order(list.Order), Desc: list.Desc,
		Page: list.Page, All: r.WantsFile(),
	}
	if fate := overview.Fate(list.Value("fate")); fate != "" {
		filter.States = fate.States()
	}
	found, err := p.reminders.List(r.Context(), r.Actor, filter)
	if err != nil {
		return err
	}
	rows := make([]reminderviews.Row, len(found.Lines))
	for i, line := range found.Lines {
		rows[i] = reminderviews.Row{Line: line, Fate: fateOf(line.State), Why: why(r, line)}
	}
	if r.WantsFile() {
		return r.Table(r.L.T("reminder.title"), file(r, rows))
	}
	setting, err := p.reminders.Setting(r.Context(), r.Actor, reminder.Subject{Kind: reminder.Project})
	if err != nil {
		return err
	}
	return r.Render(reminderviews.List(reminderviews.ListPage{
		Frame: frame(r, r.Page("reminder.title")), List: list.Count(found.Total), Rows: rows, Ladder: setting.Ladder,
		MaySet: reminder.MaySet(r.Actor, reminder.Project),
	}))
}

func fateOf(state mail.State) overview.Fate {
	all := overview.Fates()
	return all[slices.IndexFunc(all, func(f overview.Fate) bool { return slices.Contains(f.States(), state) })]
}

// why is the sentence for why a mail was not taken.
func why(r *page.Request, line reminder.Line) string {
	if line.State != mail.Failed && line.State != mail.Deferred && line.State != mail.Bounced {
		return ""
	}
	if key := "mail.reason." + string(line.Reason); r.L.Has(key) {
		return r.L.T(key)
	}
	return line.LastError
}

func file(r *page.Request, rows []reminderviews.Row) sheet.Source {
	cell := func(column string, value func(reminderviews.Row) string) page.Cell[reminderviews.Row] {
		return page.Cell[reminderviews.Row]{Label: r.L.T("reminder.column." + column), Value: value}
	}
	return page.TableOf(r.L.T("reminder.title"), rows,
		cell("title", func(x reminderviews.Row) string { return x.About(r.L) }),
		cell("receiver", func(x reminderviews.Row) string { return x.Name }),
		cell("email", func(x reminderviews.Row) string { return x.Email }),
		cell("role", func(x reminderviews.Row) string { return r.L.T("reminder.role." + string(x.Role)) }),
		cell("due", func(x reminderviews.Row) string { return x.DueOn.German() }),
		cell("rung", func(x reminderviews.Row) string { return reminderviews.Rung(r.L, x.Kind, x.Rung) }),
		cell("sent", func(x reminderviews.Row) string { return r.L.Instant(x.CreatedAt) }),
		cell("state", func(x reminderviews.Row) string { return r.L.T("overview.mail." + string(x.Fate)) }),
	)
}
