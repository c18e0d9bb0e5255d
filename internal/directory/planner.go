package directory

import (
	"slices"

	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// planner compares a file with the directory, part by part; see the package comment for what counts as the same. What it
// knows of the directory is what the rows of the part may meet.
type planner struct {
	kind   ImportKind
	source string // for rows that do not say where their data came from
	table  table

	organisations map[string][]Organisation // by folded name
	byAddress     map[string][]Person       // by address and name
	byPlace       map[string][]Person       // by name and organisation
	byName        map[string][]Person       // by folded name
	similar       similar                   // all organisations by what their name comes down to

	made      map[string][]Organisation // by folded name: named by rows above, not in the directory before
	fresh     []Organisation            // made by the last part
	addresses map[string]string         // name of somebody who uses the address
	firstLine map[string]int            // line that took a key or an entry of the directory first
}

func newPlanner(kind ImportKind, source string, t table, organisations similar) *planner {
	return &planner{
		kind: kind, source: source, table: t, similar: organisations, made: map[string][]Organisation{},
		addresses: map[string]string{}, firstLine: map[string]int{},
	}
}

// know forgets what the part before could meet.
func (p *planner) know(k known) {
	p.organisations = map[string][]Organisation{}
	p.byAddress, p.byPlace, p.byName = map[string][]Person{}, map[string][]Person{}, map[string][]Person{}
	stored := map[string]bool{}
	for _, o := range k.organisations {
		stored[o.ID] = true
		p.organisations[o.NameKey] = append(p.organisations[o.NameKey], o)
	}
	for key, made := range p.made {
		for _, o := range made {
			if !stored[o.ID] {
				p.organisations[key] = append(p.organisations[key], o)
			}
		}
	}
	for _, person := range k.persons {
		if person.EmailKey != "" {
			p.byAddress[addressKey(person)] = append(p.byAddress[addressKey(person)], person)
			if p.addresses[person.EmailKey] == "" {
				p.addresses[person.EmailKey] = person.Name()
			}
		}
		p.byPlace[placeKey(person)] = append(p.byPlace[placeKey(person)], person)
		p.byName[person.NameKey] = append(p.byName[person.NameKey], person)
	}
}

func addressKey(p Person) string { return "address\x00" + p.EmailKey + "\x00" + p.NameKey }

func placeKey(p Person) string { return "place\x00" + string(p.OrganisationID) + "\x00" + p.NameKey }

// part plans the rows of a part, with what know was told.
func (p *planner) part(records []record) []Row {
	rows := make([]Row, len(records))
	p.fresh = nil
	for i, rec := range records {
		row := &rows[i]
		row.Line = rec.line
		if p.kind == ImportPersons {
			p.planPerson(row, rec)
		} else {
			p.planOrganisation(row, rec)
		}
		p.inColumnOrder(row.Problems)
	}
	return rows
}

// problem notes what is wrong in a cell, once per field.
func (p *planner) problem(row *Row, field, key string, args ...any) {
	said := func(other Problem) bool { return other.Field == field }
	if !slices.ContainsFunc(row.Problems, said) {
		column := p.table.heading(p.kind, field)
		row.Problems = append(row.Problems, Problem{Column: column, Field: field, Key: key, Args: args})
	}
	row.State = RowWrong
}

func (p *planner) inColumnOrder(problems []Problem) {
	order := Columns(p.kind)
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return slices.Index(order, a.Field) - slices.Index(order, b.Field)
	})
}

func (p *planner) reporter(row *Row) func(field, key string) {
	return func(field, key string) { p.problem(row, field, key) }
}

func (p *planner) problems(row *Row, err error, rename func(string) string) {
	for _, f := range fault.Fields(err) {
		if f.Key == "fault.required" {
			f.Key = "directory.import.fault.required"
		}
		p.problem(row, rename(f.Name), f.Key, f.Args...)
	}
}

// skip makes the row a duplicate unless it is wrong.
func (p *planner) skip(row *Row, key string, args ...any) {
	if row.State != RowWrong {
		row.State, row.Note = RowDuplicate, &Remark{Key: "directory.import.note." + key, Args: args}
	}
}

// claim notes that the row takes the keys; it returns the earlier line that took one of them, 0 for none.
func (p *planner) claim(line int, keys ...string) int {
	for _, key := range keys {
		if first := p.firstLine[key]; first != 0 {
			return first
		}
	}
	for _, key := range keys {
		p.firstLine[key] = line
	}
	return 0
}

// planOrganisation compares a row of a file of organisations.
func (p *planner) planOrganisation(row *Row, rec record) {
	names := organisationFieldsIn(p.kind)
	asTyped := rec.applyToOrganisation(Organisation{Kind: KindOther}, names, p.reporter(row)).normal()
	found, ambiguous := p.findOrganisation(asTyped)
	merged := asTyped
	if found.ID != "" {
		merged = rec.applyToOrganisation(found, names, func(string, string) {}).normal()
		merged.Name = spelling(found.Name, merged.Name)
		merged = merged.normal()
	}
	p.problems(row, merged.Validate(), names.column)
	row.Name, row.Place, row.Email, row.organisation = merged.Name, merged.place(), merged.Email, merged
	if row.State == RowWrong {
		return
	}
	row.TargetID = found.ID
	first := p.claim(row.Line, organisationKeys(merged)...)
	switch {
	case first != 0:
		p.skip(row, "in_file", first)
	case ambiguous:
		p.skip(row, "ambiguous")
	case found.Archived():
		p.skip(row, "archived")
	case found.ID == "":
		row.State = RowNew
		p.noteSimilarOrganisation(row, merged)
	default:
		p.compare(row, found.Field, merged.Field)
	}
}

func organisationKeys(o Organisation) []string {
	keys := []string{"organisation\x00" + o.NameKey + "\x00" + o.AGS}
	if o.ID != "" {
		keys = append(keys, "entry\x00"+o.ID)
	}
	return keys
}

func (o Organisation) place() string {
	if o.Town != "" {
		return o.Town
	}
	return o.Municipality()
}

// findOrganisation looks for the typed organisation in the directory: by name, and by municipality when the name
// stands there more than once or lies elsewhere.
func (p *planner) findOrganisation(typed Organisation) (found Organisation, ambiguous bool) {
	var fitting []Organisation
	for _, o := range p.organisations[typed.NameKey] {
		if typed.AGS == "" || o.AGS == "" || typed.AGS == o.AGS {
			fitting = append(fitting, o)
		}
	}
	exact := slices.IndexFunc(fitting, func(o Organisation) bool { return o.AGS == typed.AGS })
	switch {
	case len(fitting) == 0:
		return Organisation{}, false
	case exact >= 0:
		return fitting[exact], false
	case len(fitting) > 1:
		return Organisation{}, true
	}
	return fitting[0], false
}

// compare decides between changed and duplicate by the fields of the file's kind.
func (p *planner) compare(row *Row, before, after func(field string) string) {
	for _, field := range Columns(p.kind) {
		if b, a := before(field), after(field); b != a {
			row.Changes = append(row.Changes, Difference{Field: field, Before: b, After: a})
		}
	}
	if len(row.Changes) == 0 {
		p.skip(row, "same")
		return
	}
	row.State = RowChanged
}

// newOrganisation keeps an organisation that rows of persons name and the directory lacks.
func (p *planner) newOrganisation(o Organisation) Organisation {
	o.ID = id.New()
	p.organisations[o.NameKey] = append(p.organisations[o.NameKey], o)
	p.made[o.NameKey] = append(p.made[o.NameKey], o)
	p.fresh = append(p.fresh, o)
	return o
}
