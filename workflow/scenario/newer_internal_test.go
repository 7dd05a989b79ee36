package scenario

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// Newer versions that walks make are valid, a migration leads to each, and
// together the migrations say everything that one can say.
func TestSuccessions(t *testing.T) {
	t.Parallel()
	OneGoroutine(t)
	actions, steps, made := map[proficiency.Action]int{}, map[proficiency.Step]int{}, 0
	for seed := range uint64(150) {
		rng := rand.New(rand.NewPCG(seed, 5))
		of := generate(rng, roles.Default(), generating{id: "made", version: "1.0.0", category: "clinical", attributes: seed%2 == 0, centre: seed%3 == 0})
		s, ok := succeed(rng, roles.Default(), of, 1)
		if !ok {
			continue
		}
		made++
		old, _ := proficiency.Parse("made.yaml", []byte(of.Text))
		fw, found := proficiency.Parse("made.yaml", []byte(s.Text))
		require.False(t, found.HasErrors(), "%v", found)
		require.Equal(t, s.Ref, fw.Ref())
		require.Equal(t, of.Ref, s.by.From)
		require.Equal(t, s.Ref.Version, s.by.To)
		m, found := proficiency.ParseMigration("made.yaml", []byte(s.by.Text), old, fw)
		require.False(t, found.HasErrors(), "%v", found)
		steps[of.Ref.Version.StepTo(s.Ref.Version)]++
		for f := range m.Fates().Values() {
			actions[f.Action]++
		}
		for tr := range m.Transfers().Values() {
			if tr.Action == proficiency.ActionAdd {
				actions[tr.Action]++
			}
		}
	}
	require.Greater(t, made, 130)
	for _, a := range []proficiency.Action{
		proficiency.ActionCarry, proficiency.ActionReconfirm, proficiency.ActionReassess, proficiency.ActionSplit, proficiency.ActionMerge,
		proficiency.ActionDrop, proficiency.ActionAdd,
	} {
		require.Greater(t, actions[a], 5, a)
	}
	for _, s := range []proficiency.Step{proficiency.StepPatch, proficiency.StepMinor, proficiency.StepMajor} {
		require.Greater(t, steps[s], 5, s)
	}
}
