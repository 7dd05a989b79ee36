package render

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/countersign-go/countersign/workflow"
)

// ItemStatesSVG draws the state machine of a proficiency for a learner, as
// [workflow.ItemDiagram] does for Mermaid.
func ItemStatesSVG(o *Options) string {
	words := wordsOf(o)
	return statesSVG(words, words.ItemStates, workflow.ItemArrows())
}

// EnrolmentStatesSVG draws the state machine of an enrolment, as
// [workflow.EnrolmentDiagram] does for Mermaid.
func EnrolmentStatesSVG(o *Options) string {
	words := wordsOf(o)
	return statesSVG(words, words.EnrolmentStates, workflow.EnrolmentArrows())
}

// The measures of states, in pixels.
const (
	stateMargin = 16
	stateWidth  = 170
	statesApart = 560
	labelLine   = 16
	labelMost   = 80 // columns
	boxHeight   = 24
)

// A flight is all arrows from one state to another, those that need a command
// apart from those that do not.
type flight struct {
	from, to string
	derived  bool
	by       []string
}

// statesSVG draws each state with the arrows that lead from it, one state
// beneath the other: no arrow crosses another one, however many there are.
func statesSVG(words *Words, title string, arrows []workflow.Arrow) string {
	s := &svg{width: 2*stateMargin + 2*stateWidth + statesApart}
	y, states := stateMargin, 0
	for rest := flights(arrows); len(rest) > 0; states++ {
		n := 1
		for n < len(rest) && rest[n].from == rest[0].from {
			n++
		}
		y = s.state(y, rest[:n]) + stateMargin
		rest = rest[n:]
	}
	s.height = y
	return s.document(words.Language, title, say(words.StatesDrawn, "count", strconv.Itoa(states)))
}

// flights are the arrows, which come in the order of their states, those
// together that go together.
func flights(arrows []workflow.Arrow) (out []flight) {
	for _, a := range arrows {
		last := len(out) - 1
		if last >= 0 && out[last].from == a.From && out[last].to == a.To && out[last].derived == a.Derived {
			out[last].by = append(out[last].by, a.By)
			continue
		}
		out = append(out, flight{a.From, a.To, a.Derived, []string{a.By}})
	}
	return out
}

// state draws one state and the arrows that lead from it, downwards from top,
// and gives where they end.
func (s *svg) state(top int, from []flight) (bottom int) {
	right := stateMargin + stateWidth
	bottom = top
	for _, f := range from {
		labels := wrapped(strings.Join(f.by, ", "), labelMost)
		end := bottom + max(labelLine*len(labels)+14, boxHeight+6)
		class := "arrow"
		if f.derived {
			class = "arrow dashed"
		}
		line := end - boxHeight/2 + 2
		s.path(class, fmt.Sprintf("M%d %dH%dm-7 -4l7 4l-7 4", right, line, right+statesApart))
		for i, label := range labels {
			s.text("by soft", right+16, line-5-labelLine*(len(labels)-1-i), label)
		}
		s.box(right+statesApart, end-boxHeight+2, stateWidth, boxHeight)
		s.text("to", right+statesApart+10, line+5, f.to)
		bottom = end + 6
	}
	s.box(stateMargin, top, stateWidth, bottom-top-4)
	s.text("bold", stateMargin+10, top+labelLine+4, from[0].from)
	return bottom
}

// wrapped breaks words into lines of at most that many columns, but for words
// that are longer.
func wrapped(text string, most int) (lines []string) {
	for word := range strings.FieldsSeq(text) {
		if n := len(lines); n > 0 && columns(lines[n-1])+1+columns(word) <= most {
			lines[n-1] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}
