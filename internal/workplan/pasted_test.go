package workplan

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"
)

//go:embed testdata/county-page.txt
var countyPage string

// countyPlan is the plan on the county's page.
var countyPlan = []string{
	"1  Der Landkreis verfügt über eine solide Datenbasis und umfassende Kenntnisse als Entscheidungsgrundlage für kommunale Steuerung in der Wohnungslosenhilfe. ",
	"1.1 1 Erhebung von statistischen Daten bei Kommunen, lokalen Wohnungsmarktakteuren und der Gerichtsbarkeit 2022-03",
	"1.2 1 Experteninterviews mit Akteuren in der Wohnungslosenhilfe bzw. mit Schnittmengen zur Wohnungslosenhilfe 2022-03",
	"1.3 1 Pflege und Weiterentwicklung des Monitoringverfahrens zur kommunalen Sozial- und Bildungsberichterstattung im Unstrut-Hainich-Kreis 2022-10",
	"2  Die Kreisverwaltung arbeitet interdisziplinär und koordiniert die Zusammenarbeit mit den lokalen Akteuren für mehr chancengerechte Teilhabe im Unstrut-Hainich-Kreis ",
	"2.1 2 Präsentation der Ergebnisse der Bestandsanalyse im Kontext der lokalen Wohnungslosenhilfe in der Sozialplanungskonferenz; Beratung über Handlungsoptionen beraten. 2022-08",
	"2.2 2 Veranstaltung einer Fachtagung zur Entwicklung eines integrierten Gesamthilfesystems mit lokalen Akteuren der Wohnungslosenhilfe 2024-03",
	"2.3 2 Verantwortlichkeiten für die Koordinierung der Vernetzung lokaler Akteure im Kontext der Wohnungslosenhilfe sind geregelt 2024-10",
}

// asTabs is the page's table as a browser copies it: a line per row, cells between tabs.
func asTabs(page string) string {
	filled := strings.FieldsFunc(page, func(r rune) bool { return r == '\n' })
	var out strings.Builder
	for _, line := range filled {
		line = strings.Trim(line, " \u00a0")
		switch {
		case pastedNumber.MatchString(line):
			out.WriteString("\n" + line)
		case line != "":
			out.WriteString(" \t" + line)
		}
	}
	return out.String()
}

func TestThePastedTableOfAWebPageBecomesThePlan(t *testing.T) {
	t.Parallel()
	around := "Am 01.11.2020 startete das Projekt.\n\n" + countyPage + "\nAm 27.01.2016 veranstaltete das Landratsamt eine Fachtagung.\n25 Gemeinden\n"
	table, _, _ := strings.Cut(countyPage, "Erste Ergebnisse")
	oneLine := strings.ReplaceAll(asTabs(table), "\t", " ")
	for name, text := range map[string]string{
		"line by line": countyPage, "with text around": around, "Windows line ends": strings.ReplaceAll(countyPage, "\n", "\r\n"),
		"cells between tabs": asTabs(countyPage), "a row in a line": oneLine,
	} {
		p := compare(text, nil, nil, nil)
		var got []string
		for _, r := range p.Rows {
			got = append(got, fmt.Sprintf("%s %s %s %s", r.Number, r.Parent, r.Title, r.DueOn()))
		}
		if strings.Join(got, "\n") != strings.Join(countyPlan, "\n") || !p.OK() {
			t.Errorf("%s:\n%s\n%+v", name, strings.Join(got, "\n"), p.Problems)
		}
	}
}

func TestAProblemInAPastedTableIsSaidAtItsLine(t *testing.T) {
	t.Parallel()
	p := compare("Nr.\nZiel\n\n1.\nDatenbasis\n\n1.1\nErhebung\n03/2022\n\n1.1\nGespräche\n13/2022\n", nil, nil, nil)
	var got []string
	for _, problem := range p.Problems {
		got = append(got, problem.place()+" "+problem.Key)
	}
	if want := "11:due workplan.import.month, 11:number workplan.import.number_twice"; strings.Join(got, ", ") != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestTextWithoutNumbersAndMonthsIsNoPlan(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"Am 01.11.2020 startete das Projekt.", "1.\n2.\n03/2022\n", "1. Ziel\n2. Ziel\n", "Nachname;Ort\nWeiß;Körner\n"} {
		if p := compare(text, nil, nil, nil); p.OK() {
			t.Errorf("%q became %+v", text, p.Rows)
		}
	}
}
