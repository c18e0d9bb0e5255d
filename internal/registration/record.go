package registration

import (
	"time"

	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/form"
)

// Record is all that is stored about a person at an event, for the person to take along (Art. 15, 20 GDPR).
type Record struct {
	Event         RecordedEvent      `json:"event"`
	Name          string             `json:"name"`
	Email         string             `json:"email"`
	NewEmail      string             `json:"new_email,omitempty"` // waits for a confirmation
	Organisation  string             `json:"organisation"`
	Remark        string             `json:"remark"`
	Language      string             `json:"language"`
	Origin        string             `json:"origin"`
	StoredSince   time.Time          `json:"stored_since"`
	Notice        string             `json:"privacy_notice"`
	Answer        string             `json:"answer"`
	Place         string             `json:"place"`
	Position      int                `json:"waitlist_position,omitempty"`
	PhotosSince   *time.Time         `json:"photos_agreed_since,omitempty"`
	NamedSince    *time.Time         `json:"named_in_public_since,omitempty"` // agreed to be on the list of participants
	Workshops     []RecordedWorkshop `json:"workshops,omitempty"`
	Wishes        []RecordedWish     `json:"wishes,omitempty"`
	Questions     []RecordedAnswer   `json:"questions,omitempty"`
	Needs         *RecordedNeeds     `json:"needs,omitempty"`
	AnswersByTime []RecordedStep     `json:"history,omitempty"`
	Changes       []RecordedEdit     `json:"changes,omitempty"` // see Service.Record
	Arrivals      []LetIn            `json:"let_in,omitempty"`
}

// RecordedEvent says which event it is.
type RecordedEvent struct {
	Title string    `json:"title"`
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
	Venue string    `json:"venue"`
}

// RecordedWorkshop is a workshop and the place in it.
type RecordedWorkshop struct {
	Slot  string `json:"slot"`
	Title string `json:"title"`
	Place string `json:"place"`
}

// RecordedWish is a workshop that was wished for.
type RecordedWish struct {
	Title string `json:"title"`
	Rank  int64  `json:"rank"`
}

// RecordedAnswer is what was said to a question of the event.
type RecordedAnswer struct {
	Question   string    `json:"question"`
	Purpose    string    `json:"purpose"`
	Answer     string    `json:"answer"`
	File       bool      `json:"file,omitempty"` // the answer is the name of a file, which is a link of its own
	AnsweredAt time.Time `json:"answered_at"`
	KeptUntil  time.Time `json:"kept_until"`
}

// RecordedNeeds is what is to be arranged, as codes and in the person's words.
type RecordedNeeds struct {
	Arranged    []string  `json:"arranged,omitempty"`
	Note        string    `json:"note,omitempty"`
	ConsentedAt time.Time `json:"consented_at"`
	KeptUntil   time.Time `json:"kept_until"`
}

// RecordedStep is one answer to the invitation or registration.
type RecordedStep struct {
	At      time.Time `json:"at"`
	Answer  string    `json:"answer"`
	Source  string    `json:"source"`
	Comment string    `json:"comment,omitempty"`
}

// LetIn is one coming in at a door of the event. Which door it was is not told: by themselves doors are called after who keeps them.
type LetIn struct {
	At         time.Time  `json:"at"`
	TakenBack  *time.Time `json:"taken_back,omitempty"`
	Registered bool       `json:"registered_at_the_door,omitempty"` // was not on the list
}

// RecordedEdit is what was stored before a change, and what is since.
type RecordedEdit struct {
	At   time.Time `json:"at"`
	What string    `json:"what"` // or the question, or the title of the workshop
	Was  string    `json:"was,omitempty"`
	Is   string    `json:"is,omitempty"`
}

// Record returns what is stored about the person, but for what it was before.
func (v Visit) Record() Record {
	row := v.Attendance
	r := Record{
		Event: RecordedEvent{Title: v.Event.Title, From: v.Event.StartsAt, Until: v.Event.EndsAt, Venue: v.Event.Venue},
		Name:  row.Name, Email: row.Email, NewEmail: v.NewEmail, Organisation: row.Organisation, Remark: row.Remark, Language: row.Lang, Origin: string(row.Origin),
		StoredSince: row.CreatedAt, Notice: row.NoticeVersion, Answer: string(row.Answer), Place: string(row.Place), Position: v.Position,
		NamedSince: row.ListedAt, PhotosSince: row.PhotosAt, Arrivals: v.Arrivals,
	}
	for _, item := range v.Items {
		if place := v.Workshops[item.ID]; item.Kind == event.WorkshopItem && place.ID != "" && place.State != attendance.NoPlace {
			r.Workshops = append(r.Workshops, RecordedWorkshop{Slot: item.Slot, Title: item.Title, Place: string(place.State)})
		}
		for _, w := range v.Wishes {
			if w.ItemID == item.ID {
				r.Wishes = append(r.Wishes, RecordedWish{Title: item.Title, Rank: w.Rank})
			}
		}
	}
	for _, f := range v.Own.Fields {
		if a := v.Own.Answers[f.ID]; a.Value != "" {
			r.Questions = append(r.Questions, RecordedAnswer{
				Question: f.Label, Purpose: f.Purpose, Answer: a.Value, File: a.File != "", AnsweredAt: a.AnsweredAt,
				KeptUntil: v.Event.EndsAt.AddDate(0, 0, int(f.KeepDays)),
			})
		}
	}
	if n := v.Own.Needs; n.Given() {
		r.Needs = &RecordedNeeds{Arranged: n.Codes(), Note: n.Note, ConsentedAt: n.ConsentedAt, KeptUntil: v.Event.EndsAt.AddDate(0, 0, form.NeedsDays)}
	}
	for _, a := range v.Answers {
		r.AnswersByTime = append(r.AnswersByTime, RecordedStep{At: a.At, Answer: string(a.Answer), Source: string(a.Source), Comment: a.Comment})
	}
	return r
}
