package mailinglist

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/id"
)

// Consent is what a person agrees to on a page.
type Consent struct {
	Hash     string // of all of it: the version
	Sentence string
	Notice   []string // Art. 13 GDPR, by paragraphs
}

// text is all that stands on the page.
func (c Consent) text() string {
	return strings.Join(append([]string{c.Sentence}, c.Notice...), "\n\n")
}

// consentRow is a version of a list's text, kept from the first time that somebody agreed to it.
type consentRow struct {
	bun.BaseModel `bun:"table:mailing_list_consents,alias:mc"`

	ListID      string    `bun:"list_id,pk"`
	Hash        string    `bun:"hash,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	Lang        string    `bun:"lang"`
	Text        string    `bun:"text"`
	FirstSeenAt time.Time `bun:"first_seen_at"`
}

// consent writes the text of a list as it stands now.
func (s *Service) consent(l List, w account.Workspace, lang i18n.Lang) Consent {
	locale := s.catalogue.Locale(lang, s.zone)
	c := Consent{Sentence: locale.T("mailinglist.consent", l.Named(lang), w.Name, closed(l.Purpose(lang)))}
	c.Notice = []string{
		locale.T("mailinglist.notice.who", w.Name), locale.T("mailinglist.notice.why"),
		locale.T("mailinglist.notice.how_long", PendingDays, LeftDays), locale.T("mailinglist.notice.rights"),
	}
	if w.PrivacyContact != "" {
		c.Notice = append(c.Notice, locale.T("mailinglist.notice.contact", w.PrivacyContact))
	}
	c.Hash = id.Hash(c.text())
	return c
}

// closed ends a text like a sentence, because more follows.
func closed(text string) string {
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "?") {
		return text
	}
	return text + "."
}

// agreeIn keeps the text when nobody agreed to it before; a Conflict when another one was on the page.
func (s *Service) agreeIn(ctx context.Context, tx bun.IDB, l List, seen, lang string) error {
	var w account.Workspace
	if err := tx.NewSelect().Model(&w).Where("w.id = ?", l.WorkspaceID).Scan(ctx); err != nil {
		return database.Fault(err)
	}
	now := s.consent(l, w, i18n.Lang(lang))
	if now.Hash != seen {
		return fault.New(fault.Conflict, "mailinglist.fault.consent_changed")
	}
	row := consentRow{ListID: l.ID, Hash: now.Hash, WorkspaceID: l.WorkspaceID, Lang: lang, Text: now.text(), FirstSeenAt: s.clock.Now()}
	_, err := tx.NewInsert().Model(&row).On("CONFLICT (list_id, hash) DO NOTHING").Exec(ctx)
	return database.Fault(err)
}
