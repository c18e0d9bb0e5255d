package bin_test

import (
	"errors"
	"strings"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/bin"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/result"
	"rundertisch/internal/workplan"
)

func hasKey(err error, key string) bool {
	var problem *fault.Error
	return errors.As(err, &problem) && problem.Kind == fault.Conflict && problem.Key == key
}

func (h *house) binned(kind bin.Kind) bin.Entry {
	return must[bin.Entry](h.t)(h.deletions()[kind].delete())
}

func (h *house) back(e bin.Entry) error {
	_, err := h.Bin.BringBack(h.t.Context(), h.Actor, e.ID)
	return err
}

// TestAPartWaitsForItsWhole deletes a part, then what it belongs to: the part is told what must come back first, and can
// come back after that. When the whole is gone for good, so is the part.
func TestAPartWaitsForItsWhole(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		part, whole func(h *house) bin.Entry
		first, gone string
	}{
		"a task of a milestone": {
			func(h *house) bin.Entry {
				return must[bin.Entry](h.t)(h.Plan.RemoveTask(h.t.Context(), h.Actor, h.tasks[3].ID))
			},
			func(h *house) bin.Entry { return h.binned(bin.Milestone) }, "bin.fault.first.milestone", "bin.fault.gone.milestone",
		},
		"a task of a goal": {
			func(h *house) bin.Entry { return h.binned(bin.Task) },
			func(h *house) bin.Entry { return h.binned(bin.Goal) }, "bin.fault.first.goal", "bin.fault.gone.milestone",
		},
		"a milestone of a goal": {
			func(h *house) bin.Entry { return h.binned(bin.Milestone) },
			func(h *house) bin.Entry { return h.binned(bin.Goal) }, "bin.fault.first.goal", "bin.fault.gone.goal",
		},
		"an item of a draft": {
			func(h *house) bin.Entry {
				return must[bin.Entry](h.t)(h.Events.RemoveItem(h.t.Context(), h.Actor, h.draft.ID, h.talk.ID))
			},
			func(h *house) bin.Entry { return h.binned(bin.Event) }, "bin.fault.first.event", "bin.fault.gone.event",
		},
		"a card of an item": {
			func(h *house) bin.Entry { return h.cardOfShop() },
			func(h *house) bin.Entry { return h.binned(bin.ProgrammeItem) }, "bin.fault.first.programme_item", "bin.fault.gone.programme_item",
		},
		"a person of an organisation": {
			func(h *house) bin.Entry { return h.binned(bin.Person) },
			func(h *house) bin.Entry { return h.binned(bin.Organisation) }, "bin.fault.first.organisation", "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			apptest.Each(t, func(t *testing.T, s *apptest.Site) {
				h := furnished(t, s)
				if strings.HasPrefix(name, "a card") {
					must[result.Card](t)(s.Results.Add(t.Context(), h.Actor, h.open.ID, h.shop.ID, result.Details{Kind: result.Need, Text: "Beratung"}))
				}
				before := contents(t, s)
				part := c.part(h)
				whole := c.whole(h)
				if err := h.back(part); !hasKey(err, c.first) {
					t.Errorf("before the whole: %v", err)
				}
				if err := h.back(whole); err != nil {
					t.Fatal(err)
				}
				if err := h.back(part); err != nil {
					t.Fatal(err)
				}
				same(t, before, contents(t, s))

				part, whole = c.part(h), c.whole(h)
				if _, err := s.Bin.Purge(t.Context(), h.Actor, whole.ID); err != nil {
					t.Fatal(err)
				}
				err := h.back(part)
				if c.gone == "" && err != nil || c.gone != "" && !hasKey(err, c.gone) {
					t.Errorf("after the whole was purged: %v", err)
				}
			})
		})
	}
}

// cardOfShop deletes the card of the open event's workshop.
func (h *house) cardOfShop() bin.Entry {
	board := must[result.Board](h.t)(h.Results.Board(h.t.Context(), h.Actor, h.open.ID))
	return must[bin.Entry](h.t)(h.Results.Remove(h.t.Context(), h.Actor, h.open.ID, board.Groups[0].Cards[0].ID))
}

func TestWhatWasTakenMeanwhileIsSaid(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind bin.Kind
		take func(h *house) error
		key  string
	}{
		"the number of a goal": {bin.Goal, func(h *house) error {
			_, err := h.Plan.AddGoal(h.t.Context(), h.Actor, workplan.Goal{Number: "1", Title: "Anderes"})
			return err
		}, "workplan.fault.number_taken_meanwhile"},
		"the number of a milestone": {bin.Milestone, func(h *house) error {
			_, err := h.Plan.AddMilestone(h.t.Context(), h.Actor, workplan.Milestone{GoalID: h.goal.ID, Number: "1.2", Title: "Anderes", DueOn: "2026-12"})
			return err
		}, "workplan.fault.number_taken_meanwhile"},
		"the slug of an event": {bin.Event, func(h *house) error {
			_, err := h.Events.Add(h.t.Context(), h.Actor, event.Details{
				Kind: event.Symposium, Title: "Andere", Slug: h.draft.Slug, Day: "20.11.2027", Begin: "9:30", End: "16:00",
			})
			return err
		}, "event.remove.slug_taken"},
		"the name of an organisation": {bin.Organisation, func(h *house) error {
			_, err := h.Directory.AddOrganisation(h.t.Context(), h.Actor, directory.Organisation{Name: h.organisation.Name, Kind: directory.KindCourt})
			return err
		}, "directory.bin.organisation_taken"},
		"the address of a person": {bin.Person, func(h *house) error {
			_, err := h.Directory.AddPerson(h.t.Context(), h.Actor, directory.Person{Given: "Jana", Family: "Personenwort", Email: "JANA@example.org", Lang: "de", Source: "Neu"})
			return err
		}, "directory.bin.address_taken"},
		"the name of a group": {bin.Group, func(h *house) error {
			_, err := h.Directory.AddGroup(h.t.Context(), h.Actor, directory.Group{Name: h.group.Name})
			return err
		}, "directory.bin.group_taken"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			apptest.Each(t, func(t *testing.T, s *apptest.Site) {
				h := furnished(t, s)
				entry := h.binned(c.kind)
				if err := c.take(h); err != nil {
					t.Fatal(err)
				}
				before := contents(t, s)
				if err := h.back(entry); !hasKey(err, c.key) {
					t.Errorf("want %s, got %v", c.key, err)
				}
				same(t, before, contents(t, s))
				if _, err := s.Bin.Find(t.Context(), h.Actor, entry.ID); err != nil {
					t.Errorf("the entry stays in the bin: %v", err)
				}
			})
		})
	}
}

func TestWhoSeesWhatInTheBin(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h, ctx := furnished(t, s), t.Context()
		entries := map[bin.Kind]bin.Entry{}
		for _, kind := range []bin.Kind{bin.Milestone, bin.Task, bin.ResultCard, bin.Document, bin.Person} {
			entries[kind] = h.binned(kind)
		}
		works := []bin.Kind{bin.Task, bin.ResultCard, bin.Document, bin.Person}
		for _, c := range []struct {
			role                 account.Role
			sees, restores, ends []bin.Kind
		}{
			{account.Administrator, kinds(entries), kinds(entries), kinds(entries)},
			{account.ProjectLead, kinds(entries), kinds(entries), kinds(entries)},
			{account.Coordination, works, works, nil},
			{account.MinuteTaker, []bin.Kind{bin.ResultCard}, []bin.Kind{bin.ResultCard}, nil},
			{account.Auditor, kinds(entries), nil, nil},
		} {
			actor := h.Actor
			actor.Roles = []account.Role{c.role}
			list, err := s.Bin.List(ctx, actor, bin.Filter{Rows: 10})
			if err != nil || list.Total != len(c.sees) {
				t.Errorf("the %s sees %d entries, want %v; %v", c.role, list.Total, c.sees, err)
			}
			for kind, e := range entries {
				if _, err := s.Bin.Find(ctx, actor, e.ID); (err == nil) != contains(c.sees, kind) {
					t.Errorf("the %s looks at a %s: %v", c.role, kind, err)
				}
				if s.Bin.MayBringBack(actor, e) != contains(c.restores, kind) || s.Bin.MayPurge(actor, e) != contains(c.ends, kind) {
					t.Errorf("the %s may do something else with a %s", c.role, kind)
				}
				if !contains(c.restores, kind) {
					if _, err := s.Bin.BringBack(ctx, actor, e.ID); !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Forbidden) {
						t.Errorf("the %s brings a %s back: %v", c.role, kind, err)
					}
				}
				if !contains(c.ends, kind) {
					if _, err := s.Bin.Purge(ctx, actor, e.ID); !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Forbidden) {
						t.Errorf("the %s purges a %s: %v", c.role, kind, err)
					}
				}
			}
		}
	})
}

func kinds(entries map[bin.Kind]bin.Entry) []bin.Kind {
	var all []bin.Kind
	for _, kind := range bin.Kinds() {
		if _, found := entries[kind]; found {
			all = append(all, kind)
		}
	}
	return all
}

func contains(all []bin.Kind, one bin.Kind) bool {
	for _, kind := range all {
		if kind == one {
			return true
		}
	}
	return false
}

func TestTheBinOfOthersIsNotThere(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h, stranger := furnished(t, s), s.Office("Landkreis Nebenan")
		for _, kind := range []bin.Kind{bin.Task, bin.Person} {
			e := h.binned(kind)
			if list, err := s.Bin.List(t.Context(), stranger.Actor, bin.Filter{Rows: 10}); err != nil || list.Total != 0 {
				t.Errorf("a stranger's bin has %+v, %v", list, err)
			}
			if _, err := s.Bin.BringBack(t.Context(), stranger.Actor, e.ID); !fault.Is(err, fault.NotFound) {
				t.Errorf("a stranger brings a %s back: %v", kind, err)
			}
			if _, err := s.Bin.Purge(t.Context(), stranger.Actor, e.ID); !fault.Is(err, fault.NotFound) {
				t.Errorf("a stranger purges a %s: %v", kind, err)
			}
		}
	})
}

func TestAPersonWhoAsksForItIsErasedAtOnce(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := furnished(t, s)
		if err := s.Directory.ErasePerson(t.Context(), h.Actor, h.person.ID); err != nil {
			t.Fatal(err)
		}
		if list, err := s.Bin.List(t.Context(), h.Actor, bin.Filter{Rows: 10}); err != nil || list.Total != 0 {
			t.Errorf("the bin has %+v, %v", list, err)
		}
		if err := s.Directory.ErasePerson(t.Context(), h.Actor, h.person.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("twice: %v", err)
		}
	})
}

func TestAPublishedEventIsCancelledNotDeleted(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := furnished(t, s)
		before := contents(t, s)
		if _, err := s.Events.Remove(t.Context(), h.Actor, h.open.ID); !hasKey(err, "event.remove.not_draft") {
			t.Errorf("deleting gave %v", err)
		}
		same(t, before, contents(t, s))
	})
}
