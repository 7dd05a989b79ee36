package scenario

import (
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// A tale is what the stored records of one enrolment add up to. It is copied
// before a record is added, so that a tale is never changed.
type tale struct {
	about       Enrolment
	plan        *plan
	state       workflow.State // by Apply, record by record
	seq         workflow.Seq
	at          time.Time
	enrolled    *workflow.Enrolled
	centres     []workflow.CentreID
	supervisors []workflow.PersonID
	// contributors, in order, and accountable are those of a centre.
	contributors []workflow.PersonID
	accountable  workflow.PersonID
	sections     []proficiency.SectionID                         // optional ones that are chosen
	attributes   map[proficiency.AttributeID]proficiency.ValueID // never written to
	overrides    []workflow.Overridden                           // of requirements, that stand
	brought      []*workflow.TransferAccepted                    // of each record from elsewhere the last export; never written to
	items        []taleItem
	messages     map[workflow.PersonID]message
	redacted     []workflow.Text // that are to stand nowhere any more
	written      []writing       // texts that are there, the newest last
	requests     []taleRequest

	exists, agreed, withdrawn, erased bool
	started                           bool // something was answered or decided since enrolling
	declined                          bool // the last request for sign-off was, and nothing has changed since
	asked                             *workflow.SignOffRequested
	given                             []taleSignOff          // the newest last
	submitted                         []taleRound            // the newest last
	former                            [][]*workflow.Answered // by item, of the rounds before the one under way
	over                              bool                   // this round was submitted, and nothing was answered since
	completeBy                        proficiency.Date
	dueAt                             time.Time // the first instant after that day
	moved                             *tale     // as it was on the version of the last record before that did anything else; nil unless that led to it
	change                            *change   // to that version; nil where moved is
}

type taleItem struct {
	answer   *workflow.Answered
	request  *workflow.Requested
	decision *taleDecision
	waiver   *workflow.Waived
	chosen   bool
	ever     bool            // it was decided here
	plan     workflow.Seq    // of the last rejection, until the item is confirmed
	also     []*taleDecision // that stand beside the decision, where several items became one; never written to
}

type taleDecision struct {
	*workflow.Decided
	from  proficiency.Date // from which its validity is counted
	until time.Time        // zero for never
	fault string           // why it should not have been made; empty if it should
}

type taleSignOff struct {
	*workflow.SignedOff
	on              proficiency.Ref
	until           time.Time
	voided, revoked bool
	left            bool // a newer version has asked something again since
	fault           string
}

// A writing is a text in a record.
type writing struct {
	workflow.Text
	in workflow.Seq
}

// A message is what a person was last told: of anything, and of the sign-off.
type message struct{ at, signOff time.Time }

type taleRequest struct {
	id      workflow.RequestID
	actor   workflow.PersonID
	command workflow.Command
	seq     workflow.Seq
}

func (t *tale) trial() bool { return t.about.Trial != 0 }

// clone is a copy that records can be added to.
func (t *tale) clone() *tale {
	c := *t
	c.items = slices.Clone(t.items)
	c.supervisors, c.centres, c.sections = slices.Clone(t.supervisors), slices.Clone(t.centres), slices.Clone(t.sections)
	c.contributors = slices.Clone(t.contributors)
	c.redacted, c.written, c.requests = slices.Clip(t.redacted), slices.Clip(t.written), slices.Clip(t.requests)
	c.given, c.overrides = slices.Clone(t.given), slices.Clip(t.overrides)
	c.submitted, c.former = slices.Clip(t.submitted), slices.Clip(t.former)
	return &c
}

func (t *tale) index(id proficiency.ItemID) int {
	if t.plan.fw != nil {
		if i, ok := t.plan.fw.Index().Ordinal(id); ok {
			return i
		}
	}
	return none
}

// applies reports whether an item applies: nothing that the enrolment says of
// the learner is other than the item, or a section around it, asks for.
func (t *tale) applies(i int) bool { return t.fits(t.plan.items[i].only) }

// included reports whether an item is in: it applies, and is mandatory, or
// optional and chosen.
func (t *tale) included(i int) bool { return t.applies(i) && t.taken(i) }

func (t *tale) taken(i int) bool {
	it := &t.plan.items[i]
	switch {
	case !it.optional:
		return true
	case it.choice != "":
		return slices.Contains(t.sections, it.choice)
	}
	return t.items[i].chosen
}

// inDate reports whether an item's confirmation stands and is not over.
func (t *tale) inDate(i int, now time.Time) bool {
	d := t.items[i].decision
	return d != nil && d.Outcome == workflow.Confirmed && (d.until.IsZero() || now.Before(d.until))
}

// through reports whether an item keeps no gate closed: it is settled or, where
// nobody confirms, its answer is enough.
func (t *tale) through(i int, now time.Time) bool {
	if t.unsupervised() {
		return t.items[i].answer != nil && t.meets(i)
	}
	return t.settled(i, now)
}

// settled reports whether nothing is left to do about an item.
func (t *tale) settled(i int, now time.Time) bool {
	return t.items[i].waiver != nil || t.inDate(i, now)
}

// status is where an item stands: the first of the rules that holds.
func (t *tale) status(i int, now time.Time) workflow.ItemStatus {
	it := &t.items[i]
	switch {
	case !t.applies(i):
		return workflow.ItemStatusNotApplicable
	case !t.taken(i):
		return workflow.ItemStatusExcluded
	case it.waiver != nil:
		return workflow.ItemStatusWaived
	case it.request != nil && !t.inDate(i, now):
		return workflow.ItemStatusRequested
	case t.inDate(i, now):
		return workflow.ItemStatusConfirmed
	case it.decision != nil && it.decision.Outcome == workflow.Confirmed:
		return workflow.ItemStatusLapsed
	case it.decision != nil:
		return workflow.ItemStatusRejected
	case it.answer == nil && !t.open(i, now):
		return workflow.ItemStatusLocked
	case it.answer == nil:
		return workflow.ItemStatusUnassessed
	case t.meets(i):
		return workflow.ItemStatusAssessed
	}
	return workflow.ItemStatusOngoing
}

// meets reports whether all required questions of an item are answered by what is enough.
func (t *tale) meets(i int) bool {
	for q := range t.plan.items[i].Questions().Values() {
		a := t.items[i].answer
		at := slices.IndexFunc(a.Answers, func(r workflow.Reply) bool { return r.Question == q.ID() })
		if q.Required() && (at < 0 || !t.enough(q, a.Answers[at].Answer)) {
			return false
		}
	}
	return true
}

// open reports whether every gate in front of an item is passed.
func (t *tale) open(i int, now time.Time) bool {
	for _, gate := range t.plan.items[i].gates {
		if !t.passed(&gate, now) {
			return false
		}
	}
	return true
}

func (t *tale) passed(gate *planGate, now time.Time) bool {
	for _, i := range gate.items {
		if t.included(i) && !t.through(i, now) {
			return false
		}
	}
	for _, g := range gate.groups {
		if needed, reached := t.shareBy(g, func(i int) bool { return t.through(i, now) }); t.counts(g) && reached < needed {
			return false
		}
	}
	return true
}

// counts reports whether a group is in: something in it is.
func (t *tale) counts(g int) bool { return slices.ContainsFunc(t.plan.groups[g].items, t.included) }

// met reports whether the rule of a group is met.
func (t *tale) met(g int, now time.Time) bool {
	needed, reached := t.share(g, now)
	return reached >= needed
}

// share is what the rule of a group asks for, and what it has: items or points
// that are confirmed or, where nobody confirms, answered, of those that apply
// and are not waived, or all of these if they are fewer.
func (t *tale) share(g int, now time.Time) (needed, reached int) {
	return t.shareBy(g, func(i int) bool {
		return t.inDate(i, now) || t.unsupervised() && t.items[i].answer != nil
	})
}

func (t *tale) shareBy(g int, has func(i int) bool) (needed, reached int) {
	left := 0
	for _, i := range t.plan.groups[g].items {
		worth := 1
		if t.plan.groups[g].Rule().Kind == proficiency.RulePoints {
			worth = t.plan.items[i].Points()
		}
		if t.items[i].waiver != nil || !t.applies(i) {
			continue
		}
		if left += worth; has(i) {
			reached += worth
		}
	}
	return min(t.plan.groups[g].Rule().Count, left), reached
}

// chosen is how many optional items are in, and wanted how many must be: all
// that apply, if these are fewer.
func (t *tale) chosen() (chosen, wanted int) {
	apply := 0
	for i := range t.plan.items {
		if !t.plan.items[i].optional || !t.applies(i) {
			continue
		}
		if apply++; t.taken(i) {
			chosen++
		}
	}
	return chosen, min(t.plan.fw.MinimumOptional().Count, apply)
}

// settings reports whether attributes are the framework's, each once, with
// values that they may have; all says whether there is one for each.
func settings(list []proficiency.Setting, fw *proficiency.Framework) (good, all bool) {
	seen := map[proficiency.AttributeID]bool{}
	for _, s := range list {
		a := fw.Attribute(s.Attribute)
		if a == nil || seen[s.Attribute] || !slices.ContainsFunc(slices.Collect(a.Values().Values()), func(v proficiency.Value) bool { return v.ID == s.Value }) {
			return false, false
		}
		seen[s.Attribute] = true
	}
	return true, len(seen) == fw.Attributes().Len()
}
