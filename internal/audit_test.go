package internal_test

import (
	"go/ast"
	"go/token"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// past are actions that older entries of a trail have.
var past = []string{"invitation.sent"}

// TestEveryActionInTheTrailHasASentence follows the parameters called action from audit entries to the words that are
// passed for them, so that nobody reads a bare code in the trail. Where a kind is put before a verb (string(kind)+".removed"), a
// sentence for the verb is enough; where a step is put behind a kind ("event."+string(step)), each step has its own.
func TestEveryActionInTheTrailHasASentence(t *testing.T) {
	t.Parallel()
	keys, actions := sentences(t), recorded(t)
	if len(actions) < 50 {
		t.Fatalf("only %d actions found", len(actions))
	}
	for _, action := range slices.Sorted(maps.Keys(actions)) {
		key := "audit.act." + action
		if verb, ok := strings.CutPrefix(action, "."); ok {
			key = "audit.verb." + verb
		}
		if !keys[key] && (!strings.HasSuffix(action, ".") || !anyBeginsWith(keys, key)) {
			t.Errorf("%s records %q, which has no sentence %s", actions[action], action, key)
		}
	}
	for key := range keys {
		action, ok := strings.CutPrefix(key, "audit.act.")
		kind, _, _ := strings.Cut(action, ".")
		if ok && actions[action] == "" && actions[kind+"."] == "" && !slices.Contains(past, action) {
			t.Errorf("nothing records %q", action)
		}
	}
}

// recorded lists the actions and the file that records each.
func recorded(t *testing.T) map[string]string {
	t.Helper()
	found, takes := map[string]string{}, map[string]int{} // by folder and name of the function, the place of its parameter
	eachNode(t, func(where source, node ast.Node) {
		switch n := node.(type) {
		case *ast.FuncDecl:
			note(takes, where.pkg+"."+n.Name.Name, n.Type)
		case *ast.AssignStmt:
			if literal, ok := n.Rhs[0].(*ast.FuncLit); ok && len(n.Lhs) == 1 {
				note(takes, where.pkg+"."+n.Lhs[0].(*ast.Ident).Name, literal.Type)
			}
		}
	})
	eachNode(t, func(where source, node ast.Node) {
		switch n := node.(type) {
		case *ast.CallExpr:
			at, ok := takes[where.pkg+"."+called(n)]
			if called(n) == "Entry" {
				at, ok = takes["internal/account.Entry"], true
			}
			if ok && at < len(n.Args) {
				keep(found, where, n.Args[at])
			}
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				if name, ok := left.(*ast.Ident); ok && name.Name == "action" && i < len(n.Rhs) {
					keep(found, where, n.Rhs[i])
				}
			}
		}
	})
	return found
}

func eachNode(t *testing.T, fn func(where source, node ast.Node)) {
	t.Helper()
	for _, where := range sources(t) {
		if where.isTest || slices.Contains(testSupport, where.pkg) || !strings.HasPrefix(where.pkg, "internal/") || strings.HasPrefix(where.pkg, path.Join("internal", "web")) {
			continue
		}
		ast.Inspect(where.file, func(node ast.Node) bool {
			fn(where, node)
			return true
		})
	}
}

func note(takes map[string]int, name string, function *ast.FuncType) {
	at := 0
	for _, field := range function.Params.List {
		for _, parameter := range field.Names {
			if parameter.Name == "action" {
				takes[name] = at
			}
			at++
		}
	}
}

// keep notes the word that is passed, or the part of it that is written there; a parameter that is passed on was noted
// where it came from.
func keep(found map[string]string, where source, passed ast.Expr) {
	parts := []ast.Expr{passed}
	if sum, ok := passed.(*ast.BinaryExpr); ok {
		parts = []ast.Expr{sum.X, sum.Y}
	}
	for _, part := range parts {
		if literal, ok := part.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			if word, err := strconv.Unquote(literal.Value); err == nil {
				found[word] = where.path
			}
		}
	}
}
