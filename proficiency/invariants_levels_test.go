package proficiency

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// checkLevels: levels are answers of the scale with amber below them, under
// conditions that there are; and which counts of whom, also of somebody of whom
// it is not known which values attributes have.
func checkLevels(t *testing.T, f *Framework, it *Item, q *Question) {
	t.Helper()
	varies := false
	for l := range q.Levels().Values() {
		assert.True(t, q.Required() && l.Enforced())
		assert.Positive(t, l.Position.Line)
		assert.GreaterOrEqual(t, placeOf(q, l.Answer), 0)
		if l.Amber != "" {
			assert.True(t, 0 <= placeOf(q, l.Amber) && placeOf(q, l.Amber) < placeOf(q, l.Answer))
		}
		checkConditionsOf(t, f, l.AppliesTo)
		varies = varies || l.AppliesTo.Len() > 0
	}
	assert.True(t, !varies || it.LevelsVary())
	asked := make([]bool, q.Levels().Len())
	everySettings(f, func(settings []Setting) {
		checkLevelOf(t, q, settings)
		if l := q.Level(settings); l.Enforced() && it.Applies(settings) {
			asked[slices.IndexFunc(q.Levels().elems, func(o Level) bool { return o.Position == l.Position })] = true
		}
		for i := range settings { // without one of them, and without those before it
			checkLevelOf(t, q, slices.Delete(slices.Clone(settings), i, i+1))
			checkLevelOf(t, q, settings[i+1:])
		}
	})
	assert.NotContains(t, asked, false, "%s: a level that is asked of nobody", it.ID())
}

// checkLevelOf compares the level with what the words of the format say, and
// what meets, and how it is rated, with the level.
func checkLevelOf(t *testing.T, q *Question, settings []Setting) {
	t.Helper()
	want := Level{}
	for l := range q.Levels().Values() {
		may, certain := true, true
		for c := range l.AppliesTo.Values() {
			i := slices.IndexFunc(settings, func(s Setting) bool { return s.Attribute == c.Attribute })
			may = may && (i < 0 || slices.Contains(c.Values.elems, settings[i].Value))
			certain = certain && i >= 0
		}
		if may && (!want.Enforced() || placeOf(q, l.Answer) > placeOf(q, want.Answer)) {
			want = l
		}
		if may && certain {
			assert.Equal(t, want, q.Level(settings), "under %v", settings)
			checkMeeting(t, q, settings, want)
			return
		}
	}
	marked := slices.IndexFunc(q.Scale().Answers().elems, func(a Answer) bool { return q.Scale().Meets(a.ID) })
	if want.Enforced() && placeOf(q, want.Answer) < marked {
		want = Level{} // the scale may decide, and asks for more
	}
	assert.Equal(t, want, q.Level(settings), "under %v", settings)
	checkMeeting(t, q, settings, want)
}

// checkMeeting: with a level the answers that meet are the level and the rest
// of the scale, without one those of the scale; the lowest is the first of them.
func checkMeeting(t *testing.T, q *Question, settings []Setting, level Level) {
	t.Helper()
	var meeting []Answer
	for i, a := range q.Scale().Answers().All() {
		meets, rating := q.Scale().Meets(a.ID), Rating("")
		if level.Enforced() {
			meets = i >= placeOf(q, level.Answer)
			rating = Red
			if level.Amber != "" && i >= placeOf(q, level.Amber) {
				rating = Amber
			}
			if meets {
				rating = Green
			}
		}
		assert.Equal(t, meets, q.Meets(a.ID, settings))
		assert.Equal(t, rating, q.Rating(a.ID, settings))
		if meets {
			meeting = append(meeting, a)
		}
	}
	lowest, ok := q.LowestMeeting(settings)
	if assert.NotEmpty(t, meeting) {
		assert.True(t, ok)
		assert.Equal(t, meeting[0], lowest)
	}
	assert.False(t, q.Meets("no-such-answer", settings))
	assert.Equal(t, Rating(""), q.Rating("no-such-answer", settings))
}

func placeOf(q *Question, id AnswerID) int {
	return slices.IndexFunc(q.Scale().Answers().elems, func(a Answer) bool { return a.ID == id })
}
