package main_test

import (
	"bytes"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/app"
	"rundertisch/internal/clock"
	"rundertisch/internal/config"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/document"
	"rundertisch/internal/files"
	"rundertisch/internal/pdf"
	"rundertisch/internal/search"
)

// TestWhatIsWrittenInAPDFIsFound uploads one and waits for the running program to have read it, in a process of its own.
func TestWhatIsWrittenInAPDFIsFound(t *testing.T) {
	t.Parallel()
	binary := built(t)
	for name, address := range map[string]func(*testing.T) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			settings := map[string]string{
				"RUNDERTISCH_DATABASE_URL": address(t), "RUNDERTISCH_LISTEN": "127.0.0.1:0", "RUNDERTISCH_BASE_URL": "http://tisch.example.org",
				"RUNDERTISCH_FILES_DIR": filepath.Join(data, "files"),
			}
			ctx := t.Context()
			cfg, err := config.Read(settings)
			must(t, err)
			a, err := app.New(ctx, cfg, dbtest.Open(t, cfg.DatabaseURL), clock.System{}, slog.New(slog.DiscardHandler))
			must(t, err)
			workspace, err := a.Accounts.AddWorkspace(ctx, account.Workspace{Name: "Musterland", Imprint: "Landkreis", PrivacyContact: "datenschutz@example.org"})
			must(t, err)
			project, err := a.Accounts.CreateProject(ctx, account.Program(workspace.ID, ""), account.Project{Name: "Vorhaben", StartsOn: "2026-01", EndsOn: "2029-12"})
			must(t, err)
			actor := account.Program(workspace.ID, project.ID)
			_, err = a.Documents.Add(ctx, actor, document.Details{Title: "Bericht", Kind: document.Report, Language: "de"}, printed(t, "Straßensozialarbeit in Großengottern"), "")
			must(t, err)

			program := serve(t, binary, settings)
			defer func() {
				must(t, program.Process.Signal(os.Interrupt))
				must(t, program.Wait())
			}()
			look := time.NewTicker(100 * time.Millisecond)
			defer look.Stop()
			late := time.After(enoughTime)
			for {
				select {
				case <-late:
					t.Fatal("the text was not read")
				case <-look.C:
				}
				list, err := a.Documents.List(ctx, actor, document.Filter{Text: "grossengottern strassensozialarbeit"})
				must(t, err)
				if list.Total == 1 && list.Lines[0].InText {
					break
				}
			}
			found, err := a.Search.Find(ctx, actor, search.Query{Text: "großengottern"})
			must(t, err)
			if len(found.Groups) != 1 || found.Groups[0].Kind != search.Documents || len(found.Groups[0].Hits[0].Matches) != 1 || found.Groups[0].Hits[0].Matches[0].Field != "content" {
				t.Errorf("the search of the project finds %+v", found.Groups)
			}
			if kept, err := os.ReadDir(filepath.Join(data, "reader")); err != nil || len(kept) == 0 {
				t.Errorf("what was compiled is not kept: %v, %v", kept, err)
			}
		})
	}
}

func printed(t *testing.T, text string) files.Upload {
	t.Helper()
	doc := pdf.New(pdf.Meta{Title: "Bericht", Lang: "de"})
	doc.Page()
	doc.Paragraph(text)
	var out bytes.Buffer
	must(t, doc.Write(&out))
	return files.Upload{Name: "Bericht.pdf", Size: int64(out.Len()), Content: bytes.NewReader(out.Bytes())}
}

// TestTheReaderIsNoCommandForPeople keeps it out of the help, and answers on standard output alone.
func TestTheReaderIsNoCommandForPeople(t *testing.T) {
	t.Parallel()
	help, err := exec.CommandContext(t.Context(), built(t), "--help").Output()
	must(t, err)
	if strings.Contains(string(help), "read-pdf") {
		t.Errorf("the help names it:\n%s", help)
	}
	reads := exec.CommandContext(t.Context(), built(t), "read-pdf")
	reads.Env, reads.Stdin = []string{}, strings.NewReader("no PDF")
	answer, err := reads.Output()
	must(t, err)
	if !strings.Contains(string(answer), `"broken":true`) {
		t.Errorf("it answers %s", answer)
	}
}
