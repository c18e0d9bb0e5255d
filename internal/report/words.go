package report

import (
	"strings"

	"rundertisch/internal/date"
	"rundertisch/internal/i18n"
	"rundertisch/internal/workplan"
)

// say puts the material into the words of the report's language.
func (m material) say(l *i18n.Locale) Content {
	r := m.report
	c := Content{
		Lang: string(r.Lang), Title: l.T("report.kind." + string(r.Kind)), Project: m.project.Name, Workspace: m.workspace.Name,
		Funding: m.workspace.FundingNotice, Facts: m.head(l), Chapter: l.T("report.content.milestones"),
		Summary: Section{Title: l.T("report.content.summary"), Text: r.Summary}, Figures: m.figures(l), Goals: m.goals(l),
		Baselines: m.valid(l), Overview: m.overview(l), Removed: m.gone(l), Events: m.held(l),
		Deviation: Section{Title: l.T("report.content.deviation"), Text: r.Deviation},
		Outlook:   Section{Title: l.T("report.content.outlook"), Text: r.Outlook},
	}
	for _, p := range m.plan.Milestones() {
		c.Milestones = append(c.Milestones, m.milestone(l, p))
	}
	if !r.Frozen() {
		c.Draft = l.T("report.content.draft")
	} else {
		c.Title = l.T("report.content.numbered", c.Title, r.Number)
	}
	return c
}

// head says what the report is, for which time, and whether it replaces another one.
func (m material) head(l *i18n.Locale) []Fact {
	r := m.report
	facts := []Fact{
		{l.T("report.content.period"), Period(l, r)},
		{l.T("report.content.owner"), m.workspace.Name},
		{l.T("report.content.as_of"), day(l, m.plan.Today)},
	}
	if m.project.StartsOn != "" && m.project.EndsOn != "" {
		facts = append(facts, Fact{l.T("report.content.duration"), m.project.StartsOn.Slash() + " – " + m.project.EndsOn.Slash()})
	}
	if r.ReplacesID != "" {
		facts = append(facts, Fact{l.T("report.content.replaces"), l.T("report.content.replaces_value", r.ReplacesNumber, r.ReplacesReason)})
	}
	if r.Frozen() {
		facts = append(facts, Fact{l.T("report.content.frozen"), l.T("report.content.frozen_value", l.Day(r.FrozenAt.In(l.Zone())), r.FrozenName)})
	}
	return facts
}

// Period says the time the report is about: "01.01.2026 – 30.06.2026".
func Period(l *i18n.Locale, r Report) string { return day(l, r.StartsOn) + " – " + day(l, r.EndsOn) }

func day(l *i18n.Locale, d date.Date) string { return l.Day(d.Time()) }

// figures counts what happened in the period.
func (m material) figures(l *i18n.Locale) Section {
	var all, reached, before, late, moved int
	for _, p := range m.plan.Milestones() {
		d := m.dates(p)
		all++
		if m.report.within(d.Actual) {
			reached++
		}
		if d.Actual != "" && d.Actual <= m.report.EndsOn {
			before++
		}
		if m.report.late(d) {
			late++
		}
		if len(m.moves[p.ID]) > 0 {
			moved++
		}
	}
	n := l.Number
	facts := []Fact{
		{l.T("report.figure.reached"), n(reached)},
		{l.T("report.figure.reached_in_all"), l.T("report.figure.of", before, all)},
		{l.T("report.figure.late"), n(late)},
		{l.T("report.figure.moved"), n(moved)},
		{l.T("report.figure.tasks"), n(m.done)},
		{l.T("report.figure.events"), n(len(m.events))},
	}
	if m.came.People > 0 {
		facts = append(facts, Fact{l.T("report.figure.people"), n(m.came.People)}, Fact{l.T("report.figure.organisations"), n(m.came.Organisations)})
	}
	return Section{Title: l.T("report.content.figures"), Facts: facts}
}

func (m material) goals(l *i18n.Locale) Section {
	s := Section{Title: l.T("report.content.goals")}
	for _, g := range m.plan.Goals {
		s.Facts = append(s.Facts, Fact{l.T("report.content.goal", g.Number), g.Title})
	}
	return s
}

// valid lists the approved plans that the report measures by.
func (m material) valid(l *i18n.Locale) Section {
	s := Section{Title: l.T("report.content.baselines"), Text: l.T("report.content.no_baseline")}
	if len(m.baselines) == 0 {
		return s
	}
	s.Text = l.T("report.content.measured_by", m.baselines[0].Name, day(l, m.baselines[0].ApprovedOn))
	s.Table = &Table{Header: []string{l.T("report.column.baseline"), l.T("report.column.approved_on"), l.T("report.column.document_number"), l.T("report.column.reason")}}
	for _, b := range m.baselines {
		s.Table.Rows = append(s.Table.Rows, []string{b.Name, day(l, b.ApprovedOn), b.DocumentNumber, b.Reason})
	}
	return s
}

// overview has one row for each milestone; it is also the file.
func (m material) overview(l *i18n.Locale) Section {
	s := Section{Title: l.T("report.content.overview")}
	table := Table{}
	for _, column := range []string{"number", "milestone", "planned", "forecast", "actual", "slip", "state"} {
		table.Header = append(table.Header, l.T("report.column."+column))
	}
	for _, p := range m.plan.Milestones() {
		d := m.dates(p)
		table.Rows = append(table.Rows, []string{
			p.Number, p.Title, d.Planned.Month().Slash(), d.Forecast.Month().Slash(), dash(day(l, d.Actual)), d.Words(l), l.T("workplan.state." + string(p.State)),
		})
	}
	if len(table.Rows) == 0 {
		s.Text = l.T("report.content.no_milestones")
		return s
	}
	s.Table = &table
	return s
}

func (m material) gone(l *i18n.Locale) Section {
	s := Section{Title: l.T("report.content.removed")}
	rows := m.removed()
	if len(rows) == 0 {
		return s
	}
	s.Table = &Table{Header: []string{l.T("report.column.number"), l.T("report.column.milestone"), l.T("report.column.planned")}}
	for _, row := range rows {
		s.Table.Rows = append(s.Table.Rows, []string{row.Number, row.Title, row.DueOn.Slash()})
	}
	return s
}

func (m material) held(l *i18n.Locale) Section {
	s := Section{Title: l.T("report.content.events")}
	if len(m.events) == 0 {
		s.Text = l.T("report.content.no_events")
		return s
	}
	s.Table = &Table{}
	for _, column := range []string{"event", "kind", "held_on", "people", "organisations"} {
		s.Table.Header = append(s.Table.Header, l.T("report.column."+column))
	}
	for _, e := range m.events {
		people, organisations := l.T("report.content.not_recorded"), "–"
		if came := m.turnout[e.ID]; came.People > 0 {
			people, organisations = l.Number(came.People), l.Number(came.Organisations)
		}
		s.Table.Rows = append(s.Table.Rows, []string{e.Title, l.T("event.kind." + string(e.Kind)), day(l, e.LastDay()), people, organisations})
	}
	return s
}

// milestone says everything about one: its dates, why it moved, what proves it, what was declared and what people wrote.
func (m material) milestone(l *i18n.Locale, p workplan.Progress) Milestone {
	d, text := m.dates(p), m.texts[p.ID]
	said := Milestone{
		ID: p.ID, Number: p.Number, Title: p.Title, Planned: d.Planned, Forecast: d.Forecast, Actual: d.Actual, Slip: d.Slip(),
		Facts: []Fact{
			{l.T("report.column.planned"), d.Planned.Month().Slash()},
			{l.T("report.column.forecast"), d.Forecast.Month().Slash()},
			{l.T("report.column.actual"), dash(day(l, d.Actual))},
			{l.T("report.column.slip"), d.Words(l)},
			{l.T("report.column.state"), l.T("workplan.state." + string(p.State))},
		},
	}
	for _, part := range []Part{
		{Title: l.T("report.content.moves"), List: moved(l, m.moves[p.ID])},
		{Title: l.T("report.content.other_moves"), List: moved(l, m.others[p.ID])},
		{Title: l.T("report.content.evidence"), List: evidence(l, p)},
		{Title: l.T("report.content.declared"), Text: declared(l, p)},
		{Title: l.T("report.content.milestone_deviation"), Text: text.Deviation},
		{Title: l.T("report.content.milestone_outlook"), Text: text.Outlook},
	} {
		if part.Text != "" || len(part.List) > 0 {
			said.Parts = append(said.Parts, part)
		}
	}
	return said
}

// moved says when the deadline was moved, and why.
func moved(l *i18n.Locale, moves []workplan.Move) []string {
	var said []string
	for _, move := range moves {
		how := workplan.Dates{Planned: move.From, Forecast: move.To}.Words(l)
		said = append(said, l.T("report.content.move", l.Day(move.MovedAt.In(l.Zone())), move.From.Month().Slash(), move.To.Month().Slash(), how, move.Reason))
	}
	return said
}

// evidence says how far each condition of the rule is: "4 von 6. Es fehlen: …".
func evidence(l *i18n.Locale, p workplan.Progress) []string {
	var said []string
	for _, c := range p.Standing {
		text := check(l, c)
		switch {
		case c.Fulfilled():
			text = l.T("report.content.fulfilled", text, day(l, c.On))
		case len(c.Missing) > 0:
			var names []string
			for _, proof := range c.Missing {
				names = append(names, proof.Title)
			}
			text = l.T("report.content.missing", text, strings.Join(names, ", "))
		}
		said = append(said, text)
	}
	return said
}

func check(l *i18n.Locale, c workplan.Check) string {
	key := "workplan.check." + string(c.Source)
	switch {
	case c.Total == 0:
		return l.T(key + ".none")
	case c.Kind != "":
		return l.T(key+".of", l.T("document.kind."+string(c.Kind)), c.Done, c.Total)
	}
	return l.T(key, c.Done, c.Total)
}

// declared says what the lead declared against the rule or without one; by whom stays in the trail.
func declared(l *i18n.Locale, p workplan.Progress) string {
	m := p.Milestone
	if !m.Declared() {
		return ""
	}
	rule := l.T("workplan.declared.rule_open")
	if on := p.Standing.On(); on != "" {
		rule = l.T("workplan.declared.rule_met", day(l, on))
	} else if m.Rule == "" {
		rule = ""
	}
	said := l.T("report.content.declared_open", day(l, m.DeclaredOn), m.KeptOpenReason)
	if m.Complete() {
		said = l.T("report.content.declared_reached", day(l, m.CompletedOn), m.CompletedReason)
	}
	return strings.TrimSpace(rule + " " + said)
}

// dash stands for what is not there.
func dash(said string) string {
	if said == "" {
		return "–"
	}
	return said
}
