package wording

import (
	"context"
	"errors"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/id"
	"rundertisch/internal/mail"
)

// Service holds the use cases of wording.
type Service struct {
	db    *database.DB
	clock clock.Clock
	texts *mail.Renderer
}

// New returns the service; a missing part is an error.
func New(db *database.DB, clock clock.Clock, texts *mail.Renderer) (*Service, error) {
	if db == nil || clock == nil || texts == nil {
		return nil, errors.New("wording: a required part is missing")
	}
	return &Service{db: db, clock: clock, texts: texts}, nil
}

// Origin is whose text holds.
type Origin string

// The origins.
const (
	Shipped     Origin = "shipped"
	OfWorkspace Origin = "workspace"
	OfProject   Origin = "project"
)

// fixed are the mails of an account: of no workspace, and what they say keeps accounts safe.
var fixed = []string{"password_reset", "email_old", "email_new", "email_changed"}

// asMet are the mails as they come: around an event, from who is asked to who is thanked; about answers, who comes instead,
// and places; of lists; and to colleagues.
var asMet = []string{
	"save_the_date", "invitation", "answer_reminder", "update", "cancellation", "circular", "thanks",
	"noted", "older_answer", "not_moved", "undone", "uninvitation", "answer_link",
	"substitute", "represented", "unrepresented", "pass_confirm", "admitted",
	"confirm_address", "address_new", "address_moved", "requested", "refused", "confirmation", "waitlist", "allotted", "offer", "offer_lapsed", "promotion", "withdrawn", "registered_by", "group_left", "workshop_ended", "erased",
	"minutes_approval", "minutes_reminder",
	"list_confirm", "list_known", "list_message",
	"reminder", "digest", "mention", "colleague",
}

// wholeWorkspace are mails that belong to no single project.
var wholeWorkspace = []string{"colleague"}

// Text is one mail in one language, as it holds in a scope.
type Text struct {
	Name   string
	Lang   i18n.Lang
	Form   *mail.Form
	Draft  mail.Draft // what holds
	Origin Origin     // of what holds
	Own    mail.Override
	Below  mail.Draft // what holds without the own one
	BelowO Origin
}

// Changed reports whether the scope has a text of its own.
func (t Text) Changed() bool { return t.Own.Version > 0 }

// List returns all mails that can be worded in the actor's scope, by name and language.
func (s *Service) List(ctx context.Context, actor account.Actor) ([]Text, error) {
	if err := mayWord(actor); err != nil {
		return nil, err
	}
	overrides, err := mail.ListOverridesIn(ctx, s.db.Read(), scopeOf(actor))
	if err != nil {
		return nil, err
	}
	var list []Text
	for _, name := range s.Names(actor) {
		for _, lang := range i18n.Languages() {
			list = append(list, s.text(actor, lang, name, overrides))
		}
	}
	return list, nil
}

// Names are the mails that can be worded in the actor's scope, in the order in which people meet them.
func (s *Service) Names(actor account.Actor) []string {
	names := slices.DeleteFunc(s.texts.Names(i18n.German), func(name string) bool {
		return slices.Contains(fixed, name) || actor.ProjectID != "" && slices.Contains(wholeWorkspace, name)
	})
	slices.SortStableFunc(names, func(a, b string) int { return slices.Index(asMet, a) - slices.Index(asMet, b) })
	return names
}

// Find returns one mail in one language.
func (s *Service) Find(ctx context.Context, actor account.Actor, lang i18n.Lang, name string) (Text, error) {
	if err := mayWord(actor); err != nil {
		return Text{}, err
	}
	if !slices.Contains(s.Names(actor), name) || !slices.Contains(i18n.Languages(), lang) {
		return Text{}, fault.Missing()
	}
	overrides, err := mail.ListOverridesIn(ctx, s.db.Read(), scopeOf(actor))
	return s.text(actor, lang, name, overrides), err
}

func (s *Service) text(actor account.Actor, lang i18n.Lang, name string, overrides []mail.Override) Text {
	t := Text{Name: name, Lang: lang, Form: s.texts.Form(lang, name), Origin: Shipped, BelowO: Shipped}
	t.Draft = t.Form.Draft
	t.Below = t.Draft
	for _, o := range overrides { // the workspace's first
		if o.Lang != lang || o.Name != name {
			continue
		}
		t.Draft, t.Origin = o.Draft, OfWorkspace
		if o.ProjectID != "" {
			t.Origin = OfProject
		}
		if o.ProjectID == actor.ProjectID {
			t.Own = o
			continue
		}
		t.Below, t.BelowO = o.Draft, t.Origin
	}
	return t
}

func scopeOf(actor account.Actor) mail.Scope {
	return mail.Scope{WorkspaceID: actor.WorkspaceID, ProjectID: actor.ProjectID}
}

// Save words the mail anew; version is of the own text the form was made from, 0 when there was none. Faults at subject,
// headline, button and body.
func (s *Service) Save(ctx context.Context, actor account.Actor, lang i18n.Lang, name string, version int64, draft mail.Draft) error {
	t, err := s.Find(ctx, actor, lang, name)
	if err != nil {
		return err
	}
	draft = draft.Clean()
	if err := t.Form.Check(draft); err != nil {
		return err
	}
	if !t.Changed() && version == 0 && draft == t.Below {
		return nil
	}
	o := mail.Override{
		ID: id.New(), WorkspaceID: actor.WorkspaceID, ProjectID: actor.ProjectID, Lang: lang, Name: name, Draft: draft,
		UpdatedBy: actor.Name, UpdatedAt: s.clock.Now(), Version: version + 1,
	}
	if version > 0 {
		if o.ID = t.Own.ID; o.ID == "" {
			return fault.New(fault.Conflict, "fault.conflict")
		}
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := mail.SaveOverrideIn(ctx, tx, o); err != nil {
			return err
		}
		details := map[string]any{"mail": name, "lang": string(lang), "version": o.Version}
		return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "mail_text.worded", "mail_text", ObjectID(lang, name), details))
	})
}

// Reset takes the own text away. A Conflict when it is another than the one of the version, or none.
func (s *Service) Reset(ctx context.Context, actor account.Actor, lang i18n.Lang, name string, version int64) error {
	t, err := s.Find(ctx, actor, lang, name)
	if err != nil {
		return err
	}
	if !t.Changed() || t.Own.Version != version {
		return fault.New(fault.Conflict, "wording.fault.reset")
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := mail.DeleteOverrideIn(ctx, tx, t.Own); err != nil {
			return err
		}
		details := map[string]any{"mail": name, "lang": string(lang), "version": version}
		return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "mail_text.reset", "mail_text", ObjectID(lang, name), details))
	})
}

// ObjectID is what the trail calls a mail in a language; the entry says of which project.
func ObjectID(lang i18n.Lang, name string) string { return string(lang) + "/" + name }

// Preview makes the mail with a draft that is not stored. Faults as of Save.
func (s *Service) Preview(t Text, draft mail.Draft, fields mail.Fields) (mail.Rendered, error) {
	draft = draft.Clean()
	if err := t.Form.Check(draft); err != nil {
		return mail.Rendered{}, err
	}
	return s.texts.With(t.Lang, t.Name, draft).Render(t.Lang, t.Name, fields)
}
