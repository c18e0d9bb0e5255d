package demo

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"rundertisch/internal/account"
	"rundertisch/internal/document"
	"rundertisch/internal/event"
	"rundertisch/internal/files"
	"rundertisch/internal/workplan"
)

// paper is a sample document.
type paper struct {
	title, description string
	kind               document.Kind
	language           string
	of                 []document.Subject
	name               string
	contents           []byte
	next               []byte // of a second version
}

// seedDocuments attaches sample documents to milestones, tasks and events of the follow-up.
func (c *county) seedDocuments(ctx context.Context) error {
	actor := c.actor(c.followUp)
	of, err := c.papersOf(ctx, actor)
	if err != nil {
		return err
	}
	for n, p := range c.papers(of) {
		c.back(26 - 3*n)
		d, err := c.Documents.Add(ctx, actor, document.Details{
			Title: p.title, Description: p.description, Kind: p.kind, Language: p.language, Subjects: p.of,
		}, upload(p.name, p.contents), "")
		if err != nil {
			return fmt.Errorf("document %q: %w", p.title, err)
		}
		if p.next == nil {
			continue
		}
		c.later(8)
		if _, err := c.Documents.Replace(ctx, actor, d.ID, upload(p.name, p.next)); err != nil {
			return fmt.Errorf("document %q: %w", p.title, err)
		}
	}
	return nil
}

func upload(name string, contents []byte) files.Upload {
	return files.Upload{Name: name, Size: int64(len(contents)), Content: bytes.NewReader(contents)}
}

// papersOf finds what the documents belong to: milestones by number, the task of the room plan, events by kind.
func (c *county) papersOf(ctx context.Context, actor account.Actor) (map[string]document.Subject, error) {
	of := map[string]document.Subject{}
	plan, err := c.Plan.Plan(ctx, actor)
	if err != nil {
		return nil, err
	}
	for _, m := range plan.Milestones() {
		of[m.Number] = document.Subject{Kind: document.Milestone, ID: m.ID}
	}
	tasks, err := c.Plan.Tasks(ctx, actor, workplan.TaskFilter{MilestoneID: of["2.2"].ID})
	if err != nil {
		return nil, err
	}
	for _, t := range tasks {
		if t.Title == roomPlan {
			of["task"] = document.Subject{Kind: document.Task, ID: t.ID}
		}
	}
	events, err := c.Events.List(ctx, actor)
	for _, e := range events {
		if e.Kind == event.Conference || e.Kind == event.Symposium {
			of[string(e.Kind)] = document.Subject{Kind: document.Event, ID: e.ID}
		}
	}
	return of, err
}

func (c *county) papers(of map[string]document.Subject) []paper {
	conference, symposium := of[string(event.Conference)], of[string(event.Symposium)]
	return []paper{
		{
			title: "Bestandsanalyse Wohnungsnotfälle: Kurzfassung", kind: document.Report, language: "de", of: []document.Subject{of["1.1"], of["2.1"], conference},
			description: "Die wichtigsten Zahlen auf einer Seite, Grundlage der Beratung in der Sozialplanungskonferenz.",
			name:        "Bestandsanalyse_Kurzfassung.pdf",
			contents: page("Bestandsanalyse Wohnungsnotfälle: Kurzfassung", "Entwurf für die Beratung. Alle Angaben sind Beispiele.", "",
				"23 von 25 Gemeinden haben Zahlen geliefert, zwei melden: nichts zu berichten.",
				"Die Gemeinden erfahren von drohenden Räumungen zu spät.", "Ambulante Begleitung gibt es nur in zwei Städten."),
			next: page("Bestandsanalyse Wohnungsnotfälle: Kurzfassung", "Fassung nach der Beratung. Alle Angaben sind Beispiele.", "",
				"25 von 25 Gemeinden haben Zahlen geliefert oder gemeldet: nichts zu berichten.",
				"Die Gemeinden erfahren von drohenden Räumungen zu spät.", "Ambulante Begleitung gibt es nur in zwei Städten.",
				"Vorschlag der Konferenz: ein gemeinsames Meldeblatt."),
		},
		{
			title: "Protokoll der Sozialplanungskonferenz", kind: document.Minutes, language: "de", of: []document.Subject{conference},
			description: "Verlauf, Ergebnisse der Arbeitsgruppen und Verabredungen.", name: "Protokoll_Sozialplanungskonferenz.pdf",
			contents: page("Protokoll der Sozialplanungskonferenz", "Ort: Puschkinhaus Mühlhausen, Großer Saal", "",
				"1. Begrüßung und Anlass", "2. Vorstellung der Bestandsanalyse", "3. Arbeitsgruppe A: Prävention von Wohnungsverlust",
				"4. Arbeitsgruppe B: Unterbringung und Weg in die eigene Wohnung", "5. Verabredungen und nächste Schritte"),
		},
		{
			title: "Leitfaden für die Interviews mit freien Trägern", kind: document.Material, language: "de", of: []document.Subject{of["1.2"]},
			name: "Interviewleitfaden.txt", contents: []byte("Leitfaden für Interviews mit freien Trägern\n\n" +
				"1. Wer wendet sich an Sie, und wie erfahren die Menschen von Ihnen?\n2. Was fehlt im Landkreis?\n3. Was wäre der erste Schritt?\n"),
		},
		{
			title: "Kennzahlen des Monitorings, Entwurf", kind: document.Figures, language: "de", of: []document.Subject{of["1.3"]},
			description: "Liste der Kennzahlen mit Quelle und Zeitraum für Fassung 2 des Monitoringverfahrens.", name: "Kennzahlen.csv",
			contents: []byte("\uFEFFKennzahl;Quelle;Zeitraum\r\nRäumungsklagen;Amtsgericht;Jahr\r\nMitteilungen nach § 22 Abs. 9 SGB II;Jobcenter;Quartal\r\n"),
		},
		{
			title: "Raumplan der Fachtagung", kind: document.Picture, language: "de", of: []document.Subject{of["task"], symposium},
			name: "Raumplan.png", contents: floorPlan(),
		},
		{
			title: "Worum es bei der Fachtagung geht", kind: document.Material, language: "de-simple", of: []document.Subject{symposium},
			description: "Informationen in Leichter Sprache.", name: "Fachtagung_Leichte_Sprache.pdf",
			contents: page("Worum es bei der Fachtagung geht", "Viele Menschen haben keine eigene Wohnung.", "Wir wollen das ändern.",
				"Wir reden bei der Fachtagung darüber.", "Sie können mitmachen."),
		},
	}
}

// page is a PDF of one page with a title and lines.
func page(title string, lines ...string) []byte {
	var text bytes.Buffer
	fmt.Fprintf(&text, "BT /F1 18 Tf 60 770 Td (%s) Tj /F1 11 Tf 0 -14 Td\n", latin(title))
	for _, line := range lines {
		fmt.Fprintf(&text, "0 -20 Td (%s) Tj\n", latin(line))
	}
	text.WriteString("ET")
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R /Lang (de) >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", text.Len(), text.String()),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
		fmt.Sprintf("<< /Title (%s) >>", latin(title)),
	}
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	table := fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for n, object := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", n+1, object)
	}
	start := out.Len()
	fmt.Fprintf(&out, "%strailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n", table, len(objects)+1, len(objects), start)
	return out.Bytes()
}

// latin writes a text in octets of Latin 1, as the sample PDF's font reads it.
func latin(text string) string {
	var out bytes.Buffer
	for _, r := range text {
		switch {
		case r == '(' || r == ')' || r == '\\':
			out.WriteByte('\\')
			out.WriteByte(byte(r))
		case r < 256:
			out.WriteByte(byte(r))
		default:
			out.WriteByte('?')
		}
	}
	return out.String()
}

// floorPlan draws four rooms around a hall.
func floorPlan() []byte {
	const width, height, wall = 480, 320, 4
	picture := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			shade := uint8(0xF4)
			if x < wall || y < wall || x >= width-wall || y >= height-wall || (x > 160 && x <= 160+wall) || (x > 320 && x <= 320+wall) ||
				((x < 160 || x > 320) && y > 160 && y <= 160+wall) {
				shade = 0x30
			}
			picture.SetGray(x, y, color.Gray{Y: shade})
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return nil // refused as an empty file where it is added
	}
	return out.Bytes()
}
