package pdfread_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
)

// A builder writes PDFs as others do, with cross-reference tables.
type builder struct {
	b       bytes.Buffer
	offsets map[int]int
	prev    int // where the last table is; 0 for none
}

func newBuilder() *builder {
	b := &builder{offsets: map[int]int{}}
	b.b.WriteString("%PDF-1.4\n")
	return b
}

func (b *builder) object(n int, body string) *builder {
	b.offsets[n] = b.b.Len()
	fmt.Fprintf(&b.b, "%d 0 obj\n%s\nendobj\n", n, body)
	return b
}

func (b *builder) stream(n int, dict, data string) *builder {
	return b.object(n, fmt.Sprintf("<<%s /Length %d>>\nstream\r\n%s\nendstream", dict, len(data), data))
}

// end writes the table of what was written since the last one.
func (b *builder) end(trailer string) *builder {
	at := b.b.Len()
	b.b.WriteString("xref\n")
	for n, offset := range b.offsets {
		fmt.Fprintf(&b.b, "%d 1\n%010d 00000 n \n", n, offset)
	}
	if b.prev > 0 {
		trailer += fmt.Sprint(" /Prev ", b.prev)
	}
	fmt.Fprintf(&b.b, "trailer\n<<%s>>\nstartxref\n%d\n%%%%EOF\n", trailer, at)
	b.prev, b.offsets = at, map[int]int{}
	return b
}

// packed writes an object stream with one object, and gives what leads a trailer to it. It takes the
// numbers in and in+1.
func (b *builder) packed(n int, value string, in int) (trailer string) {
	head := fmt.Sprint(n, " 0 ")
	b.stream(in, fmt.Sprint("/Type /ObjStm /N 1 /Filter /FlateDecode /First ", len(head)), deflated(head+value))
	b.stream(in+1, fmt.Sprintf("/Type /XRef /W [1 1 1] /Index [%d 1]", n), string([]byte{2, byte(in), 0}))
	return fmt.Sprint(" /XRefStm ", b.offsets[in+1])
}

func (b *builder) bytes() []byte { return b.b.Bytes() }

// simple has one file, in an object each.
func simple() *builder {
	return newBuilder().
		object(1, "<</Type /Catalog /Names 2 0 R>>").
		object(2, "<</EmbeddedFiles <</Kids [3 0 R]>>>> % a comment").
		object(3, "<</Names [(first) 4 0 R (other) (no file)]>>").
		object(4, `<</F (a\(b\)\\\053\n\`+"\n"+`c) /Desc <41 4>  /EF <</F 5 0 R>>>>`).
		stream(5, "/Subtype /text#2Fplain", "old")
}

const root = "/Root 1 0 R /Size 6"

func deflated(data string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(data))
	_ = w.Close()
	return b.String()
}

// nested is a value so deep in others.
func nested(depth int) string { return strings.Repeat("[", depth) + strings.Repeat("]", depth) }
