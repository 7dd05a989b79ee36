package memstore_test

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
)

// oddWords hold what stores get wrong.
const oddWords = "é 漢 😀 \u2028 ' \" \\ % _ \t\n\r <&> $1 ?"

// recordAt is a record with every field set, different for each seq.
func recordAt(seq workflow.Seq) workflow.Record {
	n := byte(seq)
	r := workflow.Record{
		Format: 7, Seq: seq, At: time.Date(2026, 11, 20, 9, 30, int(seq%60), 123456000, time.UTC),
		Actor: workflow.PersonID(fmt.Sprint("actor ", oddWords, seq)), Request: workflow.RequestID(fmt.Sprint("request ", seq)),
		Command: workflow.CommandDigest{n, 0, 255}, Kind: "kind " + oddWords,
		Framework:       proficiency.Ref{ID: "fw", Version: proficiency.Version{Major: 1, Minor: uint32(seq), Patch: math.MaxUint32}},
		FrameworkDigest: canonical.Sum([]byte{n}), PolicyDigest: canonical.Sum([]byte{n, 1}), Register: oddWords,
		Events: []byte(`not even JSON ` + oddWords), Hash: canonical.Sum([]byte{n, n}),
	}
	for i := range 2 {
		r.Texts = append(r.Texts, workflow.Text{Words: fmt.Sprint(oddWords, i), Salt: [16]byte{n, 0, byte(i)}, Digest: canonical.Sum([]byte{byte(i)})})
	}
	return r
}

// summaryOf is a summary with every field set, but for Trial: trials are for those who ask for them.
func summaryOf(id workflow.EnrolmentID, seq workflow.Seq) workflow.Summary {
	at := time.Date(2026, 11, 20, 9, 30, int(seq%60), 123456000, time.UTC)
	return workflow.Summary{
		Enrolment: id, Seq: seq, At: at, Learner: "learner " + oddWords,
		Supervisors: []workflow.PersonID{"s-1", oddWords}, Deciders: []workflow.PersonID{"d-1", "d-2"},
		Centres: []workflow.CentreID{"c-1", "c-2"}, Framework: proficiency.Ref{ID: "fw", Version: proficiency.Version{Major: 1, Minor: 2, Patch: 3}},
		Category: "clinical", Status: workflow.StatusVoid, Ready: true,
		Sections:        []workflow.SectionCounts{{Section: "a", Counts: workflow.Counts{Counting: 9, Ongoing: 1, Assessed: 2, Requested: 3, Confirmed: 4, Rejected: 5, Lapsed: 6, Waived: 7, Groups: 8, GroupsMet: 10}}},
		Pending:         []workflow.Pending{{With: "s-1", Request: seq, Since: at, Items: 3, SignOff: true}},
		FirstEnrolledAt: at.Add(-time.Hour), EnrolledAt: at, DueAt: at.Add(time.Minute), CompleteBy: proficiency.Date{Year: 2027, Month: 2, Day: 28}, SignedOffOn: proficiency.Date{Year: 2028, Month: 2, Day: 29},
		SignOffUntil: at.Add(2*time.Hour + time.Microsecond), SignOffStands: true, Lapses: []workflow.Lapse{{At: at.Add(3 * time.Hour), Items: 2}},
		Serials: []string{"0000-0000-0000-0000"}, GoodUntil: at.Add(time.Hour),
	}
}

func trialOf(id workflow.EnrolmentID, seq workflow.Seq) workflow.Summary {
	s := summaryOf(id, seq)
	s.Trial = true
	return s
}

// The values above set every field that there is, so that a field added later is tried too.
func TestContractValuesAreFull(t *testing.T) {
	t.Parallel()
	for _, v := range []any{recordAt(1), trialOf("e", 1)} {
		requireFull(t, reflect.ValueOf(v), reflect.TypeOf(v).Name())
	}
}

func requireFull(t *testing.T, v reflect.Value, name string) {
	if v.IsZero() {
		t.Errorf("%s is zero", name)
	}
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				requireFull(t, v.Field(i), name+"."+f.Name)
			}
		}
	case v.Kind() == reflect.Slice && v.Len() > 0:
		requireFull(t, v.Index(0), name+"[0]")
	}
}

// sameRecords wants records to be as they were.
func sameRecords(got, want []workflow.Record) error {
	if len(got) != len(want) {
		return fmt.Errorf("%d records: want %d", len(got), len(want))
	}
	for i := range got {
		if g, w := got[i].Clone(), want[i].Clone(); !reflect.DeepEqual(g, w) {
			return fmt.Errorf("record %d came back as %+v\nwant %+v", w.Seq, g, w)
		}
	}
	return nil
}

// scribble writes over everything that a record refers to.
func scribble(rs []workflow.Record) {
	for i := range rs {
		for j := range rs[i].Events {
			rs[i].Events[j] = '#'
		}
		for j := range rs[i].Texts {
			rs[i].Texts[j] = workflow.Text{Words: "#"}
		}
		rs[i] = workflow.Record{Seq: 999}
	}
}

// scrawl writes over everything that a summary refers to.
func scrawl(s *workflow.Summary) {
	v := reflect.ValueOf(s).Elem()
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Slice {
			for j := range f.Len() {
				f.Index(j).SetZero()
			}
		}
	}
}

func clones(rs []workflow.Record) []workflow.Record {
	out := slices.Clone(rs)
	for i := range out {
		out[i] = out[i].Clone()
	}
	return out
}
