package storetest

import (
	"context"
	"fmt"
	"reflect"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// summary is a summary with every field set, different for each seq; but for
// Trial: trials are for those who ask for them.
func summary(id workflow.EnrolmentID, seq workflow.Seq) workflow.Summary {
	at := record(seq).At
	return workflow.Summary{
		Enrolment: id, Seq: seq, At: at, Learner: "learner-1", Accountable: "accountable-1", Contributors: []workflow.PersonID{"contributor-2", "contributor-1"},
		Supervisors: []workflow.PersonID{"supervisor-2", "supervisor-1"}, Deciders: []workflow.PersonID{"assessor-1", "assessor-2"},
		Centres:   []workflow.CentreID{"trust-1", "trust-2"},
		Framework: proficiency.Ref{ID: "hand-hygiene", Version: proficiency.Version{Major: 1, Minor: 2, Patch: 3}},
		Category:  "clinical", Attributes: []proficiency.Setting{{Attribute: "role", Value: "nurse"}, {Attribute: "setting", Value: "ward"}}, Status: workflow.StatusVoid, Ready: true,
		Items: workflow.ItemStatuses([]byte{0x10, 0x32, 0x54, 0x76, 0xf8, byte(seq), 0x00, 0xff}),
		Sections: []workflow.SectionCounts{
			{Section: "wash", Counts: workflow.Counts{Counting: int(seq % 1e6), Ongoing: 1, Assessed: 2, Requested: 3, Confirmed: 4, Rejected: 5, Lapsed: 6, Waived: 7, Groups: 8, GroupsMet: 10}},
			{Section: "dry"},
		},
		Pending: []workflow.Pending{
			{With: "assessor-2", Request: seq, Since: at, Items: 3, SignOff: true}, {With: "assessor-1", Request: 1, Since: noon},
		},
		FirstEnrolledAt: at.Add(-time.Hour), EnrolledAt: at.Add(-time.Minute), DueAt: at.Add(time.Minute),
		CompleteBy: proficiency.Date{Year: 2027, Month: 2, Day: 28}, SignedOffOn: proficiency.Date{Year: 2028, Month: 2, Day: 29},
		SignOffUntil: at.Add(2*time.Hour + time.Microsecond), SignOffStands: true,
		Lapses:  []workflow.Lapse{{At: at.Add(3 * time.Hour), Items: 2}, {At: at.Add(4 * time.Hour), Items: 1}},
		Serials: []string{fmt.Sprintf("0000-0000-0000-%04d", seq), "0000-0000-0001-0000"}, GoodUntil: at.Add(time.Hour),
		Round: int(seq % 1e6), Submission: workflow.Submission{
			Round: 2, Since: at.Add(-time.Second), On: proficiency.Date{Year: 2026, Month: 12, Day: 31}, Until: at.Add(5 * time.Hour), Serial: "0000-0000-0002-0000",
		},
	}
}

// trial is the summary of a trial.
func trial(id workflow.EnrolmentID) workflow.Summary {
	sum := summary(id, 1)
	sum.Trial = true
	return sum
}

// enter stores the first record of an enrolment with a summary.
func enter(s workflow.Store, sum workflow.Summary) error {
	b := batch(sum.Enrolment, 0, record(1))
	b.Summary = sum.Clone()
	return s.Append(context.Background(), b)
}

// scrawl writes over all that a summary refers to, and behind it.
func scrawl(sum *workflow.Summary) {
	v := reflect.ValueOf(sum).Elem()
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Slice {
			for j := range f.Len() {
				f.Index(j).SetZero()
			}
			reflect.Append(f, reflect.Zero(f.Type().Elem()))
		}
	}
}
