package ical

// Problem is a reason why an object can be neither written nor read. Errors of this package wrap exactly one:
// errors.Is(err, ical.ErrTooLarge).
type Problem string

// The problems there are.
const (
	ErrInvalidEntry Problem = "entry cannot be written"
	ErrNoEntries    Problem = "a calendar without entries is not valid"
	ErrTooLarge     Problem = "calendar object exceeds 256 KiB"
	ErrLineTooLong  Problem = "content line exceeds 16 KiB"
	ErrParamTooLong Problem = "parameter exceeds 1 KiB"
	ErrTooDeep      Problem = "components nested deeper than 8"
	ErrMalformed    Problem = "not a calendar object"
	ErrNoEvent      Problem = "calendar object without an event that has a UID"
)

// Error returns the reason.
func (p Problem) Error() string { return string(p) }
