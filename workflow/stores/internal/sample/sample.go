// Package sample has what benchmarks of stores append, so that their figures can
// be compared.
package sample

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// Batch is what most commands append behind a record, with a remark in these
// words unless they are empty. It is of nobody.
func Batch(id workflow.EnrolmentID, last workflow.Seq, words string) workflow.Batch {
	b := workflow.Batch{
		Enrolment: id, After: last,
		Records: []workflow.Record{{
			Format: workflow.RecordFormat, Seq: last + 1, At: time.Now(), Actor: "assessor-1", Request: workflow.RequestID(fmt.Sprintf("request-%016d", last)),
			Kind: "confirm", Framework: proficiency.Ref{ID: "hand-hygiene", Version: proficiency.Version{Major: 1}}, Register: "position",
			Events: []byte(`[{"item":"wash-1","kind":"confirmed","by":"assessor-1","request":1,"roles":["assessor"],"until":"2027-11-20T00:00:00Z"}]`),
		}},
		Summary: workflow.Summary{
			Enrolment: id, Seq: last + 1, At: time.Now(), Learner: "learner-1", Centres: []workflow.CentreID{"trust-1"}, Category: "clinical",
			Supervisors: []workflow.PersonID{"supervisor-1"}, Deciders: []workflow.PersonID{"assessor-1", "assessor-2"},
			Framework: proficiency.Ref{ID: "hand-hygiene", Version: proficiency.Version{Major: 1}}, Status: workflow.StatusReady,
			Sections: []workflow.SectionCounts{{Section: "wash", Counts: workflow.Counts{Counting: 20, Confirmed: 4}}, {Section: "dry"}, {Section: "glove"}},
			Pending:  []workflow.Pending{{With: "assessor-1", Request: 1, Since: time.Now(), Items: 3}},
		},
	}
	if words != "" {
		b.Records[0].Texts = []workflow.Text{{Words: words, Salt: [16]byte{1}}}
	}
	return b
}

// ID is that of the nth enrolment of Fill.
func ID(n int) workflow.EnrolmentID { return workflow.EnrolmentID(fmt.Sprintf("%026d", n)) }

// Fill gives a store so many enrolments of two records each, with words in every
// other enrolment, from 64 callers at once.
func Fill(ctx context.Context, s workflow.Store, enrolments int) error {
	const callers = 64
	errs := make([]error, callers)
	var wg sync.WaitGroup
	for c := range callers {
		wg.Go(func() {
			for n := c; n < enrolments && errs[c] == nil; n += callers {
				words := ""
				if n%2 == 0 {
					words = "a remark"
				}
				errs[c] = errors.Join(s.Append(ctx, Batch(ID(n), 0, "")), s.Append(ctx, Batch(ID(n), 1, words)))
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}
