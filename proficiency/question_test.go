package proficiency

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestLevels(t *testing.T) {
	t.Parallel()
	fw := wardSkills(t)
	for _, c := range []struct {
		item     ItemID
		question QuestionID
		level    Level
		meets    string // the answers that do
		lowest   string
	}{
		{"compressions", "", Level{Answer: "teaches", Position: spot(t, 49, "teaches")}, "teaches", "Teaches it"},
		{"debrief", "part", Level{Answer: "supervised", Position: spot(t, 57, "supervised")}, "supervised alone teaches", "Does it under supervision"},
		{"debrief", "next", Level{}, "alone teaches", "Does it alone"},
		{"cannula", "", Level{}, "alone teaches", "Does it alone"},
		{"contract-help", "", Level{}, "agree", "I agree"},
	} {
		q := fw.Item(c.item).Question(c.question)
		assert.Equal(t, c.level, q.Level(nil), c.item)
		assert.Equal(t, c.level.Answer != "", q.Level(nil).Enforced(), c.item)
		meets := ""
		for a := range q.Scale().Answers().Values() {
			if q.Meets(a.ID, nil) {
				meets += " " + string(a.ID)
			}
		}
		assert.Equal(t, " "+c.meets, meets, c.item)
		lowest, ok := q.LowestMeeting(nil)
		assert.True(t, ok)
		assert.Equal(t, c.lowest, lowest.Label, c.item)
		assert.False(t, q.Meets("unknown", nil))
		assert.False(t, q.Meets("", nil))
	}
}

// A level needs no marks on the scale, and takes back what is marked before it.
func TestLevelTakesThePlaceOfMarks(t *testing.T) {
	t.Parallel()
	fw := mustParse(t, generatedHead+`
sections:
  - id: s
    title: S
    proficiencies:
      - {id: high, statement: S, scale: feeling, level: high}
      - {id: low, statement: S, scale: feeling, level: low}
      - {id: any, statement: S, scale: feeling}
      - {id: early, statement: S, level: learning}
`)
	meets := func(item ItemID, answer AnswerID) bool { return fw.Item(item).Question("").Meets(answer, nil) }
	assert.False(t, meets("high", "low"))
	assert.True(t, meets("high", "high"))
	assert.True(t, meets("low", "low"))
	assert.True(t, meets("any", "low"), "nothing is marked and there is no level")
	assert.True(t, meets("early", "learning"), "which the scale does not mark")
	assert.True(t, meets("early", "safe"))
	lowest, ok := fw.Item("any").Question("").LowestMeeting(nil)
	assert.True(t, ok)
	assert.Equal(t, AnswerID("low"), lowest.ID)
}

func TestNothingMeetsOnAnEmptyScale(t *testing.T) {
	t.Parallel()
	_, ok := (&Question{scale: &Scale{}}).LowestMeeting(nil)
	assert.False(t, ok)
}
