package render_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/tools/render"
	"github.com/countersign-go/countersign/workflow"
)

// TestMermaidText: nothing in a title ends a label or begins another.
func TestMermaidText(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Educator/Manager": "Educator/Manager",
		`"]; end`:          "#34;#93;#59; end",
		"#quot;":           "#35;quot#59;",
		"<b>&amp;":         "#60;b#62;#38;amp#59;",
		"`code` *x*":       "#96;code#96; #42;x#42;",
		"a\nb\x1b":         "a\uFFFDb\uFFFD",
	} {
		if got := render.MermaidText(in); got != want {
			t.Errorf("%q: %q, not %q", in, got, want)
		}
	}
}

func TestDrawingsGolden(t *testing.T) {
	t.Parallel()
	f := parsed(t, "everything.yaml")
	golden(t, "everything.mmd", render.SectionsMermaid(f, nil))
	golden(t, "everything.svg", render.SectionsSVG(f, nil))
	golden(t, "item.svg", render.ItemStatesSVG(nil))
	golden(t, "enrolment.svg", render.EnrolmentStatesSVG(nil))
}

// many is a framework of n sections, in threes beneath one another.
func many(t testing.TB, n int) *proficiency.Framework {
	t.Helper()
	var b strings.Builder
	b.WriteString("format: countersign/v1\nid: many\nversion: 1.0.0\ntitle: Many\nlanguage: en-GB\n" +
		"scales:\n  done:\n    - {id: not-yet, label: Not yet}\n    - {id: achieved, label: Achieved, meets: true}\n" +
		"defaults: {scale: done, confirmed_by: [assessor], kind: skill}\nsign_off: {by: [educator-manager], learner_statement: Yes., signatory_statement: Yes.}\n" +
		"enrolment: {self: true}\nsections:\n")
	for i := range n {
		indent := strings.Repeat("    ", i%3)
		fmt.Fprintf(&b, "%s  - id: s%d\n%s    title: %s\n", indent, i, indent, strings.Repeat("A long title ", 1+i%20))
		if i%3 < 2 && i < n-1 {
			fmt.Fprintf(&b, "%s    sections:\n", indent)
			continue
		}
		fmt.Fprintf(&b, "%s    proficiencies:\n%s      - {id: i%d, statement: Do it.}\n", indent, indent, i)
	}
	f, findings := proficiency.Parse("many.yaml", []byte(b.String()))
	require.False(t, findings.HasErrors(), "%v", findings)
	return f
}

// texts are those of a drawing, which must be XML with a name and a description.
func texts(t *testing.T, svg string) (texts []string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		if s, ok := token.(xml.StartElement); ok {
			assert.Contains(t, []string{"svg", "title", "desc", "style", "rect", "path", "text", "g", "tspan"}, s.Name.Local)
			for _, a := range s.Attr {
				assert.NotRegexp(t, "^on|href", a.Name.Local)
			}
		}
		if c, ok := token.(xml.CharData); ok && strings.TrimSpace(string(c)) != "" {
			texts = append(texts, string(c))
		}
	}
	assert.Regexp(t, `^<svg [^>]*role="img" aria-labelledby="title desc"[^>]*>\n<title id="title">[^<]+</title>\n<desc id="desc">[^<]+</desc>`, svg)
	return texts
}

func TestDrawingsOfManySections(t *testing.T) {
	t.Parallel()
	f := many(t, 400)
	svg := render.SectionsSVG(f, nil)
	said := texts(t, svg)
	for s := range f.AllSections().Values() {
		assert.Contains(t, said, s.Title(), "a title that is cut off is whole in the tip")
	}
	size := regexp.MustCompile(`viewBox="0 0 (\d+) (\d+)"`).FindStringSubmatch(svg)
	require.NotNil(t, size)
	assert.LessOrEqual(t, len(size[1]), 4, "wide")
	assert.LessOrEqual(t, len(size[2]), 5, "high")

	mermaid := render.SectionsMermaid(f, nil)
	assert.Equal(t, 400, strings.Count(mermaid, " --> "))
	assert.LessOrEqual(t, len(mermaid), render.MostMermaidText)
}

// TestStatesAreDrawn: every arrow is there, and no other.
func TestStatesAreDrawn(t *testing.T) {
	t.Parallel()
	for svg, arrows := range map[string][]workflow.Arrow{
		render.ItemStatesSVG(nil): workflow.ItemArrows(), render.EnrolmentStatesSVG(nil): workflow.EnrolmentArrows(),
	} {
		said := strings.Join(texts(t, svg), " ")
		drawn := strings.Count(svg, `class="to"`)
		for _, a := range arrows {
			assert.Contains(t, said, a.By)
			assert.Contains(t, said, a.From)
		}
		pairs := map[workflow.Arrow]bool{}
		for _, a := range arrows {
			pairs[workflow.Arrow{From: a.From, To: a.To, Derived: a.Derived}] = true
		}
		assert.Len(t, pairs, drawn)
	}
}
