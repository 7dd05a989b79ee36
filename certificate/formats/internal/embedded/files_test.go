package embedded_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/internal/embedded"
)

func TestTry(t *testing.T) {
	for _, n := range []string{"plain", "q", "u"} {
		b, err := os.ReadFile("/tmp/pdfx/" + n + ".pdf")
		require.NoError(t, err)
		f, err := embedded.Files(b)
		require.NoError(t, err)
		t.Log(f)
	}
}
