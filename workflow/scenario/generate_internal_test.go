package scenario

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// The frameworks that walks make are valid, and together they say everything
// that content can say of how an enrolment goes.
func TestGeneratedFrameworks(t *testing.T) {
	t.Parallel()
	OneGoroutine(t)
	keys := map[string]int{}
	for seed := range uint64(300) {
		f := generate(rand.New(rand.NewPCG(seed, 1)), roles.Default(), generating{
			id: "made", version: "1.0.0", category: "clinical", attributes: seed%2 == 0, centre: seed%3 == 0,
		})
		fw, found := proficiency.Parse("made.yaml", []byte(f.Text))
		require.False(t, found.HasErrors(), "seed %d: %v", seed, found)
		require.Equal(t, f.Ref, fw.Ref())
		require.LessOrEqual(t, fw.Items().Len(), 20, "seed %d", seed)
		for _, key := range []string{
			"validity: {", "renew_within: 0", "validity: none", "asks_for: [date]", "asks_for: [evidence]", "asks_for: [comment]",
			"waivable: true", "rule: {at_least: ", "rule: {points: ", "rule: all", "points: 3", "level: ", "distinct: true", "paper_since: ",
			"gate: true", "optional: true\n", "optional: true,", "minimum_optional: ", "required: false", "declaration: ", "self: true", "subject: centre",
			"learner_statement: ", "signatory_statement: ", "sections:\n      - id", "clinical-centre-manager",
			"answer: high, amber: fair}", "answer: high}, {", "unsupervised: true", "certificate: completion", "\nvalidity: {months: 14}", "\nvalidity: none",
			"title: A part\n    applies_to: {", ", applies_to: {role: ", "applies_to: {setting: ",
			"\n    recommends: [", "when: {answers: ", "when: {question: b, unmet: true}", "essential: true",
		} {
			keys[key] += min(1, strings.Count(f.Text, key))
		}
	}
	for key, n := range keys {
		require.Positive(t, n, key)
	}
}

// Invariants are named once each, and say what they hold.
func TestInvariantsAreNamed(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, i := range Invariants() {
		require.False(t, seen[i.Name], i.Name)
		require.Regexp(t, `^[a-z-]+$`, i.Name)
		require.Regexp(t, `^[A-Z].*\.$`, i.Sentence)
		require.NotNil(t, i.Check)
		seen[i.Name] = true
	}
}

// Frameworks of a walk require what there is elsewhere and one another, in every way.
func TestRequiringFrameworks(t *testing.T) {
	t.Parallel()
	keys := map[string]int{}
	for seed := range uint64(100) {
		w := &walker{Rand: rand.New(rand.NewPCG(seed, 1)), s: &Scenario{Frameworks: []Framework{{Ref: proficiency.Ref{ID: "made-1"}}}}}
		f := w.requiring(generate(w.Rand, roles.Default(), generating{id: "made-2", version: "1.0.0", category: "clinical"}))
		fw, found := proficiency.Parse("made.yaml", []byte(f.Text))
		require.False(t, found.HasErrors(), "seed %d: %v", seed, found)
		for _, key := range []string{
			"framework: elsewhere-1}", "framework: elsewhere-2", "framework: made-1", "version: 1.0.0}", "version: 1.1.0, before: sign-off}",
		} {
			keys[key] += min(1, strings.Count(f.Text, key))
		}
		keys["none"] += 1 - min(1, fw.Requires().Len())
	}
	for key, n := range keys {
		require.Positive(t, n, key)
	}
}
