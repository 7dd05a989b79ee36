package memstore

import (
	"context"
	"fmt"

	"github.com/countersign-go/countersign/workflow"
)

// Erase implements [workflow.Eraser].
func (s *Store) Erase(ctx context.Context, b workflow.Batch) error {
	from := b.After + 1
	switch n := len(b.Records); {
	case n > 1 && b.After > 0:
		return fmt.Errorf("%w: %d records where one is to be left", workflow.ErrNotStored, n)
	case n > 0 && b.After == 0: // put back: it began at any number
		from = max(1, b.Records[0].Seq)
	}
	return s.write(ctx, &b, from, func(e *enrolment) {
		*e = enrolment{first: b.Records[0].Seq, records: copies(b.Records)}
	})
}

// erase empties the texts named. What was loaded before has texts of its own.
func (e *enrolment) erase(refs []workflow.TextRef) {
	for _, ref := range refs {
		if ref.Seq < e.first || ref.Seq > e.last() {
			continue
		}
		texts := e.records[ref.Seq-e.first].Texts
		for i := range texts {
			if texts[i].Digest == ref.Text {
				texts[i].Words, texts[i].Salt = "", [len(texts[i].Salt)]byte{}
			}
		}
	}
}
