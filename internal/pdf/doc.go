// Package pdf writes tagged PDF files: documents that a screen reader reads in order, with headings, tables and descriptions of
// pictures. It knows nothing of what the documents are about.
//
// A document is written from its beginning to its end:
//
//	d := pdf.New(pdf.Meta{Title: "Teilnahmeliste", Lang: "de", Foot: "Gefördert aus …"})
//	d.Heading(1, "Teilnahmeliste")
//	d.Paragraph("25.03.2027, Landratsamt")
//	d.Table(pdf.Table{Columns: …, Rows: …}) // cells wrap, the headings come again on each page
//	d.List([]pdf.Item{{Text: "Folien", URL: "https://…"}})
//	d.Picture(pdf.Photo{File: jpeg, Width: 640, Height: 480, Alt: "…"})
//	err := d.Write(w)
//
// What has its own place, such as a badge, is set with Page, Group, Text and Figure; lengths are millimetres from the upper left
// corner, sizes of letters are points.
//
// Everything visible is either in the structure tree (ISO 32000-1, 14.7) or an artifact: page numbers, repeated headings of a table
// and lines carry no meaning of their own. Title, language and "show the title" are set. What the package does not do is certify: a
// file is tagged, whether it is good to read is for people to say.
//
// The letters are Fira Sans, as on the pages, with every letter of the Latin, Greek and Cyrillic alphabets of Europe; only those in use
// are embedded. A letter it does not have is shown by its plain relative, or by a sign that says that one is missing.
package pdf
