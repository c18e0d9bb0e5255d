package checkin_test

import (
	"context"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/checkin"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

func (h *hall) codes() (n int) {
	h.t.Helper()
	h.must(h.DB.Read().NewRaw("SELECT count(*) FROM checkin_codes").Scan(h.t.Context(), &n))
	return n
}

func TestACodeIsTheSameForEverAndIsWrittenNowhere(t *testing.T) {
	t.Parallel()
	each(t, "", func(t *testing.T, h *hall) {
		row, code := h.guest("Ewa Łuczak")
		other, otherCode := h.guest("Tom Öz")
		if len(code) != 26 || code == otherCode {
			t.Errorf("the codes are %q and %q", code, otherCode)
		}
		own, err := h.CheckIns.CodeFor(t.Context(), row.ID)
		if err != nil || own != code {
			t.Errorf("on the personal page it is %q, %v", own, err)
		}
		all, err := h.CheckIns.Everybody(t.Context(), h.keeper)
		h.must(err)
		for _, p := range all {
			if want := map[string]string{row.ID: code, other.ID: otherCode}[p.AttendanceID]; p.Code != want {
				t.Errorf("a device knows %s by %q, want %q", p.Name, p.Code, want)
			}
		}
		if e, err := h.CheckIns.Whose(t.Context(), code); err != nil || e.ID != h.event.ID {
			t.Errorf("it is for %q, %v", e.Title, err)
		}
		if n := h.codes(); n != 0 {
			t.Errorf("looking has written %d codes", n)
		}
		if o := h.do(in(otherCode, "A"))[0]; o.AttendanceID != other.ID {
			t.Errorf("the code of Tom lets in %+v", o)
		}
	})
}

// TestACodeOfBeforeHoldsGood: letters and badges with random codes are out already.
func TestACodeOfBeforeHoldsGood(t *testing.T) {
	t.Parallel()
	each(t, "", func(t *testing.T, h *hall) {
		row, fresh := h.guest("Ewa Łuczak")
		old := id.Token()[:26]
		h.exec("INSERT INTO checkin_codes (attendance_id, workspace_id, event_id, code) VALUES (?, ?, ?, ?)", row.ID, row.WorkspaceID, row.EventID, old)
		for where, read := range map[string]func() (string, error){
			"the personal page": func() (string, error) { return h.CheckIns.CodeFor(t.Context(), row.ID) },
			"a badge": func() (string, error) {
				codes, err := h.CheckIns.CodesIn(t.Context(), h.DB.Read(), h.event.ID)
				return codes[row.ID], err
			},
			"a device": func() (string, error) {
				all, err := h.CheckIns.Everybody(t.Context(), h.keeper)
				return all[0].Code, err
			},
		} {
			if code, err := read(); code != old || err != nil {
				t.Errorf("%s has %q, %v", where, code, err)
			}
		}
		if got := h.states(in(old, "A"), in(fresh, "B")); got[0] != checkin.In || got[1] != checkin.Double {
			t.Errorf("the old and the new code: %v", got)
		}
		h.Clock.Advance(h.event.EndsAt.Add(30*24*time.Hour + time.Second).Sub(h.Clock.Now()))
		if _, err := h.CheckIns.Forget(t.Context()); err != nil || h.codes() != 0 {
			t.Errorf("it is kept for longer than a month: %v", err)
		}
		for _, code := range []string{old, fresh} {
			if _, err := h.CheckIns.Whose(t.Context(), code); !fault.Is(err, fault.NotFound) {
				t.Errorf("a month after the event %q leads somewhere: %v", code, err)
			}
		}
	})
}

func TestAnotherInstallationsCodesAreNobodys(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, dbtest.SQLite(t))
	h := open(t, apptest.New(t, db), "")
	row, code := h.guest("Ewa Łuczak")
	other, err := checkin.New(db, h.Clock, h.Attendance, h.Passes, h.Mail, "another secret")
	h.must(err)
	if strange, err := other.CodeFor(t.Context(), row.ID); strange == code || err != nil {
		t.Errorf("two secrets make one code: %v", err)
	}
	if _, err := other.Whose(t.Context(), code); !fault.Is(err, fault.NotFound) {
		t.Errorf("a code of one secret is read by another one: %v", err)
	}
}

func TestWhoIsInWithoutAPlaceAnyMoreHasACodeToo(t *testing.T) {
	t.Parallel()
	each(t, "", func(t *testing.T, h *hall) {
		row, code := h.guest("Ewa Łuczak")
		h.do(in(code, "A"))
		h.must(h.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			_, err := tx.NewUpdate().Model((*attendance.Attendance)(nil)).Set("place = ?", attendance.Withdrawn).Where("id = ?", row.ID).Exec(ctx)
			return err
		}))
		all, err := h.CheckIns.Everybody(t.Context(), h.keeper)
		if err != nil || len(all) != 1 || all[0].Code != code {
			t.Errorf("a device knows %+v, %v", all, err)
		}
	})
}
