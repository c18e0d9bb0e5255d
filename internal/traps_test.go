package internal_test

import (
	"go/ast"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// traps are what libraries and Go offer and the program must not use, with the reason.
var traps = map[string]string{
	"SetBulk":                  "go-mail: the header it sets keeps bounces from coming back",
	"WithDSN":                  "go-mail: every receiver's server would send a notice for every mail",
	"SetGenHeaderPreformatted": "go-mail: what people type would become headers",
	"FromFormat":               "go-mail: parses what people type; FromMailAddress encodes it",
	"AddToFormat":              "go-mail: parses what people type; ToMailAddress encodes it",
	"RecurrenceSet":            "go-ical: endless on hostile rules",
	"DateTime":                 "go-ical: trusts zones and forms of foreign text; readTime does not",
	"IP":                       "fiber: the leftmost X-Forwarded-For is whatever the browser sent; see page.Address",
	"ZoneBounds":               "time: may never end on 31 December of leap years after 2037; see package ical",
}

func TestNobodyStepsIntoAKnownTrap(t *testing.T) {
	t.Parallel()
	for _, source := range sources(t) {
		if source.isTest {
			continue
		}
		ast.Inspect(source.file, func(n ast.Node) bool {
			if selector, ok := n.(*ast.SelectorExpr); ok {
				if why, trap := traps[selector.Sel.Name]; trap {
					t.Errorf("%s: %s: %s", source.path, selector.Sel.Name, why)
				}
			}
			return true
		})
	}
}

// TestTheProgramBringsItsOwnZones: it must not depend on the zones that the machine has, and servers without any exist.
func TestTheProgramBringsItsOwnZones(t *testing.T) {
	t.Parallel()
	packages, err := exec.CommandContext(t.Context(), "go", "list", "-deps", module+"cmd/rundertisch").Output()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(strings.Fields(string(packages)), "time/tzdata") {
		t.Error("time/tzdata is not linked in")
	}
}
