package pdfread_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/internal/pdfread"
)

func filesOf(t *testing.T, data []byte) []pdfread.File {
	t.Helper()
	files, err := pdfread.Files(data)
	require.NoError(t, err)
	return files
}

func TestFilesOfOthers(t *testing.T) {
	t.Parallel()
	want := []pdfread.File{{Name: "a(b)\\+\ufffdc", Type: "text/plain", Description: "A@", Data: []byte("old")}}
	assert.Empty(t, cmp.Diff(want, filesOf(t, simple().end(root).bytes())))
	want[0].Data = []byte("new")
	changed := simple().end(root).stream(5, "/Subtype /text#2Fplain /Filter [/FlateDecode]", deflated("new")).end("/Size 6")
	assert.Empty(t, cmp.Diff(want, filesOf(t, changed.bytes())), "what was added at the end counts")
	want[0].Data = []byte("old")
	assert.Empty(t, cmp.Diff(want, filesOf(t, simple().end(root).object(9, "null").end("/Size 9").bytes())))
}

// A length can stand behind the stream, and an object that is nowhere is null.
func TestLengthElsewhere(t *testing.T) {
	t.Parallel()
	b := simple().object(5, "<</Length 7 0 R /Filter 8 0 R /DecodeParms 9 0 R>>\nstream\nabc\nendstream").object(7, "3").end(root)
	assert.Equal(t, "abc", string(filesOf(t, b.bytes())[0].Data))
}

func TestNoFiles(t *testing.T) {
	t.Parallel()
	for _, catalog := range []string{"<<>>", "<</Names 7 0 R>>", "<</Names <</EmbeddedFiles 5>>>>", "<</Names <</EmbeddedFiles <</Names [(a) <<>> (b)]>>>>>>"} {
		assert.Empty(t, filesOf(t, newBuilder().object(1, catalog).end(root).bytes()), catalog)
	}
}

// predicted is a cross-reference stream whose rows differ from the ones above.
func TestCrossReferencesInStreams(t *testing.T) {
	t.Parallel()
	b := newBuilder()
	packed := "1 0 2 32 4 76 <</Type /Catalog /Names 2 0 R>>   <</EmbeddedFiles <</Names [(f) 4 0 R]>>>>   <</F (f) /EF <</F 5 0 R>>>>"
	first := strings.Index(packed, "<<")
	packed = fmt.Sprintf("1 0 2 %02d 4 %02d ", strings.Index(packed, "<</Emb")-first, strings.Index(packed, "<</F (")-first) + packed[first:]
	first = strings.Index(packed, "<<")
	b.stream(3, fmt.Sprintf("/Type /ObjStm /N 3 /First %d /Filter /FlateDecode", first), deflated(packed))
	b.stream(5, "", "abc")
	rows := [][4]byte{{0, 0, 0, 0}, {2, 0, 3, 0}, {2, 0, 3, 1}, {1, 0, byte(b.offsets[3]), 0}, {2, 0, 3, 2}, {1, byte(b.offsets[5] >> 8), byte(b.offsets[5]), 0}}
	table, above := "", [4]byte{}
	for i, row := range rows {
		kind := "\x02"
		if i%2 == 1 {
			kind = "\x00"
		}
		table += kind
		for j := range row {
			if i%2 == 1 {
				table += string([]byte{row[j]})
			} else {
				table += string([]byte{row[j] - above[j]})
			}
		}
		above = row
	}
	at := b.b.Len()
	b.stream(6, "/Type /XRef /W [1 2 1] /Root 1 0 R /Size 6 /Filter /FlateDecode /DecodeParms <</Predictor 12 /Columns 4>>", deflated(table))
	fmt.Fprintf(&b.b, "startxref %d", at)
	assert.Equal(t, []pdfread.File{{Name: "f", Data: []byte("abc")}}, filesOf(t, b.bytes()))
}

func TestDamaged(t *testing.T) {
	t.Parallel()
	bomb := deflated(strings.Repeat("\x00", pdfread.MaxInflated+1))
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"no PDF":       {[]byte("words"), "this is no PDF"},
		"nothing":      {[]byte("%PDF-1.7"), "does not say where its objects are"},
		"no number":    {[]byte("%PDF-1.7 startxref x"), "startxref has no number"},
		"outside":      {[]byte("%PDF-1.7 startxref 99"), "are said to be at byte 99"},
		"before":       {[]byte("%PDF-1.7 startxref -9"), "are said to be at byte -9"},
		"circle":       {simple().end(root + " /Prev 9").bytes(), "there are no cross-references here"},
		"encrypted":    {simple().end(root + " /Encrypt 9 0 R").bytes(), "the PDF is encrypted"},
		"no catalogue": {simple().end("/Size 1").bytes(), "it has no catalogue"},
		"deep":         {simple().object(3, "<</Names "+nested(100)+">>").end(root).bytes(), "deeper in one another than 40"},
		"open":         {simple().object(3, "<</Names [").end(root).bytes(), "an array has no end"},
		"no value":     {simple().object(3, "<</Names endobj").end(root).bytes(), `no value of "Names"`},
		"no name":      {simple().object(3, "<<(a) 1>>").end(root).bytes(), "has no name here"},
		"string":       {simple().object(3, "<</Names (").end(root).bytes(), "a string has no end"},
		"hex":          {simple().object(3, "<</Names <4x>>>").end(root).bytes(), `'x' is no hexadecimal digit`},
		"tree in tree": {simple().object(3, "<</Kids [3 0 R]>>").end(root).bytes(), "in a tree deeper than 40"},
		"wide tree":    {simple().object(3, "<</Kids ["+strings.Repeat("7 0 R ", 2000)+"]>>").end(root).bytes(), "of more than 1000 nodes"},
		"in itself":    {simple().object(5, "<</Length 5 0 R>>\nstream\nabc").end(root).bytes(), "object 5 is in itself"},
		"no length":    {simple().object(5, "<</Length 5000>>\nstream\nabc").end(root).bytes(), "a stream without a length"},
		"other object": {simple().end(root).object(5, "<<>>").end("").bytes(), ""},
		"filter":       {simple().stream(5, "/Filter /LZWDecode", "x").end(root).bytes(), `packs with "LZWDecode", which is not read`},
		"filters":      {simple().stream(5, "/Filter [/FlateDecode /FlateDecode]", "x").end(root).bytes(), "only FlateDecode is"},
		"no flate":     {simple().stream(5, "/Filter /FlateDecode", "xxx").end(root).bytes(), "cannot be unpacked"},
		"bomb":         {simple().stream(5, "/Filter /FlateDecode", bomb).end(root).bytes(), "unpacks to more than"},
		"predictor":    {simple().stream(5, "/Filter /FlateDecode /DecodeParms <</Predictor 2>>", deflated("x")).end(root).bytes(), "predictor"},
		"many files":   {simple().object(3, "<</Names ["+strings.Repeat("(a) 4 0 R ", pdfread.MaxFiles+1)+"]>>").end(root).bytes(), "more than 100 embedded files"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files, err := pdfread.Files(c.data)
			if c.want == "" {
				assert.NoError(t, err)
				assert.Empty(t, files)
				return
			}
			assert.ErrorContains(t, err, c.want)
		})
	}
}

// Sections that lead to one another end.
func TestCircleOfSections(t *testing.T) {
	t.Parallel()
	b := newBuilder().object(1, "<<>>").end(root)
	b.prev = b.b.Len() // itself
	_, err := pdfread.Files(b.object(2, "<<>>").bytes())
	require.NoError(t, err)
	at := b.b.Len()
	fmt.Fprintf(&b.b, "xref\n0 0\ntrailer\n<</Root 1 0 R /Prev %d>>\nstartxref\n%d\n", at, at)
	_, err = pdfread.Files(b.bytes())
	assert.ErrorContains(t, err, "go in circles")
}

// Small files in which everything is in everything else end soon.
func TestObjectsInOneAnother(t *testing.T) {
	t.Parallel()
	const objects = 900
	b := newBuilder().object(1, "<</Names 2 0 R>>").object(2, "<</EmbeddedFiles 3 0 R>>")
	for n := 3; n < objects; n++ { // each is a string that goes on to the end, through all the others
		b.offsets[n] = b.b.Len()
		fmt.Fprintf(&b.b, "%d 0 obj <</Kids [%d 0 R] /X (", n, n+1)
	}
	b.b.WriteString(strings.Repeat("x", 1<<18) + strings.Repeat(")>>", objects))
	_, err := pdfread.Files(b.end(root).bytes())
	assert.Error(t, err)
}

func FuzzFiles(f *testing.F) {
	f.Add(simple().end(root).bytes())
	f.Add(simple().end(root).stream(5, "/Filter [/FlateDecode]", deflated("new")).end("/Size 6").bytes())
	f.Add([]byte("%PDF-1.7 1 0 obj <</Type /XRef /W [1 2 1] /Index [0 1] /Length 4>> stream\nabcd startxref 9"))
	f.Fuzz(func(t *testing.T, data []byte) {
		files, err := pdfread.Files(data)
		if err != nil {
			return
		}
		for _, file := range files {
			assert.NotContains(t, file.Name+file.Description+file.Type, "\n")
		}
	})
}

func FuzzOperations(f *testing.F) {
	f.Add([]byte("BT /F0 10 Tf [<00>-5(a)] TJ ET % x"))
	f.Fuzz(func(_ *testing.T, content []byte) {
		_ = pdfread.Operations(content, func(pdfread.Keyword, []any) {})
	})
}
