package workflow_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
)

// An export is one canonical JSON document and comes back as what it was.
func TestExportComesBack(t *testing.T) {
	t.Parallel()
	id, rs := shortHistory(t)
	b := workflow.AppendExport([]byte("before"), id, rs)
	b, ok := bytes.CutPrefix(b, []byte("before"))
	require.True(t, ok)
	body, ok := bytes.CutSuffix(b, []byte("\n"))
	require.True(t, ok)
	require.NoError(t, canonical.Check(body))
	gotID, got, err := workflow.ReadExport(b)
	require.NoError(t, err)
	require.Equal(t, id, gotID)
	require.Equal(t, rs, got)
	for i := range b {
		b[i] = 'x' // what was read shares nothing with the bytes
	}
	require.Equal(t, rs, got)
}

// What cannot be told from a record at all yields none; what can, and does not
// verify, is returned beside the error for a look.
func TestReadExportRefuses(t *testing.T) {
	t.Parallel()
	id, rs := shortHistory(t)
	good := string(workflow.AppendExport(nil, id, rs))
	replace := func(old, new string) string { return strings.Replace(good, old, new, 1) }
	for name, c := range map[string]struct {
		text string
		says string
		look bool
	}{
		"empty":                    {"", "", false},
		"null":                     {"null\n", "", false},
		"array":                    {"[]\n", "", false},
		"empty object":             {"{}\n", "", false},
		"no line feed":             {strings.TrimSuffix(good, "\n"), "not an unchanged record", false},
		"two line feeds":           {good + "\n", "not an unchanged record", false},
		"two documents":            {good + good, "not an unchanged record", false},
		"spaces":                   {replace(",", ", "), "not an unchanged record", false},
		"another format":           {replace("countersign-record/1", "countersign-record/2"), "countersign-record/2", false},
		"unknown member":           {replace(`{"enrolment"`, `{"a":1,"enrolment"`), "", false},
		"unknown member of record": {replace(`{"actor"`, `{"a":1,"actor"`), "record 1", false},
		"unknown member of text":   {replace(`{"digest":"sha256:`, `{"a":1,"digest":"sha256:`), "", false},
		"no enrolment":             {`{"format":"countersign-record/1","records":[]}` + "\n", "", false},
		"records of another type":  {`{"enrolment":"e","format":"countersign-record/1","records":{}}` + "\n", "", false},
		"a record of another type": {`{"enrolment":"e","format":"countersign-record/1","records":[7]}` + "\n", "record 1", false},
		"an empty record":          {`{"enrolment":"e","format":"countersign-record/1","records":[{}]}` + "\n", "record 1", false},
		"a null record":            {`{"enrolment":"e","format":"countersign-record/1","records":[null]}` + "\n", "record 1", false},
		"another time":             {replace(`"at":"2026`, `"at":"2O26`), "record 1", false},
		"no salt":                  {replace(`"salt":"`, `"salt":"0`), "record 2", false},
		"no version":               {replace(`hand-over@1.0.0`, `hand-over`), "record 1", false},
		"another actor":            {replace(`"actor":"educator-1"`, `"actor":"educator-2"`), "record 1: does not have the hash", true},
		"another word":             {replace(`seen twice`, `seen thrice`), "record 2: has a text that is not what was written", true},
	} {
		gotID, got, err := workflow.ReadExport([]byte(c.text))
		require.ErrorContains(t, err, c.says, name)
		require.Equal(t, c.look, got != nil, name)
		require.Equal(t, c.look, gotID == id, name)
	}
	_, _, err := workflow.ReadExport(make([]byte, workflow.MaxExportSize+1))
	require.ErrorContains(t, err, fmt.Sprint(workflow.MaxExportSize))
}

// An empty history is one too.
func TestExportOfNothing(t *testing.T) {
	t.Parallel()
	id, rs, err := workflow.ReadExport(workflow.AppendExport(nil, "e", nil))
	require.NoError(t, err)
	require.EqualValues(t, "e", id)
	require.Empty(t, rs)
}

// A hostile file of a few bytes an element does not make the reader take many
// times its size in memory.
func TestReadExportIsBounded(t *testing.T) {
	size := 2 << 20
	for name, parts := range map[string][3]string{
		"records": {`{"enrolment":"e","format":"countersign-record/1","records":[`, `{}`, "]}\n"},
		"texts": {
			`{"enrolment":"e","format":"countersign-record/1","records":[{"record":{"at":"2026-01-01T00:00:00.000000Z","framework":"a@1.0.0"},"texts":[`,
			`{}`, "]}]}\n",
		},
		"events": {
			`{"enrolment":"e","format":"countersign-record/1","records":[{"record":{"at":"2026-01-01T00:00:00.000000Z","events":[`,
			`{}`, `],"framework":"a@1.0.0"}}]}` + "\n",
		},
	} {
		n := size / (len(parts[1]) + 1)
		b := []byte(parts[0] + strings.Repeat(parts[1]+",", n) + parts[1] + parts[2])
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, rs, err := workflow.ReadExport(b)
		runtime.ReadMemStats(&after)
		require.Error(t, err, name)
		require.Nil(t, rs, name)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(12*len(b)), name)
	}
}

// Nothing makes the reader panic, and what it gives is, written again, what it read.
func FuzzReadExport(f *testing.F) {
	f.Add([]byte(`{"enrolment":"e","format":"countersign-record/1","records":[]}` + "\n"))
	f.Add([]byte(`{"enrolment":"e","format":"countersign-record/1","records":[{"record":{"at":"2026-01-01T00:00:00.000000Z","command":"00000000000000000000000000000000","events":[null],"framework":"a@1.0.0"}}]}` + "\n"))
	files, err := filepath.Glob("testdata/records/*.json")
	require.NoError(f, err)
	for _, file := range files {
		b, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		id, rs, err := workflow.ReadExport(b)
		if rs == nil && err != nil {
			require.Empty(t, id)
			return
		}
		require.Equal(t, string(b), string(workflow.AppendExport(nil, id, rs)))
		verified := workflow.Verify(id, rs)
		require.Equal(t, verified == nil, err == nil)
		for i := range rs {
			_, _ = rs[i].Decode()
		}
		workflow.Replay(workflow.NewState(id, nil), rs)
	})
}
