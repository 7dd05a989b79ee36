package jetstream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/countersign-go/countersign/workflow"
)

// Enrolments gives the id of every enrolment behind one, byte by byte: all that
// the streams have anything of, trials and what is left of erased ones among
// them. It asks the streams and not the index, and has all ids in memory. Those
// that begin meanwhile may be missing. After an error it gives nothing more.
func (s *Store) Enrolments(ctx context.Context, after workflow.EnrolmentID) iter.Seq2[workflow.EnrolmentID, error] {
	return func(yield func(workflow.EnrolmentID, error) bool) {
		ids, err := s.enrolments(ctx, after)
		if err != nil {
			yield("", err)
			return
		}
		slices.Sort(ids) // streams have them by their tokens
		for _, id := range ids {
			if err := ctx.Err(); err != nil {
				yield("", err)
				return
			}
			if !yield(id, nil) {
				return
			}
		}
	}
}

// Count is how many ids Enrolments gives.
func (s *Store) Count(ctx context.Context, after workflow.EnrolmentID) (int64, error) {
	ids, err := s.enrolments(ctx, after)
	return int64(len(ids)), err
}

// enrolments gives the ids in no order.
func (s *Store) enrolments(ctx context.Context, after workflow.EnrolmentID) (ids []workflow.EnrolmentID, err error) {
	for _, h := range s.shards {
		err := s.subjects(ctx, h, func(subject string) error {
			id, _, err := h.enrolmentOf(subject)
			if err == nil && id > after {
				ids = append(ids, id)
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("jetstream: the enrolments of shard %d: %w", h.number, err)
		}
	}
	return ids, nil
}

// A streamInfo is what servers tell of a stream, and a page of its subjects if it
// is asked for: in order of the subjects where they are more than a page holds.
type streamInfo struct {
	Error *jetstream.APIError `json:"error"`
	Total int                 `json:"total"`
	State struct {
		Subjects map[string]uint64 `json:"subjects"`
		LastSeq  uint64            `json:"last_seq"`
	} `json:"state"`
}

// subjects gives each subject of records once, page by page.
func (s *Store) subjects(ctx context.Context, h *shard, give func(string) error) error {
	ctx, cancel := s.patience(ctx)
	defer cancel()
	fresh, err := s.fresh(ctx, h)
	if err != nil {
		return err
	}
	seen := map[string]bool{} // one that begins meanwhile moves the others on
	for offset, pause := 0, time.Millisecond; ; {
		p, err := s.subjectsFrom(ctx, h, offset)
		if err != nil {
			return err
		}
		if p.State.LastSeq < fresh { // a server that led, and is behind the others
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(pause):
			}
			pause = min(2*pause, 100*time.Millisecond)
			continue
		}
		for subject := range p.State.Subjects {
			if seen[subject] {
				continue
			}
			seen[subject] = true
			if err := give(subject); err != nil {
				return err
			}
		}
		offset += len(p.State.Subjects)
		if len(p.State.Subjects) == 0 || offset >= p.Total {
			return nil
		}
	}
}

// subjectsFrom asks for a page.
func (s *Store) subjectsFrom(ctx context.Context, h *shard, offset int) (streamInfo, error) {
	return s.info(ctx, h, map[string]any{"subjects_filter": h.subject + "*" + recordsEnd, "offset": offset})
}

// info asks for what servers tell of a stream. The client's own way would keep
// what it learns in the stream's handle, which others read.
func (s *Store) info(ctx context.Context, h *shard, about map[string]any) (p streamInfo, err error) {
	question, err := json.Marshal(about)
	if err != nil {
		return p, err
	}
	err = s.patiently(ctx, func() error {
		p = streamInfo{}
		once, cancel := s.briefly(ctx)
		defer cancel()
		m, err := s.nc.RequestWithContext(once, s.api("STREAM.INFO."+s.streamName(h.number)), question)
		if err != nil {
			if ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
				err = errors.Join(errAgain, err)
			}
			return err
		}
		if err := json.Unmarshal(m.Data, &p); err != nil {
			return fmt.Errorf("the answer cannot be read: %w", err)
		}
		if p.Error != nil {
			return p.Error
		}
		return nil
	})
	return p, err
}
