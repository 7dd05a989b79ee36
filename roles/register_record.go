package roles

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency/canonical"
)

// appendBody appends the bytes that the hash covers.
func (r *RegisterRecord) appendBody(dst []byte) []byte {
	o := openObject(dst)
	o.digest("act", r.Act)
	o.str("actor", string(r.Actor))
	o.str("as", string(r.As))
	o.time("at", r.At)
	o.key("events")
	o.b = append(o.b, r.Events...)
	o.int("format", int64(r.Format))
	o.str("kind", string(r.Kind))
	o.strs("people", len(r.People), func(i int) string { return string(r.People[i]) })
	o.digest("policy", r.Policy)
	o.str("request", r.Request)
	o.int("seq", int64(r.Seq))
	return o.close()
}

func (r *RegisterRecord) hashAfter(prev canonical.Digest) canonical.Digest {
	return canonical.Chain(prev, r.appendBody(nil))
}

// peopleOf are those whom the events are about, in order, each once.
func peopleOf(events []RegisterEvent) (out []PersonID) {
	for i := range events {
		for _, p := range [...]PersonID{events[i].Person, events[i].Keeper} {
			if p != "" {
				out = append(out, p)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// A RegisterFault is something that does not fit in the records of a centre.
type RegisterFault struct {
	// Seq is the record's own number, as it says.
	Seq RegisterSeq
	// What says what does not fit.
	What string
}

// Error names the record and what does not fit.
func (f *RegisterFault) Error() string { return fmt.Sprintf("record %d: %s", f.Seq, f.What) }

// VerifyRegister checks that records are the whole, unchanged register of the
// centre from its first record on: numbered without gaps, in order of time,
// each in canonical form and each hash what follows from the one before. It
// needs no store. The error joins every [RegisterFault].
//
// It proves that nothing was changed since the last hash was made known to
// somebody else. By itself it cannot tell that records are missing at the end,
// nor that whoever keeps the records wrote all of them anew, last hash and
// all: the chain has no key. Compare the last hash with one known from
// elsewhere for both. Nor does it prove that an act was allowed, or that its
// actor was who they were said to be.
func VerifyRegister(centre CentreID, records []RegisterRecord) error {
	var faults []error
	prev := RegisterRecord{Hash: registerGenesis(centre)}
	for i := range records {
		for _, what := range records[i].faults(&prev) {
			faults = append(faults, &RegisterFault{Seq: records[i].Seq, What: what})
		}
		prev = records[i]
	}
	return errors.Join(faults...)
}

// faults is what is wrong with a record behind prev.
func (r *RegisterRecord) faults(prev *RegisterRecord) (faults []string) {
	fault := func(wrong bool, format string, args ...any) {
		if wrong {
			faults = append(faults, fmt.Sprintf(format, args...))
		}
	}
	fault(r.Seq != prev.Seq+1, "follows record %d", prev.Seq)
	fault(r.At.Before(prev.At), "is dated before the record before it")
	fault(r.At.Location() != time.UTC || r.At.Nanosecond()%1000 != 0, "is not dated in UTC to the microsecond")
	if r.Format > RegisterFormat {
		return append(faults, fmt.Sprintf("is of format %d: this version of the software can check up to %d", r.Format, RegisterFormat))
	}
	fault(canonical.Check(r.Events) != nil, "has events that are not in canonical form")
	fault(r.hashAfter(prev.Hash) != r.Hash, "does not have the hash that follows from its content and the record before")
	events, err := r.Decode()
	fault(err != nil, "%v", err)
	known := !slices.ContainsFunc(events, func(e RegisterEvent) bool { return e.Raw != nil })
	fault(err == nil && known && !slices.Equal(r.People, peopleOf(events)), "does not name the people whom its events are about")
	return faults
}
