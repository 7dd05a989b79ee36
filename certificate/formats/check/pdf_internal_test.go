package check

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/certificate/formats/internal/pdfread"
)

// Whatever a reader lets through, nothing that a file brings along acts on a terminal.
func TestNothingActs(t *testing.T) {
	t.Parallel()
	const acts = "\x1b[2J\u202e\r"
	refusal := refused(kindPDF, acts, &Against{})
	all := []attached{{file: pdfread.File{Name: acts}, why: errors.New(acts)}, {file: pdfread.File{Name: acts}}}
	found := together(all, 1, func([]byte) Finding { return Finding{json: map[string]any{}} })
	for _, text := range []string{string(refusal.AppendText(nil)), refusal.Note, string(found.AppendText(nil))} {
		assert.NotEmpty(t, text)
		assert.NotRegexp(t, "[\x1b\u202e\r]", text)
	}
}

func TestLongest(t *testing.T) {
	t.Parallel()
	assert.NoError(t, tooLong(make([]byte, MaxSize)))
}
