// Package sheet reads and writes tables as people send and open them: CSV in the dialects of German and English
// spreadsheets, and Excel workbooks (XLSX). What a file is, its content decides and never its name.
//
// Reading goes in two steps. Text turns whatever was sent into UTF-8 text, a workbook's first sheet that has
// cells into semicolon-separated lines that keep their numbers; the text can be kept and read again. Parse makes a
// table of it: headings and numbered rows; a Reader gives the rows of a long one singly. Cells of a workbook are read as they are shown, dates as 31.03.2022.
//
// What cannot be read is refused with an *Error that says why: too large, locked by a password, the format of Excel 97,
// macros inside, blown up or damaged. A workbook is measured before it is unpacked.
//
// Writing takes rows from an iterator, so that a long list is never held as a whole. Every cell is text; in CSV an
// apostrophe stands before what a spreadsheet would take for a formula, and reading takes it away again.
package sheet
