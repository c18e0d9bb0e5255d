package form

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rundertisch/internal/fault"
)

// questions are one of each kind; the number is asked of those who come by car only.
func questions() []Field {
	gone := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	return []Field{
		{ID: "way", Kind: Choice, Label: "Anreise", Options: "Auto\nBahn", Required: true},
		{ID: "seats", Kind: Number, Label: "Freie Plätze", Required: true, WhenField: "way", WhenOption: "Auto"},
		{ID: "topics", Kind: Several, Label: "Themen", Options: "Wohnen\nArbeit\nGesundheit"},
		{ID: "name", Kind: Text, Label: "Rufname"},
		{ID: "note", Kind: LongText, Label: "Frage"},
		{ID: "day", Kind: Day, Label: "Tag"},
		{ID: "old", Kind: Text, Label: "Früher", RemovedAt: &gone},
	}
}

func TestAnswersAreTakenAsTheQuestionsAsk(t *testing.T) {
	t.Parallel()
	car, train := Code("Auto"), Code("Bahn")
	for name, c := range map[string]struct {
		typed   Typed
		answers map[string]string
		refused map[string]string // key by field
	}{
		"nothing": {nil, map[string]string{}, map[string]string{"f_way": "form.fault.choose"}},
		"what depends on an answer is required with it": {
			Typed{"way": {car}}, map[string]string{"way": "Auto"}, map[string]string{"f_seats": "fault.required"},
		},
		"what depends on another answer is neither required nor stored": {
			Typed{"way": {train}, "seats": {"3"}}, map[string]string{"way": "Bahn"}, nil,
		},
		"not even looked at":                  {Typed{"way": {train}, "seats": {"drei"}}, map[string]string{"way": "Bahn"}, nil},
		"several in the order of the options": {Typed{"way": {train}, "topics": {Code("Gesundheit"), Code("Wohnen")}}, map[string]string{"way": "Bahn", "topics": "Wohnen\nGesundheit"}, nil},
		"an option that went":                 {Typed{"way": {Code("Rad")}}, map[string]string{}, map[string]string{"f_way": "form.fault.option_gone"}},
		"two of one":                          {Typed{"way": {car, train}}, map[string]string{}, map[string]string{"f_way": "form.fault.option_gone"}},
		"a number in English":                 {Typed{"way": {car}, "seats": {"2.5"}}, map[string]string{"way": "Auto", "seats": "2,5"}, nil},
		"no number":                           {Typed{"way": {car}, "seats": {"1e9"}}, map[string]string{"way": "Auto"}, map[string]string{"f_seats": "form.fault.number"}},
		"a German day":                        {Typed{"way": {train}, "day": {"01.04.2027"}}, map[string]string{"way": "Bahn", "day": "2027-04-01"}, nil},
		"no day":                              {Typed{"way": {train}, "day": {"morgen"}}, map[string]string{"way": "Bahn"}, map[string]string{"f_day": "fault.day"}},
		"emoji and right to left":             {Typed{"way": {train}, "name": {"👩‍🌾  ليلى"}}, map[string]string{"way": "Bahn", "name": "👩‍🌾 ليلى"}, nil},
		"too long":                            {Typed{"way": {train}, "note": {strings.Repeat("ä", 4001)}}, map[string]string{"way": "Bahn"}, map[string]string{"f_note": "fault.too_long"}},
		"a question that went":                {Typed{"way": {train}, "old": {"schon getippt"}}, map[string]string{"way": "Bahn"}, map[string]string{Gone: "form.fault.gone"}},
		"a question of nobody":                {Typed{"way": {train}, "x": {"y"}}, map[string]string{"way": "Bahn"}, nil},
	} {
		var checks fault.Checks
		answers := Check(&checks, questions(), c.typed, true)
		if diff := cmp.Diff(c.answers, answers); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		refused := map[string]string{}
		for _, f := range fault.Fields(checks.Err()) {
			refused[f.Name] = f.Key
		}
		if len(refused) != len(c.refused) || len(c.refused) > 0 && cmp.Diff(c.refused, refused) != "" {
			t.Errorf("%s: refused %v, want %v", name, refused, c.refused)
		}
	}
}

func TestStaffMayLeaveOutWhatNobodyToldThem(t *testing.T) {
	t.Parallel()
	var checks fault.Checks
	Check(&checks, questions(), Typed{"old": {"x"}}, false)
	if err := checks.Err(); err != nil {
		t.Error(err)
	}
}

func TestAQuestionIsMadeAsItCanBeAnswered(t *testing.T) {
	t.Parallel()
	all := questions()
	for n := range all {
		all[n].Position = int64(n + 1)
	}
	good := Details{Label: "Anreise", Purpose: "für die Parkplätze", KeepDays: "30", Options: "Auto\n\n Auto \nBahn"}
	with := func(change func(*Details)) Details { d := good; change(&d); return d }
	for name, c := range map[string]struct {
		field   Field
		details Details
		refused string
	}{
		"good":                                 {Field{Kind: Choice}, good, ""},
		"without a purpose":                    {Field{Kind: Text}, with(func(d *Details) { d.Purpose = " " }), "purpose"},
		"without an end":                       {Field{Kind: Text}, with(func(d *Details) { d.KeepDays = "" }), "keep_days"},
		"kept for ever":                        {Field{Kind: Text}, with(func(d *Details) { d.KeepDays = "9999" }), "keep_days"},
		"of no kind":                           {Field{Kind: "colour"}, good, "kind"},
		"one option only":                      {Field{Kind: Several}, with(func(d *Details) { d.Options = "Auto" }), "options"},
		"after what it hangs on":               {Field{Kind: Text, Position: 9}, with(func(d *Details) { d.When = Condition("way", "Auto") }), ""},
		"before what it hangs on":              {Field{Kind: Text, Position: 1}, with(func(d *Details) { d.When = Condition("topics", "Wohnen") }), "when"},
		"on no choice":                         {Field{Kind: Text}, with(func(d *Details) { d.When = "name.x" }), "when"},
		"without an option that another needs": {all[0], with(func(d *Details) { d.Options = "Rad\nBahn" }), "options"},
	} {
		_, err := c.details.apply(c.field, all)
		fields := fault.Fields(err)
		if (c.refused == "") != (len(fields) == 0) || c.refused != "" && fields[0].Name != c.refused {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNeedsAreStoredWithConsentOnly(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		typed NeedsTyped
		given bool
		field string
	}{
		"nothing":            {NeedsTyped{}, false, ""},
		"consent to nothing": {NeedsTyped{Consent: true}, false, ""},
		"without consent":    {NeedsTyped{Arranged: []string{"vegan"}}, true, "needs_consent"},
		"with it":            {NeedsTyped{Arranged: []string{"vegan", "step_free", "x"}, Consent: true}, true, ""},
		"in words":           {NeedsTyped{Note: "Tisch am Fenster"}, true, "needs_consent"},
		"in too many words":  {NeedsTyped{Note: strings.Repeat("x", 1001), Consent: true}, true, "needs_note"},
	} {
		var checks fault.Checks
		needs, given := c.typed.Check(&checks)
		fields := fault.Fields(checks.Err())
		if given != c.given || (c.field == "") != (len(fields) == 0) || c.field != "" && fields[0].Name != c.field {
			t.Errorf("%s: %+v %v %v", name, needs, given, fields)
		}
	}
}
