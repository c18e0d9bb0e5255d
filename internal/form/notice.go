package form

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// Notice is what an event's own form adds to the information of Art. 13 GDPR.
type Notice struct {
	Contact string      `json:"contact"` // whom to ask about the event
	Fields  []NoticeRow `json:"fields"`
	Needs   bool        `json:"needs"`
	Photos  bool        `json:"photos,omitempty"`
}

// NoticeRow says of one field what it is for.
type NoticeRow struct {
	Label    string `json:"label"`
	Purpose  string `json:"purpose"`
	KeepDays int64  `json:"keep_days"`
}

type storedNotice struct {
	bun.BaseModel `bun:"table:form_notices,alias:fo"`

	EventID     string    `bun:"event_id,pk"`
	Version     int64     `bun:"version,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	Content     string    `bun:"content"`
	CreatedAt   time.Time `bun:"created_at"`
}

// NoticeVersion names what a visitor of the event's form sees: the version of the shipped text, and that of the form when it
// asks for something of its own.
func NoticeVersion(shipped string, e event.Event) string {
	if e.FormVersion == 0 {
		return shipped
	}
	return shipped + "." + strconv.FormatInt(e.FormVersion, 10)
}

// NoticeNow returns what the event's form adds now.
func NoticeNow(e event.Event, fields []Field) Notice {
	n := Notice{Contact: e.Contact, Needs: e.AsksNeeds, Photos: e.TakesPhotos}
	for _, f := range Asked(fields) {
		n.Fields = append(n.Fields, NoticeRow{Label: f.Label, Purpose: f.Purpose, KeepDays: f.KeepDays})
	}
	return n
}

// NoticeIn returns the notice that a version of the event's names; NotFound when there was none. A version without a part
// for the form adds nothing.
func NoticeIn(ctx context.Context, db bun.IDB, e event.Event, shipped, version string) (Notice, error) {
	if version == shipped {
		return Notice{Contact: e.Contact}, nil
	}
	text, ok := strings.CutPrefix(version, shipped+".")
	number, err := strconv.ParseInt(text, 10, 64)
	if !ok || err != nil {
		return Notice{}, fault.Missing()
	}
	var row storedNotice
	if err := db.NewSelect().Model(&row).Where("fo.event_id = ? AND fo.version = ?", e.ID, number).Scan(ctx); err != nil {
		return Notice{}, database.Fault(err)
	}
	var n Notice
	return n, json.Unmarshal([]byte(row.Content), &n)
}

// noteIn keeps what the version of the event's form tells people.
func (s *Service) noteIn(ctx context.Context, tx bun.IDB, e event.Event) error {
	fields, err := FieldsIn(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	content, err := json.Marshal(NoticeNow(e, fields))
	if err != nil {
		return err
	}
	row := storedNotice{EventID: e.ID, Version: e.FormVersion, WorkspaceID: e.WorkspaceID, Content: string(content), CreatedAt: s.clock.Now()}
	_, err = tx.NewInsert().Model(&row).Exec(ctx)
	return database.Fault(err)
}
