package pdf_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/internal/pdfread"
	"github.com/countersign-go/countersign/certificate/formats/pdf"
)

// What is attached comes out as it went in, and is said to belong to the document.
func TestAttached(t *testing.T) {
	t.Parallel()
	want := []pdf.Attachment{
		{Name: "credential.json", Type: "application/json", Description: "The same, signed", Data: []byte(`{"a": 1}`)},
		{Name: "Záznam (2) #ř.txt", Type: "text/plain", Data: []byte(strings.Repeat("record ", 1000))},
		{Name: "empty", Type: "text/plain"},
	}
	b := made(t, enrolment{}.certificate(t), &pdf.Options{Attachments: want})
	got, err := pdf.Attached(b)
	require.NoError(t, err)
	want[2].Data = []byte{}
	assert.Empty(t, cmp.Diff(want, got))
	r := treeOf(t, b)
	files, ok := r.value(r.catalog["AF"]).(pdfread.Array)
	require.True(t, ok)
	for _, f := range files {
		assert.Equal(t, pdfread.Name("Data"), r.dict(f)["AFRelationship"])
	}
	none, err := pdf.Attached(made(t, enrolment{}.certificate(t), nil))
	require.NoError(t, err)
	assert.Empty(t, none)
}

func TestAttachmentsThatAreRefused(t *testing.T) {
	t.Parallel()
	c := enrolment{}.certificate(t)
	many := make([]pdf.Attachment, pdf.MaxAttachments+1)
	for i := range many {
		many[i] = pdf.Attachment{Name: "same", Type: "no type"}
	}
	many[0] = pdf.Attachment{Name: "../x", Type: "text/plain", Description: "two\nlines"}
	many[1].Data = make([]byte, pdf.MaxAttached+1)
	_, err := pdf.Append(nil, c, &pdf.Options{Attachments: many[:3]})
	golden(t, "attachments.txt", err.Error()+"\n")
	_, err = pdf.Append(nil, c, &pdf.Options{Attachments: many})
	assert.ErrorContains(t, err, "17 attachments: at most 16 are allowed")
}

func TestAttachedToNoPDF(t *testing.T) {
	t.Parallel()
	_, err := pdf.Attached([]byte("no"))
	assert.EqualError(t, err, "pdf: this is no PDF")
}
