package scenario

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// A request is what a step comes to on one enrolment.
type request struct {
	line  *Step
	about Enrolment
	seed  string
	workflow.Request
}

// An outcome is what became of it.
type outcome struct {
	request
	res workflow.Result
	err error
}

// denied is the refusal, or nil.
func (o *outcome) denied() *workflow.Denied {
	var d *workflow.Denied
	errors.As(o.err, &d)
	return d
}

// take takes a step, or several at the same time. If one does not do what it
// must, the scenario ends there: what follows would make no sense.
func (w *world) take(group []Line) {
	var requests []request
	for _, l := range group {
		w.step++
		requests = append(requests, w.requests(l.(*Step))...)
	}
	if w.stopped || w.err != nil {
		return
	}
	before := len(w.failures)
	switch {
	case len(group) > 1:
		w.last = w.race(requests)
	case alikeForAll(requests):
		w.last = w.each(requests)
	default:
		w.last = w.inTurn(requests)
	}
	for i := range w.last {
		w.judge(&w.last[i])
	}
	if w.err == nil {
		w.invariants(group[len(group)-1])
	}
	w.stopped = len(w.failures) > before
}

// inTurn gives commands one after the other.
func (w *world) inTurn(requests []request) (out []outcome) {
	for _, r := range requests {
		w.tell.seed = r.seed
		res, err := w.engine.Do(w.ctx, r.Request)
		out = append(out, outcome{r, res, err})
	}
	return out
}

// alikeForAll reports whether there are several requests with one command of one person.
func alikeForAll(requests []request) bool {
	for _, r := range requests {
		if r.Actor != requests[0].Actor || r.Command != requests[0].Command {
			return false
		}
	}
	return len(requests) > 1
}

// each gives one command on many enrolments, as a host would.
func (w *world) each(requests []request) (out []outcome) {
	w.tell.seed = requests[0].seed
	ids := func(yield func(workflow.EnrolmentID) bool) {
		for _, r := range requests {
			if !yield(r.Enrolment) {
				return
			}
		}
	}
	for res, err := range w.engine.Each(w.ctx, requests[0].Request, ids, 1) {
		out = append(out, outcome{requests[len(out)], res, err})
	}
	return out
}

// requests are what a step comes to.
func (w *world) requests(l *Step) (out []request) {
	about := l.About
	if e, ok := opens(l.Actor, l.Command); ok {
		about = []Enrolment{e}
	}
	for _, e := range about {
		r := request{line: l, about: e, seed: strconv.Itoa(w.step), Request: workflow.Request{ID: l.Request, Actor: l.Actor, Enrolment: w.id(e)}}
		if r.ID == "" {
			r.ID = workflow.RequestID("step-" + r.seed)
		}
		now, err := w.load(e)
		if err != nil {
			w.cannot(l, err)
			return nil
		}
		if r.Actor == TheLearner {
			r.Actor = cmp.Or(e.Learner, now.state.Accountable())
		}
		if r.Command, err = w.concrete(l, r.Actor, &now); err != nil {
			w.fail(l, "%v", err)
			w.stopped = true
			return nil
		}
		out = append(out, r)
	}
	return out
}

// judge holds what became of a request to what the step says.
func (w *world) judge(o *outcome) {
	denied := o.denied()
	switch {
	case o.err != nil && denied == nil:
		w.cannot(o.line, o.err)
	case o.line.Outcome == Open:
	case o.line.Outcome == Refused && denied == nil:
		w.fail(o.line, "this was accepted%s, and must be refused", w.on(o))
	case o.line.Outcome == Refused:
		now, err := w.load(o.about)
		if err != nil {
			w.cannot(o.line, err)
			return
		}
		for _, wrong := range now.compare(w.host.now, o.line.Reasons, denied.Reasons) {
			w.fail(o.line, "refused%s, but %s", w.on(o), wrong)
		}
	case denied != nil:
		w.fail(o.line, "refused%s:\n%v", w.on(o), denied)
	default:
		if got := became(&o.res); got != o.line.Outcome {
			w.fail(o.line, "accepted%s, and %s; it must be so that %s", w.on(o), outcomes[got], outcomes[o.line.Outcome])
		}
	}
}

var outcomes = map[Outcome]string{
	Accepted: "something is stored", Unchanged: "nothing is changed", Replayed: "an earlier request is answered again",
}

func became(r *workflow.Result) Outcome {
	switch {
	case r.Replayed:
		return Replayed
	case r.Record.Seq == 0:
		return Unchanged
	}
	return Accepted
}

// on says on which of several enrolments.
func (w *world) on(o *outcome) string {
	if len(o.line.About) < 2 {
		return ""
	}
	return fmt.Sprintf(" on the enrolment of %s", o.about)
}

// counting are the items that count, of the framework or of one section.
func (s *snapshot) counting(now instant, section proficiency.SectionID) (out []proficiency.ItemID, err error) {
	if s.fw == nil {
		return nil, errors.New("there is no such enrolment whose items could be meant")
	}
	items := s.fw.Items()
	if section != "" {
		sec := s.fw.Section(section)
		if sec == nil {
			return nil, fmt.Errorf("%s has no section %q", s.fw.Ref(), section)
		}
		items = sec.AllItems()
	}
	for it := range items.Values() {
		switch workflow.ItemStatusOf(s.fw, &s.state, it, now) {
		case workflow.ItemStatusNotApplicable, workflow.ItemStatusExcluded:
		default:
			out = append(out, it.ID())
		}
	}
	return out, nil
}

// expand replaces ids that stand for many.
func (s *snapshot) expand(now instant, ids []proficiency.ItemID) (out []proficiency.ItemID, err error) {
	for _, id := range ids {
		section, many := sectionOf(id)
		if !many && id != AllItems {
			out = append(out, id)
			continue
		}
		more, err := s.counting(now, section)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

// compare says how the reasons given differ from those wanted.
func (s *snapshot) compare(now instant, want []Reason, got []workflow.Reason) (wrong []string) {
	given := map[workflow.Code][]workflow.Reason{}
	for _, r := range got {
		given[r.Code] = append(given[r.Code], r)
	}
	wanted := map[workflow.Code]bool{}
	for _, r := range want {
		wanted[r.Code] = true
		reasons, ok := given[r.Code]
		if !ok {
			wrong = append(wrong, fmt.Sprintf("not because of %s", r.Code))
			continue
		}
		wrong = append(wrong, s.sameItems(now, r, reasons)...)
		for _, text := range r.Saying {
			if !slices.ContainsFunc(reasons, func(g workflow.Reason) bool { return says(g, text) }) {
				wrong = append(wrong, fmt.Sprintf("without saying %q:\n%s", text, listed(reasons)))
			}
		}
	}
	var more []workflow.Reason
	for _, r := range got {
		if !wanted[r.Code] {
			more = append(more, r)
		}
	}
	if len(more) > 0 {
		wrong = append(wrong, "for reasons that are not expected:\n"+listed(more))
	}
	return wrong
}

// sameItems holds that the reasons are about the items wanted and no others.
func (s *snapshot) sameItems(now instant, want Reason, got []workflow.Reason) []string {
	if len(want.Items) == 0 {
		return nil
	}
	items, err := s.expand(now, want.Items)
	if err != nil {
		return []string{err.Error()}
	}
	var about []proficiency.ItemID
	for _, r := range got {
		about = append(about, r.Item)
	}
	if a, b := sortedSet(items), sortedSet(about); !slices.Equal(a, b) {
		return []string{fmt.Sprintf("%s is about %s, not %s", want.Code, named(b), named(a))}
	}
	return nil
}
