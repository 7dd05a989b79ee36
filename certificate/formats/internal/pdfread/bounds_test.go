package pdfread_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/internal/pdfread"
)

const overAndOver = "its objects are in one another"

// names are a name tree that leads to the same object so often.
func names(of string, count int) string {
	return "<</Names [" + strings.Repeat("() "+of+" ", count) + "]>>"
}

// White space and data that are read over and over are counted like everything else, wherever they are.
func TestReadOverAndOver(t *testing.T) {
	t.Parallel()
	const count = 50
	spaces := strings.Repeat(" ", 1<<18)
	before := simple().object(3, names("4 0 R", count))
	before.b.WriteString(spaces)
	before.offsets[4] = before.b.Len() - len(spaces)
	before.b.WriteString("4 0 obj <<>>")
	number := simple().object(3, names("<</UF 7 0 R /EF <</F 5 0 R>>>>", count))
	number.offsets[7] = number.b.Len()
	number.b.WriteString(spaces + "8 0 obj ()")
	none := newBuilder().object(1, "<</Type /Catalog /Names 2 0 R>>").object(2, "<</EmbeddedFiles <</Kids ["+strings.Repeat("7 0 R ", 900)+"]>>>>")
	trailer := none.packed(7, "<</Names ["+strings.Repeat("0 ", 1<<14)+"]>>", 10)
	for name, b := range map[string]*builder{
		"before an object":    before.end(root),
		"behind a dictionary": simple().object(3, names("4 0 R", count)).object(4, "<<>>"+spaces).end(root),
		"of another number":   number.end(root),
		"one stream":          simple().object(3, names("4 0 R", count)).stream(5, "", spaces).end(root),
		"a node, packed":      none.end(root + trailer),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := pdfread.Files(b.bytes())
			assert.ErrorContains(t, err, overAndOver)
		})
	}
}

// Once is not over and over: a large file that is attached twice can be read.
func TestReadTwice(t *testing.T) {
	t.Parallel()
	large := strings.Repeat("x", 4<<20)
	assert.Len(t, filesOf(t, simple().object(3, names("4 0 R", 2)).stream(5, "", large).end(root).bytes()), 2)
}

// What damaged data inflates to is counted, though a name that is in it is only left out.
func TestDamagedDataIsCounted(t *testing.T) {
	t.Parallel()
	b := simple().object(3, names("<</UF 7 0 R /EF <</F 5 0 R>>>>", 40)).stream(5, "/Filter /FlateDecode", deflated("x"))
	trailer := b.packed(7, "("+strings.Repeat(" ", 1<<20)+")", 10)
	at := b.offsets[10]
	data := b.end(root + trailer).bytes()
	_, err := pdfread.Files(data)
	require.NoError(t, err)
	data[at+bytes.Index(data[at:], []byte("\nendstream"))-1]++ // the checksum
	_, err = pdfread.Files(data)
	assert.ErrorContains(t, err, "unpacks to more than")
}

// Trailers that are in one another's strings end, and nothing is kept of them.
func TestTrailersInOneAnother(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	at := 0
	for range 90 {
		section := fmt.Sprintf("xref\n0 0\ntrailer <</Prev %d /X (", at)
		at = b.Len()
		b.WriteString(section)
	}
	b.WriteString(strings.Repeat("x", 1<<18) + strings.Repeat(")>>", 90))
	fmt.Fprintf(&b, "\nstartxref %d", at)
	_, err := pdfread.Read(b.Bytes())
	assert.ErrorContains(t, err, overAndOver)

	d, err := pdfread.Read(simple().end(root + " /Info (x) /ID [(a)]").bytes())
	require.NoError(t, err)
	assert.Equal(t, pdfread.Dict{"Root": pdfread.Ref{Number: 1}, "ID": pdfread.Array{[]byte("a")}}, d.Trailer)
}

// White space before sections is counted, too: each table can lead to the same stream.
func TestSpaceBeforeSections(t *testing.T) {
	t.Parallel()
	b := simple()
	at := b.b.Len()
	b.b.WriteString(strings.Repeat(" ", 1<<18))
	b.stream(7, "/Type /XRef /W [1 1 1] /Index [0 0]", "")
	b.end(root)
	for range 50 {
		b.end(fmt.Sprint("/XRefStm ", at))
	}
	_, err := pdfread.Read(b.bytes())
	assert.ErrorContains(t, err, overAndOver)
}

// Lengths that are those of streams with such lengths end before the stack does.
func TestLengthOfLengths(t *testing.T) {
	t.Parallel()
	b := simple()
	for n := 5; n < 200; n++ {
		b.object(n, fmt.Sprintf("<</Length %d 0 R>>\nstream\nendstream", n+1))
	}
	_, err := pdfread.Files(b.end(root).bytes())
	assert.ErrorContains(t, err, "name one another deeper than 40")
}

// What errors quote of a PDF is short, and nothing in it acts on a terminal.
func TestErrorsQuote(t *testing.T) {
	t.Parallel()
	long := "/#1b#5b2J" + strings.Repeat("x", 10_000)
	for name, b := range map[string]*builder{
		"filter":       simple().stream(5, "/Filter "+long, "x"),
		"many filters": simple().stream(5, "/Filter ["+strings.Repeat(long+" ", 2)+"]", "x"),
		"key":          simple().object(5, "<<"+long+" endobj"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := pdfread.Files(b.end(root).bytes())
			require.Error(t, err)
			assert.NotContains(t, err.Error(), "\x1b")
			assert.Less(t, len(err.Error()), 200)
		})
	}
}

// Names, of which there are many, cost nothing a byte. It counts, so it runs alone.
func TestNamesAreCheap(t *testing.T) {
	content := []byte("/" + strings.Repeat("x", 10_000) + "#41# Tf")
	var got any
	assert.Less(t, testing.AllocsPerRun(5, func() {
		require.NoError(t, pdfread.Operations(content, func(_ pdfread.Keyword, operands []any) { got = operands[0] }))
	}), 100.0)
	assert.Equal(t, pdfread.Name(strings.Repeat("x", 10_000)+"A#"), got)
}
