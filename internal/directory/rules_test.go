package directory_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/sheet"
)

func faultsOf(err error) []string {
	var all []string
	for _, f := range fault.Fields(err) {
		all = append(all, f.Name+" "+f.Key)
	}
	return all
}

func TestOrganisationRules(t *testing.T) {
	t.Parallel()
	good := directory.Organisation{Name: "Amtsgericht", Kind: directory.KindCourt}
	for name, c := range map[string]struct {
		edit func(o *directory.Organisation)
		want []string
	}{
		"name and kind are enough":               {func(*directory.Organisation) {}, nil},
		"a name is needed":                       {func(o *directory.Organisation) { o.Name = " " }, []string{"name fault.required"}},
		"a name has 200 characters":              {func(o *directory.Organisation) { o.Name = strings.Repeat("ß", 200) }, nil},
		"a name of 201 characters is too long":   {func(o *directory.Organisation) { o.Name = strings.Repeat("ß", 201) }, []string{"name fault.too_long"}},
		"the kind is one of the list":            {func(o *directory.Organisation) { o.Kind = "club" }, []string{"kind fault.choice"}},
		"the municipality is one of the list":    {func(o *directory.Organisation) { o.AGS = "09162000" }, []string{"municipality fault.choice"}},
		"a municipality of the county":           {func(o *directory.Organisation) { o.AGS = "16064046" }, nil},
		"a website has http or https":            {func(o *directory.Organisation) { o.Website = "http://gericht.example.org/a?b=c" }, nil},
		"a website without scheme is refused":    {func(o *directory.Organisation) { o.Website = "gericht.example.org" }, []string{"website fault.url"}},
		"a script is no website":                 {func(o *directory.Organisation) { o.Website = "javascript:alert(1)" }, []string{"website fault.url"}},
		"the e-mail address must be an address":  {func(o *directory.Organisation) { o.Email = "post" }, []string{"email mail.address.invalid"}},
		"every wrong field is told at once":      {func(o *directory.Organisation) { o.Name, o.Website = "", "ftp://x" }, []string{"name fault.required", "website fault.url"}},
		"a telephone number is not an essay":     {func(o *directory.Organisation) { o.Phone = strings.Repeat("1", 51) }, []string{"phone fault.too_long"}},
		"a postcode is not a paragraph":          {func(o *directory.Organisation) { o.Postcode = strings.Repeat("1", 51) }, []string{"postcode fault.too_long"}},
		"a town has no more than 200 characters": {func(o *directory.Organisation) { o.Town = strings.Repeat("x", 201) }, []string{"town fault.too_long"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := good
			c.edit(&o)
			if diff := cmp.Diff(c.want, faultsOf(o.Validate())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPersonRules(t *testing.T) {
	t.Parallel()
	good := directory.Person{Family: "Weiß", Lang: "de", Source: "Visitenkarte"}
	for name, c := range map[string]struct {
		edit func(p *directory.Person)
		want []string
	}{
		"family name, language and source are enough": {func(*directory.Person) {}, nil},
		"the source must be said":                     {func(p *directory.Person) { p.Source = "" }, []string{"source fault.required"}},
		"a family name is needed":                     {func(p *directory.Person) { p.Family, p.Given = "", "Jana" }, []string{"family fault.required"}},
		"the language is German or English":           {func(p *directory.Person) { p.Lang = "fr" }, []string{"lang fault.choice"}},
		"the address must be one that mail can go to": {func(p *directory.Person) { p.Email = "jörg@example.org" }, []string{"email mail.address.invalid"}},
		"the address must be one plain address":       {func(p *directory.Person) { p.Email = "Jana <jana@example.org>" }, []string{"email mail.address.invalid"}},
		"valid on a single day":                       {func(p *directory.Person) { p.ValidFrom, p.ValidTo = "2027-03-10", "2027-03-10" }, nil},
		"the end does not lie before the beginning":   {func(p *directory.Person) { p.ValidFrom, p.ValidTo = "2027-03-10", "2027-03-09" }, []string{"valid_to directory.person.ends_before_start"}},
		"a day that does not exist is refused":        {func(p *directory.Person) { p.ValidTo = "31.02.2027" }, []string{"valid_to fault.day"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := good
			c.edit(&p)
			if diff := cmp.Diff(c.want, faultsOf(p.Validate())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestStandingFollowsTheDay(t *testing.T) {
	t.Parallel()
	long := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		person directory.Person
		want   directory.Standing
	}{
		"without dates":             {directory.Person{}, directory.Current},
		"on the first day":          {directory.Person{ValidFrom: "2027-03-10"}, directory.Current},
		"the day before the first":  {directory.Person{ValidFrom: "2027-03-11"}, directory.Upcoming},
		"on the last day":           {directory.Person{ValidTo: "2027-03-10"}, directory.Current},
		"the day after the last":    {directory.Person{ValidTo: "2027-03-09"}, directory.Expired},
		"archived whatever the day": {directory.Person{ArchivedAt: &long}, directory.Archived},
	} {
		if got := c.person.StandingOn(date.Date("2027-03-10")); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestTheDirectoryIsKeptByCoordinationAndAbove(t *testing.T) {
	t.Parallel()
	for _, role := range account.Roles() {
		may := role != account.MinuteTaker && role != account.Auditor
		if directory.MayKeep(account.Actor{WorkspaceID: "w", Roles: []account.Role{role}}) != may {
			t.Errorf("%s: want %v", role, may)
		}
	}
	for name, actor := range map[string]account.Actor{
		"without a role": {WorkspaceID: "w"}, "without a workspace": {Roles: account.Roles()}, "nobody": {},
	} {
		if directory.MayKeep(actor) {
			t.Errorf("%s is let in", name)
		}
	}
}

func TestMunicipalitiesAreTheCountysTwentyFive(t *testing.T) {
	t.Parallel()
	if n := len(directory.Municipalities()); n != 25 {
		t.Errorf("%d municipalities", n)
	}
	if got := directory.MunicipalityName("16064003"); got != "Bad Langensalza, Stadt" {
		t.Errorf("16064003 is %q", got)
	}
}

// TestExportsAreReadAgain writes in both languages what must come back as it was, formula signs included.
func TestExportsAreReadAgain(t *testing.T) {
	catalogue, err := i18n.Load()
	must(t, err)
	each(t, func(t *testing.T, p place) {
		ctx := t.Context()
		for n, kind := range directory.Kinds() {
			p.organisation(t, "=Summe("+string(rune('A'+n))+"); \"Söhne\"", kind)
		}
		first, err := p.AllOrganisations(ctx, p.ours, directory.Filter{})
		must(t, err)
		_, err = p.AddPerson(ctx, p.ours, directory.Person{
			Title: "Dr.", Given: "-Jana", Family: "Größler", Phone: "+49 3601 80", Lang: "en", Source: "@Liste", Email: "jana@example.org",
			ValidFrom: "2027-01-01", ValidTo: "2027-12-31", OrganisationID: directory.Ref(first[0].ID), Function: "'Quote'",
		})
		must(t, err)
		persons, err := p.AllPersons(ctx, p.ours, directory.Filter{})
		must(t, err)
		for _, lang := range i18n.Languages() {
			say := catalogue.Locale(lang, time.UTC).T
			wantUnchanged(t, p, directory.ImportOrganisations, first, say)
			wantUnchanged(t, p, directory.ImportPersons, persons, say)
		}
	})
}

func wantUnchanged[T any](t *testing.T, p place, kind directory.ImportKind, rows []T, say directory.Say) {
	t.Helper()
	var source sheet.Source
	switch rows := any(rows).(type) {
	case []directory.Organisation:
		source = directory.OrganisationsTable(rows, say)
	case []directory.Person:
		source = directory.PersonsTable(rows, say)
	}
	for _, format := range sheet.Formats() {
		raw := written(t, format, source)
		_, plan := p.preview(t, kind, string(raw))
		if plan.Count(directory.RowDuplicate) != len(rows) {
			t.Errorf("%s as %s come back as %q: %+v", kind, format, states(plan), plan.Rows[0])
		}
	}
	raw := written(t, sheet.CSV, source)
	if !slices.Equal(raw[:3], []byte{0xEF, 0xBB, 0xBF}) || strings.Contains(string(raw), ";=") || strings.Contains(string(raw), ";+") {
		t.Errorf("not safe for spreadsheets: %q", raw)
	}
	empty := written(t, sheet.CSV, directory.Template(kind, say))
	if fields := faultsOf(upload(p, kind, string(empty))); !slices.Equal(fields, []string{"file sheet.fault.empty"}) {
		t.Errorf("the template is not understood: %v", fields)
	}
}

func written(t *testing.T, format sheet.Format, source sheet.Source) []byte {
	t.Helper()
	var out bytes.Buffer
	must(t, sheet.Write(&out, format, source))
	return out.Bytes()
}

func upload(p place, kind directory.ImportKind, file string) error {
	_, err := p.Upload(context.Background(), p.ours, kind, "x.csv", "", strings.NewReader(file))
	return err
}
