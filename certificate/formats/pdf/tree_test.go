package pdf_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/internal/pdfread"
)

// A tree is what programs that read a PDF aloud find in it.
type tree struct {
	t       *testing.T
	d       *pdfread.Document
	catalog pdfread.Dict
	pages   []pdfread.Ref
	texts   map[mark]string // of each piece of marked content
	owners  map[mark]pdfread.Ref
	used    map[mark]bool
	boxes   map[mark][][4]float64 // that are filled
	// aside is what the artifacts of each page say.
	aside []string
	out   strings.Builder
	said  strings.Builder
}

// A mark is a piece of marked content on a page.
type mark struct {
	page pdfread.Ref
	mcid int
}

// treeOf reads a PDF and holds that all its content is in the tree or an artifact,
// each piece once, and that the way from content to the tree leads back.
func treeOf(t *testing.T, data []byte) *tree {
	t.Helper()
	d, err := pdfread.Read(data)
	require.NoError(t, err)
	r := &tree{t: t, d: d, texts: map[mark]string{}, owners: map[mark]pdfread.Ref{}, used: map[mark]bool{}, boxes: map[mark][][4]float64{}}
	r.catalog = r.dict(d.Trailer["Root"])
	pages := r.dict(r.catalog["Pages"])
	for _, kid := range pages["Kids"].(pdfread.Array) {
		r.pages = append(r.pages, kid.(pdfread.Ref))
		r.page(kid.(pdfread.Ref))
	}
	root := r.dict(r.catalog["StructTreeRoot"])
	r.parents(r.dict(root["ParentTree"])["Nums"].(pdfread.Array))
	r.element(root["K"].(pdfread.Ref), pdfread.Ref{}, 0, false)
	for m := range r.texts {
		assert.True(t, r.used[m], "content %d of page %v is in no element", m.mcid, m.page)
	}
	return r
}

func (r *tree) value(v any) any {
	v, err := r.d.Resolve(v)
	require.NoError(r.t, err)
	return v
}

func (r *tree) dict(v any) pdfread.Dict {
	of, ok := r.value(v).(pdfread.Dict)
	require.True(r.t, ok, "%v is no dictionary", v)
	return of
}

func (r *tree) stream(v any) []byte {
	s, ok := r.value(v).(*pdfread.Stream)
	require.True(r.t, ok, "%v is no stream", v)
	data, err := r.d.Data(s)
	require.NoError(r.t, err)
	return data
}

// An open piece of marked content.
type open struct {
	mcid     int // -1 for none
	artifact bool
	actual   bool // it says what its glyphs stand for
}

// page reads the content of a page.
func (r *tree) page(ref pdfread.Ref) {
	of := r.dict(ref)
	require.Equal(r.t, pdfread.Name("S"), of["Tabs"])
	fonts := map[pdfread.Name]map[string]string{}
	for name, font := range r.dict(r.dict(of["Resources"])["Font"]) {
		fonts[name] = r.unicode(r.dict(font))
	}
	r.aside = append(r.aside, "")
	var stack []open
	var font map[string]string
	say := func(text string) {
		for i := len(stack) - 1; i >= 0; i-- {
			if stack[i].artifact {
				r.aside[len(r.aside)-1] += text
			}
			if stack[i].mcid >= 0 {
				r.texts[mark{ref, stack[i].mcid}] += text
			}
		}
	}
	require.NoError(r.t, pdfread.Operations(r.stream(of["Contents"]), func(operator pdfread.Keyword, operands []any) {
		switch operator {
		case "BMC":
			stack = append(stack, open{mcid: -1, artifact: operands[0] == pdfread.Name("Artifact")})
		case "BDC":
			o := open{mcid: -1}
			properties := operands[1].(pdfread.Dict)
			if id, ok := properties["MCID"].(float64); ok {
				o.mcid = int(id)
				assert.NotContains(r.t, r.texts, mark{ref, o.mcid})
				r.texts[mark{ref, o.mcid}] = ""
			}
			stack = append(stack, o)
			if actual, ok := properties["ActualText"].([]byte); ok {
				say(fromUTF16(actual))
				stack[len(stack)-1].actual = true
			}
		case "EMC":
			stack = stack[:len(stack)-1]
		case "re":
			if o := stack[len(stack)-1]; o.mcid >= 0 {
				var box [4]float64
				for i := range box {
					box[i] = operands[i].(float64)
				}
				r.boxes[mark{ref, o.mcid}] = append(r.boxes[mark{ref, o.mcid}], box)
			}
		case "Tf":
			font = fonts[operands[0].(pdfread.Name)]
		case "TJ", "f", "S":
			marked := slices.ContainsFunc(stack, func(o open) bool { return o.artifact || o.mcid >= 0 })
			assert.True(r.t, marked, "%s is neither in the tree nor an artifact", operator)
			if operator == "TJ" && !slices.ContainsFunc(stack, func(o open) bool { return o.actual }) {
				say(shown(r.t, operands[0].(pdfread.Array), font))
			}
		}
	}))
	assert.Empty(r.t, stack)
}

// shown is what glyphs stand for.
func shown(t *testing.T, pieces pdfread.Array, font map[string]string) (text string) {
	for _, piece := range pieces {
		if codes, ok := piece.([]byte); ok {
			for ; len(codes) >= 2; codes = codes[2:] {
				stands, ok := font[string(codes[:2])]
				assert.True(t, ok, "a glyph that stands for nothing")
				text += stands
			}
		}
	}
	return text
}

// unicode is what each code of a font stands for.
func (r *tree) unicode(font pdfread.Dict) map[string]string {
	table := map[string]string{}
	require.NoError(r.t, pdfread.Operations(r.stream(font["ToUnicode"]), func(operator pdfread.Keyword, operands []any) {
		if operator == "endbfchar" {
			for i := 0; i+1 < len(operands); i += 2 {
				table[string(operands[i].([]byte))] = fromUTF16(operands[i+1].([]byte))
			}
		}
	}))
	return table
}

func fromUTF16(b []byte) string {
	var units []uint16
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return strings.TrimPrefix(string(utf16.Decode(units)), "\ufeff")
}

// text is a text string.
func text(v any) string {
	b, _ := v.([]byte)
	if strings.HasPrefix(string(b), "\xfe\xff") {
		return fromUTF16(b)
	}
	return string(b)
}

// parents reads which element each piece of content is of.
func (r *tree) parents(nums pdfread.Array) {
	for i := 0; i+1 < len(nums); i += 2 {
		elements, ok := nums[i+1].(pdfread.Array)
		if !ok {
			continue // an annotation
		}
		page := r.pages[int(nums[i].(float64))]
		require.Equal(r.t, nums[i], r.dict(page)["StructParents"])
		for mcid, e := range elements {
			r.owners[mark{page, mcid}] = e.(pdfread.Ref)
		}
	}
}

// element walks through an element and writes what it is and says.
func (r *tree) element(ref, parent pdfread.Ref, depth int, silent bool) {
	e := r.dict(ref)
	if depth > 0 {
		assert.Equal(r.t, parent, e["P"])
	}
	line := strings.Repeat("  ", depth) + string(e["S"].(pdfread.Name))
	if a, ok := e["A"].(pdfread.Dict); ok && a["Scope"] != nil {
		line += fmt.Sprintf(" [%v]", a["Scope"])
	}
	for _, attribute := range []pdfread.Name{"Lang", "Alt"} {
		if v := text(e[attribute]); v != "" {
			line += fmt.Sprintf(" %s=%q", attribute, v)
		}
	}
	fmt.Fprintf(&r.out, "%s\n", line)
	if actual := text(e["ActualText"]); actual != "" && !silent {
		r.say(actual, depth)
		silent = true
	}
	for _, kid := range e["K"].(pdfread.Array) {
		r.kid(kid, e, ref, depth, silent)
	}
}

func (r *tree) kid(kid any, e pdfread.Dict, ref pdfread.Ref, depth int, silent bool) {
	m := mark{mcid: -1}
	switch k := kid.(type) {
	case pdfread.Ref:
		r.element(k, ref, depth+1, silent)
		return
	case float64:
		m = mark{e["Pg"].(pdfread.Ref), int(k)}
	case pdfread.Dict:
		if k["Type"] == pdfread.Name("OBJR") {
			annotation := r.dict(k["Obj"])
			assert.NotEmpty(r.t, text(annotation["Contents"]), "a link that says nothing")
			return
		}
		m = mark{k["Pg"].(pdfread.Ref), int(k["MCID"].(float64))}
	}
	assert.Equal(r.t, ref, r.owners[m], "the way back from content %v", m)
	assert.False(r.t, r.used[m], "content %v is in two elements", m)
	r.used[m] = true
	if !silent {
		r.say(r.texts[m], depth)
	}
}

func (r *tree) say(text string, depth int) {
	if text != "" {
		fmt.Fprintf(&r.out, "%s| %s\n", strings.Repeat("  ", depth+1), text)
	}
	r.said.WriteString(text)
}
