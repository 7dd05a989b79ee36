package memstore_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/countersign-go/countersign/workflow"
)

func loadCases() []contractCase {
	return []contractCase{
		{"load/after", "Load returns the records with Seq > after, in order", loadAfter},
		{"load/unknown", "none and no error for an unknown enrolment", loadUnknown},
		{"load/ids", "Stores compare it byte by byte", loadIDs},
		{"load/fields", "A store keeps every exported field as it is and need not understand any", loadFields},
		{"load/large", "At most MaxRecordSize", loadLarge},
		{"load/at once", "It must include every record whose Append returned nil before Load was called", loadAtOnce},
		{"load/results", "It must not retain arguments or results", loadResults},
		{"load/cancelled", "It must honour ctx", loadCancelled},
	}
}

func loadAfter(newStore func() workflow.Store) error {
	s, err := grown(newStore, "e", 5)
	if err != nil {
		return err
	}
	for after := range workflow.Seq(8) {
		got, err := seqs(s, "e", after)
		if err != nil {
			return err
		}
		var want []workflow.Seq
		for seq := after + 1; seq <= 5; seq++ {
			want = append(want, seq)
		}
		if !slices.Equal(got, want) {
			return fmt.Errorf("after %d: %d, want %d", after, got, want)
		}
	}
	if got, err := seqs(s, "e", 1<<62); err != nil || len(got) > 0 {
		return fmt.Errorf("far behind the last: %d, %w", got, err)
	}
	return nil
}

func loadUnknown(newStore func() workflow.Store) error {
	s, err := grown(newStore, "e", 1)
	if err != nil {
		return err
	}
	for _, after := range []workflow.Seq{0, 1, 7} {
		if got, err := seqs(s, "unknown", after); err != nil || len(got) > 0 {
			return fmt.Errorf("after %d: %d, %v", after, got, err)
		}
	}
	return nil
}

func loadIDs(newStore func() workflow.Store) error {
	s := newStore()
	like := []workflow.EnrolmentID{
		"enrolment", "Enrolment", "ENROLMENT", "enrolment ", " enrolment", "énrolment", "e\u0301nrolment", "enrolment%", "enrolmen_",
		"e'; --", workflow.EnrolmentID(strings.Repeat("x", workflow.MaxIDLength)), workflow.EnrolmentID(strings.Repeat("x", workflow.MaxIDLength-1)),
	}
	for i, id := range like {
		for seq := range workflow.Seq(i + 1) {
			if err := put(s, id, seq, recordAt(seq+1)); err != nil {
				return fmt.Errorf("%q: %w", id, err)
			}
		}
	}
	for i, id := range like {
		if err := holds(s, id, workflow.Seq(i+1)); err != nil {
			return fmt.Errorf("%q: %w", id, err)
		}
	}
	return nil
}

func loadFields(newStore func() workflow.Store) error {
	s := newStore()
	want := []workflow.Record{recordAt(1), {Seq: 2, At: recordAt(2).At}, recordAt(3)} // the second has nothing in it
	if err := put(s, "e", 0, clones(want)...); err != nil {
		return err
	}
	got, err := s.Load(ctx, "e", 0)
	if err != nil {
		return err
	}
	for i := range got { // none and empty are the same
		if len(got[i].Events) == 0 {
			got[i].Events = nil
		}
		if len(got[i].Texts) == 0 {
			got[i].Texts = nil
		}
	}
	return sameRecords(got, want)
}

func loadLarge(newStore func() workflow.Store) error {
	s := newStore()
	r := recordAt(1)
	r.Events = []byte(strings.Repeat("e", workflow.MaxRecordSize/2))
	r.Texts[0].Words = strings.Repeat("é", workflow.MaxRecordSize/4)
	if err := put(s, "e", 0, r.Clone()); err != nil {
		return err
	}
	got, err := s.Load(ctx, "e", 0)
	if err != nil {
		return err
	}
	return sameRecords(got, []workflow.Record{r})
}

// loadAtOnce has one writer and several readers, each of whom must see what was stored before it asked.
func loadAtOnce(newStore func() workflow.Store) error {
	s := newStore()
	var mu sync.Mutex
	var stored workflow.Seq
	var wg sync.WaitGroup
	errs := make(chan error, 8)
	wg.Go(func() {
		for seq := range workflow.Seq(200) {
			if err := put(s, "e", seq, recordAt(seq+1)); err != nil {
				errs <- err
				return
			}
			mu.Lock()
			stored = seq + 1
			mu.Unlock()
			// Whoever wrote reads it at once, whether the others are quick or not.
			if got, err := seqs(s, "e", 0); err != nil || workflow.Seq(len(got)) < seq+1 {
				errs <- fmt.Errorf("%d records right after record %d was stored: %v", len(got), seq+1, err)
				return
			}
		}
	})
	for range 4 {
		wg.Go(func() {
			for range 200 {
				mu.Lock()
				want := stored
				mu.Unlock()
				got, err := seqs(s, "e", 0)
				if err != nil || workflow.Seq(len(got)) < want {
					errs <- fmt.Errorf("%d records where %d were stored: %v", len(got), want, err)
					return
				}
			}
		})
	}
	wg.Wait()
	close(errs)
	return <-errs
}

func loadResults(newStore func() workflow.Store) error {
	s, err := grown(newStore, "e", 3)
	if err != nil {
		return err
	}
	rs, err := s.Load(ctx, "e", 0)
	if err != nil {
		return err
	}
	want := clones(rs)
	kept := clones(rs)
	scribble(rs)
	again, err := s.Load(ctx, "e", 0)
	if err != nil {
		return err
	}
	if err := sameRecords(again, want); err != nil {
		return fmt.Errorf("after the caller wrote over a result: %w", err)
	}
	if err := put(s, "e", 3, recordAt(4)); err != nil {
		return err
	}
	return sameRecords(again, kept)
}

func loadCancelled(newStore func() workflow.Store) error {
	s, err := grown(newStore, "e", 1)
	if err != nil {
		return err
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	rs, err := s.Load(gone, "e", 0)
	if len(rs) > 0 {
		return fmt.Errorf("%d records for a caller who has gone", len(rs))
	}
	return refused(err, context.Canceled)
}
