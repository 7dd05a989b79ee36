package passport_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/passport"
	"github.com/countersign-go/countersign/workflow"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// golden compares got with the file of that name, or writes it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", "golden", name)
	if *update {
		require.NoError(t, os.WriteFile(file, got, 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got))
}

// goldenFiles compares what is in a passport with what is in the one of that name:
// how it is compressed is not promised.
func goldenFiles(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", "golden", name)
	if *update {
		require.NoError(t, os.WriteFile(file, got, 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, unpacked(t, want), unpacked(t, got))
}

func checked(data []byte) *passport.Report {
	return passport.Verify(data, travelled().house.trust(), &passport.VerifyOptions{At: later, Catalog: catalog(), Holder: "NMC 00X0000L"})
}

func TestPassport(t *testing.T) {
	t.Parallel()
	j := travelled()
	assert.Equal(t, j.data, j.house.write(j.options), "the same gives the same bytes")
	r := checked(j.data)
	golden(t, "accepted.txt", r.AppendText(nil))
	require.Equal(t, credential.Accepted, r.Verdict(), "%s", r.AppendText(nil))
	p, err := passport.Open(j.data, nil)
	require.NoError(t, err)
	goldenFiles(t, "northern.passport.zip", j.data)
	golden(t, "record.json", workflow.AppendExport(nil, j.signedOff, j.house.records(j.signedOff)))
	trust, err := j.house.trust().AppendTrust(nil)
	require.NoError(t, err)
	golden(t, "trust.yaml", trust)
	golden(t, "revoked.json", j.house.statusList(8))
	golden(t, "clr.json", p.CLR)
	assert.NotContains(t, string(p.CLR), "Example Learner")
	assert.NotContains(t, string(p.CLR), string(j.house.learner))
}
