package doctor_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/doctor"
)

func TestAnAlteredReportIsNamed(t *testing.T) {
	t.Parallel()
	for kind, address := range map[string]string{"sqlite": dbtest.SQLite(t), "postgres": dbtest.Postgres(t)} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			db := dbtest.Open(t, address)
			keep(t, db)
			insert := func(number int, document, sealed, content string) {
				t.Helper()
				must(t, db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
					_, err := tx.ExecContext(ctx, `INSERT INTO reports (id, workspace_id, project_id, kind, lang, starts_on, ends_on, summary, deviation, outlook,
						replaces_id, replaces_number, replaces_reason, created_at, version, number, frozen_by, frozen_name, frozen_at, content, content_sha256,
						document, sha256) VALUES (?0, 'w', 'p', 'interim', 'de', '2026-01-01', '2026-06-30', '', '', '', '', 0, '', ?1, 1, ?2, '', '', ?1, ?3, ?4, ?5, ?6)`,
						fmt.Sprint("r", number), time.Now(), number, content, sha("{}"), document, sha(sealed))
					return err
				}))
			}
			insert(1, "<article>Größe</article>", "<article>Größe</article>", "{}")
			has(t, examine(t, healthy(t, address, func(*doctor.Patient) {})), "doctor.reports.ok", doctor.OK)
			insert(2, "<article>schöner</article>", "<article>wahr</article>", "{}")
			insert(3, "<article>3</article>", "<article>3</article>", `{"slip":0}`)
			findings := examine(t, healthy(t, address, func(*doctor.Patient) {}))
			has(t, findings, "doctor.reports.altered", doctor.Problem)
			if said := fmt.Sprint(findings); !strings.Contains(said, "[2 3 Vorhaben 2, Vorhaben 3]") {
				t.Errorf("the finding says %s", said)
			}
		})
	}
}

func sha(text string) string {
	hash := sha256.Sum256([]byte(text))
	return hex.EncodeToString(hash[:])
}
