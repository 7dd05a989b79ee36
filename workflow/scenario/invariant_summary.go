package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

func summaryInvariants() []Invariant {
	return []Invariant{
		{"summary", "A summary says what was recorded: people, attributes, centres, dates, certificates, and when what lapses.", 3, checkSummary},
		{"good-until", "A summary holds until the instant that it names, and no longer.", 17, checkGoodUntil},
		{"queries", "A list narrowed by a status, a person or a centre has what of the whole list fits.", 151, checkQueries},
	}
}

// checkSummary compares with what the book has, field by field.
func checkSummary(_, after *Moment) error {
	t := after.tale
	if !t.exists {
		return nil
	}
	got, want := *after.summary(), *after.summary()
	want.Learner, want.Trial, want.Centres, want.Supervisors = t.about.Learner, t.trial(), t.centres, t.supervisors
	want.Attributes = t.settings()
	want.Contributors, want.Accountable = t.contributors, t.accountable
	want.Seq, want.At, want.Framework, want.Category = t.seq, t.at, t.plan.fw.Ref(), t.plan.fw.Category()
	want.Status, want.Ready = t.whole(after.Now), t.ready(after.Now)
	want.EnrolledAt, want.CompleteBy, want.DueAt = t.enrolled.At, t.completeBy, t.dueAt
	want.Deciders, want.Lapses = t.deciders(), t.lapses(after.Now)
	want.Serials, want.SignedOffOn.Year, want.SignOffUntil, want.SignOffStands = nil, got.SignedOffOn.Year, time.Time{}, false
	for _, g := range slices.Backward(t.given) {
		want.Serials = append(want.Serials, g.Serial)
	}
	if g := t.last(); g != nil {
		want.SignedOffOn, want.SignOffUntil, want.SignOffStands = g.On, g.until, t.certified()
	}
	if want.Round, want.Submission = 0, (workflow.Submission{}); t.unsupervised() {
		want.Round = t.round()
	}
	for _, r := range slices.Backward(t.submitted) {
		if r.Serial != "" {
			want.Serials = append(want.Serials, r.Serial)
		}
	}
	if r := t.lastRound(); r != nil {
		want.Submission = workflow.Submission{Round: r.Round, Since: r.At, On: r.On, Until: r.until, Serial: r.Serial}
	}
	if d := summaryDiffers(&got, &want); d != "" {
		return fmt.Errorf("in the summary %s", d)
	}
	return nil
}

// deciders are those whose decisions or waivers stand, and the signatory of a
// sign-off that does.
func (t *tale) deciders() (out []workflow.PersonID) {
	for i := range t.items {
		if d := t.items[i].decision; d != nil {
			out = append(out, d.By)
			for _, also := range t.items[i].also {
				out = append(out, also.By)
			}
		}
		if w := t.items[i].waiver; w != nil {
			out = append(out, w.By)
		}
	}
	if t.certified() {
		out = append(out, t.last().By)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// settings are what the enrolment says of the learner, in order of the attributes.
func (t *tale) settings() (out []proficiency.Setting) {
	for a, v := range t.attributes {
		out = append(out, proficiency.Setting{Attribute: a, Value: v})
	}
	slices.SortFunc(out, func(a, b proficiency.Setting) int { return cmp.Compare(a.Attribute, b.Attribute) })
	return out
}

// lapses are when how many confirmations of what is in will lapse.
func (t *tale) lapses(now time.Time) (out []workflow.Lapse) {
	for i := range t.items {
		d := t.items[i].decision
		if d == nil || !d.until.After(now) || d.until.IsZero() || !t.included(i) || t.items[i].waiver != nil {
			continue
		}
		at := slices.IndexFunc(out, func(l workflow.Lapse) bool { return l.At.Equal(d.until) })
		if at < 0 {
			at = len(out)
			out = append(out, workflow.Lapse{At: d.until})
		}
		out[at].Items++
	}
	slices.SortFunc(out, func(a, b workflow.Lapse) int { return cmp.Compare(a.At.UnixMicro(), b.At.UnixMicro()) })
	return out
}

// checkGoodUntil looks at the summary as it will be right before that instant,
// and at it.
func checkGoodUntil(_, after *Moment) error {
	if !after.tale.exists {
		return nil
	}
	now := *after.summary()
	at, last := now.GoodUntil, after.Now.AddDate(200, 0, 0)
	if !at.IsZero() {
		last = at.Add(-time.Microsecond)
	}
	if !last.Before(after.Now) {
		then := workflow.Summarise(after.Framework, &after.State, last)
		if d := summaryDiffers(&then, &now); d != "" {
			return fmt.Errorf("the summary is good until %s, and at %s %s", at, last, d)
		}
	}
	if at.IsZero() {
		return nil
	}
	then := workflow.Summarise(after.Framework, &after.State, at)
	if then.GoodUntil = now.GoodUntil; summaryDiffers(&then, &now) == "" {
		return fmt.Errorf("the summary is good until %s, and nothing is different then", at)
	}
	return nil
}

// checkQueries narrows the list of everything that somebody may see.
func checkQueries(_, after *Moment) error {
	x := after.x
	if _, ok := x.store.(workflow.Lister); !ok || !after.tale.exists || after.tale.trial() {
		return nil
	}
	who := after.Request.Actor
	queries := []workflow.Query{{Status: after.Status}, {PendingWith: who}, {Decider: who}, {Supervisor: who}, {Framework: after.About.Framework}}
	for _, p := range append(slices.Clone(after.tale.contributors), after.tale.responsible()) {
		queries = append(queries, workflow.Query{Learner: p})
	}
	for _, c := range after.tale.centres {
		queries = append(queries, workflow.Query{Centre: c})
	}
	for _, q := range queries {
		var got []workflow.EnrolmentID
		for s, err := range x.engines[0].List(x.ctx, who, q) {
			if err != nil {
				return fmt.Errorf("what %s lists cannot be read: %w", who, err)
			}
			got = append(got, s.Enrolment)
		}
		want := x.selected(who, &q)
		if !slices.Equal(got, want) {
			return fmt.Errorf("%s lists %v by %+v, and should list %v", who, got, q, want)
		}
	}
	return nil
}

// selected is what a query should give.
func (x *stretch) selected(who workflow.PersonID, q *workflow.Query) (out []workflow.EnrolmentID) {
	for id, t := range x.book.tales {
		pending := t.askedOf(q.PendingWith) > 0 || t.asked != nil && t.asked.To == q.PendingWith
		fits := !t.trial() && x.book.mayView(t, who) &&
			(q.Status == "" || t.whole(x.world.host.now) == q.Status) &&
			(q.Learner == "" || t.own(q.Learner)) &&
			(q.Framework == "" || t.about.Framework == q.Framework) &&
			(q.Centre == "" || slices.Contains(t.centres, q.Centre)) &&
			(q.PendingWith == "" || pending) &&
			(q.Supervisor == "" || slices.Contains(t.supervisors, q.Supervisor)) &&
			(q.Decider == "" || slices.Contains(t.deciders(), q.Decider))
		if fits {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}
