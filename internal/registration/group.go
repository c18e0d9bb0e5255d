package registration

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/audit"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/form"
)

// Member is what a contact types about somebody registered along.
type Member struct {
	Name  string
	Email string // empty: the link goes to the contact, to be handed on
}

func (m Member) trimmed() Member {
	return Member{Name: strings.Join(strings.Fields(m.Name), " "), Email: strings.TrimSpace(m.Email)}
}

// members are the people of the rows that are not empty, all at the contact's organisation and in the contact's language until they say
// otherwise. Whoever has no address of their own is reached at the contact's.
func (f Form) members(c *fault.Checks, own func(address string) bool) []attendance.Member {
	seen := map[string]string{account.FoldEmail(f.Email): f.Name}
	named := map[string]bool{f.who(f.Name, f.Email): true}
	var all []attendance.Member
	for i, m := range f.Members {
		m = m.trimmed()
		if m == (Member{}) {
			continue
		}
		name, email := attendance.MemberField(i+1, "name"), attendance.MemberField(i+1, "email")
		m.check(c, name, email, own)
		key := account.FoldEmail(m.Email)
		if key == account.FoldEmail(f.Email) {
			m.Email, key = "", ""
		}
		if with, twice := seen[key]; key != "" && twice {
			c.Add(email, "registration.group.email_twice", with)
		}
		if m.Email == "" {
			m.Email = f.Email
		}
		if who := f.who(m.Name, m.Email); m.Name != "" && named[who] {
			c.Add(name, "registration.group.name_twice")
		} else {
			named[who] = true
		}
		if key != "" {
			seen[key] = m.Name
		}
		guest := attendance.Guest{Name: m.Name, Email: m.Email, Organisation: f.Organisation, Lang: f.Lang}
		all = append(all, attendance.Member{Guest: guest, Row: i + 1})
	}
	return all
}

// who is how the event tells people apart.
func (f Form) who(name, email string) string {
	return account.FoldEmail(email) + "\n" + database.FoldWord(name)
}

func (m Member) check(c *fault.Checks, name, email string, own func(address string) bool) {
	c.Require(name, m.Name)
	c.MaxLen(name, m.Name, maxName)
	if strings.Contains(m.Name, "://") { // the name stands in a mail to somebody who asked for none
		c.Add(name, "fault.link")
	}
	if m.Email == "" {
		return
	}
	account.CheckEmail(c, email, m.Email)
	if own(m.Email) {
		c.Add(email, "mail.address.own")
	}
}

// fewer refuses a group that is larger than the event takes now.
func fewer(e event.Event) error {
	if e.GroupMost == 0 {
		return fault.New(fault.Conflict, "registration.group.none")
	}
	return fault.New(fault.Conflict, "registration.group.fewer", e.GroupMost)
}

// placeIn registers the person, or the contact with the group, and returns whose rows these are, the contact's first.
func (s *Service) placeIn(ctx context.Context, tx bun.IDB, r entry, allowed func(event.Event) error) ([]attendance.Attendance, attendance.Result, error) {
	if len(r.members) > 0 {
		return s.places.RegisterGroupIn(ctx, tx, r.Registration, r.members, allowed)
	}
	row, result, err := s.places.RegisterIn(ctx, tx, r.Registration, allowed)
	return []attendance.Attendance{row}, result, err
}

// Companion is somebody of a group as its contact sees them: where they stand and whether they have said something about themselves, never
// what.
type Companion struct {
	attendance.Attendance
	Complete bool
}

// Group is what belongs to a group on the pages of its people.
type Group struct {
	Contact string      // who registered the person; empty for the contact and for those who came alone
	All     []Companion // for the contact: everybody of the group who was not replaced long ago, by name
}

// Others lists the companions who take part, without the contact.
func (v Visit) Others() []Companion {
	var others []Companion
	for _, c := range v.Group.All {
		if c.ID != v.Attendance.ID {
			others = append(others, c)
		}
	}
	return others
}

// Attending is how many of the contact's group take part, the contact included.
func (v Visit) Attending() int {
	n := 0
	for _, c := range v.Group.All {
		if c.Attends() {
			n++
		}
	}
	return n
}

// Companion returns somebody of the contact's group who takes part; NotFound for everybody else.
func (v Visit) Companion(memberID string) (Companion, error) {
	for _, c := range v.Others() {
		if c.ID == memberID && c.Attends() && v.Manages() {
			return c, nil
		}
	}
	return Companion{}, fault.Missing()
}

// Offer lists to whom of the contact's group places are offered now, the contact included.
func (v Visit) Offer() []Companion {
	var offered []Companion
	for _, c := range v.Group.All {
		if v.Changeable && c.OfferedUntil != nil {
			offered = append(offered, c)
		}
	}
	return offered
}

// more is how many people the contact can add to the group now: as long as people can register, up to the size of groups.
func (v Visit) more(now time.Time) int {
	if !v.Manages() || v.Attending() == 0 || Refusal(v.Event, now) != nil {
		return 0
	}
	return max(0, int(v.Event.GroupMost)-v.Attending())
}

// Manages reports whether the person can act for a group now.
func (v Visit) Manages() bool {
	return v.Attendance.Leads() && v.Changeable && v.Attendance.ConfirmUntil == nil
}

// Incomplete reports whether the person was registered by somebody else and has said nothing about themselves yet.
func (v Visit) Incomplete() bool {
	return v.Attendance.Follows() && v.Attendance.NoticeVersion == "" && v.Attendance.Attends() && v.Changeable
}

// Missing lists the required questions that wait for an answer.
func (v Visit) Missing() []form.Field {
	var missing []form.Field
	for _, f := range form.Asked(v.Own.Fields) {
		if f.Required && f.WhenField == "" && v.Own.Answers[f.ID].Value == "" {
			missing = append(missing, f)
		}
	}
	return missing
}

func (v *Visit) group(ctx context.Context, tx bun.IDB) error {
	row := v.Attendance
	if row.GroupID == "" {
		return nil
	}
	if !row.Leads() {
		contact, err := attendance.ContactIn(ctx, tx, row)
		v.Group.Contact = contact.Name
		return err
	}
	rows, err := attendance.GroupIn(ctx, tx, row)
	for _, one := range rows {
		v.Group.All = append(v.Group.All, Companion{Attendance: one, Complete: one.ID == row.ID || one.NoticeVersion != ""})
	}
	return err
}

// Complete takes what somebody who was registered by somebody else says about themselves. Fields: those of the registration form.
func (s *Service) Complete(ctx context.Context, attendanceID, token string, typed Form) error {
	v, err := s.Visit(ctx, attendanceID, token)
	if err != nil {
		return err
	}
	typed.Name, typed.Email = v.Attendance.Name, v.Attendance.Email
	typed = typed.trimmed()
	var c fault.Checks
	c.MaxLen("organisation", typed.Organisation, maxName)
	c.MaxLen("remark", typed.Remark, maxRemark)
	now, err := typed.own(&c, asked{event: v.Event, fields: v.Own.Fields, self: true})
	if err != nil {
		return err
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.withFiles(&now, func() (bool, error) {
		err := s.own(ctx, attendanceID, token, "registration_form.completed", func(ctx context.Context, tx bun.IDB, row attendance.Attendance, e event.Event) (bool, error) {
			switch {
			case !row.Follows() || !row.Attends():
				return false, fault.New(fault.Conflict, "registration.too_late")
			case e.FormVersion != now.version:
				return false, fault.New(fault.Conflict, "form.fault.changed")
			}
			if err := s.saveIn(ctx, tx, row, now); err != nil {
				return false, err
			}
			if (Visit{Attendance: row, Event: e}).MayMove() {
				row.Organisation = typed.Organisation
			}
			row.Remark, row.Lang = typed.Remark, typed.Lang
			if err := attendance.DescribeIn(ctx, tx, s.clock.Now(), row); err != nil {
				return false, err
			}
			return true, s.places.CompleteIn(ctx, tx, row.ID, noticeVersion(e, true), typed.Listed, typed.Photos)
		})
		return err == nil, err
	})
}

// asContact lets the holder of the token act for the group and notes it at each of those it is about.
func (s *Service) asContact(ctx context.Context, contactID, token, action string, do func(ctx context.Context, tx bun.IDB) ([]attendance.Attendance, error)) error {
	_, err := s.asHolder(ctx, contactID, token, func(ctx context.Context, tx bun.IDB, contact attendance.Attendance) (attendance.Attendance, error) {
		rows, err := do(ctx, tx)
		if err != nil {
			return contact, err
		}
		for _, row := range rows {
			actor := account.Actor{WorkspaceID: row.WorkspaceID, ProjectID: row.ProjectID}
			details := map[string]any{"event": row.EventID, "answer": string(row.Answer), "place": string(row.Place), "group": contact.ID}
			if err := audit.Record(ctx, tx, actor.Entry(s.clock.Now(), action, "attendance", row.ID, details)); err != nil {
				return contact, err
			}
		}
		return contact, nil
	})
	return err
}

// TakeOffer takes the places that are offered to the group.
func (s *Service) TakeOffer(ctx context.Context, contactID, token string) error {
	return s.asContact(ctx, contactID, token, "attendance.group_accepted", func(ctx context.Context, tx bun.IDB) ([]attendance.Attendance, error) {
		return s.places.TakeOfferIn(ctx, tx, contactID, attendance.ByWeb)
	})
}

// CancelMembers gives back the places of those of the group who are named, of everybody when nobody is.
func (s *Service) CancelMembers(ctx context.Context, contactID, token string, memberIDs ...string) error {
	return s.asContact(ctx, contactID, token, "attendance.group_cancelled", func(ctx context.Context, tx bun.IDB) ([]attendance.Attendance, error) {
		return s.places.CancelIn(ctx, tx, contactID, memberIDs, attendance.ByWeb)
	})
}

// Replace lets somebody else come instead of a member of the group. Fields: name, email.
func (s *Service) Replace(ctx context.Context, contactID, token, memberID string, by Member) error {
	by = by.trimmed()
	var c fault.Checks
	by.check(&c, "name", "email", s.mail.Own)
	if err := c.Err(); err != nil {
		return err
	}
	return s.asContact(ctx, contactID, token, "attendance.group_replaced", func(ctx context.Context, tx bun.IDB) ([]attendance.Attendance, error) {
		contact, err := attendance.FindIn(ctx, tx, contactID)
		if err != nil {
			return nil, err
		}
		if by.Email == "" {
			by.Email = contact.Email
		}
		guest := attendance.Guest{Name: by.Name, Email: by.Email, Organisation: contact.Organisation, Lang: contact.Lang}
		was, now, err := s.places.ReplaceIn(ctx, tx, contactID, memberID, guest, attendance.ByWeb)
		return []attendance.Attendance{was, now}, err
	})
}

// AddMembers registers more people with the contact's group, in the order of arrival with those who use the public form: all of them get places or none
// does, and then they wait as one. Fields: those of attendance.MemberField.
func (s *Service) AddMembers(ctx context.Context, contactID, token string, typed []Member) error {
	v, err := s.Visit(ctx, contactID, token)
	if err != nil {
		return err
	}
	contact := v.Attendance
	var c fault.Checks
	members := Form{Name: contact.Name, Email: contact.Email, Organisation: contact.Organisation, Lang: contact.Lang, Members: typed}.members(&c, s.mail.Own)
	if len(members) == 0 {
		c.Add(attendance.MemberField(1, "name"), "registration.group.add_nobody")
	}
	if err := c.Err(); err != nil {
		return err
	}
	turn := s.Arrive(v.Event.Slug)
	defer turn.Done()
	if turn.Wait(ctx) != nil {
		return fault.New(fault.TooMany, "fault.too_many")
	}
	return s.asContact(ctx, contactID, token, "attendance.group_added", func(ctx context.Context, tx bun.IDB) ([]attendance.Attendance, error) {
		r := attendance.Registration{Ticket: turn.Ticket, Source: attendance.ByWeb}
		return s.places.AddIn(ctx, tx, contactID, r, members, func(e event.Event) error { return Refusal(e, s.clock.Now()) })
	})
}

// Remind sends a member of the group the mail with the personal link again.
func (s *Service) Remind(ctx context.Context, contactID, token, memberID string) error {
	return s.asContact(ctx, contactID, token, "attendance.group_reminded", func(ctx context.Context, tx bun.IDB) ([]attendance.Attendance, error) {
		row, err := s.places.RemindMemberIn(ctx, tx, contactID, memberID)
		return []attendance.Attendance{row}, err
	})
}
