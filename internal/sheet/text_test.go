package sheet_test

import (
	"testing"

	"rundertisch/internal/sheet"
)

func TestTextBecomesOneLine(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"  eins\r\nzwei\t drei ": "eins zwei drei",
		"a\u0000b\u0085c":        "ab c",
		"\n\n":                   "",
		"ohne\u2028Bruch":        "ohne Bruch",
		"schon eine Zeile":       "schon eine Zeile",
		"Jana\u202E neßörG":      "Jana neßörG",
		"Sil\u00ADbe\u200B":      "Silbe",
		"می\u200Cخواهم":          "می\u200Cخواهم",
	} {
		if got := sheet.OneLine(in); got != want {
			t.Errorf("OneLine(%q) = %q, want %q", in, got, want)
		}
	}
}
