package pdf_test

import (
	"bytes"
	"errors"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/internal/pdfread"
	"github.com/countersign-go/countersign/certificate/formats/pdf"
)

// The same certificate gives the same bytes, also when many are made at once,
// and is named by what is in it.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	e := enrolments()["scripts"]
	c, again := e.certificate(t), e.certificate(t)
	want := made(t, c, nil)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			got, err := pdf.Append(nil, again, nil)
			assert.NoError(t, err)
			assert.True(t, bytes.Equal(want, got))
		})
	}
	all.Wait()
	other := made(t, enrolments()["plain"].certificate(t), nil)
	assert.NotEqual(t, trailerID(t, want), trailerID(t, other))
}

func trailerID(t *testing.T, data []byte) any {
	t.Helper()
	d, err := pdfread.Read(data)
	require.NoError(t, err)
	return d.Trailer["ID"].(pdfread.Array)[0]
}

// What PDF/UA asks of a document as a whole (ISO 14289-1 §5, §7.1, §7.2).
func TestDocument(t *testing.T) {
	t.Parallel()
	c := enrolments()["trial"].certificate(t)
	r := treeOf(t, made(t, c, nil))
	assert.Equal(t, true, r.dict(r.catalog["MarkInfo"])["Marked"])
	assert.Equal(t, true, r.dict(r.catalog["ViewerPreferences"])["DisplayDocTitle"])
	assert.Equal(t, "cy", text(r.catalog["Lang"]))
	metadata := string(r.stream(r.catalog["Metadata"]))
	assert.Contains(t, metadata, "<pdfuaid:part>1</pdfuaid:part>")
	assert.Contains(t, metadata, c.Sheet().Name)
	assert.Contains(t, metadata, "<xmp:CreateDate>2026-11-20</xmp:CreateDate>")
	assert.Nil(t, r.catalog["Names"])
	assert.Len(t, r.pages, 2)
}

// A right-to-left document says so to whoever lays out its pages side by side.
func TestDirection(t *testing.T) {
	t.Parallel()
	r := treeOf(t, made(t, enrolments()["hebrew"].certificate(t), nil))
	assert.Equal(t, pdfread.Name("R2L"), r.dict(r.catalog["ViewerPreferences"])["Direction"])
}

// Whatever no font has is said of all texts at once; nothing is written.
func TestMissingCharacters(t *testing.T) {
	t.Parallel()
	c := enrolment{names: called("Q\u0302 محمد 汉字")}.certificate(t)
	var out bytes.Buffer
	err := pdf.Write(&out, c, nil)
	assert.Empty(t, out.Bytes())
	var missing *pdf.MissingError
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, []string{"Arabic", "Han"}, missing.Scripts())
	assert.Len(t, missing.Texts, 4, "the learner, the educator, the centre, the assessor")
	assert.Equal(t, []string{"م", "ح", "د", "汉", "字"}, missing.Texts[0].Characters)
	golden(t, "missing.txt", err.Error()+"\n")
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

func TestWriteError(t *testing.T) {
	t.Parallel()
	assert.EqualError(t, pdf.Write(full{}, enrolment{}.certificate(t), nil), "the disk is full")
}

// Append leaves what is there.
func TestAppend(t *testing.T) {
	t.Parallel()
	c := enrolment{}.certificate(t)
	b, err := pdf.Append([]byte("before"), c, nil)
	require.NoError(t, err)
	assert.Equal(t, append([]byte("before"), made(t, c, nil)...), b)
	b, err = pdf.Append([]byte("before"), c, &pdf.Options{Attachments: []pdf.Attachment{{}}})
	assert.Error(t, err)
	assert.Equal(t, "before", string(b))
}
