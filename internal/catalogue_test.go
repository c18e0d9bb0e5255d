package internal_test

import (
	"go/ast"
	"go/token"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rundertisch/internal/i18n"
)

// recorders take words for the audit trail and for work rows, which look like keys but are not said to people.
var recorders = []string{"Entry", "told", "trail", "trails", "asContact", "record", "recorded", "release"}

// TestEverySentenceThatCodeNamesExists finds a misspelt key before a person reads ⟦it⟧.
func TestEverySentenceThatCodeNamesExists(t *testing.T) {
	t.Parallel()
	keys := sentences(t)
	said := saidKeys(t, keys)
	for key, where := range said.whole {
		isFile := slices.Contains([]string{".templ", ".ics", ".csv", ".html"}, path.Ext(key))
		if !keys[key] && !keys[key+".one"] && !isFile {
			t.Errorf("%s: no sentence for %q", where, key)
		}
	}
	for start, where := range said.starts {
		if !anyBeginsWith(keys, start) {
			t.Errorf("%s: no sentence begins with %q", where, start)
		}
	}
}

// TestEverySentenceIsSaidSomewhere keeps the catalogues free of leftovers. A text that ends with a dot or has
// something added to it stands for all keys that begin with it.
func TestEverySentenceIsSaidSomewhere(t *testing.T) {
	t.Parallel()
	keys := sentences(t)
	said := saidKeys(t, keys)
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		_, isSaid := said.whole[key]
		if plural, ok := strings.CutSuffix(strings.TrimSuffix(key, ".other"), ".one"); !isSaid && (ok || plural != key) {
			_, isSaid = said.whole[plural]
		}
		if !isSaid && !slices.ContainsFunc(slices.Collect(maps.Keys(said.starts)), func(start string) bool { return strings.HasPrefix(key, start) }) {
			t.Errorf("nothing says %q", key)
		}
	}
}

func sentences(t *testing.T) map[string]bool {
	t.Helper()
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	for key := range catalogue.Keys(i18n.German) {
		keys[key] = true
	}
	return keys
}

func anyBeginsWith(keys map[string]bool, start string) bool {
	for key := range keys {
		if strings.HasPrefix(key, start) {
			return true
		}
	}
	return false
}

// texts are the keys in the source and the file that names each: whole ones, and starts that the program completes.
type texts struct{ whole, starts map[string]string }

func saidKeys(t *testing.T, keys map[string]bool) texts {
	t.Helper()
	areas := map[string]bool{}
	for key := range keys {
		area, _, _ := strings.Cut(key, ".")
		areas[area] = true
	}
	found := texts{whole: map[string]string{}, starts: map[string]string{}}
	for _, source := range sources(t) {
		if !source.isTest && !slices.Contains(testSupport, source.pkg) {
			ast.Walk(&reader{areas: areas, path: source.path, found: found}, source.file)
		}
	}
	return found
}

var keyShape = regexp.MustCompile(`^([a-z]+)\.([a-z0-9_]+\.)*[a-z0-9_]*$`)

// reader collects the keys of one file.
type reader struct {
	areas map[string]bool
	path  string
	found texts
	start *ast.BasicLit // the left side of the sum being read
}

// Visit implements ast.Visitor.
func (r *reader) Visit(node ast.Node) ast.Visitor {
	switch n := node.(type) {
	case *ast.ImportSpec, *ast.Field:
		if field, ok := n.(*ast.Field); ok && field.Tag == nil {
			return r
		}
		return nil
	case *ast.CallExpr:
		if slices.Contains(recorders, called(n)) {
			return nil
		}
	case *ast.BinaryExpr:
		if left, ok := n.X.(*ast.BasicLit); ok && n.Op == token.ADD {
			r.start = left
		}
	case *ast.BasicLit:
		r.note(n)
	}
	return r
}

func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return ""
}

func (r *reader) note(literal *ast.BasicLit) {
	text, err := strconv.Unquote(literal.Value)
	if literal.Kind != token.STRING || err != nil {
		return
	}
	shape := keyShape.FindStringSubmatch(text)
	if shape == nil || !r.areas[shape[1]] {
		return
	}
	if literal == r.start || strings.HasSuffix(text, ".") {
		r.found.starts[text] = r.path
		return
	}
	r.found.whole[text] = r.path
}
