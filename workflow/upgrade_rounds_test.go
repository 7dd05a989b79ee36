package workflow

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
)

// Earlier rounds keep their answers, whichever version gives the items their places.
func TestEarlierRoundsKeepTheirAnswers(t *testing.T) {
	t.Parallel()
	catalog, err := proficiency.NewCatalog(os.DirFS("testdata/upgrade"))
	require.NoError(t, err)
	old, err := catalog.Framework(proficiency.Ref{ID: "care", Version: proficiency.Version{Major: 1, Minor: 1}})
	require.NoError(t, err)
	next, err := catalog.Framework(proficiency.Ref{ID: "care", Version: proficiency.Version{Major: 2}})
	require.NoError(t, err)
	s := NewState("e", old.Index())
	s = applied(old, s, &Answered{Item: "chart", Round: 1}, &Answered{Item: "mask", Round: 1}, &Submitted{Round: 1}, &Answered{Item: "wash", Round: 2})
	placed := s.placedBy(next.Index())
	for _, item := range []proficiency.ItemID{"chart", "mask"} {
		require.NotNil(t, placed.answerIn(1, item), item)
		require.Equal(t, s.answerIn(1, item), placed.answerIn(1, item), item)
	}
	require.Nil(t, placed.answerIn(1, "sign-time"))
	require.Equal(t, s.answerIn(2, "wash"), placed.answerIn(2, "wash"))
}
