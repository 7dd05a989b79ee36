package passport

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// enrolled is how an enrolment began; nil where that cannot be read, because the
// records were erased or are of a newer version of this software.
func enrolled(records []workflow.Record) *workflow.Enrolled {
	for i := range records {
		events, err := records[i].Decode()
		if err != nil {
			return nil
		}
		for _, e := range events {
			if enrolled, is := e.(*workflow.Enrolled); is {
				return enrolled
			}
		}
	}
	return nil
}

// learnerOf is whose record it is; empty where it is no learner's.
func learnerOf(records []workflow.Record) workflow.PersonID {
	if e := enrolled(records); e != nil {
		return e.Learner
	}
	return ""
}

// portable says why a record does not travel, or nil: that of a trial proves
// nothing, and that of a centre stays with the centre.
func portable(records []workflow.Record) error {
	switch e := enrolled(records); {
	case e == nil:
		return errors.New("nobody is enrolled in it, as far as this version of the software can read it")
	case e.Trial > 0:
		return errors.New("it is that of a trial, which is EXAMPLE ONLY")
	case e.Learner == "":
		return errors.New("it is that of a centre, with which it stays")
	}
	return nil
}

// headOf is the last record of a chain.
func headOf(records []workflow.Record) certificate.Head {
	last := &records[len(records)-1]
	return certificate.Head{Record: last.Seq, Hash: last.Hash}
}

// tied is whether a credential is of that enrolment: it names one of its records,
// by number and hash, and the version that the enrolment was on then.
func tied(says *credential.Claims, records []workflow.Record) credential.Answer {
	if len(says.Heads) != 1 {
		return failed("no-record", "it does not say of which record it is")
	}
	head := says.Heads[0]
	at := slices.IndexFunc(records, func(r workflow.Record) bool { return r.Seq == head.Record })
	switch {
	case at < 0:
		return failed("other-record", fmt.Sprintf("it names record %d, and the enrolment has %d", head.Record, len(records)))
	case records[at].Hash != head.Hash:
		return failed("other-record", fmt.Sprintf("it names a record %d with another hash: it was given for another enrolment, or the record was changed", head.Record))
	case says.Code != "" && says.Code != records[at].Framework.String():
		return failed("other-framework", fmt.Sprintf("it is for %s, and the enrolment was on %s then", says.Code, records[at].Framework))
	}
	return passed("same-record", fmt.Sprintf("it names record %d of the enrolment by its hash", head.Record))
}

// A Standing is how far an enrolment has come.
type Standing struct {
	Status workflow.Status
	// Done of Needed is confirmed or waived, or answered where nobody confirms: items
	// that count, and what the rules of groups ask for.
	Done, Needed int
}

// standingOf replays a record.
func standingOf(fw *proficiency.Framework, id workflow.EnrolmentID, records []workflow.Record, now time.Time) Standing {
	s := workflow.Replay(workflow.NewState(id, fw.Index()), slices.Clone(records))
	whole := workflow.Progress(fw, &s, now)[0]
	return Standing{workflow.StatusOf(fw, &s, now), whole.Done, whole.Needed}
}

// text says it in words.
func (s Standing) text(fw *proficiency.Framework, at time.Time) string {
	return fmt.Sprintf("On %s it was %s, with %d of %d that count %s.",
		at.UTC().Format("2 January 2006"), strings.ReplaceAll(string(s.Status), "-", " "), s.Done, s.Needed, strings.ToLower(done(fw)))
}

// done is what has become of items that are counted as done.
func done(fw *proficiency.Framework) string {
	if fw.Unsupervised().Set {
		return "Answered"
	}
	return "Confirmed or waived"
}
