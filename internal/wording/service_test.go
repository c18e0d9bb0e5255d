package wording_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/id"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/mailtest"
	"rundertisch/internal/wording"
)

type house struct {
	*wording.Service
	t     *testing.T
	db    *database.DB
	texts *mail.Renderer
	admin account.Actor // of the whole workspace
	lead  account.Actor // of its project
}

func open(t *testing.T, db *database.DB) *house {
	t.Helper()
	_, texts := mailtest.Sentences(t)
	s, err := wording.New(db, clock.At(time.Date(2027, 1, 15, 9, 0, 0, 0, time.UTC)), texts)
	if err != nil {
		t.Fatal(err)
	}
	workspace := id.New()
	return &house{
		Service: s, t: t, db: db, texts: texts,
		admin: account.Actor{UserID: id.New(), Name: "Jana Muster", WorkspaceID: workspace, Roles: []account.Role{account.Administrator}},
		lead:  account.Actor{UserID: id.New(), Name: "Cem Ay", WorkspaceID: workspace, ProjectID: id.New(), Roles: []account.Role{account.ProjectLead}},
	}
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) invitation(actor account.Actor) wording.Text {
	h.t.Helper()
	t, err := h.Find(h.t.Context(), actor, i18n.German, "invitation")
	h.must(err)
	return t
}

func (h *house) save(actor account.Actor, version int64, change func(*mail.Draft)) error {
	h.t.Helper()
	d := h.invitation(actor).Draft
	change(&d)
	return h.Save(h.t.Context(), actor, i18n.German, "invitation", version, d)
}

func subject(s string) func(*mail.Draft) { return func(d *mail.Draft) { d.Subject = s } }

func TestATextIsWordedAndTakenBackStepByStep(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db)
		h.must(h.save(h.admin, 0, func(*mail.Draft) {}))
		if h.invitation(h.admin).Changed() {
			t.Error("saving what ships made a text of its own")
		}
		h.must(h.save(h.admin, 0, subject("Bitte kommen Sie: {veranstaltung}")))
		if got := h.invitation(h.lead); got.Origin != wording.OfWorkspace || got.Changed() || got.Draft.Subject != "Bitte kommen Sie: {veranstaltung}" {
			t.Errorf("the project sees %s %q", got.Origin, got.Draft.Subject)
		}
		h.must(h.save(h.lead, 0, subject("Unser Tag: {veranstaltung}")))
		got := h.invitation(h.lead)
		if got.Origin != wording.OfProject || got.Below.Subject != "Bitte kommen Sie: {veranstaltung}" || got.BelowO != wording.OfWorkspace {
			t.Errorf("own %q over %s %q", got.Draft.Subject, got.BelowO, got.Below.Subject)
		}
		if h.invitation(h.admin).Draft.Subject != "Bitte kommen Sie: {veranstaltung}" {
			t.Error("the project changed the workspace's text")
		}
		if err := h.Reset(t.Context(), h.lead, i18n.German, "invitation", 7); !fault.Is(err, fault.Conflict) {
			t.Errorf("resetting another version: %v", err)
		}
		h.must(h.Reset(t.Context(), h.lead, i18n.German, "invitation", got.Own.Version))
		if got := h.invitation(h.lead); got.Changed() || got.Origin != wording.OfWorkspace {
			t.Errorf("after the reset: %s", got.Origin)
		}
		var entries []audit.Entry
		h.must(db.Read().NewSelect().Model(&entries).Order("a.id").Scan(t.Context()))
		var acts []string
		for _, e := range entries {
			acts = append(acts, e.Action+" "+e.ObjectID+" "+e.ActorName)
		}
		want := []string{"mail_text.worded de/invitation Jana Muster", "mail_text.worded de/invitation Cem Ay", "mail_text.reset de/invitation Cem Ay"}
		if !slices.Equal(acts, want) {
			t.Errorf("trail %v", acts)
		}
	})
}

func TestTwoPeopleDoNotOverwriteEachOther(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db)
		h.must(h.save(h.admin, 0, subject("Eins")))
		for version, name := range map[int64]string{0: "a first text on top of another's", 2: "a version that is not there"} {
			if err := h.save(h.admin, version, subject("Zwei")); !fault.Is(err, fault.Conflict) {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.must(h.save(h.admin, 1, subject("Drei")))
		if err := h.save(h.admin, 1, subject("Vier")); !fault.Is(err, fault.Conflict) {
			t.Errorf("an outdated version: %v", err)
		}
	})
}

func TestOnlyWhoAnswersForItWordsAMail(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db)
		for name, c := range map[string]struct {
			project string
			role    account.Role
			want    fault.Kind
		}{
			"an administrator words the workspace's":               {"", account.Administrator, 0},
			"a project lead does not word the workspace's":         {"", account.ProjectLead, fault.Forbidden},
			"an administrator words a project's":                   {h.lead.ProjectID, account.Administrator, 0},
			"a project lead words the project's":                   {h.lead.ProjectID, account.ProjectLead, 0},
			"coordination does not":                                {h.lead.ProjectID, account.Coordination, fault.Forbidden},
			"an auditor does not":                                  {h.lead.ProjectID, account.Auditor, fault.Forbidden},
			"whoever has no role is told nothing of the project's": {h.lead.ProjectID, "", fault.NotFound},
		} {
			actor := account.Actor{UserID: id.New(), Name: "X", WorkspaceID: h.admin.WorkspaceID, ProjectID: c.project}
			if c.role != "" {
				actor.Roles = []account.Role{c.role}
			}
			_, err := h.List(t.Context(), actor)
			if c.want == 0 && err != nil || c.want != 0 && !fault.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := h.Find(t.Context(), h.admin, i18n.German, "password_reset"); !fault.Is(err, fault.NotFound) {
			t.Errorf("a mail of an account: %v", err)
		}
		if _, err := h.Find(t.Context(), h.lead, i18n.German, "colleague"); !fault.Is(err, fault.NotFound) {
			t.Errorf("a mail of the whole workspace in a project: %v", err)
		}
	})
}

func TestWhatCannotBeSentIsRefusedAtItsField(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db)
		for name, c := range map[string]struct {
			change func(*mail.Draft)
			field  string
			names  string // what the message names; empty: nothing
		}{
			"an unknown placeholder":              {subject("Einladung {titel}"), "subject", "{titel}"},
			"template code":                       {subject("Einladung {{.event_title}}"), "subject", "{.event_title}"},
			"an open brace":                       {func(d *mail.Draft) { d.Headline = "Hallo {name" }, "headline", "{name"},
			"a brace too many":                    {func(d *mail.Draft) { d.Body += "\n\nEnde }" }, "body", "}"},
			"a text without the personal words":   {func(d *mail.Draft) { d.Body = "Guten Tag {name}," }, "body", "persoenlicher_text"},
			"no subject":                          {subject(" "), "subject", ""},
			"a subject of blanks in placeholders": {subject("{ }"), "subject", "{ }"},
			"no text":                             {func(d *mail.Draft) { d.Body = "" }, "body", ""},
			"no words on the button":              {func(d *mail.Draft) { d.Button = "" }, "button", ""},
			"a text that is too long":             {func(d *mail.Draft) { d.Body += strings.Repeat("x", 9000) }, "body", "8000"},
		} {
			err := h.save(h.admin, 0, c.change)
			fields := fault.Fields(err)
			if len(fields) == 0 || fields[0].Name != c.field {
				t.Errorf("%s: %v at %v", name, err, fields)
				continue
			}
			said := false
			for _, arg := range fields[0].Args {
				said = said || strings.Contains(fmt.Sprint(arg), c.names)
			}
			if c.names != "" && !said {
				t.Errorf("%s: the message names %v", name, fields[0].Args)
			}
		}
		h.must(h.save(h.admin, 0, func(d *mail.Draft) { d.Body = "Hallo { NAME }!\n\n{personal_text}" })) // any spelling of a name, and its name in code
	})
}

func TestMailsAreListedAsPeopleMeetThem(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db)
		names := h.Names(h.admin)
		at := func(name string) int { return slices.Index(names, name) }
		if at("save_the_date") != 0 || at("invitation") != 1 || at("thanks") > at("noted") || at("colleague") != len(names)-1 {
			t.Errorf("the order is %v", names) // a mail that has no place in it would come first
		}
	})
}

// TestAllMailsInAllLanguagesWithAndWithoutOwnWords walks everything that ships: what people see as its draft can be saved and sent.
func TestAllMailsInAllLanguagesWithAndWithoutOwnWords(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db)
		fields := mail.Fields{"funding_notice": "Gefördert vom Land.", "imprint": "Landkreis\nLindenplatz 1", "action_url": "https://example.org/x", "answer_url": "https://example.org/x", "self_service_url": "https://example.org/x", "results_url": "https://example.org/x", "survey_url": "https://example.org/x"}
		for _, field := range mail.FieldNames() {
			if fields[field] == "" {
				fields[field] = "<" + field + ">"
			}
		}
		for _, actor := range []account.Actor{h.admin, h.lead} {
			list, err := h.List(t.Context(), actor)
			h.must(err)
			for _, x := range list {
				own := x.Form.Draft
				own.Subject = "Eigener Betreff " + own.Subject
				h.must(h.Save(t.Context(), actor, x.Lang, x.Name, 0, own))
			}
		}
		wordings, err := h.texts.For(t.Context(), db.Read(), mail.Scope{WorkspaceID: h.lead.WorkspaceID, ProjectID: h.lead.ProjectID})
		h.must(err)
		for _, lang := range i18n.Languages() {
			for _, name := range h.texts.Names(lang) {
				for what, w := range map[string]*mail.Wording{"own": wordings, "shipped": h.texts.Shipped()} {
					said, err := w.Render(lang, name, fields)
					h.must(err)
					own := strings.HasPrefix(said.Subject, "Eigener Betreff")
					if own != (what == "own" && slices.Contains(h.Names(h.admin), name)) {
						t.Errorf("%s %s/%s: subject %q", what, lang, name, said.Subject)
					}
					for _, text := range []string{said.Text, said.HTML} {
						if !strings.Contains(text, "Gefördert vom Land.") || !strings.Contains(text, "Lindenplatz 1") || strings.Contains(text, "{") && !strings.Contains(text, "<style>") {
							t.Errorf("%s %s/%s:\n%s", what, lang, name, text)
						}
					}
					if h.texts.Form(lang, name).Draft.Button != "" && !strings.Contains(said.Text, "https://example.org/x") {
						t.Errorf("%s %s/%s has lost its link", what, lang, name)
					}
				}
			}
		}
	})
}

func TestTheTextsOfAnotherHouseAreNotTouched(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h, other := open(t, db), open(t, db)
		h.must(h.save(h.admin, 0, subject("Unser")))
		if got := other.invitation(other.admin); got.Origin != wording.Shipped {
			t.Errorf("another workspace reads %q", got.Draft.Subject)
		}
		o := h.invitation(h.admin).Own
		o.WorkspaceID, o.Version = other.admin.WorkspaceID, 2
		err := db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error { return mail.SaveOverrideIn(ctx, tx, o) })
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("another workspace's text was written: %v", err)
		}
	})
}
