package passport_test

import (
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/passport"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// What does not travel is not signed, and everything that is wrong is told at once.
func TestWhatIsNotWritten(t *testing.T) {
	t.Parallel()
	h, signedOff, underWay := northern(t)
	first, second := h.enrolment(signedOff, h.learner), h.enrolment(underWay, h.learner)
	h.host.Delegate("learner-2", h.centre)
	h.host.Staff(h.educator, h.centre, "learner-2")
	other := h.enrolment(h.enrol("learner-2", "hand-care@1.0.0"), "learner-2")
	trial := h.do("", h.learner, &workflow.EnrolTrial{Framework: proficiency.Ref{ID: "hand-care"}, Trial: 1}).Enrolment

	for want, change := range map[string]func(o *passport.Options){
		"Now is missing":                    func(o *passport.Options) { o.Now = time.Time{} },
		"Until is not after Now":            func(o *passport.Options) { o.Until = o.Now },
		"there is no enrolment":             func(o *passport.Options) { o.Enrolments = nil },
		"no records, or no framework":       func(o *passport.Options) { o.Enrolments[0].Framework = nil },
		"record 12: follows record 10":      func(o *passport.Options) { o.Enrolments[0].Records = without(first.Records, 10) },
		"bay-skills@2.0.0 sha256:":          func(o *passport.Options) { o.Enrolments[0].Framework = framework(t, "bay-skills@2.0.0") },
		"another learner's":                 func(o *passport.Options) { o.Enrolments[1] = other },
		"is there twice":                    func(o *passport.Options) { o.Enrolments[1] = first },
		"EXAMPLE ONLY":                      func(o *passport.Options) { o.Enrolments[1] = h.enrolment(trial, h.learner) },
		"its badge: it names record 12":     func(o *passport.Options) { o.Enrolments[1].Badge = first.Badge },
		"its badge: credential: this is no": func(o *passport.Options) { o.Enrolments[1].Badge = []byte("x") },
		"its badge: it does not say":        func(o *passport.Options) { o.Enrolments[1].Badge = h.statusList() },
		"status list 1 is none":             func(o *passport.Options) { o.StatusLists = [][]byte{first.Badge} },
		"17 status lists: at most 16":       func(o *passport.Options) { o.StatusLists = slices.Repeat([][]byte{h.statusList()}, 17) },
		"content of bay-skills@1.0.0: open": func(o *passport.Options) { o.Content = fstest.MapFS{} },
		"is not what the enrolment is on": func(o *passport.Options) {
			o.Content = fstest.MapFS{
				"bay-skills/1.0.0/bay-skills.yaml": {Data: file(t, "bay-skills/2.0.0/bay-skills.yaml")},
				"hand-care/1.0.0/hand-care.yaml":   {Data: file(t, "hand-care/1.0.0/hand-care.yaml")},
			}
		},
	} {
		o := h.options(first, second)
		change(&o)
		_, err := passport.Write(t.Context(), h.issuer(), o)
		assert.ErrorContains(t, err, want)
	}
	o := h.options(first, second)
	o.Enrolments[0].Framework, o.StatusLists = nil, [][]byte{first.Badge}
	o.Now = time.Time{}
	_, err := passport.Write(t.Context(), h.issuer(), o)
	assert.ErrorContains(t, err, "Now is missing")
	assert.ErrorContains(t, err, "no records, or no framework")
}

func without(records []workflow.Record, i int) []workflow.Record {
	return append(append([]workflow.Record{}, records[:i]...), records[i+1:]...)
}

// The least passport has no content, lists or keys, and only what is chosen.
func TestTheLeastPassport(t *testing.T) {
	t.Parallel()
	j := travelled()
	data := j.house.write(passport.Options{Now: now, Enrolments: j.options.Enrolments[1:]})
	p, err := passport.Open(data, nil)
	require.NoError(t, err)
	assert.Len(t, p.Records, 1)
	assert.Nil(t, p.Hint)
	none, err := p.Content(j.options.Enrolments[1].Framework.Ref())
	assert.NoError(t, err)
	assert.Nil(t, none)
	r := passport.Verify(data, j.house.trust(), &passport.VerifyOptions{At: later, Catalog: catalog()})
	assert.Equal(t, credential.Incomplete, r.Verdict(), "nobody can say whether it was taken back")
	assert.True(t, has(r, "clr:status:no-status"))
	_, err = r.Transfer(0, "northern")
	assert.NoError(t, err)
	assert.NotContains(t, string(data), "bay-skills")

	named := j.options
	named.LearnerName, named.Subject = "Example Learner", "did:example:learner"
	r = checked(j.house.write(named))
	assert.Equal(t, "Example Learner", r.CLR.Says.SubjectName)
	assert.Equal(t, "did:example:learner", r.CLR.Says.Subject)
	assert.Equal(t, credential.Accepted, r.Verdict(), "%s", r.AppendText(nil))
}

func TestLimitsOfReading(t *testing.T) {
	t.Parallel()
	data := travelled().data
	for want, limits := range map[string]passport.Limits{
		"at most 1000 are read":  {Size: 1000},
		"the 5000 bytes allowed": {Unpacked: 5000},
		"the 3 files allowed":    {Files: 3},
	} {
		_, err := passport.Open(data, &limits)
		assert.ErrorIs(t, err, passport.ErrNoPassport)
		assert.ErrorContains(t, err, want)
		r := passport.Verify(data, travelled().house.trust(), &passport.VerifyOptions{Limits: &limits})
		assert.Equal(t, credential.Refused, r.Verdict())
		assert.True(t, has(r, "file:malformed"))
	}
	assert.True(t, passport.IsPassport(data))
	assert.False(t, passport.IsPassport(data[1:]))
	assert.False(t, passport.IsPassport(nil))
	_, err := passport.Open(data[:60], nil)
	assert.ErrorContains(t, err, "does not begin as one")
}
