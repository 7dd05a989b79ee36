package workflow

import (
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// newRecord makes the record of a command's events.
func (e *Engine) newRecord(fw *proficiency.Framework, s *State, req *Request, digest CommandDigest, facts *Facts, events []Event) (Record, error) {
	stamp := events[0].stamp()
	r := Record{
		Format: RecordFormat, Seq: stamp.Seq, At: stamp.At, Actor: stamp.By, Request: req.ID, Command: digest,
		Kind: req.Command.Kind(), Framework: fw.Ref(), FrameworkDigest: fw.Digest(),
		PolicyDigest: facts.Policy.Digest(), Register: facts.Register, events: events,
	}
	texts, err := r.write(events)
	if err != nil {
		return Record{}, err
	}
	r.Texts = distinct(texts)
	size := 0
	e.digesting(func(b []byte) []byte {
		b = r.appendBody(b)
		size, r.Hash = r.size(len(b)), canonical.Chain(s.head, b)
		return b
	})
	if size > MaxRecordSize {
		return Record{}, tooLarge(r.Kind, size)
	}
	return r, nil
}

// write encodes the events and gives the texts that they name.
func (r *Record) write(events []Event) (texts []*Text, err error) {
	r.Events = append(make([]byte, 0, 192*len(events)), '[')
	for i, e := range events {
		if i > 0 {
			r.Events = append(r.Events, ',')
		}
		r.Events = e.appendJSON(r.Events)
		if len(r.Events) > MaxRecordSize { // enough is known: spare the rest
			return nil, tooLarge(r.Kind, len(r.Events))
		}
		texts = append(texts, textsOf(e)...)
	}
	r.Events = append(r.Events, ']')
	return texts, nil
}

func tooLarge(kind Kind, size int) error {
	return &Denied{Kind: kind, Reasons: []Reason{{
		Code: TooLarge, Message: fmt.Sprintf("the record would take %d bytes or more: at most %d are allowed", size, MaxRecordSize),
		Remedy: smaller(kind),
	}}}
}

// smaller is how a command is given so that its record takes less.
func smaller(kind Kind) string {
	switch kind {
	case KindReassign:
		return "name some of the items at a time, and none for the rest"
	case KindSetAside:
		return "name some of the items at a time, rather than the person or all of them, or write less"
	case KindWithdraw, KindRemoveSupervisor, KindRemoveCentre:
		return "have some of what is pending withdrawn, decided or reassigned first"
	}
	return "name fewer items at a time, or write less"
}

// distinct are the texts, each once, in their order: the decisions of one
// command share theirs.
func distinct(texts []*Text) (out []Text) {
	const few = 16 // up to which looking through them is quicker than a map
	var seen map[canonical.Digest]bool
	if len(texts) > few {
		seen = make(map[canonical.Digest]bool, len(texts))
	}
	for _, t := range texts {
		if seen[t.Digest] || seen == nil && slices.ContainsFunc(out, func(o Text) bool { return o.Digest == t.Digest }) {
			continue
		}
		if seen != nil {
			seen[t.Digest] = true
		}
		out = append(out, *t)
	}
	return out
}
