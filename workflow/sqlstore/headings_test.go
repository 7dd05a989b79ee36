package sqlstore

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
)

// Of many who want one heading at once, one asks the database. Where it gets no
// answer, that is its own affair, and the others ask at once.
func TestOneAsksForAHeading(t *testing.T) {
	t.Parallel()
	const callers = 20
	for failing, want := range map[bool]int{false: 1, true: callers} {
		synctest.Test(t, func(t *testing.T) {
			looks, open := make(chan struct{}, callers), make(chan struct{})
			f := &fake{}
			f.look = func() error {
				looks <- struct{}{}
				<-open
				if failing && len(looks) == 1 {
					return errCut
				}
				return nil
			}
			s, err := New(f.open(t), Postgres, nil)
			require.NoError(t, err)
			told := make(chan error, callers)
			for i := range callers {
				go func() { told <- s.Append(t.Context(), first(fmt.Sprint(i))) }()
			}
			synctest.Wait()
			require.Len(t, looks, 1)
			open <- struct{}{}
			synctest.Wait()
			require.Len(t, looks, want)
			close(open)
			failed := 0
			for range callers {
				if err := <-told; err != nil {
					require.ErrorIs(t, err, errCut)
					require.ErrorIs(t, err, workflow.ErrNotStored)
					require.False(t, errors.Is(err, workflow.ErrConflict))
					failed++
				}
			}
			require.Equal(t, min(want-1, 1), failed)
		})
	}
}
