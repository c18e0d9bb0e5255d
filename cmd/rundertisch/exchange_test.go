package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rundertisch/internal/database/dbtest"
)

// run runs the command line on the database that is set for the test.
func run(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := command(&out, t.Output()).Run(t.Context(), append([]string{"rundertisch"}, args...))
	return out.String(), err
}

func write(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// The tests below set an environment variable and cannot run beside each other.

func TestAPlanGoesInAndOutByTheCommandLine(t *testing.T) {
	for kind, address := range map[string]func(*testing.T) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(kind, func(t *testing.T) {
			t.Setenv("RUNDERTISCH_DATABASE_URL", address(t))
			plan := write(t, "number,parent,title,due\n1.,,Ziel,\n1.1,1.,Erhebung,03/2022\n")
			if _, err := run(t, "import", "plan", plan); err == nil || !strings.Contains(err.Error(), "admin create") {
				t.Fatalf("on an empty installation: %v", err)
			}
			if out, err := run(t, "admin", "create", "--email", "ada@example.org", "--name", "Ada", "--workspace", "Landkreis"); err != nil || !strings.Contains(out, "/start/password/") {
				t.Fatal(out, err)
			}
			if out, err := run(t, "import", "plan", "--project", "Vorhaben", plan); err != nil || !strings.Contains(out, "2 new") {
				t.Fatal(out, err)
			}
			if out, err := run(t, "import", "tasks", write(t, "Nr.;Aufgabe\n1.1;Bogen abstimmen\n")); err != nil || !strings.Contains(out, "1 new") {
				t.Fatal(out, err)
			}
			_, err := run(t, "import", "plan", write(t, "number,parent,title,due\n1.2,1.,A,13/2022\n1.2,1.,B,04/2022\n"))
			for _, said := range []string{"Zeile 2", "13/2022", "Zeile 3", "1.2"} {
				if err == nil || !strings.Contains(err.Error(), said) {
					t.Errorf("the refusal does not say %q: %v", said, err)
				}
			}
			out, err := run(t, "export", "plan")
			want := "project,number,title,due,state\nVorhaben,1.,Ziel,,\nVorhaben,1.1,Erhebung,03/2022,late\n"
			if err != nil || out != want {
				t.Errorf("%q, %v; want %q", out, err, want)
			}
		})
	}
}
