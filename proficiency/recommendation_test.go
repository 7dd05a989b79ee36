package proficiency

import (
	"cmp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRecommends(t *testing.T) {
	t.Parallel()
	fw, findings := parseTestdata(t, "testdata/ok/recommends.yaml")
	require.Empty(t, findings)
	assert.True(t, fw.Recommends())
	assert.False(t, wardSkills(t).Recommends())
	lifting, sling, explain := fw.Section("lifting"), fw.Item("sling"), fw.Item("explain")
	course := lifting.Recommendation("course")
	assert.Equal(t, Resource{"Course on lifting", "https://example.org/course"}, course.Resource())
	assert.Equal(t, "You have only watched it so far.", course.Reason())
	assert.True(t, course.Essential())
	assert.Equal(t, 21, course.Position().Line)
	assert.NotSame(t, course, sling.Recommendation("course"), "an id is one of its place")
	assert.False(t, sling.Recommendation("course").Essential())

	film, words := explain.Recommendation("film"), fw.Section("talking").Recommendation("words")
	ability, confidence := explain.Question("ability"), explain.Question("confidence")
	for _, c := range []struct {
		r    *Recommendation
		q    *Question
		of   string // the answers, and - for none
		name string
	}{
		{course, sling.Question(""), "watched", "those named"},
		{course, ability, "", "another question"},
		{sling.Recommendation("sizes"), sling.Question(""), "- watched helped", "what does not meet, also none"},
		{sling.Recommendation("sizes"), fw.Item("hoist").Question(""), "- watched", "a level takes the place of what the scale says"},
		{film, ability, "- watched helped", "of the question"},
		{film, confidence, "", "of another"},
		{words, confidence, "low some", "a question that is not required"},
		{words, ability, "", "of another"},
	} {
		var of []string
		for _, a := range []AnswerID{"", "watched", "helped", "alone", "low", "some", "high"} {
			if _, on := c.q.Scale().Answer(a); (on || a == "") && c.r.ComesOf(c.q, a, nil) {
				of = append(of, cmp.Or(string(a), "-"))
			}
		}
		assert.Equal(t, strings.Fields(c.of), append([]string{}, of...), c.name)
	}
}

// The digest tells what comes of answers from what comes of what is not met.
func TestDigestSeesConditions(t *testing.T) {
	t.Parallel()
	src := smallFile(t)
	id := mustParse(t, src).Items().At(0).ID()
	with := func(when string) string {
		marked := strings.Replace(src, "{id: "+string(id)+",", "{id: "+string(id)+", recommends: [{id: a, resource: {title: A, url: https://example.org}, when: {"+when+"}, reason: Because.}],", 1)
		require.NotEqual(t, src, marked)
		return mustParse(t, marked).Digest().String()
	}
	answer := mustParse(t, src).Items().At(0).Questions().At(0).Scale().Answers().At(0).ID
	assert.NotEqual(t, with("unmet: true"), with("answers: ["+string(answer)+"]"))
}
