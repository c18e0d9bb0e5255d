package attendance

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

// FindIn returns the attendance with the identifier.
func FindIn(ctx context.Context, tx bun.IDB, attendanceID string) (Attendance, error) {
	return findAttendance(ctx, tx, "t.id = ?", attendanceID)
}

// FindByUIDIn returns the attendance a calendar UID belongs to, and the workshop place when the UID is that of one.
func FindByUIDIn(ctx context.Context, tx bun.IDB, uid string) (Attendance, *WorkshopPlace, error) {
	var found []WorkshopPlace
	if err := tx.NewSelect().Model(&found).Where("wp.uid = ?", uid).Scan(ctx); err != nil {
		return Attendance{}, nil, database.Fault(err)
	}
	if len(found) == 0 {
		row, err := findAttendance(ctx, tx, "t.uid = ?", uid)
		return row, nil, err
	}
	row, err := FindIn(ctx, tx, found[0].AttendanceID)
	return row, &found[0], err
}

func findAttendance(ctx context.Context, tx bun.IDB, where string, args ...any) (Attendance, error) {
	var row Attendance
	err := tx.NewSelect().Model(&row).Where(where, args...).Scan(ctx)
	return row, database.Fault(err)
}

// findPerson returns the row of the person at the event; its ID is empty when there is none.
func findPerson(ctx context.Context, tx bun.IDB, eventID, emailKey, nameKey string) (Attendance, error) {
	var rows []Attendance
	err := tx.NewSelect().Model(&rows).
		Where("t.event_id = ? AND t.email_key = ? AND t.name_key = ?", eventID, emailKey, nameKey).Scan(ctx)
	if err != nil || len(rows) == 0 {
		return Attendance{}, database.Fault(err)
	}
	return rows[0], nil
}

// ListIn lists everybody who was asked or has registered, by name.
func ListIn(ctx context.Context, tx bun.IDB, eventID string) ([]Attendance, error) {
	var rows []Attendance
	err := tx.NewSelect().Model(&rows).Where("t.event_id = ?", eventID).Order("t.name_key", "t.id").Scan(ctx)
	return rows, database.Fault(err)
}

// findAsked returns the row of the person of the directory at the event, whatever address it has; its ID is empty when there is none.
func findAsked(ctx context.Context, tx bun.IDB, eventID, personID string) (Attendance, error) {
	if personID == "" {
		return Attendance{}, nil
	}
	var rows []Attendance
	err := tx.NewSelect().Model(&rows).Where("t.event_id = ? AND t.person_id = ?", eventID, personID).Order("t.id").Limit(1).Scan(ctx)
	if err != nil || len(rows) == 0 {
		return Attendance{}, database.Fault(err)
	}
	return rows[0], nil
}

func insertAttendance(ctx context.Context, tx bun.IDB, row *Attendance) error {
	_, err := tx.NewInsert().Model(row).Exec(ctx)
	return database.Fault(err)
}

func updateAttendance(ctx context.Context, tx bun.IDB, row *Attendance) error {
	return database.OneRow(tx.NewUpdate().Model(row).WherePK().Exec(ctx))
}

// WorkshopsIn lists the workshop places of one attendance, also those given back, in the order of the programme.
func WorkshopsIn(ctx context.Context, tx bun.IDB, attendanceID string) ([]WorkshopPlace, error) {
	return listWorkshopPlaces(ctx, tx, "wp.attendance_id = ?", attendanceID)
}

// EventWorkshopsIn lists the workshop places of a whole event by attendance.
func EventWorkshopsIn(ctx context.Context, tx bun.IDB, eventID string) (map[string][]WorkshopPlace, error) {
	places, err := listWorkshopPlaces(ctx, tx, "wp.event_id = ?", eventID)
	byAttendance := map[string][]WorkshopPlace{}
	for _, place := range places {
		byAttendance[place.AttendanceID] = append(byAttendance[place.AttendanceID], place)
	}
	return byAttendance, err
}

// WorkshopsOfIn lists the workshop places that some attendances have or wait for, by attendance.
func WorkshopsOfIn(ctx context.Context, tx bun.IDB, attendanceIDs ...string) (map[string][]WorkshopPlace, error) {
	byAttendance := map[string][]WorkshopPlace{}
	if len(attendanceIDs) == 0 {
		return byAttendance, nil
	}
	places, err := listWorkshopPlaces(ctx, tx, "wp.attendance_id IN (?) AND wp.state IN (?, ?)", bun.List(attendanceIDs), Confirmed, Waitlisted)
	for _, place := range places {
		byAttendance[place.AttendanceID] = append(byAttendance[place.AttendanceID], place)
	}
	return byAttendance, err
}

func listWorkshopPlaces(ctx context.Context, tx bun.IDB, where string, args ...any) ([]WorkshopPlace, error) {
	var places []WorkshopPlace
	err := tx.NewSelect().Model(&places).Join("JOIN programme_items AS i ON i.id = wp.item_id").
		Where(where, args...).Order("i.starts_at", "wp.item_id", "wp.ticket").Scan(ctx)
	return places, database.Fault(err)
}

func updateWorkshopPlace(ctx context.Context, tx bun.IDB, place *WorkshopPlace) error {
	return database.OneRow(tx.NewUpdate().Model(place).WherePK().Exec(ctx))
}
