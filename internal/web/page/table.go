package page

import (
	"bytes"
	"strings"

	"rundertisch/internal/sheet"
)

// Table answers with a table to save, in the format that the address asks for: .xlsx at its end or format=xlsx for a
// workbook, CSV otherwise. The name is the file's, without ending.
func (r *Request) Table(name string, source sheet.Source) error {
	format := sheet.CSV
	if strings.HasSuffix(r.Ctx.Path(), ".xlsx") || r.Query("format") == string(sheet.XLSX) {
		format = sheet.XLSX
	}
	var out bytes.Buffer
	if err := sheet.Write(&out, format, source); err != nil {
		return err
	}
	return r.Attachment(name+"."+string(format), format.MediaType(), out.Bytes())
}
