package proficiency

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// checkMigration holds a migration to what its methods promise, each stated
// here in another way than it is made.
func checkMigration(t *testing.T, m *Migration, old, new *Framework) {
	t.Helper()
	require.Equal(t, []any{old.Ref(), new.Ref(), old.Digest(), new.Digest()}, []any{m.From(), m.To(), m.FromDigest(), m.ToDigest()})
	require.Equal(t, new.Items().Len(), m.Transfers().Len())
	require.Equal(t, old.Items().Len(), m.Fates().Len())
	for i, tr := range m.Transfers().All() {
		require.Equal(t, new.Items().At(i).ID(), tr.Item)
		again, ok := m.Transfer(tr.Item)
		require.True(t, ok)
		require.Equal(t, tr, again)
		require.Contains(t, []Action{ActionCarry, ActionReconfirm, ActionReassess, ActionAdd}, tr.Action)
		require.Equal(t, tr.Action == ActionAdd, tr.From.Len() == 0, "%s: what is added has nothing to take over", tr.Item)
		for id := range tr.From.Values() {
			f, ok := m.Fate(id)
			require.True(t, ok, "%s is made of %s, which there was", tr.Item, id)
			require.True(t, slices.Contains(f.To.elems, tr.Item), "%s becomes %s", id, tr.Item)
		}
		checkKeptAnswers(t, tr, old, new)
	}
	for i, f := range m.Fates().All() {
		require.Equal(t, old.Items().At(i).ID(), f.Item)
		require.Equal(t, f.Action == ActionDrop, f.To.Len() == 0)
		require.Equal(t, f.Action == ActionSplit, f.To.Len() > 1)
		for id := range f.To.Values() {
			tr, ok := m.Transfer(id)
			require.True(t, ok)
			require.True(t, slices.Contains(tr.From.elems, f.Item))
			require.True(t, f.To.Len() > 1 || (f.Action == ActionMerge) == (tr.From.Len() > 1), f.Item)
		}
	}
	_, ok := m.Transfer("no-such-item")
	require.False(t, ok)
	_, ok = m.Fate("no-such-item")
	require.False(t, ok)
}

// checkKeptAnswers: an answer is kept only where it is, and is one of the new
// scale; under carry one that was enough is still enough.
func checkKeptAnswers(t *testing.T, tr Transfer, old, new *Framework) {
	t.Helper()
	for q := range new.Item(tr.Item).Questions().Values() {
		_, ok := tr.Answer(q.ID(), func(ItemID, QuestionID) (AnswerID, bool) { return "", false })
		require.False(t, ok, "of no answers none is made")
		if tr.From.Len() != 1 {
			continue
		}
		was := old.Item(tr.From.At(0)).Question(q.ID())
		if was == nil {
			continue
		}
		for a := range was.Scale().Answers().Values() {
			to, kept := tr.Answer(q.ID(), func(id ItemID, of QuestionID) (AnswerID, bool) {
				require.Equal(t, tr.From.At(0), id)
				require.Equal(t, q.ID(), of)
				return a.ID, true
			})
			_, known := q.Scale().Answer(to)
			require.Equal(t, kept, known, "%s: %s becomes %q", tr.Item, a.ID, to)
			for _, settings := range settingsOf(new) {
				enough := was.Meets(a.ID, settings)
				require.True(t, kept || tr.Action != ActionCarry || !q.Required() || !enough, "%s: %s is kept", tr.Item, a.ID)
				require.True(t, tr.Action != ActionCarry || !q.Required() || !enough || q.Meets(to, settings), "%s: %s is still enough for %v", tr.Item, a.ID, settings)
			}
			require.False(t, kept && (tr.Action == ActionReassess || tr.Action == ActionAdd), "%s keeps nothing", tr.Item)
		}
	}
}

// settingsOf are some that people may have: none, and each value of each
// attribute, with the first and the last of the others.
func settingsOf(f *Framework) [][]Setting {
	all := [][]Setting{nil}
	for a := range f.Attributes().Values() {
		for v := range a.Values().Values() {
			first, last := []Setting{{a.ID(), v.ID}}, []Setting{{a.ID(), v.ID}}
			for other := range f.Attributes().Values() {
				if values := other.Values(); other != a {
					first = append(first, Setting{other.ID(), values.At(0).ID})
					last = append(last, Setting{other.ID(), values.At(values.Len() - 1).ID})
				}
			}
			all = append(all, []Setting{{a.ID(), v.ID}}, first, last)
		}
	}
	return all
}
