package proficiency

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRequires(t *testing.T) {
	t.Parallel()
	fw, findings := parseTestdata(t, "testdata/ok/requires.yaml")
	require.Empty(t, findings)
	assert.Equal(t, "[glove-use 2.0.0 or later hand-care ward-basics 1.2.0 or later]", fmt.Sprint(slices.Collect(fw.Requires().Values())),
		"in order of ids, not of the file")
	glove, hand, ward := fw.Requires().At(0), fw.Requires().At(1), fw.Requires().At(2)
	assert.Equal(t, BeforeEnrolment, glove.Before)
	assert.Equal(t, BeforeEnrolment, hand.Before, "where nothing is said")
	assert.Equal(t, BeforeSignOff, ward.Before)
	assert.Equal(t, []int{17, 16, 13}, []int{glove.Position.Line, hand.Position.Line, ward.Position.Line})
	for ref, want := range map[string]bool{
		"ward-basics@1.1.9": false, "ward-basics@1.2.0": true, "ward-basics@1.10.0": true, "ward-basics@2.0.0": true, "hand-care@1.2.0": false,
	} {
		assert.Equal(t, want, ward.MetBy(mustRef(ref)), ref)
	}
	assert.True(t, hand.MetBy(mustRef("hand-care@0.0.0")), "any version")
	_, ok := fw.Requirement("face-care")
	assert.False(t, ok)
	assert.Zero(t, wardSkills(t).Requires().Len())
}
