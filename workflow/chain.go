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
// A free text that was redacted is verified without its words, where a later
// record says that it was removed. An enrolment that was erased is verified
// from the one record that is left on; that what it names is the hash with
// which the erased records ended, only those who kept it can tell.
//
// Where a record is of a newer format, or holds events that this version does
// not know, texts beside it cannot all be told to belong there; nor can, of a
// text before it without words, who removed them.
func Verify(id EnrolmentID, records []Record) error {
	var faults []error
	prev := Record{Hash: genesis(id)}
	gone := removals{records: records}
	for i := range records {
		r := &records[i]
		if r.tombstone() != nil {
			if i > 0 {
				faults = append(faults, &Fault{Seq: r.Seq, What: "says that everything before it was erased, and not everything was"})
			}
			prev = Record{Seq: r.Seq - 1, Hash: genesis(id), At: prev.At}
		}
		for _, what := range r.faults(&prev, &gone) {
			faults = append(faults, &Fault{Seq: r.Seq, What: what})
		}
		prev = *r
	}
	return errors.Join(faults...)
}

// faults is what is wrong with a record behind prev.
func (r *Record) faults(prev *Record, gone *removals) (faults []string) {
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
		faults = append(faults, r.textFaults(events, gone)...)
	}
	return faults
}

func (r *Record) hashAfter(prev canonical.Digest) canonical.Digest {
	return canonical.Chain(prev, r.appendBody(nil))
}

// textFaults compares the texts with what the events name. Where an event is
// unknown, it may name any. A text without words is one that another record
// says was removed.
func (r *Record) textFaults(events []Event, gone *removals) (faults []string) {
	var names []*Text
	missing, unknown := map[canonical.Digest]bool{}, false
	for _, e := range events {
		if _, ok := e.(*Unknown); ok {
			unknown = true
		}
		for _, t := range textsOf(e) {
			names, missing[t.Digest] = append(names, t), true
		}
	}
	for i := range r.Texts {
		t := &r.Texts[i]
		if !t.verify() && !gone.covers(r, t) {
			faults = append(faults, "has a text that is not what was written: "+t.Digest.String())
		}
		if !missing[t.Digest] && !unknown {
			faults = append(faults, "has a text that nothing names: "+t.Digest.String())
		}
		delete(missing, t.Digest)
	}
	for _, t := range names {
		if missing[t.Digest] {
			faults = append(faults, "lacks the text "+t.Digest.String())
			delete(missing, t.Digest)
		}
	}
	return faults
}

// removals are the texts that records say were removed. They are looked for
// only once a text without words is found, because most histories have none.
type removals struct {
	records []Record
	looked  bool
	by      map[canonical.Digest]Seq // the last record that says so
	unread  Seq                      // the last record that may say so and cannot be read
}

// covers reports whether a later record says that the text of r was removed,
// and it is: its words and its salt.
func (m *removals) covers(r *Record, t *Text) bool {
	if !t.blank() {
		return false
	}
	if !m.looked {
		m.look()
	}
	return r.Seq < max(m.by[t.Digest], m.unread)
}

// look reads what was redacted. A newer version that removes words otherwise
// than by a record of this kind has to give that record a greater format.
func (m *removals) look() {
	m.looked, m.by = true, make(map[canonical.Digest]Seq)
	for i := range m.records {
		r := &m.records[i]
		if r.Kind != KindRedact && r.Format <= RecordFormat {
			continue
		}
		events, err := r.decoded()
		if err != nil || r.Format > RecordFormat {
			m.unread = r.Seq
		}
		for _, e := range events {
			switch e := e.(type) {
			case *Redacted:
				m.by[e.Text] = r.Seq
			case *Unknown:
				m.unread = r.Seq
			}
		}
	}
}
