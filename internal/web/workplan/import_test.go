package workplanweb_test

import (
	"bytes"
	"net/url"
	"os"
	"strings"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/sheet"
)

func workbook(t *testing.T, header []string, rows ...[]string) []byte {
	t.Helper()
	var out bytes.Buffer
	err := sheet.Write(&out, sheet.XLSX, sheet.Source{Name: "Plan", Header: header, Rows: sheet.Of(rows, func(row []string) []string { return row })})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAWorkbookBecomesThePlan(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		o.Get(at(o, "plan", "import"))
		file := workbook(t, []string{"Nr.", "Ziel", "Umsetzung bis"}, []string{"1.", "Datenbasis"}, []string{"1.1", "Erhebung; Auswertung", "03/2022"})
		o.Upload("main form", "file", "plan.csv", file).Status(200).Has(".rt-lead", "Neu: 2").Has("td", "Erhebung; Auswertung")
		o.Submit("main form", nil).Status(303)
		o.Follow().Has("tr", "1.1 Erhebung; Auswertung 03/2022")
		o.Get(at(o, "plan", "import"))
		o.Upload("main form", "file", "plan.xlsx", file[:200]).Status(422).Has("[role=alert] li", "Die Arbeitsmappe ist beschädigt")
	})
}

func TestThePlanOfAWebPageIsPasted(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../workplan/testdata/county-page.txt")
	if err != nil {
		t.Fatal(err)
	}
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		o.Get(at(o, "plan", "import"))
		o.Submit("main form", url.Values{"text": {string(page)}}).Status(200).
			Has(".rt-lead", "Neu: 8, geändert: 0, unverändert: 0").Has("td", "in der Sozialplanungskonferenz; Beratung über Handlungsoptionen beraten.")
		o.Submit("main form", nil).Status(303)
		o.Follow().Has("tr", "2.3 Verantwortlichkeiten für die Koordinierung").Has("tr", "10/2024")
	})
}

func TestTasksAreImportedFromAPage(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, _ := loaded(t, s)
		o.Get(at(o, "plan")).Has("a", "Aufgaben importieren")
		o.Get(at(o, "plan", "tasks", "import")).Status(200)
		file := workbook(t, []string{"Arbeitsbaustein", "Aufgabe", "Stand"}, []string{"1.9", "Fragebogen versenden", "in Arbeit"})
		o.Upload("main form", "file", "aufgaben.xlsx", file).Status(200).Has(".rt-lead", "1 neu, 0 geändert").Has("tr", "Fragebogen versenden 2 1.9 In Arbeit Neu")
		o.Submit("main form", nil).Status(303)
		o.Follow().Has(".rt-flash", "Die Aufgaben sind importiert.").Has("tr", "0 von 1")
		o.Get(at(o, "plan", "tasks", "import"))
		o.Submit("main form", url.Values{"text": {"Nr.;Aufgabe\n9.9;Nirgends\n"}}).Status(422).
			Has("[role=alert] li", "Zeile 2, Spalte milestone: Einen Arbeitsbaustein mit der Nummer „9.9“ gibt es im Plan nicht.").HasNot("button", "Aufgaben übernehmen")
		o.Get(at(o, "plan", "tasks", "import"))
		o.Submit("main form", nil).Status(422).Has(".kern-error", "Bitte wählen Sie eine Datei")
		csv := o.Get(at(o, "plan", "tasks.csv")).Status(200)
		if want := "\uFEFFArbeitsbaustein;Aufgabe;Beschreibung;Zuständig;Person aus dem Verzeichnis;Vertretung;Beginnt am;Fällig am;Stand\r\n1.9;Fragebogen versenden;;;;;;;In Arbeit\r\n"; csv.Body != want {
			t.Errorf("%q, want %q", csv.Body, want)
		}
	})
}

func TestThePlanIsSavedAsAWorkbook(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, _ := loaded(t, s)
		page := o.Get(at(o, "plan.xlsx")).Status(200)
		table, err := sheet.Read(strings.NewReader(page.Body), 10)
		if err != nil || len(table.Rows) != 5 || table.Rows[1].Cells[2] != "Erhebung" {
			t.Errorf("%+v, %v", table, err)
		}
		if !strings.Contains(page.Header.Get("Content-Disposition"), "arbeitsplan.xlsx") {
			t.Errorf("%q", page.Header.Get("Content-Disposition"))
		}
	})
}

func TestALargeFileIsTaken(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, _ := loaded(t, s)
		big := []byte(plan + strings.Repeat("\n", 8<<20))
		o.Get(at(o, "plan", "import"))
		o.Upload("main form", "file", "plan.csv", big).Status(200).Has(".rt-lead", "Die Datei stimmt mit dem Plan überein.")
	})
}
