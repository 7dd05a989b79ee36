package scenario_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow/scenario"
)

// Nothing that comes from outside is without bounds.
func TestBounds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ src, want string }{
		"size":     {strings.Repeat("#", scenario.MaxFileSize+1), "a.scenario:1:1: the file is too large: at most 1048576 bytes are read [syntax]"},
		"encoding": {"scenario \xff", "a.scenario:1:1: the file is not UTF-8 [syntax]"},
		"ranges": {head + strings.Repeat("educator-1: enrol learner-1..learner-1000 at trust-1\n", 101),
			"the scenario is too long: at most 100000 lines are run"},
		"people": {head + "staff of educator-1 at trust-1: a-1..a-900, b-1..b-900\n", "too many: at most 1000 persons in one line"},
	} {
		s, found := scenario.Parse("a.scenario", []byte(c.src))
		require.Nil(t, s, name)
		require.Contains(t, found.Error(), c.want, name)
	}
	_, found := scenario.Parse("a.scenario", []byte(strings.Repeat("wrong\n", 100_000)))
	require.Less(t, len(found), 500)
}

// A scenario can bring the rules of roles: here reminding takes two hours.
func TestAPolicyOfItsOwn(t *testing.T) {
	t.Parallel()
	policy, err := os.ReadFile("../../roles/default.yaml")
	require.NoError(t, err)
	two := strings.Replace(string(policy), "confirmation_hours: 1", "confirmation_hours: 2", 1)
	require.NotEqual(t, string(policy), two)
	lines := `learner-1: assess wash as achieved
learner-1: send wash to assessor-1
after 90 minutes
! learner-1: remind assessor-1 -> too-soon saying "11:00"
`
	own := strings.Replace(head, "start ", "policy\n```\n"+two+"```\nstart ", 1)
	s, found := scenario.Parse("a.scenario", []byte(own+lines))
	require.Empty(t, found)
	r, err := s.Run(t.Context(), nil, newStore, &scenario.Options{Frameworks: os.DirFS("testdata/frameworks")})
	require.NoError(t, err)
	require.True(t, r.OK(), failures(r))
	require.Contains(t, failures(run(t, lines, newStore, nil)), "this was accepted, and must be refused")
}
