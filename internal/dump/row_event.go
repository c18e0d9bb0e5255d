package dump

import (
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/date"
)

type event struct {
	bun.BaseModel `bun:"table:events,alias:x" json:"-"`
	identified

	Kind              string    `bun:"kind" json:"kind"`
	Title             string    `bun:"title" json:"title"`
	Slug              string    `bun:"slug" json:"slug"`
	Summary           string    `bun:"summary" json:"summary"`
	Description       string    `bun:"description" json:"description"`
	StartsWall        string    `bun:"starts_wall" json:"starts_wall"`
	EndsWall          string    `bun:"ends_wall" json:"ends_wall"`
	Zone              string    `bun:"zone" json:"zone"`
	StartsAt          time.Time `bun:"starts_at" json:"starts_at"`
	EndsAt            time.Time `bun:"ends_at" json:"ends_at"`
	Venue             string    `bun:"venue" json:"venue"`
	Address           string    `bun:"address" json:"address"`
	Access            string    `bun:"access" json:"access"`
	Capacity          int64     `bun:"capacity" json:"capacity"`
	OfferHours        int64     `bun:"offer_hours" json:"offer_hours"`
	RegistrationFrom  string    `bun:"registration_from" json:"registration_from"`
	RegistrationUntil string    `bun:"registration_until" json:"registration_until"`
	Contact           string    `bun:"contact" json:"contact"`
	State             string    `bun:"state" json:"state"`
	MilestoneID       string    `bun:"milestone_id" json:"milestone_id"`
	CreatedAt         time.Time `bun:"created_at" json:"created_at"`
	UpdatedAt         time.Time `bun:"updated_at" json:"updated_at"`

	ResultsPublishedAt *time.Time `bun:"-" json:"results_published_at"`
	Programme          []part     `bun:"-" json:"programme"`
	Deadlines          []deadline `bun:"-" json:"deadlines"`
	Agenda             []point    `bun:"-" json:"agenda"`
	Summaries          []summary  `bun:"-" json:"summaries"`
	Photos             []photo    `bun:"-" json:"photos"`
}

// point is an item of the agenda with its minutes.
type point struct {
	bun.BaseModel `bun:"table:agenda_items,alias:x" json:"-"`
	identified

	EventID     string    `bun:"event_id" json:"-"`
	Position    int64     `bun:"position" json:"position"`
	Title       string    `bun:"title" json:"title"`
	Presenter   string    `bun:"presenter" json:"presenter"`
	Planned     int64     `bun:"planned" json:"planned_minutes"`
	Description string    `bun:"description" json:"description"`
	Public      bool      `bun:"public" json:"public"`
	Minutes     string    `bun:"minutes" json:"minutes"`
	Motion      string    `bun:"motion" json:"motion"`
	Counted     bool      `bun:"counted" json:"counted"`
	Yes         int64     `bun:"votes_yes" json:"votes_yes"`
	No          int64     `bun:"votes_no" json:"votes_no"`
	Abstained   int64     `bun:"votes_abstained" json:"votes_abstained"`
	CreatedAt   time.Time `bun:"created_at" json:"created_at"`
}

type part struct {
	bun.BaseModel `bun:"table:programme_items,alias:x" json:"-"`
	identified

	EventID     string    `bun:"event_id" json:"-"`
	Kind        string    `bun:"kind" json:"kind"`
	Title       string    `bun:"title" json:"title"`
	Description string    `bun:"description" json:"description"`
	Room        string    `bun:"room" json:"room"`
	Speakers    string    `bun:"speakers" json:"speakers"`
	Moderator   string    `bun:"moderator" json:"moderator"`
	StartsWall  string    `bun:"starts_wall" json:"starts_wall"`
	EndsWall    string    `bun:"ends_wall" json:"ends_wall"`
	StartsAt    time.Time `bun:"starts_at" json:"starts_at"`
	EndsAt      time.Time `bun:"ends_at" json:"ends_at"`
	Slot        string    `bun:"slot" json:"slot"`
	Capacity    int64     `bun:"capacity" json:"capacity"`
	CreatedAt   time.Time `bun:"created_at" json:"created_at"`
}

type deadline struct {
	bun.BaseModel `bun:"table:event_deadlines,alias:x" json:"-"`
	identified

	EventID   string    `bun:"event_id" json:"-"`
	TaskID    string    `bun:"task_id" json:"task_id"`
	Rule      string    `bun:"rule_key" json:"rule_key"`
	Days      int       `bun:"offset_days" json:"offset_days"`
	Basis     string    `bun:"basis" json:"basis"`
	CreatedAt time.Time `bun:"created_at" json:"created_at"`
}

type publication struct {
	bun.BaseModel `bun:"table:result_publications,alias:x" json:"-"`

	EventID     string    `bun:"event_id,pk" json:"-"`
	PublishedAt time.Time `bun:"published_at" json:"-"`
}

type summary struct {
	bun.BaseModel `bun:"table:result_summaries,alias:x" json:"-"`

	EventID    string     `bun:"event_id" json:"-"`
	ItemID     string     `bun:"item_id,pk" json:"item_id"`
	Text       string     `bun:"text" json:"text"`
	Approved   string     `bun:"approved" json:"approved"`
	ApprovedAt *time.Time `bun:"approved_at" json:"approved_at"`
	CreatedAt  time.Time  `bun:"created_at" json:"created_at"`
}

type photo struct {
	bun.BaseModel `bun:"table:event_photos,alias:x" json:"-"`
	identified

	EventID  string    `bun:"event_id" json:"-"`
	ItemID   string    `bun:"item_id" json:"item_id"`
	Name     string    `bun:"large" json:"name"`
	SHA256   string    `bun:"-" json:"sha256"`
	Width    int64     `bun:"width" json:"width"`
	Height   int64     `bun:"height" json:"height"`
	Alt      string    `bun:"alt" json:"alt"`
	Credit   string    `bun:"credit" json:"credit"`
	AgreedAt time.Time `bun:"agreed_at" json:"agreed_at"`
	AgreedBy string    `bun:"agreed_by" json:"agreed_name"`
}

type card struct {
	bun.BaseModel `bun:"table:result_cards,alias:x" json:"-"`
	identified

	EventID      string    `bun:"event_id" json:"event_id"`
	ItemID       string    `bun:"item_id" json:"item_id"`
	Kind         string    `bun:"kind" json:"kind"`
	Text         string    `bun:"text" json:"text"`
	Organisation string    `bun:"organisation" json:"organisation"`
	TargetGroup  string    `bun:"target_group" json:"target_group"`
	Municipality string    `bun:"municipality" json:"municipality"`
	DueOn        string    `bun:"due_on" json:"due_on"`
	Weight       int64     `bun:"weight" json:"weight"`
	Position     int64     `bun:"position" json:"position"`
	CreatedAt    time.Time `bun:"created_at" json:"created_at"`

	WithheldAt *time.Time `bun:"withheld_at" json:"withheld_at"`

	Followups []followup `bun:"-" json:"followups"`
}

type followup struct {
	bun.BaseModel `bun:"table:result_followups,alias:x" json:"-"`
	identified

	CardID      string    `bun:"card_id" json:"-"`
	SubjectKind string    `bun:"subject_kind" json:"subject_kind"`
	SubjectID   string    `bun:"subject_id" json:"subject_id"`
	Text        string    `bun:"text" json:"text"`
	CreatedAt   time.Time `bun:"created_at" json:"created_at"`
}

type document struct {
	bun.BaseModel `bun:"table:documents,alias:x" json:"-"`
	identified

	Title       string    `bun:"title" json:"title"`
	Description string    `bun:"description" json:"description"`
	Kind        string    `bun:"kind" json:"kind"`
	Language    string    `bun:"language" json:"language"`
	Licence     string    `bun:"licence" json:"licence"`
	Latest      int64     `bun:"latest" json:"latest"`
	CreatedAt   time.Time `bun:"created_at" json:"created_at"`

	PublishedAt *time.Time `bun:"published_at" json:"published_at"`
	PublicFrom  int64      `bun:"public_from" json:"public_from"`

	Versions  []version `bun:"-" json:"versions"`
	BelongsTo []link    `bun:"-" json:"belongs_to"`
}

type version struct {
	bun.BaseModel `bun:"table:document_versions,alias:x" json:"-"`
	identified

	DocumentID string    `bun:"document_id" json:"-"`
	Number     int64     `bun:"number" json:"number"`
	Name       string    `bun:"name" json:"name"`
	MediaType  string    `bun:"media_type" json:"media_type"`
	Size       int64     `bun:"size" json:"size"`
	SHA256     string    `bun:"sha256" json:"sha256"`
	UploadedBy string    `bun:"uploaded_by" json:"uploaded_by"`
	UploadedAt time.Time `bun:"uploaded_at" json:"uploaded_at"`
}

type link struct {
	bun.BaseModel `bun:"table:document_links,alias:x" json:"-"`

	DocumentID string `bun:"document_id,pk" json:"-"`
	Kind       string `bun:"subject_kind,pk" json:"kind"`
	SubjectID  string `bun:"subject_id,pk" json:"id"`
}

type report struct {
	bun.BaseModel `bun:"table:reports,alias:x" json:"-"`
	identified

	Kind           string     `bun:"kind" json:"kind"`
	Lang           string     `bun:"lang" json:"lang"`
	StartsOn       date.Date  `bun:"starts_on" json:"starts_on"`
	EndsOn         date.Date  `bun:"ends_on" json:"ends_on"`
	Summary        string     `bun:"summary" json:"summary"`
	Deviation      string     `bun:"deviation" json:"deviation"`
	Outlook        string     `bun:"outlook" json:"outlook"`
	ReplacesID     string     `bun:"replaces_id" json:"replaces_id"`
	ReplacesNumber int64      `bun:"replaces_number" json:"replaces_number"`
	ReplacesReason string     `bun:"replaces_reason" json:"replaces_reason"`
	CreatedAt      time.Time  `bun:"created_at" json:"created_at"`
	Number         int64      `bun:"number" json:"number"`
	FrozenBy       string     `bun:"frozen_by" json:"frozen_by"`
	FrozenName     string     `bun:"frozen_name" json:"frozen_name"`
	FrozenAt       *time.Time `bun:"frozen_at" json:"frozen_at"`
	ContentSHA256  string     `bun:"content_sha256" json:"content_sha256"`
	SHA256         string     `bun:"sha256" json:"sha256"`

	Texts []text `bun:"-" json:"milestones"`
}

type text struct {
	bun.BaseModel `bun:"table:report_texts,alias:x" json:"-"`

	ReportID    string `bun:"report_id,pk" json:"-"`
	MilestoneID string `bun:"milestone_id,pk" json:"milestone_id"`
	Deviation   string `bun:"deviation" json:"deviation"`
	Outlook     string `bun:"outlook" json:"outlook"`
}

// person is somebody whose identifier stands in the document.
type person struct {
	ID   string `bun:"id" json:"id"`
	Name string `bun:"name" json:"name"`
	Kind string `bun:"kind" json:"kind"` // "colleague", who signs in, or "person" of the directory
}
