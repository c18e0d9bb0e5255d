package invite

// Fate is what became of a received mail, as staff see it: each mail has exactly one.
type Fate string

// The fates.
const (
	WaitsForStaff Fate = "review"  // somebody must decide
	CouldNotRead  Fate = "failed"  // kept, but nobody could read it
	WasSettled    Fate = "settled" // one of the two before, and staff have decided
	WasApplied    Fate = "applied" // an answer was taken over, a delivery report noted
	WasIgnored    Fate = "ignored" // changed nothing, for the reason that stands with it
)

// Fates lists all fates in the order staff care about them.
func Fates() []Fate { return []Fate{WaitsForStaff, CouldNotRead, WasSettled, WasApplied, WasIgnored} }

// fates says what each state comes to by itself.
var fates = map[State]Fate{Review: WaitsForStaff, Unreadable: CouldNotRead, Matched: WasApplied, Stale: WasIgnored, Ignored: WasIgnored}

// Fate is what became of the mail.
func (n Incoming) Fate() Fate { return fateOf(n.State, n.SettledAt != nil) }

func fateOf(state State, settled bool) Fate {
	if fate := fates[state]; !settled || fate != WaitsForStaff && fate != CouldNotRead {
		return fate
	}
	return WasSettled
}

// states are those that come to the fate by themselves.
func (f Fate) states() []State {
	var all []State
	for _, state := range States() {
		if fates[state] == f {
			all = append(all, state)
		}
	}
	return all
}
