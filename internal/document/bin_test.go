package document_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/bin"
	"rundertisch/internal/document"
	"rundertisch/internal/fault"
)

// binOf is a bin of documents alone: the other kinds' keepers bring nothing back.
func (s shelf) binOf(t *testing.T) *bin.Service {
	t.Helper()
	keepers := s.BinKeepers()
	for _, kind := range bin.Kinds() {
		if kind != bin.Document {
			keepers = append(keepers, bin.Keeper{Kind: kind, May: account.Actor.Works, BringBack: keepers[0].BringBack})
		}
	}
	service, err := bin.New(s.db, s.clock, keepers...)
	must(t, err)
	return service
}

// sweeps fails the test unless the night after a day takes so many files.
func (s shelf) sweeps(t *testing.T, want int) {
	t.Helper()
	s.clock.Advance(25 * time.Hour)
	if n, err := s.Sweep(t.Context()); err != nil || n != want {
		t.Errorf("the sweep takes %d files, %v; want %d", n, err, want)
	}
}

func TestARemovedDocumentComesBackWithItsVersionsAndLinks(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		d := s.add(t, "Bericht", s.milestone, s.event)
		_, err := s.Replace(t.Context(), s.ours, d.ID, pdf("Bericht neu.pdf", "zwei"))
		must(t, err)
		before, err := s.Find(t.Context(), s.ours, d.ID)
		must(t, err)
		entry, err := s.Remove(t.Context(), s.ours, d.ID)
		must(t, err)
		_, err = s.Find(t.Context(), s.ours, d.ID)
		wantKind(t, err, fault.NotFound)
		s.sweeps(t, 0)
		_, err = s.binOf(t).BringBack(t.Context(), s.ours, entry.ID)
		must(t, err)
		after, err := s.Find(t.Context(), s.ours, d.ID)
		must(t, err)
		if after.Title != before.Title || !slices.Equal(after.Subjects, before.Subjects) || len(after.Versions) != 2 {
			t.Errorf("before %+v, after %+v", before, after)
		}
		s.sweeps(t, 0)
		for _, v := range after.Versions {
			_, file, err := s.File(t.Context(), s.ours, d.ID, v.Number)
			must(t, err)
			must(t, file.Close())
		}
	})
}

func TestFilesGoWhenTheirDocumentIsDeletedForGood(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		kept, purged, forgotten := s.add(t, "Bleibt"), s.add(t, "Geht"), s.add(t, "Vergessen")
		leads := as(s.ours, account.ProjectLead)
		entry, err := s.Remove(t.Context(), leads, purged.ID)
		must(t, err)
		_, err = s.Remove(t.Context(), leads, forgotten.ID)
		must(t, err)
		s.sweeps(t, 0)
		_, err = s.binOf(t).Purge(t.Context(), leads, entry.ID)
		must(t, err)
		s.sweeps(t, 1)
		s.clock.Advance(bin.Keep)
		s.sweeps(t, 0)
		_, err = s.binOf(t).PurgeExpired(t.Context())
		must(t, err)
		s.sweeps(t, 1)
		_, file, err := s.File(t.Context(), s.ours, kept.ID, 1)
		must(t, err)
		must(t, file.Close())
	})
}

func TestADocumentThatWasSentAgainMeanwhileComesBackBesides(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		sent := func() document.Document {
			d, err := s.Add(t.Context(), s.ours, details("Bericht"), pdf("Bericht.pdf", "x"), "form")
			must(t, err)
			return d
		}
		first := sent()
		entry, err := s.Remove(t.Context(), s.ours, first.ID)
		must(t, err)
		if second := sent(); second.ID == first.ID {
			t.Error("the form leads to a document that was removed")
		}
		_, err = s.binOf(t).BringBack(t.Context(), s.ours, entry.ID)
		must(t, err)
		if got := s.titles(t, s.ours, document.Filter{}); len(got) != 2 {
			t.Errorf("there are %v, want both", got)
		}
	})
}

// TestTheSweepAndTheBinAtOnce removes and brings back a document while the sweep looks: its file is known all the time.
func TestTheSweepAndTheBinAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		d, kept := s.add(t, "Bericht"), s.binOf(t)
		s.clock.Advance(25 * time.Hour)
		var wait sync.WaitGroup
		wait.Go(func() {
			for range 20 {
				entry, err := s.Remove(t.Context(), s.ours, d.ID)
				if err == nil {
					_, err = kept.BringBack(t.Context(), s.ours, entry.ID)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
		wait.Go(func() {
			for range 20 {
				if n, err := s.Sweep(t.Context()); err != nil || n != 0 {
					t.Errorf("the sweep takes %d files, %v", n, err)
				}
			}
		})
		wait.Wait()
		_, file, err := s.File(t.Context(), s.ours, d.ID, 1)
		must(t, err)
		must(t, file.Close())
	})
}
