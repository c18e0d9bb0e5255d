package meeting

import (
	"strconv"
	"strings"

	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
)

const (
	maxMotion = 2000 // characters
	maxVotes  = 9999 // of one kind: more than any hall holds
)

// Tally is how an item was voted on. The zero value: it was not.
type Tally struct {
	Motion    string `bun:"motion"`  // what was voted on, plain; may be empty
	Counted   bool   `bun:"counted"` // votes were noted; a motion may stand without
	Yes       int64  `bun:"votes_yes"`
	No        int64  `bun:"votes_no"`
	Abstained int64  `bun:"votes_abstained"`
}

// Outcome is what came of a vote.
type Outcome string

// What may come of a vote. Abstentions do not decide; a tie rejects.
const (
	Adopted  Outcome = "adopted"
	Rejected Outcome = "rejected"
	Tied     Outcome = "tied" // rejected, too
)

// Voted reports whether a motion or votes were noted.
func (t Tally) Voted() bool { return t.Counted || t.Motion != "" }

// Total is how many have voted.
func (t Tally) Total() int { return int(t.Yes + t.No + t.Abstained) }

// Outcome is what came of it, once votes were counted.
func (t Tally) Outcome() Outcome {
	switch {
	case t.Yes > t.No:
		return Adopted
	case t.Yes == t.No:
		return Tied
	}
	return Rejected
}

// Result says what came of a vote: "Angenommen (Ja: 12, Nein: 3, Enthaltungen: 1)". Empty when there was none.
func (t Tally) Result(l *i18n.Locale) string {
	switch {
	case t.Counted:
		return l.T("meeting.tally."+string(t.Outcome()), l.T("meeting.tally.votes", t.Yes, t.No, t.Abstained))
	case t.Voted():
		return l.T("meeting.tally.uncounted")
	}
	return ""
}

// Said is a vote in lines of text: the motion, and what came of it. Empty when there was none.
func (t Tally) Said(l *i18n.Locale) string {
	if t.Motion == "" {
		return t.Result(l)
	}
	return l.T("meeting.tally.motion", t.Motion) + "\n" + t.Result(l)
}

// Ballot is what staff type about a vote. Numbers that are left out are none, once one of them is given; all empty: it was not counted.
type Ballot struct {
	Motion, Yes, No, Abstained string
}

// tally reads what was typed. Fields: motion, yes, no, abstained.
func (b Ballot) tally(c *fault.Checks) Tally {
	t := Tally{Motion: text(b.Motion)}
	c.MaxLen("motion", t.Motion, maxMotion)
	fine := true
	for _, one := range []struct {
		field, typed string
		into         *int64
	}{{"yes", b.Yes, &t.Yes}, {"no", b.No, &t.No}, {"abstained", b.Abstained, &t.Abstained}} {
		typed := strings.TrimSpace(one.typed)
		if typed == "" {
			continue
		}
		t.Counted = true
		n, err := strconv.ParseUint(typed, 10, 32)
		if err != nil || n > maxVotes {
			c.Add(one.field, "meeting.fault.votes", maxVotes)
			fine = false
			continue
		}
		*one.into = int64(n)
	}
	if fine && t.Counted && t.Total() == 0 {
		c.Add("yes", "meeting.fault.no_votes")
	}
	return t
}

// within refuses more votes than there are people to give them, at the field that is the one too many.
func (t Tally) within(c *fault.Checks, of Detail) {
	most, key := of.voters()
	if !t.Counted || most < 0 || t.Total() <= most {
		return
	}
	field := "abstained"
	switch {
	case int(t.Yes) > most:
		field = "yes"
	case int(t.Yes+t.No) > most:
		field = "no"
	}
	c.Add(field, key, most)
}

// voters is how many may have voted, and what is said about more: those entitled who were present, or while nobody is noted yet, all
// of them. Less than zero: nobody knows, because the meeting is no body's.
func (d Detail) voters() (most int, key string) {
	c := d.count()
	switch {
	case d.Body.ID == "":
	case d.Noted():
		if d.Present != nil { // counted for a round before: some of them may be erased by now
			c.Present = max(c.Present, *d.Present)
		}
		return c.Present, "meeting.fault.more_than_present"
	case c.Entitled > 0:
		return c.Entitled, "meeting.fault.more_than_entitled"
	}
	return -1, ""
}

// Overvoted are the numbers of the items, from 1, at which more votes stand than people who may have given them: who was present was
// noted afterwards. Of minutes that members are asked about, or have approved, there are none: they hold as they were read.
func (d Detail) Overvoted() []int {
	var all []int
	if d.Locked() {
		return nil
	}
	most, _ := d.voters()
	for n, p := range d.Points {
		if most >= 0 && p.Counted && p.Total() > most {
			all = append(all, n+1)
		}
	}
	return all
}
