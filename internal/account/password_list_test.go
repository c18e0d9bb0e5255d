package account

import (
	"slices"
	"strings"
	"testing"
)

func TestTheListOfCommonPasswordsIsLongAndSorted(t *testing.T) {
	t.Parallel()
	list := strings.Fields(commonPasswords)
	if len(list) < 3000 {
		t.Errorf("%d passwords, ASVS 5 asks for at least 3,000 that the rules would let pass", len(list))
	}
	if !slices.IsSorted(list) || len(slices.Compact(slices.Clone(list))) != len(list) {
		t.Error("the list is not sorted, or says something twice")
	}
	for _, line := range list {
		if len(line) != hashedChars {
			t.Fatalf("%q", line)
		}
	}
}
