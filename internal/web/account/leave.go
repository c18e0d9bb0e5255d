package accountweb

import (
	"slices"
	"strings"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/handover"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	accountviews "rundertisch/views/account"
	"rundertisch/views/shared"
)

// LeaveForm shows what lies with somebody who leaves, and asks who takes over.
func (p *Pages) LeaveForm(r *page.Request) error {
	shown, err := p.leavePage(r, r.Query("project"), shared.Form{})
	if err != nil {
		return err
	}
	return r.Render(accountviews.Leave(shown))
}

func (p *Pages) leavePage(r *page.Request, projectID string, form shared.Form) (accountviews.LeavePage, error) {
	leaving, err := p.handovers.Look(r.Context(), r.Actor, r.Params("member"), projectID)
	if err != nil {
		return accountviews.LeavePage{}, err
	}
	form.Labels = "account.leave.field."
	back := membersPath(r, leaving.Member.ID)
	shown := accountviews.LeavePage{
		Page: r.Page("account.leave.title", leaving.Member.Name), Form: form, Action: back + "/leave", Back: back,
		ProjectID: projectID, Last: leaving.Last, AskPassword: r.User.PasswordHash != "",
		Effects: leaveEffects(r, leaving),
	}
	if projectID != "" {
		shown.Title = r.L.T("account.leave.project_title", leaving.Member.Name, leaving.Project.Name)
		_, shown.Everywhere = leaving.Member.Grants[""]
	}
	for _, work := range leaving.Work {
		shown.Work = append(shown.Work, leaveWork(r, work))
	}
	if len(leaving.Work) > 1 {
		shown.ForAll = forAll(r, leaving.Work)
	}
	shown.Breadcrumb = append(membersCrumb(r), views.Crumb{Label: leaving.Member.Name, Href: back})
	shown.HasErrors = form.HasErrors()
	return shown, nil
}

func leaveWork(r *page.Request, work handover.Work) accountviews.LeaveWork {
	shown := accountviews.LeaveWork{
		Title: r.L.N("account.leave.tasks", len(work.Tasks), work.Project.Name),
		Field: shared.Field{
			Name: "taker_" + work.Project.ID, Label: r.L.T("account.leave.taker", work.Project.Name), Empty: r.L.T("account.leave.choose"),
		},
	}
	today := date.Of(r.Today())
	for _, task := range work.Tasks {
		line := accountviews.LeaveTask{Title: task.Title, Href: "/projects/" + work.Project.ID + "/tasks/" + task.ID}
		if task.DueOn != "" {
			line.Due, line.Late = r.L.T("account.leave.due", r.L.Day(task.DueOn.Time())), task.LateOn(today)
		}
		shown.Tasks = append(shown.Tasks, line)
	}
	for _, user := range work.Takers {
		shown.Takers = append(shown.Takers, shared.Option{Value: user.ID, Label: user.Name})
	}
	shown.Takers = append(shown.Takers, shared.Option{Value: handover.Nobody, Label: r.L.T("account.leave.nobody")})
	return shown
}

// forAll lists who may take over in every one of the projects.
func forAll(r *page.Request, works []handover.Work) []shared.Option {
	var options []shared.Option
	for _, user := range works[0].Takers {
		isThere := func(u account.User) bool { return u.ID == user.ID }
		if !slices.ContainsFunc(works, func(w handover.Work) bool { return !slices.ContainsFunc(w.Takers, isThere) }) {
			options = append(options, shared.Option{Value: user.ID, Label: user.Name})
		}
	}
	return append(options, shared.Option{Value: handover.Nobody, Label: r.L.T("account.leave.nobody")})
}

// leaveEffects says beforehand what will happen.
func leaveEffects(r *page.Request, leaving handover.Leaving) []string {
	if leaving.Project.ID != "" {
		effects := []string{r.L.T("account.leave.effect.project", leaving.Project.Name)}
		if len(leaving.Member.Grants) == 1 {
			effects = append(effects, r.L.T("account.leave.effect.account"))
		}
		return append(effects, r.L.T("account.leave.effect.history"))
	}
	return []string{
		r.L.T("account.leave.effect.roles"), r.L.T("account.leave.effect.account"), r.L.T("account.leave.effect.history"),
	}
}

// Leave hands over and ends the person's roles.
func (p *Pages) Leave(r *page.Request) error {
	form := r.Form()
	projectID := form.Value("project")
	err := p.handovers.Leave(r.Context(), r.Actor, r.Params("member"), projectID, readTakers(form), form.Value("password"))
	if fault.Is(err, fault.Invalid) {
		shown, pageErr := p.leavePage(r, projectID, form.Refused(form.Values, err))
		if pageErr != nil {
			return pageErr
		}
		return r.Invalid(accountviews.Leave(shown))
	}
	if err != nil {
		return err
	}
	if r.Params("member") == r.User.ID {
		return r.SeeOther(start, "account.leave.flash.done")
	}
	return r.SeeOther(membersPath(r), "account.leave.flash.done")
}

func readTakers(form shared.Form) handover.Takers {
	takers := handover.Takers{}
	for name := range form.Values {
		if projectID, ok := strings.CutPrefix(name, "taker_"); ok {
			takers[projectID] = form.Value(name)
		}
	}
	takers[""] = form.Value("taker")
	return takers
}
