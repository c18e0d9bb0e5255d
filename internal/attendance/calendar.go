package attendance

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

// rise returns a DTSTAMP later than the last one, in whole seconds as calendars write it.
func rise(last, now time.Time) time.Time {
	if next := last.Truncate(time.Second).Add(time.Second); now.Before(next) {
		return next
	}
	return now
}

// BumpIn begins a new calendar version of the attendance because time, place or state of the event changed: SEQUENCE
// rises by one, DTSTAMP rises, and the answer is open again (RFC 5546 section 2.1.5). The place stays.
func BumpIn(ctx context.Context, tx bun.IDB, now time.Time, attendanceID string) (Attendance, error) {
	row, err := FindIn(ctx, tx, attendanceID)
	if err != nil {
		return row, err
	}
	row.Sequence++
	row.Stamp, row.UpdatedAt = rise(row.Stamp, now), now
	row.Answer, row.AnsweredAt = NeedsAction, nil
	return row, updateAttendance(ctx, tx, &row)
}

// EndIn begins the last calendar version of the attendance, for the CANCEL: SEQUENCE and DTSTAMP rise, what was answered
// stays.
func EndIn(ctx context.Context, tx bun.IDB, now time.Time, attendanceID string) (Attendance, error) {
	row, err := FindIn(ctx, tx, attendanceID)
	if err != nil {
		return row, err
	}
	row.Sequence++
	row.Stamp, row.UpdatedAt = rise(row.Stamp, now), now
	return row, updateAttendance(ctx, tx, &row)
}

// FirmIn begins a new calendar version of the attendance because an entry that was provisional stands now: SEQUENCE and DTSTAMP
// rise, what was answered stays.
func FirmIn(ctx context.Context, tx bun.IDB, now time.Time, attendanceID string) (Attendance, error) {
	return EndIn(ctx, tx, now, attendanceID)
}

// StampIn begins a new text of the same calendar version: only DTSTAMP rises.
func StampIn(ctx context.Context, tx bun.IDB, now time.Time, attendanceID string) (Attendance, error) {
	row, err := FindIn(ctx, tx, attendanceID)
	if err != nil {
		return row, err
	}
	row.Stamp = rise(row.Stamp, now)
	return row, database.OneRow(tx.NewUpdate().Model(&row).Column("stamp").WherePK().Exec(ctx))
}

// BumpWorkshopsIn begins a new calendar version of every confirmed place of a workshop and returns the places.
func BumpWorkshopsIn(ctx context.Context, tx bun.IDB, now time.Time, itemID string) ([]WorkshopPlace, error) {
	places, err := listWorkshopPlaces(ctx, tx, "wp.item_id = ? AND wp.state = ?", itemID, Confirmed)
	for i := range places {
		places[i].Sequence++
		places[i].Stamp, places[i].UpdatedAt = rise(places[i].Stamp, now), now
		if err := updateWorkshopPlace(ctx, tx, &places[i]); err != nil {
			return nil, err
		}
	}
	return places, err
}

// StampWorkshopIn begins a new text of the same calendar version of a workshop place: only DTSTAMP rises.
func StampWorkshopIn(ctx context.Context, tx bun.IDB, now time.Time, placeID string) (WorkshopPlace, error) {
	var place WorkshopPlace
	if err := tx.NewSelect().Model(&place).Where("wp.id = ?", placeID).Scan(ctx); err != nil {
		return place, database.Fault(err)
	}
	place.Stamp = rise(place.Stamp, now)
	return place, updateWorkshopPlace(ctx, tx, &place)
}

// BumpWorkshopIn begins the last calendar version of one workshop place because the event is off: SEQUENCE and DTSTAMP rise
// for the CANCEL.
func BumpWorkshopIn(ctx context.Context, tx bun.IDB, now time.Time, placeID string) (WorkshopPlace, error) {
	var place WorkshopPlace
	if err := tx.NewSelect().Model(&place).Where("wp.id = ?", placeID).Scan(ctx); err != nil {
		return place, database.Fault(err)
	}
	place.Sequence++
	place.Stamp, place.UpdatedAt = rise(place.Stamp, now), now
	return place, updateWorkshopPlace(ctx, tx, &place)
}

// RenewUIDIn begins a new calendar entry of the attendance after the old one was cancelled: a cancelled UID must not be
// updated (RFC 5546 section 3.2.5).
func RenewUIDIn(ctx context.Context, tx bun.IDB, now time.Time, attendanceID, uid string) (Attendance, error) {
	row, err := FindIn(ctx, tx, attendanceID)
	if err != nil {
		return row, err
	}
	row.UID, row.Sequence = uid, 0
	row.Stamp, row.UpdatedAt = rise(row.Stamp, now), now
	return row, updateAttendance(ctx, tx, &row)
}

// AskAgainIn begins a new text of the calendar entry of somebody who has said nothing yet: only DTSTAMP rises. It reports false
// when they have answered or have a place; an answer given at the same moment waits until the transaction has ended.
func AskAgainIn(ctx context.Context, tx bun.IDB, now time.Time, attendanceID string) (Attendance, bool, error) {
	awaits, err := database.Changed(tx.NewUpdate().Model((*Attendance)(nil)).Set("answer = answer").
		Where("id = ? AND answer = ? AND place = ?", attendanceID, NeedsAction, NoPlace).Exec(ctx))
	if err != nil || !awaits {
		return Attendance{}, false, err
	}
	row, err := StampIn(ctx, tx, now, attendanceID)
	return row, err == nil, err
}
