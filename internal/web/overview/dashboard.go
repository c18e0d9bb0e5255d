package overviewweb

import (
	"strconv"
	"strings"

	"rundertisch/internal/date"
	"rundertisch/internal/mail"
	"rundertisch/internal/overview"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	eventviews "rundertisch/views/event"
	overviewviews "rundertisch/views/overview"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// Dashboard is the start page of a project.
func (p *Pages) Dashboard(r *page.Request) error {
	board, err := p.overview.Board(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(overviewviews.Dashboard(dashboard(r, board)))
}

func dashboard(r *page.Request, b overview.Board) overviewviews.DashboardPage {
	shown := overviewviews.DashboardPage{
		Frame: frame(r, r.Titled(r.Project.Name)), Summary: r.Project.Summary, Begun: b.Begun(), Notices: notices(r, b.Mail),
	}
	if !shown.Begun {
		shown.Steps = steps(r, b.Steps)
		return shown
	}
	shown.Steps = steps(r, b.OpenSteps())
	shown.Stats = stats(r, b)
	for _, m := range b.Ahead {
		shown.Ahead = append(shown.Ahead, milestoneLine(r, m, b.Plan.Today))
	}
	shown.Mine, shown.LateTasks = taskLines(r, b)
	shown.Event = eventCard(r, b.Next)
	shown.Timeline = workplanviews.Timeline(r.L, b.Plan, r.Path)
	return shown
}

func notices(r *page.Request, m overview.Mail) []overviewviews.Notice {
	var all []overviewviews.Notice
	look := r.L.T("overview.notice.look")
	if n := m.Count(mail.Failed); n > 0 {
		all = append(all, overviewviews.Notice{Tone: shared.Danger, Text: r.L.N("overview.notice.failed", n), Href: r.Path("mail"), Label: look})
	}
	if n := m.Undelivered; n > 0 {
		returned := r.Path("mail") + "?fate=" + string(overview.Returned)
		all = append(all, overviewviews.Notice{Tone: shared.Danger, Text: r.L.N("overview.notice.returned", n), Href: returned, Label: look})
	}
	if n := m.Count(mail.Withheld); n > 0 && m.Held {
		all = append(all, overviewviews.Notice{Tone: shared.Warning, Text: r.L.N("overview.notice.held", n), Href: r.Path("mail"), Label: look})
	}
	return all
}

// stats are the four figures that answer where the project stands.
func stats(r *page.Request, b overview.Board) []shared.Stat {
	total, done := len(b.Plan.Milestones()), b.Plan.Count(workplan.Done)
	finished := shared.Stat{Value: r.L.T("overview.stat.of", done, total), Label: r.L.T("overview.stat.done"), Href: r.Path("plan")}
	if total > 0 && done == total {
		finished.Tone = shared.Success
	}
	mine := shared.Stat{Value: strconv.Itoa(b.Tasks.MineOpen), Label: r.L.T("overview.stat.mine"), Href: "#meine-aufgaben"}
	if n := b.Tasks.MineLate; n > 0 {
		mine.Tone, mine.Note = shared.Danger, r.L.T("overview.stat.mine_late", n)
	}
	return []shared.Stat{
		finished,
		stateStat(r, b.Plan, workplan.Late, "overview.stat.late"),
		stateStat(r, b.Plan, workplan.DueSoon, "overview.stat.due_soon"),
		mine,
	}
}

// stateStat counts the milestones in a state and names them.
func stateStat(r *page.Request, plan workplan.Plan, state workplan.State, key string) shared.Stat {
	var numbers []string
	for _, m := range plan.Milestones() {
		if m.State == state {
			numbers = append(numbers, m.Number)
		}
	}
	s := shared.Stat{Value: strconv.Itoa(len(numbers)), Label: r.L.T(key), Href: r.Path("plan")}
	if len(numbers) > 0 {
		s.Tone, s.Note = workplanviews.Tone(state), r.L.T("overview.stat.numbers", strings.Join(numbers, ", "))
	}
	return s
}

func milestoneLine(r *page.Request, m workplan.Progress, today date.Date) overviewviews.Line {
	note := until(r, today, m.Deadline())
	if waits := workplanviews.Waits(r.L, m); waits != "" {
		note += " · " + waits
	}
	return overviewviews.Line{
		Label: m.Number + " " + m.Title, Href: r.Path("milestones", m.ID), Note: note,
		Tone: workplanviews.Tone(m.State), State: r.L.T("workplan.state." + string(m.State)),
	}
}

// until says how far a deadline is: "noch 8 Tage (bis 30.11.2026)".
func until(r *page.Request, today, deadline date.Date) string {
	day := r.L.Day(deadline.Time())
	switch days := today.DaysUntil(deadline); {
	case days < 0:
		return r.L.N("overview.since", -days, day)
	case days == 0:
		return r.L.T("overview.today")
	default:
		return r.L.N("overview.left", days, day)
	}
}

// taskLines are the person's own open tasks and the overdue ones of others.
func taskLines(r *page.Request, b overview.Board) (mine []overviewviews.TaskLine, late []overviewviews.Line) {
	for _, t := range b.Tasks.Mine {
		line := overviewviews.TaskLine{Line: taskLine(r, t, b.Plan.Today)}
		if workplan.MayKeepTasks(r.Actor) {
			line.Done = r.Path("tasks", t.ID, "state")
		}
		mine = append(mine, line)
	}
	for _, t := range b.Tasks.Late {
		line := taskLine(r, t, b.Plan.Today)
		if t.Assignee != "" {
			line.Note = t.Assignee + " · " + line.Note
		}
		late = append(late, line)
	}
	return mine, late
}

func taskLine(r *page.Request, t workplan.Task, today date.Date) overviewviews.Line {
	line := overviewviews.Line{
		Label: t.Title, Href: r.Path("tasks", t.ID),
		Tone: shared.Neutral, State: r.L.T("workplan.task.state." + string(t.State)),
	}
	if t.State == workplan.TaskInWork {
		line.Tone = shared.Info
	}
	if t.LateOn(today) {
		line.Tone, line.State = shared.Danger, r.L.T("workplan.task.state.late")
	}
	if !t.DueOn.IsZero() {
		line.Note = until(r, today, t.DueOn)
	}
	return line
}

func eventCard(r *page.Request, next *overview.Upcoming) *overviewviews.EventCard {
	if next == nil {
		return nil
	}
	e := next.Event
	return &overviewviews.EventCard{
		Kind: r.L.T("event.kind." + string(e.Kind)), Title: e.Title, Href: r.Path("events", e.ID),
		When: r.L.LongDay(e.Starts()), Near: eventviews.Near(r.L, e, r.Now()), Venue: e.Venue,
		Tone: eventviews.Tone(e.State), State: r.L.T("event.state." + string(e.State)),
		Places: shared.Places{Taken: int(next.Seats.Taken), Capacity: int(next.Seats.Capacity), Waiting: int(next.Seats.Waiting)},
	}
}

// steps are the first steps with their addresses; who may not load a plan is led to look at it.
func steps(r *page.Request, all []overview.Step) []overviewviews.Step {
	hrefs := map[overview.StepName]string{
		overview.LoadPlan: r.Path("plan", "import"), overview.AddActors: r.Path("directory"),
		overview.SetUpMail: r.Path("mail"), overview.CreateEvent: r.Path("events", "new"),
	}
	if !workplan.MayShape(r.Actor) {
		hrefs[overview.LoadPlan] = r.Path("plan")
	}
	if !r.Actor.Works() {
		hrefs[overview.CreateEvent] = r.Path("events")
	}
	var shown []overviewviews.Step
	for _, s := range all {
		key := "overview.step." + string(s.Name)
		shown = append(shown, overviewviews.Step{
			Title: r.L.T(key + ".title"), Text: r.L.T(key + ".text"), Label: r.L.T(key + ".link"), Href: hrefs[s.Name], Done: s.Done,
		})
		if s.Name == overview.AddActors {
			last := &shown[len(shown)-1]
			last.ShortLabel, last.Short = r.L.T("overview.step.actors.person"), r.Path("directory", "persons", "new")
		}
	}
	return shown
}
