package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const module = "rundertisch/"

// levels is the architecture, lowest first. A package imports packages of lower levels only: neighbours on a level do
// not know each other. When two must meet, one stores the other's identifier, a higher package joins them, or the
// lower one declares a small interface that package app wires. A * stands for one folder name.
var levels = [][]string{
	{ // know nothing of the rest
		"internal/fault", "internal/clock", "internal/id", "internal/date", "internal/i18n", "internal/config", "internal/ical",
		"internal/sheet", "internal/qr", "internal/allocation",
		"internal/mail/smtpd", "internal/mail/imapbox", "internal/mail/proof", "internal/mail/bounce", "migrations", "templates", "views/static",
	},
	{"internal/database", "internal/files", "internal/holiday", "internal/pdf"}, // rows and stored files; days on which nothing can be expected; tagged documents
	{ // the trail, work rows, what leaves the house and what comes in, everything in one file; who waits for the same; what is written in PDFs
		"internal/audit", "internal/jobs", "internal/mail", "internal/inbox", "internal/backup", "internal/line", "internal/pdftext",
	},
	{"internal/account", "internal/doctor"}, // workspaces, projects, people who sign in; what is wrong with an installation
	{"internal/bin"},                        // what was deleted and can come back
	{"internal/directory", "internal/feedback", "internal/document", "internal/mailing"}, // organisations and persons; barrier reports; documents; one mail to many
	{"internal/workplan", "internal/event"},                                              // goals and milestones; event and programme
	{"internal/body"},                                                                    // bodies with their members, and whose meeting an event is
	{"internal/attendance", "internal/form", "internal/pass", "internal/result", "internal/handover", "internal/reminder", "internal/deadline", "internal/mailinglist", "internal/showcase"}, // who has which place; what a registration form asks; links for helpers; result cards; who leaves, and who takes over; who is told of deadlines; counting back from an event
	{"internal/wish", "internal/survey", "internal/meeting"},                                              // workshops by ranked wishes; agenda, presence and minutes of a meeting; what people think of an event, without a trace of them
	{"internal/invite", "internal/registration", "internal/checkin", "internal/feed", "internal/handout"}, // calendar mails and replies; forms and self-service; who has come; calendars and plans by link
	{"internal/board"}, // what a workshop writes
	{"internal/followup", "internal/representation", "internal/thanks", "internal/circular", "internal/badge"}, // asks again those who have not answered; who comes instead of whom; thanks after the event; words of staff to those on an event's list; the paper of an event
	{"internal/overview", "internal/search", "internal/trail", "internal/wording", "internal/proceedings"},     // reads across, writes nothing
	{"internal/report", "internal/dump"}, // what the funder gets, and the whole of a project in one file: read across
	{"views/shared"},                     // parts of pages
	{"views"},                            // the frame of every page
	{"views/event", "views/letter"},      // an event's pages, and the frame of all that belongs to one; a mail as it is read
	{"views/mailing", "views/result", "views/document", "views/form", "views/body"}, // mailings, which lie on the pages of what they are about; result cards, which public pages show too; what registration forms ask; bodies, which meetings name
	{"views/*"},               // pages by domain: know domain types, call no services
	{"internal/web/page"},     // the ground under every handler
	{"internal/web/*"},        // handlers by domain
	{"internal/web"},          // the URL table, middleware, errors
	{"internal/app"},          // builds everything once
	{"internal/demo/mailbox"}, // the demo's readable mailbox
	{"internal/demo"},         // sample county
	{"cmd/rundertisch"},
}

// testSupport are packages that only tests import, from any level; they may know everything.
var testSupport = []string{"internal/database/dbtest", "internal/mail/mailtest", "internal/mail/imaptest", "internal/app/apptest", "internal/browsertest", "internal/heaptest"}

// libraries says who may know a library besides tests; the rest of the program is kept free of it. Their subpackages
// go with them.
var libraries = map[string][]string{
	"github.com/gofiber/fiber":        {"internal/web", "internal/web/*", "internal/app"},
	"github.com/a-h/templ":            {"views", "views/*", "internal/web/*"},
	"github.com/uptrace/bun":          data,
	"github.com/uptrace/bun/dialect":  {"internal/database"},
	"github.com/jackc/pgx":            {"internal/database"},
	"modernc.org/sqlite":              {"internal/database"},
	"database/sql":                    {"internal/database"},
	"database/sql/driver":             data, // values that know how they are stored
	"github.com/wneessen/go-mail":     {"internal/mail"},
	"github.com/emersion/go-smtp":     {"internal/mail/smtpd"},
	"github.com/emersion/go-imap":     {"internal/mail/imapbox"},
	"github.com/emersion/go-msgauth":  {"internal/mail/proof"},
	"github.com/emersion/go-ical":     {"internal/ical"},
	"github.com/emersion/go-vcard":    {"internal/directory"},
	"github.com/urfave/cli":           {"cmd/rundertisch"},
	"github.com/xuri/excelize":        {"internal/sheet"},
	"github.com/skip2/go-qrcode":      {"internal/qr"},
	"codeberg.org/go-pdf/fpdf":        {"internal/pdf"},
	"github.com/pdfcpu/pdfcpu":        {"internal/pdf"},
	"github.com/klippa-app/go-pdfium": {"internal/pdftext"},
	"github.com/tetratelabs/wazero":   {"internal/pdftext"},
	"github.com/sergi/go-diff":        {"views/shared"},
	"github.com/rickar/cal":           {"internal/holiday"},
	"encoding/csv":                    {"internal/sheet", "internal/directory", "internal/workplan"},
	"html/template":                   {"internal/mail"},
	"github.com/go-rod/rod":           {},
	"github.com/google/go-cmp":        {},
	"pgregory.net/rapid":              {},
}

// data are the packages that keep something in the database, and app, which hands transactions from one to another.
var data = []string{
	"internal/date", "internal/database", "internal/audit", "internal/jobs", "internal/mail", "internal/inbox", "internal/account", "internal/bin",
	"internal/directory", "internal/feedback", "internal/workplan", "internal/event", "internal/attendance", "internal/form", "internal/pass",
	"internal/checkin", "internal/deadline", "internal/body", "internal/meeting", "internal/document", "internal/showcase", "internal/result",
	"internal/handover", "internal/wish", "internal/survey", "internal/invite", "internal/representation", "internal/registration", "internal/feed",
	"internal/handout", "internal/reminder", "internal/mailing", "internal/mailinglist", "internal/followup", "internal/thanks", "internal/circular",
	"internal/badge", "internal/search", "internal/trail", "internal/wording", "internal/report", "internal/dump", "internal/board", "internal/backup",
	"internal/app",
}

func TestAPackageImportsLowerLevelsOnly(t *testing.T) {
	t.Parallel()
	for _, source := range sources(t) {
		if source.isTest || slices.Contains(testSupport, source.pkg) {
			continue
		}
		for _, imported := range source.imports() {
			own, isOwn := strings.CutPrefix(imported, module)
			if isOwn && (slices.Contains(testSupport, own) || level(own) >= level(source.pkg)) {
				t.Errorf("%s (level %d) must not import %s (level %d)", source.path, level(source.pkg), own, level(own))
			}
		}
	}
}

func TestTestsKnowWhatTheirPackageMayKnow(t *testing.T) {
	t.Parallel()
	for _, source := range sources(t) {
		if !source.isTest || source.pkg == "internal" || importsOneOf(source, "internal/app/apptest") {
			continue // tests of the whole program may look anywhere
		}
		for _, imported := range source.imports() {
			own, isOwn := strings.CutPrefix(imported, module)
			if isOwn && own != source.pkg && !slices.Contains(testSupport, own) && level(own) >= level(source.pkg) {
				t.Errorf("%s (level %d) must not import %s (level %d)", source.path, level(source.pkg), own, level(own))
			}
		}
	}
}

func TestEveryPackageHasALevel(t *testing.T) {
	t.Parallel()
	packages := map[string]bool{}
	for _, source := range sources(t) {
		packages[source.pkg] = packages[source.pkg] || !source.isTest
	}
	for pkg, hasCode := range packages {
		if hasCode && level(pkg) < 0 && !slices.Contains(testSupport, pkg) {
			t.Errorf("%s stands on no level: add it to the table", pkg)
		}
	}
	for _, name := range slices.Concat(slices.Concat(levels...), testSupport) {
		if !strings.Contains(name, "*") && !packages[name] {
			t.Errorf("%s is in the table but not in the tree", name)
		}
	}
}

func TestLibrariesAreKnownWhereTheyBelong(t *testing.T) {
	t.Parallel()
	for _, source := range sources(t) {
		if source.isTest || slices.Contains(testSupport, source.pkg) {
			continue
		}
		for _, imported := range source.imports() {
			if allowed, guarded := guard(imported); guarded && !slices.ContainsFunc(allowed, matches(source.pkg)) {
				t.Errorf("%s must not import %s: only %v may", source.path, imported, allowed)
			}
		}
	}
}

func TestEveryPackageHasAComment(t *testing.T) {
	t.Parallel()
	comments := map[string]string{}
	for _, source := range sources(t) {
		if !source.isTest {
			comments[source.pkg] += strings.TrimSpace(source.file.Doc.Text())
		}
	}
	for _, pkg := range slices.Sorted(maps.Keys(comments)) {
		if comments[pkg] == "" {
			t.Errorf("%s has no package comment", pkg)
		}
	}
}

// source is one Go file of the program.
type source struct {
	path   string // from the module's root, with slashes
	pkg    string // its folder
	isTest bool
	file   *ast.File
}

func (s source) imports() []string {
	var names []string
	for _, spec := range s.file.Imports {
		name, _ := strconv.Unquote(spec.Path.Value)
		names = append(names, name)
	}
	return names
}

func importsOneOf(s source, packages ...string) bool {
	return slices.ContainsFunc(packages, func(pkg string) bool { return slices.Contains(s.imports(), module+pkg) })
}

func sources(t *testing.T) []source {
	t.Helper()
	all, err := parsed()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 50 {
		t.Fatalf("only %d Go files found", len(all))
	}
	return all
}

// parsed reads all files once; nobody changes what it returns.
var parsed = sync.OnceValues(func() ([]source, error) {
	var all []source
	set := token.NewFileSet()
	err := filepath.WalkDir("..", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && name != ".." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata") {
			return filepath.SkipDir
		}
		if entry.IsDir() || filepath.Ext(name) != ".go" {
			return nil
		}
		file, err := parser.ParseFile(set, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel := strings.TrimPrefix(filepath.ToSlash(name), "../")
		all = append(all, source{path: rel, pkg: path.Dir(rel), isTest: strings.HasSuffix(rel, "_test.go"), file: file})
		return nil
	})
	return all, err
})

// level returns the package's level, -1 when the table does not name it. An exact name goes before a *.
func level(pkg string) int {
	exact := slices.IndexFunc(levels, func(names []string) bool { return slices.Contains(names, pkg) })
	if exact >= 0 {
		return exact
	}
	return slices.IndexFunc(levels, func(names []string) bool { return slices.ContainsFunc(names, matches(pkg)) })
}

func matches(pkg string) func(pattern string) bool {
	return func(pattern string) bool {
		ok, err := path.Match(pattern, pkg)
		return err == nil && ok
	}
}

// guard returns who may import the library, by the longest name in the table that fits.
func guard(imported string) (allowed []string, guarded bool) {
	longest := ""
	for name, packages := range libraries {
		fits := imported == name || strings.HasPrefix(imported, strings.TrimSuffix(name, "/")+"/")
		if fits && len(name) > len(longest) {
			longest, allowed, guarded = name, packages, true
		}
	}
	return allowed, guarded
}
