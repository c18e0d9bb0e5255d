package workplanweb

import (
	"iter"
	"strings"

	"rundertisch/internal/fault"
	"rundertisch/internal/sheet"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

const historyLabels = "history.filter."

// History shows what was changed in the whole plan, or answers with it as a file.
func (p *Pages) History(r *page.Request) error {
	return p.history(r, "", r.Path("plan", "history"), below(r, r.Page("history.title")))
}

// GoalHistory shows what was changed about a goal and its milestones.
func (p *Pages) GoalHistory(r *page.Request) error {
	return p.historyOf(r, workplan.GoalSubject, r.Params("goal"), "goals")
}

// MilestoneHistory shows what was changed about a milestone, its tasks and what it waits for.
func (p *Pages) MilestoneHistory(r *page.Request) error {
	return p.historyOf(r, workplan.MilestoneSubject, r.Params("milestone"), "milestones")
}

// TaskHistory shows what was changed about a task.
func (p *Pages) TaskHistory(r *page.Request) error {
	return p.historyOf(r, workplan.TaskSubject, r.Params("task"), "tasks")
}

func (p *Pages) historyOf(r *page.Request, kind workplan.SubjectKind, subjectID, folder string) error {
	name, err := p.plan.Subject(r.Context(), r.Actor, kind, subjectID)
	if err != nil {
		return err
	}
	frame := below(r, r.Titled(r.L.T("history.of", name)))
	frame.Of = name
	return p.history(r, subjectID, r.Path(folder, subjectID, "history"), frame)
}

func (p *Pages) history(r *page.Request, subjectID, path string, frame workplanviews.Frame) error {
	list := historyList(r, path)
	shown := workplanviews.HistoryPage{
		Frame: frame, Of: frame.Of, Form: list.Form(historyLabels), Lead: r.L.T("history.lead"),
		OnForm: shared.Form{Labels: "history.day."},
	}
	filter, problem := historyFilter(shown.Form, list)
	filter.SubjectID = subjectID
	if problem != nil {
		filter.From, filter.To = "", ""
	}
	if r.WantsFile() {
		return r.Table(r.L.T("history.file"), p.historyFile(r, filter))
	}
	lines, total, err := p.plan.History(r.Context(), r.Actor, filter, func(total int) (int, int) {
		list = list.Count(total)
		return list.From(), shared.PageLength
	})
	if err != nil {
		return err
	}
	people, err := p.plan.HistoryPeople(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	for _, u := range people {
		shown.People = append(shown.People, shared.Option{Value: u.ID, Label: u.Name})
	}
	shown.Lines, shown.List, shown.Form.Err = lines, list.Count(total), problem
	shown.HasErrors = shown.Form.HasErrors()
	if problem != nil {
		return r.Invalid(workplanviews.History(shown))
	}
	return r.Render(workplanviews.History(shown))
}

func historyList(r *page.Request, path string) shared.List {
	return r.List(shared.Listing{Path: path, Narrow: []shared.Narrow{
		{Name: "person"}, shared.OneOf("kind", workplan.SubjectKinds()...), {Name: "field"}, {Name: "from"}, {Name: "to"},
	}})
}

// historyFilter reads what narrows the history; a day that is none is a fault at its field.
func historyFilter(form shared.Form, list shared.List) (workplan.HistoryFilter, error) {
	read := readerOf(form)
	f := workplan.HistoryFilter{
		PersonID: list.Value("person"), Kind: workplan.SubjectKind(list.Value("kind")), From: read.day("from"), To: read.day("to"),
	}
	if kind, field, chosen := strings.Cut(list.Value("field"), "."); chosen {
		f.Kind, f.Field = workplan.SubjectKind(kind), field
	}
	if err := read.check(nil); err != nil {
		return f, err
	}
	var c fault.Checks
	if f.From != "" && f.To != "" && f.To < f.From {
		c.Add("to", "workplan.fault.to_before_from")
	}
	return f, c.Err()
}

// historyFile has a row for each field, those of things that came or went too.
func (p *Pages) historyFile(r *page.Request, f workplan.HistoryFilter) sheet.Source {
	source := sheet.Source{Name: r.L.T("history.title"), Rows: p.historyRows(r, f)}
	for _, column := range []string{"when", "who", "kind", "thing", "what", "field", "was", "is"} {
		source.Header = append(source.Header, r.L.T("history.column."+column))
	}
	return source
}

func (p *Pages) historyRows(r *page.Request, f workplan.HistoryFilter) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		for line, err := range p.plan.WholeHistory(r.Context(), r.Actor, f) {
			if err != nil {
				yield(nil, err)
				return
			}
			for _, row := range historyCells(r, line) {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

func historyCells(r *page.Request, line workplan.HistoryLine) [][]string {
	start := []string{
		r.L.Instant(line.ChangedAt), workplanviews.ByWhom(r.L, line), r.L.T("history.kind." + string(line.SubjectKind)),
		workplanviews.SubjectName(line), r.L.T("history.deed." + string(line.Deed)),
	}
	text := func(field, value string) string {
		return workplanviews.FieldText(r.L, line.SubjectKind, field, value, line.Names)
	}
	with := func(field, was, is string) []string {
		return append(start[:len(start):len(start)], workplanviews.FieldWord(r.L, line.SubjectKind, field), text(field, was), text(field, is))
	}
	if line.Deed == workplan.Altered {
		return [][]string{with(line.Field, line.Old, line.New)}
	}
	var rows [][]string
	for _, f := range line.Fields() {
		if line.Deed == workplan.Removed {
			rows = append(rows, with(f.Field, f.Value, ""))
		} else {
			rows = append(rows, with(f.Field, "", f.Value))
		}
	}
	return rows
}
