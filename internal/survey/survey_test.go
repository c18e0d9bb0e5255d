package survey

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"rundertisch/internal/fault"
)

func TestWhatIsAskedIsCheckedFieldByField(t *testing.T) {
	t.Parallel()
	good := Details{Title: "Wie war es?", ClosesOn: "31.03.2027", Questions: []Question{{Kind: Scale, Text: "Nützlich?"}}}
	for name, c := range map[string]struct {
		change func(*Details)
		field  string // that is refused; empty: none
	}{
		"all is well":            {func(*Details) {}, ""},
		"an empty question":      {func(d *Details) { d.Questions = append(d.Questions, Question{Kind: Choice}) }, ""},
		"no title":               {func(d *Details) { d.Title = " " }, "title"},
		"a day that is gone":     {func(d *Details) { d.ClosesOn = "28.02.2027" }, "closes_on"},
		"a day years ahead":      {func(d *Details) { d.ClosesOn = "31.03.2029" }, "closes_on"},
		"no day":                 {func(d *Details) { d.ClosesOn = "" }, "closes_on"},
		"no question":            {func(d *Details) { d.Questions = nil }, "q1_text"},
		"one option":             {func(d *Details) { d.Questions = []Question{{Kind: Choice, Text: "Was?", Options: []string{"A", "A "}}} }, "q1_options"},
		"a kind that is unknown": {func(d *Details) { d.Questions[0].Kind = "stars" }, "q1_kind"},
		"a long question":        {func(d *Details) { d.Questions[0].Text = strings.Repeat("ä", 301) }, "q1_text"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := good
			d.Questions = slices.Clone(good.Questions)
			c.change(&d)
			_, err := d.apply(Survey{}, "2027-03-01")
			if fields := fault.Fields(err); c.field == "" && err != nil || c.field != "" && (len(fields) != 1 || fields[0].Name != c.field) {
				t.Errorf("got %v, want the field %q", err, c.field)
			}
		})
	}
}

var asked = []Question{
	{Kind: Scale, Text: "Nützlich?"},
	{Kind: Choice, Text: "Dauer?", Options: []string{"kurz", "richtig", "lang"}},
	{Kind: Several, Text: "Was?", Options: []string{"Vortrag", "Workshop"}},
	{Kind: Text, Text: "Noch etwas?"},
}

func TestAnAnswerIsTakenOrRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		said  Answer
		field string
	}{
		"everything":              {Answer{0: {"5"}, 1: {"1"}, 2: {"1", "2"}, 3: {"Danke"}}, ""},
		"one thing":               {Answer{3: {"Danke"}}, ""},
		"nothing":                 {Answer{0: {""}, 3: {" \u200b "}}, "q1"},
		"a step too many":         {Answer{0: {"6"}}, "q1"},
		"no step":                 {Answer{0: {"0"}}, "q1"},
		"words for a step":        {Answer{0: {"fünf"}}, "q1"},
		"two of one":              {Answer{1: {"1", "2"}}, "q2"},
		"an option too many":      {Answer{2: {"1", "3"}}, "q3"},
		"a text that is too long": {Answer{3: {strings.Repeat("ä", 1001)}}, "q4"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := c.said.check(asked)
			if fields := fault.Fields(err); c.field == "" && err != nil || c.field != "" && (len(fields) != 1 || fields[0].Name != c.field) {
				t.Errorf("got %v, want the field %q", err, c.field)
			}
		})
	}
	said, err := Answer{2: {"1", "1"}, 3: {"a\u202Eb\x00c\n<b>"}}.check(asked)
	if err != nil || len(said[2]) != 1 || said[3][0] != "abc\n<b>" {
		t.Errorf("kept is %+v, %v", said, err)
	}
}

// TestATallyTellsNoOrder: the same answers in any order are the same octets, and no text stands with a count.
func TestATallyTellsNoOrder(t *testing.T) {
	t.Parallel()
	answers := []Answer{
		{0: {"5"}, 1: {"1"}, 3: {"Zuletzt"}}, {0: {"1"}, 3: {"Anfang"}}, {1: {"2"}, 2: {"1", "2"}}, {0: {"5"}, 1: {"2"}, 3: {"Mitte"}}, {2: {"2"}, 3: {"Anfang"}},
	}
	count := func(order []int) Tally {
		tally := Tally{SurveyID: "x"}
		for _, n := range order {
			var err error
			if tally, err = tally.add(asked, answers[n]); err != nil {
				t.Fatal(err)
			}
		}
		return tally
	}
	want := count([]int{0, 1, 2, 3, 4})
	for _, order := range [][]int{{4, 3, 2, 1, 0}, {2, 0, 4, 1, 3}} {
		if got := count(order); got != want {
			t.Errorf("in the order %v the tally is\n%s\nnot\n%s", order, got.Content, want.Content)
		}
	}
	if want.Answers != 5 || !strings.Contains(want.Content, `["Anfang","Anfang","Mitte","Zuletzt"]`) {
		t.Errorf("counted is %s", want.Content)
	}
}

// TestATextWithoutRoomKeepsNoChoiceOut: whoever sends many long texts fills what there is for texts, and nothing else.
func TestATextWithoutRoomKeepsNoChoiceOut(t *testing.T) {
	t.Parallel()
	questions := append(slices.Clone(asked), Question{Kind: Text, Text: "Und sonst?"})
	for name, c := range map[string]struct {
		room       int
		said, fits Answer
		refused    string // field
	}{
		"all fits":                     {100, Answer{0: {"5"}, 3: {"Danke"}, 4: {"Gern"}}, Answer{0: {"5"}, 3: {"Danke"}, 4: {"Gern"}}, ""},
		"the choices stay":             {3, Answer{0: {"5"}, 2: {"1", "2"}, 3: {"Danke"}}, Answer{0: {"5"}, 2: {"1", "2"}}, ""},
		"the shorter text fits":        {10, Answer{3: {"Vielen herzlichen Dank"}, 4: {"Gern"}}, Answer{4: {"Gern"}}, ""},
		"the first takes the room":     {10, Answer{3: {"Danke"}, 4: {"Gern"}}, Answer{3: {"Danke"}}, ""},
		"a text alone is refused":      {3, Answer{3: {"Danke"}}, Answer{}, "q4"},
		"two texts alone are refused":  {3, Answer{3: {"Danke"}, 4: {"Gern"}}, Answer{}, "q4"},
		"more than full: choices stay": {-500, Answer{1: {"1"}, 4: {"Gern"}}, Answer{1: {"1"}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fits, whole, err := Tally{Content: strings.Repeat(" ", maxTally-c.room)}.fitting(questions, c.said)
			if fields := fault.Fields(err); c.refused == "" && err != nil || c.refused != "" && (len(fields) != 1 || fields[0].Name != c.refused) {
				t.Errorf("refused is %v, want the field %q", err, c.refused)
			}
			if !reflect.DeepEqual(fits, c.fits) || whole != reflect.DeepEqual(c.fits, c.said) {
				t.Errorf("of %v fits %v (all: %t), want %v", c.said, fits, whole, c.fits)
			}
		})
	}
}

func TestSmallGroupsAreHeldBack(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		counts, want []int // -1: held back
	}{
		"no small group":                     {[]int{5, 4, 3}, []int{5, 4, 3}},
		"an option nobody took":              {[]int{5, 0, 3}, []int{5, 0, 3}},
		"a small group takes the next along": {[]int{20, 1, 6}, []int{20, -1, -1}},
		"two that are few together":          {[]int{20, 1, 1, 6}, []int{20, -1, -1, -1}},
		"two that are enough together":       {[]int{20, 2, 1, 6}, []int{20, -1, -1, 6}},
		"all are small":                      {[]int{2, 2, 1}, []int{-1, -1, -1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rows := make([]Row, len(c.counts))
			for i, n := range c.counts {
				rows[i].Count = n
			}
			for i, row := range hold(rows) {
				if got := map[bool]int{true: -1, false: row.Count}[row.Held]; got != c.want[i] || row.Held && row.Count != 0 {
					t.Errorf("option %d shows %d, want %d", i, got, c.want[i])
				}
			}
		})
	}
}

func TestNothingIsShownOfFew(t *testing.T) {
	t.Parallel()
	tally := Tally{}
	for n := range 6 {
		found, err := findings(asked, tally)
		if err != nil || found.Few != (n < Least) || found.Few && (found.Answers != 0 || found.Findings != nil) {
			t.Errorf("of %d answers it shows %+v, %v", n, found, err)
		}
		if !found.Few && (found.Findings[0].Mean != 4 || !found.Findings[1].Held || found.Findings[1].Answered != 0) {
			t.Errorf("of %d answers it shows %+v", n, found)
		}
		if tally, err = tally.add(asked, Answer{0: {"4"}}); err != nil {
			t.Fatal(err)
		}
	}
}
