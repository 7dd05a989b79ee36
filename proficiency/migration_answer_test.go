package proficiency

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Where several items become one, the answer is the lowest of theirs on the
// scale of the new one, and there is one only if each of them has one that is mapped.
func TestLowestOfAMerge(t *testing.T) {
	t.Parallel()
	protect, ok := wardMigration(t).Transfer("protect")
	assert.True(t, ok)
	for _, c := range []struct {
		apron, gloves, want AnswerID
	}{
		{"alone", "alone", "alone"}, {"alone", "much", "with-help"}, {"little", "alone", "with-help"}, {"not-yet", "little", "not-yet"},
		{"alone", "", ""}, {"", "alone", ""}, {"", "", ""}, {"not-seen", "alone", ""}, {"alone", "unheard-of", ""},
	} {
		got, ok := protect.Answer("", func(id ItemID, q QuestionID) (AnswerID, bool) {
			a := map[ItemID]AnswerID{"apron": c.apron, "gloves": c.gloves}[id]
			return a, a != "" && q == ""
		})
		assert.Equal(t, c.want, got, "%s and %s", c.apron, c.gloves)
		assert.Equal(t, c.want != "", ok, "%s and %s", c.apron, c.gloves)
	}
	_, ok = protect.Answer("another", func(ItemID, QuestionID) (AnswerID, bool) { return "alone", true })
	assert.False(t, ok, "the item has no such question")
}
