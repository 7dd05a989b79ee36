package scenario

import (
	"errors"
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/workflow"
)

// note keeps in the line of a step what became of it.
func (x *stretch) note(g *gift, m *Moment) {
	l := *g.line
	l.Outcome, l.Reasons = Accepted, nil
	switch {
	case m.Denied != nil:
		l.Outcome, l.Reasons = Refused, reasonsGiven(m.Denied.Reasons)
	case m.Err == nil:
		l.Outcome = became(&m.Result)
	}
	x.moves[g.index].line = &l
}

// reasonsGiven are reasons as a scenario says them: each code once.
func reasonsGiven(list []workflow.Reason) (out []Reason) {
	for _, r := range list {
		i := slices.IndexFunc(out, func(o Reason) bool { return o.Code == r.Code })
		if i < 0 {
			i = len(out)
			out = append(out, Reason{Code: r.Code})
		}
		if r.Item != "" && !slices.Contains(out[i].Items, r.Item) {
			out[i].Items = append(out[i].Items, r.Item)
		}
	}
	return out
}

// redaction is the command that removes a text by its words.
func (t *tale) redaction(l *Step) (workflow.Command, error) {
	for _, text := range t.written {
		if text.Words == l.Words {
			return &workflow.Redact{Record: text.in, Text: text.Digest}, nil
		}
	}
	return nil, errors.New("nobody wrote that")
}

// plainly names the text by record and digest where somebody wrote the same
// words once more, which a run of the scenario could not tell apart.
func (t *tale) plainly(l *Step, cmd workflow.Command) *Step {
	alike := func(x writing) bool { return x.Words == l.Words && x.Digest != cmd.(*workflow.Redact).Text }
	if !slices.ContainsFunc(t.written, alike) {
		return l
	}
	own := *l
	own.Words, own.Command = "", cmd
	return &own
}

// scenario gives the breach what reproduces it, with what ought to be in the
// place of what was.
func (s *shrinker) scenario() error {
	b := s.breach
	own := *s.s
	own.Title = fmt.Sprintf("a walk found that this does not hold: %s", b.Sentence)
	for i, m := range s.moves {
		if m.mishap != noMishap {
			b.Notes = append(b.Notes, fmt.Sprintf("line %d: %s", i+1, mishapNames[m.mishap]))
		}
		l := m.line
		if o := b.ought; o != nil && i == b.index {
			own.Lines = append(own.Lines, on(b.about, o.ahead)...)
			if step, ok := l.(*Step); ok && o.outcome != nil {
				should := *step
				should.Outcome, should.Reasons = *o.outcome, o.reasons
				l = &should
			}
		}
		own.Lines = append(own.Lines, l)
	}
	if b.ought != nil {
		own.Lines = append(own.Lines, on(b.about, b.ought.behind)...)
	}
	b.Scenario = &own
	r, err := own.Run(s.ctx, nil, s.newStore, &Options{Frameworks: s.o.Frameworks, Policy: s.o.Policy})
	switch {
	case err != nil:
		b.Notes = append(b.Notes, fmt.Sprintf("a run of the scenario cannot be done: %v", err))
	case len(r.Findings) > 0:
		b.Notes = append(b.Notes, fmt.Sprintf("a run of the scenario finds fault with it: %v", r.Findings))
	case r.OK():
		b.Notes = append(b.Notes, "a run of the scenario does not show it; a walk of the same lines does")
	}
	return b
}

// on has expectations be about an enrolment.
func on(about Enrolment, lines []Line) (out []Line) {
	for _, l := range lines {
		if e, ok := l.(*Expect); ok {
			own := *e
			own.About = []Enrolment{about}
			l = &own
		}
		out = append(out, l)
	}
	return out
}
