package bin

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// Keeper is what the owner of a kind of things says about it.
type Keeper struct {
	Kind Kind
	// May says who may delete such a thing, and therefore sees it in the bin and may bring it back.
	May func(account.Actor) bool
	// BringBack writes the entry's rows again, as they were, and records it. Gone and Taken are its refusals.
	BringBack func(ctx context.Context, tx bun.IDB, actor account.Actor, e Entry) error
}

// check returns the keepers by kind, an error unless there is exactly one whole keeper for each kind.
func check(keepers []Keeper) (map[Kind]Keeper, error) {
	byKind := map[Kind]Keeper{}
	for _, k := range keepers {
		switch {
		case !slices.Contains(Kinds(), k.Kind):
			return nil, fmt.Errorf("bin: %q is no kind of things", k.Kind)
		case k.May == nil || k.BringBack == nil:
			return nil, fmt.Errorf("bin: the keeper of %q is not whole", k.Kind)
		case byKind[k.Kind].BringBack != nil:
			return nil, fmt.Errorf("bin: %q has two keepers", k.Kind)
		}
		byKind[k.Kind] = k
	}
	var missing []error
	for _, kind := range Kinds() {
		if byKind[kind].BringBack == nil {
			missing = append(missing, fmt.Errorf("bin: %q has no keeper, it could never come back", kind))
		}
	}
	return byKind, errors.Join(missing...)
}

// gone is the refusal to bring back a thing without what it belongs to.
type gone struct {
	kind Kind
	id   string
}

func (g gone) Error() string { return fmt.Sprintf("%s %s is gone", g.kind, g.id) }

// Gone is the fault for a thing that cannot come back because what it belongs to is not there. Service finds out whether
// that lies in the bin, too, and says so.
func Gone(kind Kind, id string) error {
	return &fault.Error{Kind: fault.Conflict, Key: "bin.fault.gone." + string(kind), Err: gone{kind, id}}
}

// Taken turns a broken uniqueness into a Conflict with the sentence of key, which says what to change first.
func Taken(err error, key string, args ...any) error {
	if !database.Duplicate(err) {
		return err
	}
	return &fault.Error{Kind: fault.Conflict, Key: key, Args: args, Err: err}
}
