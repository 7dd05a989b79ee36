package check_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/check"
	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/internal/tagged"
)

// withAttached is a PDF to which a file is attached so often.
func withAttached(data []byte, count int) []byte {
	d := tagged.New(tagged.Info{Title: "With files", Language: "en"})
	d.AddPage()
	for i := range count {
		d.Attach(tagged.File{Name: fmt.Sprint("file-", i+1), Type: "application/json", Data: data})
	}
	return d.Bytes()
}

// The first credentials are checked and shown; a PDF with more is not accepted, and says which were not.
func TestManyAttached(t *testing.T) {
	t.Parallel()
	a, list := against(t, badges), read(t, badges, "list.json")
	f := check.File(withAttached(list, check.MaxAttached), a)
	assert.Equal(t, credential.Accepted, f.Verdict, "%s", f.AppendText(nil))

	data := withAttached(list, check.MaxAttached+2)
	f = check.File(data, a)
	assert.Equal(t, credential.Incomplete, f.Verdict)
	assert.Equal(t, credential.Incomplete.Text(), f.Summary)
	shown, err := check.Inspect(data)
	require.NoError(t, err)
	for i := range check.MaxAttached + 2 {
		assert.Equal(t, i < check.MaxAttached, len(f.Parts[i].Answers) > 0, i)
		assert.Equal(t, i < check.MaxAttached, len(shown.Parts[i].Says) > 0, i)
	}
	assert.Contains(t, string(f.AppendText(nil)), "\nfile-17: NOT CHECKED: only the first 16 credentials in a PDF are; take this one out")
	assert.Contains(t, string(f.AppendText(nil)), "a PDF with 18 credentials attached")
}

// A name in a PDF can have any bytes.
func TestPDFWithEscapes(t *testing.T) {
	t.Parallel()
	data := withAttached([]byte("{}"), 1)
	bad := bytes.ReplaceAll(data, []byte("/FlateDecode"), []byte("/#1b#5b2Jxyz"))
	require.NotEqual(t, data, bad)
	f := check.File(bad, against(t, badges))
	assert.Equal(t, credential.Refused, f.Verdict)
	assert.Contains(t, string(f.AppendText(nil)), `the PDF packs with "\x1b[2Jxyz"`)
	assert.NotContains(t, string(f.AppendText(nil))+f.Note, "\x1b")
}

// What is too long is not looked at, of whatever kind it is.
func TestTooLong(t *testing.T) {
	t.Parallel()
	long := make([]byte, check.MaxSize+1)
	for _, begin := range []string{"", "%PDF-1.7", `{"enrolment":"`, "PK\x03\x04", "<svg>"} {
		copy(long, begin)
		f := check.File(long, against(t, badges))
		assert.Equal(t, credential.Refused, f.Verdict)
		assert.Equal(t, "the file has 16777217 bytes: at most 16777216 are allowed", f.Note)
		assert.Contains(t, string(f.AppendText(nil)), f.Note)
		assert.EqualValues(t, "", f.Fields()["kind"])
		_, err := check.Inspect(long)
		assert.EqualError(t, err, f.Note)
	}
}
