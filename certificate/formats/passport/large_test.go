package passport_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/passport"
	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// A step is the largest framework that comes with the library, signed off.
type step struct {
	house   *house
	options passport.Options
	data    []byte
}

var largest = sync.OnceValue(func() *step {
	h := newHouse(inExample{}, "Northern Example Trust", "1", frameworks.Catalog())
	id := h.enrol(h.learner, "critical-care-step-1@1.0.0")
	h.do(id, h.learner, &workflow.Agree{})
	fw := h.view(id, h.learner).Framework
	var open, gated []proficiency.ItemID
	for it := range fw.Items().Values() {
		switch {
		case it.Optional():
		case it.Gates().Len() == 0:
			open = append(open, it.ID())
		default:
			gated = append(gated, it.ID())
		}
	}
	for _, items := range [][]proficiency.ItemID{open, gated} {
		for some := range slices.Chunk(items, perSitting) {
			h.sitting(id, fw, some)
		}
	}
	h.signOff(id, h.learner)
	o := h.options(h.enrolment(id, h.learner))
	o.Content = frameworks.FS()
	return &step{h, o, h.write(o)}
})

// sitting has some items answered, asked for and confirmed, with a record each.
func (h *house) sitting(id workflow.EnrolmentID, fw *proficiency.Framework, items []proficiency.ItemID) {
	c := &workflow.SelfAssess{}
	for _, it := range items {
		c.Items = append(c.Items, workflow.ItemAnswer{Item: it, Answers: []workflow.Given{{Answer: best(fw.Item(it))}}})
	}
	state := h.do(id, h.learner, c).State
	h.do(id, h.learner, &workflow.RequestConfirmation{Items: items, To: h.educator})
	var seen []workflow.Seen
	for _, it := range items {
		seen = append(seen, workflow.Seen{Item: it, Basis: state.Item(it).Basis()})
	}
	h.do(id, h.educator, &workflow.Confirm{Items: seen})
}

// best is an answer to an item that meets.
func best(it *proficiency.Item) proficiency.AnswerID {
	var answer proficiency.AnswerID
	for q := range it.Questions().Values() {
		for a := range q.Scale().Answers().Values() {
			if q.Scale().Meets(a.ID) {
				answer = a.ID
			}
		}
	}
	return answer
}

// The largest framework fits, is accepted, and is taken over in one record.
func TestLargestFramework(t *testing.T) {
	t.Parallel()
	s := largest()
	assert.Less(t, len(s.data), 400_000)
	r := passport.Verify(s.data, s.house.trust(), &passport.VerifyOptions{At: later})
	require.Equal(t, credential.Accepted, r.Verdict(), "%s", r.AppendText(nil))
	transfer, err := r.Transfer(0, "northern")
	require.NoError(t, err)

	south := newHouse(t, "Southern Example Trust", "2", frameworks.Catalog())
	south.now = later
	id := south.enrol(south.learner, "critical-care-step-1@1.0.0")
	south.do(id, south.learner, &workflow.Agree{})
	south.do(id, south.educator, &workflow.AcceptTransfer{Transfer: transfer})
	south.signOff(id, south.learner)
	assert.Equal(t, workflow.StatusSignedOff, south.view(id, south.learner).Summary.Status)
}

func BenchmarkLargest(b *testing.B) {
	s := largest()
	p, err := passport.Open(s.data, nil)
	require.NoError(b, err)
	size := float64(len(s.data))
	b.Run("write", func(b *testing.B) {
		for b.Loop() {
			s.house.write(s.options)
		}
		b.ReportMetric(size, "bytes/passport")
		b.ReportMetric(float64(len(p.CLR)), "bytes/clr")
		b.ReportMetric(float64(len(workflow.AppendExport(nil, p.Records[0].ID, p.Records[0].Records))), "bytes/record")
	})
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			_, err := passport.Open(s.data, nil)
			require.NoError(b, err)
		}
	})
	b.Run("verify", func(b *testing.B) {
		for b.Loop() {
			passport.Verify(s.data, s.house.trust(), &passport.VerifyOptions{At: later})
		}
	})
	b.Run("badge-alone", func(b *testing.B) { // what no way of doing it gets around
		for b.Loop() {
			credential.Verify(s.options.Enrolments[0].Badge, s.house.trust(), &credential.VerifyOptions{At: later, StatusLists: p.StatusLists})
		}
	})
}
