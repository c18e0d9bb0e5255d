package directory_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"rundertisch/internal/directory"
)

const cards = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Größler-Weiß;Jana;;Dr.;\r\nFN:Dr. Jana Größler-Weiß\r\nORG:Wohnen eG;Vorstand\r\n" +
	"TITLE:Referentin\\, Soziales\r\nEMAIL;TYPE=INTERNET:privat@example.org\r\nEMAIL;TYPE=WORK,PREF:jana@example.org\r\nTEL;TYPE=CELL:+49 3601 1234\r\n" +
	"PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD\r\n /2wBDAAoHBwgHBgoICAgLCg\r\nEND:VCARD\r\n" +
	"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Łukasz Maria Nguyễn\r\nEMAIL;PREF=1:lukasz@example.org\r\nTEL;VALUE=uri:tel:+49-3601-5678\r\nEND:VCARD\r\n" +
	"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:K=C3=B6hler;J=C3=\r\n=BCrgen;;;\r\nTEL;CELL;PREF:03601 99\r\nEND:VCARD\r\n" +
	"BEGIN:VCARD\r\nVERSION:3.0\r\nN:;Mutti;;;\r\nEND:VCARD\r\n" +
	"BEGIN:VCARD\r\nVERSION:3.0\r\nN:;;;;\r\nORG:Nur eine Firma\r\nEND:VCARD\r\n"

func TestContactsOfAPhoneBecomePersons(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		i, plan := p.preview(t, directory.ImportPersons, cards)
		want := []string{"2 new Dr. Jana Größler-Weiß", "3 new Łukasz Maria Nguyễn", "4 new Jürgen Köhler", "5 new Mutti"}
		if got := states(plan); !slices.Equal(got, want) {
			t.Fatalf("rows: %q, %v", got, faultsOf(plan.Err()))
		}
		done := p.confirm(t, i, plan)
		if done.Added != 4 || done.Organisations != 1 {
			t.Errorf("%+v", done)
		}
		list, err := p.Persons(context.Background(), p.ours, directory.Filter{})
		must(t, err)
		var got []string
		for _, person := range list.Rows {
			got = append(got, strings.Join([]string{person.Family, person.Function, person.Email, person.Phone, person.Organisation}, "|"))
		}
		want = []string{
			"Größler-Weiß|Referentin, Soziales|jana@example.org|+49 3601 1234|Wohnen eG", "Köhler|||03601 99|", "Mutti||||",
			"Nguyễn||lukasz@example.org|+49-3601-5678|",
		}
		if !slices.Equal(got, want) {
			t.Errorf("persons:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})
}

func TestWhatNobodySeesInAContactIsNotKept(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		_, plan := p.preview(t, directory.ImportPersons, "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Wei\u200Bß\u202E;Jana;;;\r\nEND:VCARD\r\n")
		if got := states(plan); !slices.Equal(got, []string{"2 new Jana Weiß"}) {
			t.Errorf("rows: %q", got)
		}
	})
}

func TestContactsThatBreakOffAreRefused(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		err := upload(p, directory.ImportPersons, cards[:len(cards)-20])
		wantField(t, err, "file", "directory.import.fault.card")
		wantField(t, upload(p, directory.ImportPersons, "BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n"), "file", "sheet.fault.empty")
	})
}
