package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"strings"

	"github.com/xuri/excelize/v2"
)

const (
	maxUnpacked = 256 << 20 // octets of all parts of a workbook
	maxInMemory = 16 << 20  // octets of one part; a larger one is unpacked to a temporary file
	maxParts    = 2000
)

// workbookText returns the first sheet that has cells.
func workbookText(raw []byte) (text string, err error) {
	if err := inspect(raw); err != nil {
		return "", err
	}
	book, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{
		UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxInMemory, ShortDatePattern: "dd.mm.yyyy",
	})
	if err != nil {
		return "", refuse(Damaged, err)
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	for _, name := range book.GetSheetList() {
		if text, err = sheetText(book, name); text != "" || err != nil {
			return text, err
		}
	}
	return "", nil
}

// inspect looks at the workbook's parts before anything is unpacked. The sizes it trusts are enforced while unpacking:
// a part that is longer than it says is damaged.
func inspect(raw []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return refuse(Damaged, err)
	}
	var unpacked uint64
	isWorkbook := false
	for _, part := range archive.File {
		unpacked += min(part.UncompressedSize64, maxUnpacked+1)
		name := strings.ToLower(part.Name)
		switch {
		case strings.HasSuffix(name, "vbaproject.bin"):
			return refuse(Macros, nil)
		case strings.HasPrefix(name, "xl/workbook"):
			isWorkbook = true
		}
	}
	switch {
	case unpacked > maxUnpacked || len(archive.File) > maxParts:
		return refuse(Bomb, nil)
	case !isWorkbook:
		return refuse(NoText, nil)
	}
	return nil
}

// sheetText writes a sheet row by row; blank rows become blank lines, so that lines keep their numbers.
func sheetText(book *excelize.File, name string) (text string, err error) {
	rows, err := book.Rows(name)
	if err != nil {
		var none excelize.ErrSheetNotExist
		if errors.As(err, &none) {
			return "", nil // a chart sheet
		}
		return "", refuse(Damaged, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma = ';'
	filled := false
	for blank := 0; rows.Next(); {
		cells, err := rows.Columns()
		if err != nil {
			return "", refuse(Damaged, err)
		}
		if cells = shown(cells); cells == nil {
			blank++
			continue
		}
		w.Flush()
		if blank > MaxBytes || out.Len() > MaxBytes {
			return "", tooLarge()
		}
		out.WriteString(strings.Repeat("\n", blank))
		blank, filled = 0, true
		if err := w.Write(cells); err != nil {
			return "", err
		}
	}
	if err := rows.Error(); err != nil {
		return "", refuse(Damaged, err)
	}
	w.Flush()
	if !filled {
		return "", w.Error()
	}
	return out.String(), w.Error()
}

// shown makes each cell one line and drops empty ones at the end; nil when none is left.
func shown(cells []string) []string {
	last := 0
	for i, cell := range cells {
		cells[i] = OneLine(cell)
		if cells[i] != "" {
			last = i + 1
		}
	}
	if last == 0 {
		return nil
	}
	return cells[:last]
}
