package certificate_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// withActivity is the certificate with its activity summary.
func (w *ward) withActivity(words ...certificate.Words) *certificate.Certificate {
	w.t.Helper()
	c, err := w.issueIn(latin(), &certificate.Options{
		VerifyURL: "https://learning.example/verify/{serial}", Records: w.records(), Words: words,
	})
	require.NoError(w.t, err)
	return c
}

func TestGoldenOfActivity(t *testing.T) {
	t.Parallel()
	w := signedAbroad(t)
	c := w.withActivity(arabic())
	golden(t, "activity.json", append(c.AppendJSON(nil), '\n'))
	for _, language := range []string{"en", "cy", "ar"} {
		read := c.In(language)
		golden(t, "activity-"+language+".txt", read.AppendText(nil))
		golden(t, "activity-"+language+".html", []byte(htmlOf(t, read)))
		sheetIsPage(t, read)
	}
}

// Behaviour 45 once more: item by item, those who confirmed what stands.
func TestActivity(t *testing.T) {
	t.Parallel()
	w := renewed(t)
	w.signOff()
	content := w.withActivity().Content()
	by := func(p certificate.Person) int {
		return slices.IndexFunc(content.Confirmers, func(c certificate.Confirmer) bool { return c.Person == p })
	}
	one, two := by(latin().People[first]), by(latin().People[second])
	assert.NotEqual(t, one, two)
	assert.Equal(t, []certificate.Activity{
		{Item: "pulse", Section: "1 Observing", Statement: "1.1 Count a pulse for a full minute.", Confirmer: -1,
			Paper: proficiency.Date{Year: 2026, Month: 6, Day: 30}},
		{Item: "breaths", Section: "1 Observing", Statement: "1.2 Count breaths without saying so.", Confirmer: one},
		{Item: "chart", Section: "1 Observing", Statement: "1.3 Write both into the chart.", Confirmer: -1, Waived: true},
		{Item: "sling", Section: "2 Moving and handling", Statement: "2.1 Choose a sling that fits.", Confirmer: one},
		{Item: "turn", Section: "2 Moving and handling", Statement: "2.3 Turn a sleeping person.", Confirmer: one},
		{Item: "phone", Section: "3 Talking", Statement: "Speak to a relative on the telephone.", Confirmer: two},
		{Item: "round", Section: "3 Talking", Statement: "Speak on a round.", Confirmer: two},
	}, content.Activity)
	content.Activity[0].Item = "other"
	assert.Equal(t, proficiency.ItemID("pulse"), w.withActivity().Content().Activity[0].Item)
}

// It says the same as the counts.
func TestActivityAgreesWithTheCounts(t *testing.T) {
	t.Parallel()
	plain := newWard(t)
	plain.done()
	more := renewed(t)
	more.signOff()
	for name, w := range map[string]*ward{"plain": plain, "renewed": more, "languages": signedAbroad(t)} {
		c := w.withActivity().Content()
		confirmers, paper, waived := map[int]int{}, 0, 0
		for _, a := range c.Activity {
			switch {
			case a.Waived:
				waived++
			case a.Confirmer < 0:
				paper++
			default:
				confirmers[a.Confirmer]++
			}
		}
		assert.Len(t, c.Activity, c.Total(), name)
		assert.Equal(t, []int{c.Paper, c.Waived}, []int{paper, waived}, name)
		for i, p := range c.Confirmers {
			assert.Equal(t, p.Items, confirmers[i], name)
		}
		assert.Len(t, c.Confirmers, len(confirmers), name)
	}
}

// What was fixed at the sign-off stays, whatever was confirmed or chosen since.
func TestActivityIsThatOfTheSignOff(t *testing.T) {
	t.Parallel()
	w := renewed(t)
	w.signOff()
	issued := w.withActivity()
	w.now = time.Date(2027, time.June, 29, 0, 0, 0, 0, time.UTC)
	w.renew(second, "pulse")
	w.now = time.Date(2027, time.July, 2, 0, 0, 0, 0, time.UTC) // when the paper would have lapsed
	again := w.withActivity()
	require.Nil(t, w.state().Item("pulse").Decision.Paper)
	assert.NotEqual(t, len(w.records()), int(issued.Content().Head.Record))
	assert.Equal(t, string(issued.AppendJSON(nil)), string(again.AppendJSON(nil)))
	assert.Equal(t, issued.Code(), again.Code())
}

// The code covers the summary, and without one it is what it was.
func TestCodeCoversActivity(t *testing.T) {
	t.Parallel()
	w := renewed(t)
	w.signOff()
	plain, full := w.certificate(latin()), w.withActivity()
	assert.NotEqual(t, plain.Code(), full.Code())
	assert.NotContains(t, string(plain.AppendText(nil)), "Activity")
	assert.NotContains(t, htmlOf(t, plain), `id="activity"`)
	seen := map[string]bool{full.Code(): true}
	for name, change := range map[string]func(a *certificate.Activity){
		"item": func(a *certificate.Activity) { a.Item = "x" }, "section": func(a *certificate.Activity) { a.Section = "x" },
		"statement": func(a *certificate.Activity) { a.Statement = "x" }, "confirmer": func(a *certificate.Activity) { a.Confirmer = 0 },
		"paper": func(a *certificate.Activity) { a.Paper.Day = 1 }, "waived": func(a *certificate.Activity) { a.Waived = true },
	} {
		content := full.Content()
		change(&content.Activity[0])
		code := made(t, content).Code()
		assert.False(t, seen[code], name)
		seen[code] = true
	}
}

func TestActivityNeedsTheRecordsOfTheEnrolment(t *testing.T) {
	t.Parallel()
	w := renewed(t)
	w.signOff()
	records := w.records()
	changed := slices.Clone(records)
	changed[3].At = changed[3].At.Add(1)
	other := newWard(t)
	other.done()
	for name, c := range map[string]struct {
		records []workflow.Record
		want    error
	}{
		"none":            {[]workflow.Record{}, certificate.ErrOtherRecord},
		"without the end": {records[:len(records)-1], certificate.ErrOtherRecord},
		"changed":         {changed, nil},
		"another's":       {other.records(), nil},
	} {
		_, err := w.issueIn(latin(), &certificate.Options{Records: c.records})
		require.ErrorContains(t, err, "Options.Records", name)
		if c.want != nil {
			require.ErrorIs(t, err, c.want, name)
		}
	}
	_, err := w.issueIn(latin(), &certificate.Options{Records: records})
	require.NoError(t, err)
}

// What somebody wrote of a confirmation on paper, or why something was waived, stays in the record.
func TestActivityHasNoFreeText(t *testing.T) {
	t.Parallel()
	w := renewed(t)
	w.signOff()
	c := w.withActivity()
	for _, form := range []string{string(c.AppendText(nil)), htmlOf(t, c), string(c.AppendJSON(nil))} {
		assert.NotContains(t, form, "ward sister")
		assert.NotContains(t, form, "no paper any more")
		assert.Contains(t, form, "Choose a sling that fits.")
	}
}

// Names that would be something else stay names, in the summary, too.
func TestHostileActivity(t *testing.T) {
	t.Parallel()
	content := contentOf("Example")
	content.Confirmers[0].Name = "<b>x</b>"
	content.Activity = []certificate.Activity{
		{Item: "a", Section: "<i>1</i>", Statement: "</td><script>alert(1)</script>"},
		{Item: "b", Section: "<i>1</i>", Statement: strings.Repeat("Unbroken", 40)},
		{Item: "c", Section: "2", Statement: "Third.", Confirmer: -1, Waived: true},
	}
	page := htmlOf(t, made(t, content))
	assert.NotContains(t, page, "<script")
	assert.NotContains(t, page, "<b>")
	assert.NotContains(t, page, "<i>")
	assert.Equal(t, 2, strings.Count(page, "<h3>"), "each section once")
	text := made(t, content).AppendText(nil)
	_, summary, found := bytes.Cut(text, []byte("\f"))
	require.True(t, found)
	for line := range bytes.Lines(summary) {
		assert.LessOrEqual(t, certificate.Columns(string(bytes.TrimRight(line, "\n"))), certificate.TextWidth)
	}
}

// The summary of a centre's certificate names the centre, and there is none of
// what nobody confirmed, also where the host always hands in the records.
func TestActivityOfOtherCertificates(t *testing.T) {
	t.Parallel()
	options := func(w *ward) *certificate.Options { return &certificate.Options{Records: w.records()} }
	centre := visited(t)
	c, err := centre.issueIn(centreNames(), options(centre))
	require.NoError(t, err)
	_, summary, found := strings.Cut(string(c.AppendText(nil)), "\f")
	require.True(t, found)
	assert.Contains(t, summary, "        Example Hospitals Trust\n")
	assert.Contains(t, summary, "First Example Assessor")
	_, html, _ := strings.Cut(htmlOf(t, c), `id="activity"`)
	assert.Contains(t, html, "Example Hospitals Trust")
	assert.Len(t, c.Content().Activity, len(standards))

	rounds := refresher(t)
	rounds.complete()
	c, err = rounds.issueIn(latin(), options(rounds))
	require.NoError(t, err)
	assert.Empty(t, c.Content().Activity)
	assert.NotContains(t, string(c.AppendText(nil)), "\f")
}
