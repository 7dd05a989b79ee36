package proficiency

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSteps(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to Version
		want     Step
	}{
		{Version{1, 2, 3}, Version{1, 2, 3}, StepNone},
		{Version{1, 2, 3}, Version{1, 2, 2}, StepNone},
		{Version{1, 2, 3}, Version{0, 9, 9}, StepNone},
		{Version{1, 2, 3}, Version{1, 2, 5}, StepPatch},
		{Version{1, 2, 3}, Version{1, 3, 0}, StepMinor},
		{Version{1, 2, 3}, Version{1, 4, 9}, StepMinor},
		{Version{1, 2, 3}, Version{3, 0, 0}, StepMajor},
		{Version{0, 1, 0}, Version{0, 2, 0}, StepMinor},
		{Version{0, 1, 0}, Version{1, 0, 0}, StepMajor},
	} {
		assert.Equal(t, c.want, c.from.StepTo(c.to), "%s to %s", c.from, c.to)
	}
	v := Version{1, 2, 3}
	for step, want := range map[Step]Version{StepNone: {1, 2, 3}, StepPatch: {1, 2, 4}, StepMinor: {1, 3, 0}, StepMajor: {2, 0, 0}} {
		assert.Equal(t, want, v.Next(step))
		assert.Equal(t, step, v.StepTo(v.Next(step)), "the next version claims the step")
	}
	assert.Equal(t, []string{"none", "patch", "minor", "major"}, []string{StepNone.String(), StepPatch.String(), StepMinor.String(), StepMajor.String()})
	assert.True(t, StepNone < StepPatch && StepPatch < StepMinor && StepMinor < StepMajor)
}
