package document

import (
	"context"
	"errors"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/fault"
)

// SubjectKind is what sort of thing a document belongs to.
type SubjectKind string

// The kinds of things that documents belong to.
const (
	Milestone SubjectKind = "milestone"
	Task      SubjectKind = "task"
	Event     SubjectKind = "event"
)

// SubjectKinds lists the kinds in the order of the pages.
func SubjectKinds() []SubjectKind { return []SubjectKind{Milestone, Task, Event} }

// Subject is a thing that documents belong to.
type Subject struct {
	Kind SubjectKind
	ID   string
}

// Named is a subject and how it is called.
type Named struct {
	Subject
	Title string
}

// Source lists the things of one kind in the actor's project, in the order in which people look for them.
type Source func(ctx context.Context, db bun.IDB, a account.Actor) ([]Named, error)

// Sources are the things that documents may belong to; every kind is required.
type Sources map[SubjectKind]Source

func (s Sources) complete() error {
	for _, kind := range SubjectKinds() {
		if s[kind] == nil {
			return errors.New("document: no source for " + string(kind))
		}
	}
	return nil
}

// all lists everything that documents of the actor's project may belong to.
func (s Sources) all(ctx context.Context, db bun.IDB, a account.Actor) ([]Named, error) {
	var all []Named
	for _, kind := range SubjectKinds() {
		named, err := s[kind](ctx, db, a)
		if err != nil {
			return nil, err
		}
		all = append(all, named...)
	}
	return all, nil
}

// check returns the wanted subjects, each once, and NotFound when one of them is not in the project.
func (s Sources) check(ctx context.Context, db bun.IDB, a account.Actor, wanted []Subject) ([]Subject, error) {
	if len(wanted) == 0 {
		return nil, nil
	}
	all, err := s.all(ctx, db, a)
	if err != nil {
		return nil, err
	}
	var found []Subject
	for _, subject := range wanted {
		if slices.Contains(found, subject) {
			continue
		}
		if !slices.ContainsFunc(all, func(n Named) bool { return n.Subject == subject }) {
			return nil, fault.Missing()
		}
		found = append(found, subject)
	}
	return found, nil
}

// named returns those of the subjects that exist, in the order of all.
func named(all []Named, subjects []Subject) []Named {
	var found []Named
	for _, n := range all {
		if slices.Contains(subjects, n.Subject) {
			found = append(found, n)
		}
	}
	return found
}
