package proficiency

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/source"
)

// However a framework is written, its layout has the same digest and the same
// findings, and is laid out already.
func TestLayoutOfGeneratedFrameworks(t *testing.T) {
	t.Parallel()
	OneGoroutine(t)
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 3))
		src := generatedFramework(r, 20)
		if r.IntN(4) > 0 {
			src = handwriting{r}.file(schemaTree(t, Schema(), src))
		}
		laid, findings := source.Layout("f.yaml", []byte(src), nil)
		require.Empty(t, findings, "seed %d:\n%s", seed, src)
		require.Equal(t, mustParse(t, src).Digest(), mustParse(t, string(laid)).Digest(), "seed %d:\n%s", seed, src)
		_, before := Parse("f.yaml", []byte(src))
		_, after := Parse("f.yaml", laid)
		require.ElementsMatch(t, findingCodes(before), findingCodes(after), "seed %d:\n%s", seed, src)
		again, findings := source.Layout("f.yaml", laid, nil)
		require.Empty(t, findings, "seed %d", seed)
		require.Equal(t, string(laid), string(again), "seed %d:\n%s", seed, src)
	}
}
