package tagged_test

import (
	"strings"
	"testing"
	encoding "unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/internal/outline"
	"github.com/countersign-go/countersign/certificate/formats/internal/pdfread"
	"github.com/countersign-go/countersign/certificate/formats/internal/tagged"
)

func noOutline(uint32) []outline.Segment { return nil }

// A read document is one that was written, as a reader finds it.
type read struct {
	t *testing.T
	*pdfread.Document
}

func reading(t *testing.T, d *tagged.Document) read {
	t.Helper()
	doc, err := pdfread.Read(d.Bytes())
	require.NoError(t, err)
	return read{t, doc}
}

func (r read) value(v any) any {
	v, err := r.Resolve(v)
	require.NoError(r.t, err)
	return v
}

func (r read) dict(v any) pdfread.Dict { return r.value(v).(pdfread.Dict) }

func (r read) stream(v any) string {
	data, err := r.Data(r.value(v).(*pdfread.Stream))
	require.NoError(r.t, err)
	return string(data)
}

func (r read) catalog() pdfread.Dict { return r.dict(r.Trailer["Root"]) }

func (r read) page(n int) pdfread.Dict {
	return r.dict(r.dict(r.catalog()["Pages"])["Kids"].(pdfread.Array)[n])
}

// Texts are whatever anybody writes, and stay what they are.
func TestHostileTexts(t *testing.T) {
	t.Parallel()
	for _, title := range []string{`(\) >> endobj`, "Ž\u202e漢😀", "]]></rdf:li>", "", `\`} {
		d := tagged.New(tagged.Info{Title: title, Language: "en)"})
		d.AddPage()
		d.Root().Add("Figure", &tagged.Attributes{Alt: title, Language: title})
		d.Attach(tagged.File{Name: title, Type: "a/b (c)#", Description: title, Data: []byte("x")})
		r := reading(t, d)
		assert.Equal(t, "en)", string(r.catalog()["Lang"].([]byte)))
		root := r.dict(r.catalog()["StructTreeRoot"])
		figure := r.dict(r.dict(root["K"])["K"].(pdfread.Array)[0])
		assert.Equal(t, title, utf16(figure["Alt"]))
		files, err := pdfread.Files(written(title))
		require.NoError(t, err)
		require.Len(t, files, 1)
		assert.Equal(t, "a/b (c)#", files[0].Type)
		assert.NotContains(t, r.stream(r.catalog()["Metadata"]), "]]></rdf:li></rdf:li>")
	}
}

func written(title string) []byte {
	d := tagged.New(tagged.Info{Title: title, Language: "en"})
	d.AddPage()
	d.Attach(tagged.File{Name: title, Type: "a/b (c)#", Description: title, Data: []byte("x")})
	return d.Bytes()
}

// utf16 is a text string; nothing where there is none.
func utf16(v any) string {
	b, _ := v.([]byte)
	s := string(b)
	if !strings.HasPrefix(s, "\xfe\xff") {
		return s
	}
	var out []uint16
	for i := 2; i+1 < len(s); i += 2 {
		out = append(out, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(encoding.Decode(out))
}

// A glyph that stands for two texts is two in the font, and what is drawn goes
// where it is said to, whatever went before.
func TestText(t *testing.T) {
	t.Parallel()
	d := tagged.New(tagged.Info{Title: "x", Language: "en"})
	font := d.AddFont("Blocks", tagged.Metrics{Em: 1000}, noOutline)
	page := d.AddPage()
	page.Mark(d.Root().Add("P", nil), func(c *tagged.Content) {
		c.Text(font, 10, tagged.Colour{}, 1, 2, "", []tagged.Glyph{
			{ID: 1, Text: "a", Advance: 500}, {ID: 1, Text: "b", X: 500, Advance: 500}, {ID: 1, Text: "a", X: 900, Advance: 500},
			{ID: 2, Text: "c", X: 1400, Y: 100, Advance: 250}, {ID: 2, Text: "c", X: -50, Advance: 250},
		})
		c.Text(font, 10, tagged.Colour{}, 1, 2, "fi", []tagged.Glyph{{ID: 3, Text: "\u200b", Advance: 100}})
	})
	r := reading(t, d)
	content := r.stream(r.page(0)["Contents"])
	assert.Equal(t, "/P <</MCID 0>> BDC\nBT /F0 10 Tf 0 0 0 rg 1 2 Td\n[<0001><0002>100<0001>] TJ\n1 Ts\n[<0003>] TJ\n0 Ts\n[1700<0003>] TJ\nET\n"+
		"/Span <</ActualText <FEFF00660069>>> BDC\nBT /F0 10 Tf 0 0 0 rg 1 2 Td\n[<0004>] TJ\nET\nEMC\nEMC\n", content)
	of := r.dict(r.dict(r.dict(r.page(0)["Resources"])["Font"])["F0"])
	unicode := r.stream(of["ToUnicode"])
	for _, line := range []string{"<0001> <0061>", "<0002> <0062>", "<0003> <0063>", "<0004> <200B>"} {
		assert.Contains(t, unicode, line)
	}
	widths := r.dict(of["DescendantFonts"].(pdfread.Array)[0])["W"].(pdfread.Array)[1]
	assert.Equal(t, pdfread.Array{0.0, 500.0, 500.0, 250.0, 100.0}, widths)
}

// An element can go on on the next page, and a link says what it is.
func TestAcrossPages(t *testing.T) {
	t.Parallel()
	d := tagged.New(tagged.Info{Title: "x", Language: "en"})
	p := d.Root().Add("P", nil)
	link := p.Add("Link", nil)
	d.AddPage().Mark(p, func(*tagged.Content) {})
	second := d.AddPage()
	second.Mark(p, func(*tagged.Content) {})
	second.Mark(link, func(*tagged.Content) {})
	second.Link(link, [4]float64{1, 2, 3, 4}, "https://x.example/(1)", "To x")
	r := reading(t, d)
	first := r.page(0)
	root := r.dict(r.catalog()["StructTreeRoot"])
	e := r.dict(r.dict(root["K"])["K"].(pdfread.Array)[0])
	kids := e["K"].(pdfread.Array)
	require.Len(t, kids, 3)
	assert.Equal(t, 0.0, kids[1])
	other := kids[2].(pdfread.Dict)
	assert.Equal(t, []any{pdfread.Name("MCR"), 0.0}, []any{other["Type"], other["MCID"]})
	assert.NotEqual(t, e["Pg"], other["Pg"])
	assert.Equal(t, 0.0, first["StructParents"])
	annotation := r.dict(r.page(1)["Annots"].(pdfread.Array)[0])
	assert.Equal(t, "To x", string(annotation["Contents"].([]byte)))
	assert.Equal(t, "https://x.example/(1)", string(r.dict(annotation["A"])["URI"].([]byte)))
	assert.Equal(t, 2.0, annotation["StructParent"])
	parents := r.dict(root["ParentTree"])["Nums"].(pdfread.Array)
	assert.Equal(t, kids[0], parents[5], "the link's element")
}

// So many objects that they fill several streams.
func TestManyObjects(t *testing.T) {
	t.Parallel()
	d := tagged.New(tagged.Info{Title: "x", Language: "en"})
	page := d.AddPage()
	for range 1000 {
		page.Mark(d.Root().Add("P", nil), func(*tagged.Content) {})
	}
	r := reading(t, d)
	root := r.dict(r.catalog()["StructTreeRoot"])
	kids := r.dict(root["K"])["K"].(pdfread.Array)
	require.Len(t, kids, 1000)
	for i, kid := range kids {
		assert.Equal(t, pdfread.Array{float64(i)}, r.dict(kid)["K"])
	}
}
