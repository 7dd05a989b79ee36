package scenario

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/workflow"
)

// A verb is how one kind of command is written.
type verb struct {
	words string
	blank workflow.Command
	parse func(p *parser, s *Step) workflow.Command
	write func(w *writer, s *Step)
}

// verbOf makes a verb of functions that know the command's type.
func verbOf[C workflow.Command](words string, parse func(p *parser) C, write func(w *writer, c C)) verb {
	return verbOfStep(words, func(p *parser, _ *Step) C { return parse(p) }, func(w *writer, c C, _ *Step) { write(w, c) })
}

// verbOfStep is verbOf for commands of which the step says something beside.
func verbOfStep[C workflow.Command](words string, parse func(p *parser, s *Step) C, write func(w *writer, c C, s *Step)) verb {
	var blank C
	return verb{
		words: words,
		blank: blank,
		parse: func(p *parser, s *Step) workflow.Command { return parse(p, s) },
		write: func(w *writer, s *Step) {
			w.word(words)
			if c, ok := s.Command.(C); ok {
				write(w, c, s)
			}
		},
	}
}

// verbs are all of them, those of several commands in the order of the rules.
// Of ChooseOptional there are two.
var verbs = slices.Concat(enrolmentVerbs, answerVerbs, decisionVerbs, signOffVerbs, peopleVerbs)

// longestFirst has "withdraw sign-off" before "withdraw".
var longestFirst = slices.SortedFunc(slices.Values(verbs), func(a, b verb) int {
	return cmp.Compare(len(strings.Fields(b.words)), len(strings.Fields(a.words)))
})

// command reads a verb and what belongs to it.
func (p *parser) command(s *Step) workflow.Command {
	for _, v := range longestFirst {
		if p.accept(v.words) {
			return v.parse(p, s)
		}
	}
	words := make([]string, len(verbs))
	for i, v := range verbs {
		words[i] = v.words
	}
	slices.Sort(words)
	t := p.peek()
	written := t.s
	for _, more := range p.tokens[min(p.at+1, len(p.tokens)):] {
		if more.kind != word || len(written) > 20 {
			break
		}
		written += " " + more.s
	}
	suggestion := source.DidYouMean(t.s, words)
	if suggestion == "" {
		suggestion = source.DidYouMean(written, words)
	}
	p.fail(t, "%s is no verb: allowed are %s%s", t, strings.Join(words, ", "), suggestion)
	return nil
}

// command writes a verb and what belongs to it.
func (w *writer) command(s *Step) {
	for _, v := range verbs {
		if reflect.TypeOf(v.blank) == reflect.TypeOf(s.Command) && !otherChoice(v, s.Command) {
			v.write(w, s)
			return
		}
	}
}

// otherChoice tells choosing from dropping, which are one command.
func otherChoice(v verb, c workflow.Command) bool {
	choice, ok := c.(*workflow.ChooseOptional)
	return ok && choice.Drop != (v.words == verbDrop)
}
