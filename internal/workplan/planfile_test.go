package workplan

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"rundertisch/internal/sheet"
)

const county = `number,parent,title,due
1.,,"Der Landkreis verfügt über eine solide Datenbasis",
1.1,1.,"Erhebung von statistischen Daten bei Kommunen, lokalen Wohnungsmarktakteuren und der Gerichtsbarkeit",03/2022
1.2,1.,Experteninterviews,03/2022
2.,,Die Kreisverwaltung arbeitet interdisziplinär,
2.1,2.,"Präsentation der Ergebnisse; Beratung",08/2022
`

func windows1252(t *testing.T, s string) string {
	t.Helper()
	out, err := charmap.Windows1252.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// compareFile is compare for a file as it is sent.
func compareFile(raw string, goals []Goal, milestones []Milestone) Preview {
	text, refused, err := readText(strings.NewReader(raw))
	if refused != nil || err != nil {
		return unreadablePreview(refused)
	}
	return compare(text, nil, goals, milestones)
}

func TestAPlanFileIsReadHoweverASpreadsheetWritesIt(t *testing.T) {
	t.Parallel()
	semicolons := "number;parent;title;due\r\n1.;;Datenbasis für alle;\r\n1.1;1.;\"Erhebung; groß\";03/2022\r\n;;;\r\n"
	for name, text := range map[string]string{
		"commas":                           county,
		"semicolons and Windows line ends": semicolons,
		"tabs, as pasted":                  "number\tparent\ttitle\tdue\n1\t\tDatenbasis\t\n1.1\t1\tErhebung\t2022-03\n",
		"byte order mark":                  "\uFEFF" + semicolons,
		"Windows-1252":                     windows1252(t, semicolons),
		"other column order and capitals":  "Due,Title,Parent,NUMBER\n,Datenbasis,,1\n03/2022,Erhebung,1,1.1\n",
		"milestone before its goal":        "number,parent,title,due\n1.1,1,Erhebung,03/2022\n1,,Datenbasis,\n",
		"empty cells at the end missing":   "number\tparent\ttitle\tdue\n1\t\tDatenbasis\n2\t\tZiel",
		"as an office names its columns":   "Nr.;Ziel;Umsetzung bis;\n1.;Datenbasis;;\n1.1;Erhebung;01.03.2022;\n1.2;Gespräche;Mar-22\n",
		"line break in a title":            "number,parent,title,due\n1,,\"Daten-\nbasis\",\n1.1,1,Erhebung,3/2022\n",
	} {
		p := compareFile(text, nil, nil)
		if !p.OK() || p.Count(RowNew) != len(p.Rows) || len(p.Rows) < 2 {
			t.Errorf("%s: %+v", name, p)
		}
		for _, r := range p.Rows {
			if strings.ContainsAny(r.Title, "\n\r\uFEFF") {
				t.Errorf("%s: title %q", name, r.Title)
			}
		}
	}
	p := compareFile(windows1252(t, semicolons), nil, nil)
	if p.Rows[0].Title != "Datenbasis für alle" || p.Rows[1].Title != "Erhebung; groß" || p.Rows[1].DueOn() != "2022-03" {
		t.Errorf("Windows-1252: %+v", p.Rows)
	}
}

func TestWhatIsWrongInAPlanFileIsSaidAtItsPlace(t *testing.T) {
	t.Parallel()
	const head = "number,parent,title,due\n"
	for name, c := range map[string]struct{ text, place, key string }{
		"month 13":                {head + "1,,Ziel,\n1.1,1,Titel,13/2022\n", "3:due", "workplan.import.month"},
		"a day for a month":       {head + "1,,Ziel,\n1.1,1,Titel,31.03.2022\n", "3:due", "workplan.import.month"},
		"no deadline":             {head + "1,,Ziel,\n1.1,1,Titel,\n", "3:due", "workplan.import.required"},
		"deadline at a goal":      {head + "1,,Ziel,03/2022\n", "2:due", "workplan.import.goal_due"},
		"number twice":            {head + "1,,Ziel,\n1.,,Anderes Ziel,\n", "3:number", "workplan.import.number_twice"},
		"number missing":          {head + ",,Ziel,\n", "2:number", "workplan.import.required"},
		"number with letters":     {head + "A1,,Ziel,\n", "2:number", "workplan.fault.goal_number"},
		"milestone without a dot": {head + "1,,Ziel,\n3,1,Titel,03/2022\n", "3:number", "workplan.fault.milestone_number"},
		"title missing":           {head + "1,, ,\n", "2:title", "workplan.import.required"},
		"title too long":          {head + "1,," + strings.Repeat("ä", 501) + ",\n", "2:title", "fault.too_long"},
		"parent unknown":          {head + "1,,Ziel,\n1.1,7,Titel,03/2022\n", "3:parent", "workplan.import.no_parent"},
		"parent is a milestone":   {head + "1,,Ziel,\n1.1,1,T,03/2022\n1.2,1.1,T,03/2022\n", "4:parent", "workplan.import.no_parent"},
		"unknown column":          {"number,parent,title,due,cost\n1,,Ziel,,5\n", "1", "workplan.import.unknown_column"},
		"column missing":          {"number,parent,due\n1,,\n", "1", "workplan.import.column_missing"},
		"column twice":            {"number,parent,title,title,due\n1,,Ziel,,\n", "1", "workplan.import.column_twice"},
		"too many cells":          {head + "1,,Ziel, und mehr,\n", "2", "workplan.import.width"},
		"quote not closed":        {head + "1,,\"Ziel,\n1.1,1,Titel,03/2022\n", "file", "sheet.fault.quotes"},
		"quote inside a cell":     {head + "1,,Ziel \"eins\",\n", "file", "sheet.fault.quotes"},
		"nothing at all":          {"", "file", "sheet.fault.empty"},
		"heading only":            {head, "file", "sheet.fault.empty"},
		"a picture":               {"\x89PNG\r\n\x1a\n\x00\x00", "file", "sheet.fault.no_text"},
		"bytes of no encoding":    {head + "1,,Ziel \x81\x8d,\n", "file", "sheet.fault.no_text"},
		"over 20 megabytes":       {head + strings.Repeat("1,,Ziel,\n", 5<<19), "file", "sheet.fault.too_large"},
		"over 10000 rows":         {head + strings.Repeat("1,,Ziel,\n", 10001), "file", "sheet.fault.rows"},
	} {
		p := compareFile(c.text, nil, nil)
		if len(p.Problems) != 1 || p.Problems[0].place() != c.place || p.Problems[0].Key != c.key {
			t.Errorf("%s: %+v, want %s at %s", name, p.Problems, c.key, c.place)
		}
		if p.Writes() || p.Err() == nil {
			t.Errorf("%s: would be written", name)
		}
	}
}

func TestAPreviewTellsNewChangedUnchangedAndKept(t *testing.T) {
	t.Parallel()
	goals := []Goal{{ID: "g1", Number: "1", Title: "Der Landkreis verfügt über eine solide Datenbasis"}, {ID: "g9", Number: "9", Title: "Altes Ziel"}}
	milestones := []Milestone{
		{ID: "m12", GoalID: "g1", Number: "1.2", Title: "Experteninterviews", DueOn: "2021-12"},
		{ID: "m910", GoalID: "g9", Number: "9.10", Title: "Alt", DueOn: "2021-12"},
		{ID: "m99", GoalID: "g9", Number: "9.9", Title: "Alt", DueOn: "2021-12"},
	}
	p := compareFile(county, goals, milestones)
	if !p.OK() || p.Count(RowNew) != 3 || p.Count(RowChanged) != 1 || p.Count(RowUnchanged) != 1 {
		t.Fatalf("%+v", p)
	}
	if was := p.Rows[2].Was; was != (Was{DueOn: "2021-12"}) {
		t.Errorf("1.2 was %+v", was)
	}
	if got := strings.Join(p.Kept, " "); got != "9. 9.9 9.10" {
		t.Errorf("kept %q", got)
	}
}

func TestADeadlineBeforeTheStoredStartIsRefused(t *testing.T) {
	t.Parallel()
	milestones := []Milestone{{ID: "m12", Number: "1.2", StartsOn: "2022-06", DueOn: "2022-12"}}
	p := compareFile(county, nil, milestones)
	if len(p.Problems) != 1 || p.Problems[0].Key != "workplan.import.before_start" || p.Problems[0].place() != "4:due" {
		t.Errorf("%+v", p.Problems)
	}
}

func TestCellsThatLookLikeFormulasAreGuardedAndReadBack(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+49 3601": "'+49 3601", "-Titel": "'-Titel", "@SUM(A1)": "'@SUM(A1)",
		"\t=1": "'=1", "Titel": "Titel", "1.1": "1.1", "": "", "Straße = Weg": "Straße = Weg", "eins\r\nzwei": "eins zwei",
	} {
		got := sheet.Guard(lines(in)[0])
		if got != want {
			t.Errorf("%q is written as %q, want %q", in, got, want)
		}
		if back := sheet.Unguard(got); back != sheet.OneLine(in) {
			t.Errorf("%q comes back as %q", in, back)
		}
	}
}

func FuzzAnyFileIsReadOrRefused(f *testing.F) {
	f.Add(county)
	f.Add("number;parent;title;due\n\"")
	f.Fuzz(func(t *testing.T, text string) {
		p := compareFile(text, nil, nil)
		if p.OK() && len(p.Rows) == 0 {
			t.Errorf("%q is neither read nor refused", text)
		}
	})
}
