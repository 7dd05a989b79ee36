package certificate_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// elsewhere is the same learner at another installation, where people have the
// ids that others have here.
func elsewhere(t tester) *ward {
	t.Helper()
	w := newWard(t)
	var err error
	w.engine, err = workflow.NewEngine(w.catalog, w.host, memstore.New(), workflow.Options{Key: []byte("the key of another")})
	require.NoError(t, err)
	w.enrolOnRenewed()
	return w
}

func (w *ward) enrolOnRenewed() {
	w.t.Helper()
	w.id = w.do(educator, &workflow.Enrol{
		Learner: learner, Framework: proficiency.Ref{ID: "bedside-renewed"}, Centre: centre,
		Override: workflow.Override{Frameworks: []proficiency.FrameworkID{"bedside-basics"}, Reason: "Learnt it where there were no certificates."},
	}).Enrolment
}

// transferred has most of what it is signed off on from elsewhere.
func transferred(t tester) *ward {
	t.Helper()
	there := elsewhere(t)
	there.do(educator, &workflow.RecordPaper{
		Items: []proficiency.ItemID{"pulse"}, ConfirmedBy: "the ward sister", Role: "assessor",
		On: proficiency.Date{Year: 2026, Month: time.June, Day: 30},
	})
	there.confirm(first, "breaths", "sling", "turn")
	there.confirm(second, "phone")
	w := newWard(t)
	w.enrolOnRenewed()
	w.do(educator, &workflow.OverrideRequirement{Framework: "hand-care", Reason: "Teaches it."})
	w.do(educator, &workflow.Waive{Item: "chart", Justification: "Writes nothing: there is no paper any more."})
	got, err := workflow.ReadTransfer(there.framework(), "north", there.id, there.records(), there.now)
	require.NoError(t, err)
	w.do(educator, &workflow.AcceptTransfer{Transfer: got})
	w.confirm(first, "round")
	w.signOff()
	return w
}

// What a certificate says of what was confirmed elsewhere: where, and by whom as
// they are known there, in every form and language.
func TestGoldenOfATransfer(t *testing.T) {
	t.Parallel()
	w := transferred(t)
	goldens(t, "transferred", w.certificate(latin()))
	goldensAbroad(t, "transferred", w.speaking(latin()))
	c := w.withActivity()
	golden(t, "transferred-activity.txt", c.AppendText(nil))
	golden(t, "transferred-activity.html", []byte(htmlOf(t, c)))
	golden(t, "transferred-activity.json", append(c.AppendJSON(nil), '\n'))
	content := c.Content()
	assert.Equal(t, []certificate.Transferred{
		{By: workflow.ForeignPerson("north", first), Items: 3}, {By: workflow.ForeignPerson("north", second), Items: 1},
		{By: workflow.ForeignPerson("north", educator), Paper: true, Items: 1},
	}, content.Transferred)
	require.Len(t, content.Confirmers, 1)
	assert.Equal(t, certificate.Confirmer{Person: latin().People[first], Items: 1}, content.Confirmers[0], "what was confirmed here")
	assert.Zero(t, content.Paper)
	assert.Equal(t, 7, content.Total())
	text := string(c.AppendText(nil))
	assert.NotContains(t, text, latin().People[second].Name, "somebody else here has that id")
}

// However many confirmed elsewhere, text and page name MaxListed and count the others.
func TestManyElsewhereAreFolded(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.done()
	content := w.certificate(latin()).Content()
	for i := range certificate.MaxListed + 3 {
		content.Transferred = append(content.Transferred, certificate.Transferred{By: "north/of-many", Items: 1000 - i})
	}
	c := made(t, content)
	for _, form := range []string{string(c.AppendText(nil)), htmlOf(t, c)} {
		assert.Equal(t, certificate.MaxListed, strings.Count(form, "of-many"))
		assert.Contains(t, form, "3 others")
		assert.Contains(t, form, "2877") // 960 + 959 + 958
	}
}
