package scenario

import (
	"fmt"
	"slices"
	"strings"
)

// A shown is a golden part and what it should be.
type shown struct {
	line *Expect
	text string
}

// update holds the golden parts to what they should be: the file is written
// anew, or the differences are failures.
func (r *Report) update(src []byte, goldens []shown, o *Options) error {
	var wrong []shown
	for _, g := range goldens {
		if want := g.line.What.(*Golden).Text; want != g.text {
			wrong = append(wrong, g)
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	if o.Update != nil && src != nil && len(r.Failures) == 0 {
		r.Updated = true
		return o.Update(r.Name, rewrite(string(src), wrong))
	}
	for _, g := range wrong {
		r.Failures = append(r.Failures, Failure{
			Position: g.line.Position, Message: "the golden part differs:\n" + differences(g.line.What.(*Golden).Text, g.text),
		})
	}
	return nil
}

// rewrite puts golden texts in their places and leaves everything else as it is.
func rewrite(src string, wrong []shown) []byte {
	lines := strings.Split(src, "\n")
	slices.SortFunc(wrong, func(a, b shown) int { return b.line.place.line - a.line.place.line })
	for _, g := range wrong { // from the end, so that the lines before keep their numbers
		w := &writer{}
		w.block(g.text)
		block := strings.Split(strings.TrimSuffix(string(w.out), "\n"), "\n")
		from, to := g.line.place.line, g.line.place.line
		if g.line.place.open > 0 {
			from, to = g.line.place.open-1, g.line.place.end
		}
		lines = slices.Replace(lines, from, to, block...)
	}
	return []byte(strings.Join(lines, "\n"))
}

// differences shows the lines that only one of two texts has at a place,
// around which both are the same.
func differences(want, got string) string {
	a, b := strings.Split(strings.TrimSuffix(want, "\n"), "\n"), strings.Split(strings.TrimSuffix(got, "\n"), "\n")
	begin := 0
	for begin < min(len(a), len(b)) && a[begin] == b[begin] {
		begin++
	}
	end := 0
	for end < min(len(a), len(b))-begin && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	var out strings.Builder
	for _, l := range a[begin : len(a)-end] {
		fmt.Fprintf(&out, "    - %s\n", l)
	}
	for _, l := range b[begin : len(b)-end] {
		fmt.Fprintf(&out, "    + %s\n", l)
	}
	return strings.TrimSuffix(out.String(), "\n")
}
