package workflow

import (
	"errors"
	"fmt"
	"time"

	"github.com/countersign-go/countersign/proficiency/canonical"
)

// A Fault is something that does not fit in a list of records.
type Fault struct {
	// Seq is the record's own number, as it says.
	Seq Seq
	// What says what does not fit.
	What string
}

// Error names the record and what does not fit.
func (f *Fault) Error() string { return fmt.Sprintf("record %d: %s", f.Seq, f.What) }

// Verify checks that records are the whole, unchanged history of the
// enrolment: numbered from 1 without gaps, in order of time, each text what
// its record says, and each hash what follows from the one before. It needs
// no store. The error joins every [Fault].
//
// It proves that nothing was changed since the last hash was made known to
// somebody else, such as by a certificate, which carries it. By itself it
// cannot tell that records are missing at the end, nor that whoever keeps the
// records wrote all of them anew, last hash and all: the chain has no key.
// Compare the last hash with one known from elsewhere for both.
//
// Where a record is of a newer format, or holds events that this version does
// not know, texts beside it cannot all be told to belong there.
func Verify(id EnrolmentID, records []Record) error {
	var faults []error
	prev := Record{Hash: genesis(id)}
	for i := range records {
		r := &records[i]
		for _, what := range r.faults(&prev) {
			faults = append(faults, &Fault{Seq: r.Seq, What: what})
		}
		prev = *r
	}
	return errors.Join(faults...)
}

// faults is what is wrong with a record behind prev.
func (r *Record) faults(prev *Record) (faults []string) {
	fault := func(wrong bool, format string, args ...any) {
		if wrong {
			faults = append(faults, fmt.Sprintf(format, args...))
		}
	}
	fault(r.Seq != prev.Seq+1, "follows record %d", prev.Seq)
	fault(r.At.Before(prev.At), "is dated before the record before it")
	fault(r.At.Location() != time.UTC || r.At.Nanosecond()%1000 != 0, "is not dated in UTC to the microsecond")
	if r.Format > RecordFormat {
		return append(faults, fmt.Sprintf("is of format %d: this version of the software can check up to %d", r.Format, RecordFormat))
	}
	fault(canonical.Check(r.Events) != nil, "has events that are not in canonical form")
	fault(r.hashAfter(prev.Hash) != r.Hash, "does not have the hash that follows from its content and the record before")
	events, err := decodeEvents(r)
	fault(err != nil, "%v", err)
	if r.Format == RecordFormat {
		faults = append(faults, r.textFaults(events)...)
	}
	return faults
}

func (r *Record) hashAfter(prev canonical.Digest) canonical.Digest {
	return canonical.Chain(prev, r.appendBody(nil))
}

// textFaults compares the texts with what the events name. Where an event is
// unknown, it may name any.
func (r *Record) textFaults(events []Event) (faults []string) {
	named, unknown := map[canonical.Digest]bool{}, false
	for _, e := range events {
		if _, ok := e.(*Unknown); ok {
			unknown = true
		}
		for _, t := range textsOf(e) {
			named[t.Digest] = true
		}
	}
	for i := range r.Texts {
		t := &r.Texts[i]
		if !t.verify() {
			faults = append(faults, "has a text that is not what was written: "+t.Digest.String())
		}
		if !named[t.Digest] && !unknown {
			faults = append(faults, "has a text that nothing names: "+t.Digest.String())
		}
		delete(named, t.Digest)
	}
	for d := range named {
		faults = append(faults, "lacks the text "+d.String())
	}
	return faults
}
