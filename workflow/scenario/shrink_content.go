package scenario

import (
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// content leaves out frameworks, and blocks, lines and keys of those that the
// walk made. What a line says of an item goes with the item.
func (s *shrinker) content() {
	for i := 0; i < len(s.s.Frameworks) && len(s.s.Frameworks) > 1 && !s.over(); i++ {
		s.again(s.moves, slices.Delete(slices.Clone(s.s.Frameworks), i, i+1))
	}
	for i := range s.s.Frameworks {
		for _, cut := range []func(string, int) (string, bool){withoutBlock, withoutLine, withoutKey} {
			for n := 0; !s.over(); n++ {
				text, ok := cut(s.s.Frameworks[i].Text, n)
				if !ok {
					break
				}
				moves := withoutItems(s.moves, gone(s.s.Frameworks[i].Text, text))
				fws := slices.Clone(s.s.Frameworks)
				if fws[i].Text = text; s.again(moves, fws) {
					n--
				}
			}
		}
	}
}

// withoutBlock leaves out the n-th line with all that belongs to it: the lines
// below that are indented further.
func withoutBlock(text string, n int) (string, bool) {
	lines := strings.SplitAfter(text, "\n")
	if n >= len(lines)-1 {
		return "", false
	}
	end := n + 1
	for end < len(lines)-1 && indent(lines[end]) > indent(lines[n]) {
		end++
	}
	return strings.Join(slices.Delete(lines, n, end), ""), true
}

func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// withoutLine leaves out the n-th line; ok is false if there is none.
func withoutLine(text string, n int) (string, bool) {
	lines := strings.SplitAfter(text, "\n")
	if n >= len(lines)-1 {
		return "", false
	}
	return strings.Join(slices.Delete(lines, n, n+1), ""), true
}

// withoutKey leaves out what stands behind the n-th comma, up to the next one
// or the end of the braces.
func withoutKey(text string, n int) (string, bool) {
	parts := strings.Split(text, ", ")
	if n+1 >= len(parts) {
		return "", false
	}
	rest := ""
	if i := strings.IndexAny(parts[n+1], "}]"); i >= 0 {
		rest = parts[n+1][i:]
	}
	parts[n] += rest
	return strings.Join(slices.Delete(parts, n+1, n+2), ", "), true
}

var itemInText = regexp.MustCompile(`id: (item-[0-9]+)`)

// gone are the items that stand in one text and no more in the other.
func gone(from, to string) (out []proficiency.ItemID) {
	for _, m := range itemInText.FindAllStringSubmatch(from, -1) {
		if !strings.Contains(to, m[0]+",") {
			out = append(out, proficiency.ItemID(m[1]))
		}
	}
	return out
}

// withoutItems leaves out what moves say of items, and those that are about
// nothing else.
func withoutItems(moves []move, items []proficiency.ItemID) (out []move) {
	if len(items) == 0 {
		return moves
	}
	for _, m := range moves {
		step, ok := m.line.(*Step)
		if !ok {
			out = append(out, m)
			continue
		}
		if c := commandWithout(step.Command, items); c != nil {
			own := *step
			own.Command, m.line = c, &own
			out = append(out, m)
		}
	}
	return out
}

// commandWithout is the command without some items; nil if nothing is left of it.
func commandWithout(c workflow.Command, items []proficiency.ItemID) workflow.Command {
	var named mentions
	named.command(c)
	if !slices.ContainsFunc(named.items, func(id proficiency.ItemID) bool { return slices.Contains(items, id) }) {
		return c
	}
	p := reflect.New(reflect.TypeOf(c).Elem())
	p.Elem().Set(reflect.ValueOf(c).Elem())
	left := false
	for i := range p.Elem().NumField() {
		f := p.Elem().Field(i)
		if f.Kind() != reflect.Slice {
			continue
		}
		for j := f.Len() - 1; j >= 0; j-- {
			if id, ok := itemOf(f.Index(j)); ok && slices.Contains(items, id) {
				f.Set(without(f, j))
			} else if ok {
				left = true
			}
		}
	}
	cmd, ok := p.Interface().(workflow.Command)
	if !left || !ok {
		return nil
	}
	return cmd
}

// itemOf is the item that an element of a list is, or is about.
func itemOf(v reflect.Value) (id proficiency.ItemID, ok bool) {
	if v.Kind() == reflect.Struct {
		if v = v.FieldByName("Item"); !v.IsValid() {
			return "", false
		}
	}
	id, ok = v.Interface().(proficiency.ItemID)
	return id, ok
}
