package workplan

import (
	"regexp"
	"strconv"
	"strings"

	"rundertisch/internal/sheet"
)

var (
	goalNumber      = regexp.MustCompile(`^\d{1,4}$`)
	milestoneNumber = regexp.MustCompile(`^\d{1,4}(\.\d{1,4}){1,3}$`)
)

// cleanNumber returns the form in which a number is stored: without blanks and without the closing dot of "1.".
func cleanNumber(s string) string {
	return strings.TrimSuffix(strings.ReplaceAll(sheet.OneLine(s), " ", ""), ".")
}

// compareNumbers orders plan numbers by their parts: 1.9, 1.10, 2.1.
func compareNumbers(a, b string) int {
	left, right := strings.Split(a, "."), strings.Split(b, ".")
	for i := 0; i < len(left) && i < len(right); i++ {
		m, _ := strconv.Atoi(left[i])
		n, _ := strconv.Atoi(right[i])
		if m != n {
			return m - n
		}
	}
	return len(left) - len(right)
}
