package storetest_test

import (
	"context"
	"slices"

	"github.com/countersign-go/countersign/workflow"
)

// snapshotFaults are those of stores that keep snapshots.
var snapshotFaults = map[fault]string{
	"snapshots are kept as they should be": "",

	"snapshots are forgotten":                     "snapshots/kept snapshots/several snapshots/newer snapshots/nothing snapshots/refused snapshots/bytes snapshots/redacted snapshots/erased snapshots/begun snapshots/shared",
	"snapshots come with all records":             "snapshots/kept snapshots/several snapshots/newer snapshots/nothing snapshots/refused snapshots/redacted snapshots/erased snapshots/begun",
	"snapshots come with the records behind":      "snapshots/kept snapshots/several snapshots/newer snapshots/nothing snapshots/refused snapshots/bytes snapshots/redacted snapshots/erased snapshots/begun snapshots/shared",
	"snapshots are of the first record":           "snapshots/several snapshots/begun",
	"no snapshot comes without records":           "snapshots/none snapshots/kept snapshots/newer snapshots/redacted snapshots/erased",
	"the first snapshot stays":                    "snapshots/newer snapshots/redacted? snapshots/erased?",
	"snapshots are one for all":                   "snapshots/kept snapshots/newer snapshots/redacted snapshots/erased",
	"no snapshot is one":                          "snapshots/nothing",
	"snapshots are kept before it is checked":     "snapshots/refused",
	"snapshots are text":                          "snapshots/bytes",
	"snapshots are cut":                           "snapshots/bytes",
	"snapshots keep what was redacted":            "snapshots/redacted",
	"a redaction keeps no snapshot":               "snapshots/redacted",
	"snapshots go though the race is lost":        "snapshots/refused",
	"snapshots keep what was erased":              "snapshots/erased",
	"an erasure takes all snapshots":              "snapshots/erased",
	"an erasure keeps no snapshot":                "snapshots/begun",
	"snapshots handed out are shared":             "snapshots/shared",
	"records beside snapshots are shared":         "snapshots/shared",
	"snapshots ignore ctx":                        "snapshots/cancelled",
	"snapshots given by those who have gone stay": "snapshots/refused",
}

// A snapshotStore is a store that can be broken in what it keeps beside records.
type snapshotStore struct {
	*brokenStore
	snapshots map[workflow.EnrolmentID]keptSnapshot
}

type keptSnapshot struct {
	bytes []byte
	last  workflow.Seq
}

func (s *snapshotStore) Append(ctx context.Context, b workflow.Batch) error {
	if s.is("snapshots are kept before it is checked") && ctx.Err() == nil ||
		s.is("snapshots given by those who have gone stay") && ctx.Err() != nil {
		s.keepSnapshot(b)
	}
	if s.is("snapshots go though the race is lost") && len(b.Erase) > 0 {
		delete(s.snapshots, b.Enrolment)
	}
	if err := s.brokenStore.Append(ctx, b); err != nil {
		return err
	}
	if len(b.Erase) > 0 && !s.is("snapshots keep what was redacted") {
		delete(s.snapshots, b.Enrolment)
		if s.is("a redaction keeps no snapshot") {
			return nil
		}
	}
	s.keepSnapshot(b)
	return nil
}

func (s *snapshotStore) Erase(ctx context.Context, b workflow.Batch) error {
	if err := s.brokenStore.Erase(ctx, b); err != nil {
		return err
	}
	switch {
	case s.is("an erasure takes all snapshots"):
		clear(s.snapshots)
	case !s.is("snapshots keep what was erased"):
		delete(s.snapshots, b.Enrolment)
	}
	if !s.is("an erasure keeps no snapshot") {
		s.keepSnapshot(b)
	}
	return nil
}

func (s *snapshotStore) keepSnapshot(b workflow.Batch) {
	if b.Snapshot == nil || len(b.Records) == 0 || s.is("snapshots are forgotten") {
		return
	}
	kept := keptSnapshot{b.Snapshot(), b.Records[len(b.Records)-1].Seq}
	switch _, there := s.snapshots[b.Enrolment]; {
	case kept.bytes == nil && !s.is("no snapshot is one"), there && s.is("the first snapshot stays"):
		return
	case s.is("snapshots are of the first record"):
		kept.last = b.Records[0].Seq
	case s.is("snapshots are text"):
		kept.bytes = []byte(string([]rune(string(kept.bytes))))
	case s.is("snapshots are cut"):
		kept.bytes = kept.bytes[:min(len(kept.bytes), 1<<20)]
	}
	s.snapshots[s.of(b.Enrolment)] = kept
}

// of is the enrolment under which its snapshot is kept.
func (s *snapshotStore) of(id workflow.EnrolmentID) workflow.EnrolmentID {
	if s.is("snapshots are one for all") {
		return "all"
	}
	return id
}

func (s *snapshotStore) LoadSnapshot(ctx context.Context, id workflow.EnrolmentID) ([]byte, []workflow.Record, error) {
	if err := ctx.Err(); err != nil && !s.is("snapshots ignore ctx") {
		return nil, nil, err
	}
	kept, ok := s.snapshots[s.of(id)]
	if !ok && s.is("no snapshot comes without records") {
		return nil, nil, nil
	}
	after := max(kept.last, 1) - 1
	switch {
	case s.is("snapshots come with all records"):
		after = 0
	case s.is("snapshots come with the records behind"):
		after = kept.last
	}
	all := s.behind(s.stored[id], after)
	if !s.is("records beside snapshots are shared") {
		all = clones(all)
	}
	if s.is("snapshots handed out are shared") {
		return kept.bytes, all, nil
	}
	return slices.Clone(kept.bytes), all, nil
}
