package workflow

import (
	"strconv"
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

// Where the framework is unsupervised, nothing is confirmed: an item is done
// once it is answered, and a gate opens when its items meet what they ask.

// unsupervisedStatus is StatusOf for an enrolment that is not withdrawn.
func (s *State) unsupervisedStatus(now time.Time) Status {
	last := s.submission()
	switch {
	case last != nil && !last.holds(now):
		return StatusLapsed
	case s.roundSubmitted():
		return StatusSubmitted
	case s.started == 0:
		return StatusNotStarted
	}
	return StatusInProgress
}

func (st *itemState) isAnswered() bool { return st.answer != nil }

func isAnswered(_ *proficiency.Item, st *itemState) bool { return st.isAnswered() }

// groupBy counts a group by those of its items of which something is so.
func groupBy(fw *proficiency.Framework, s *State, g *proficiency.Section, so func(*proficiency.Item, *itemState) bool) groupStanding {
	left, reached := 0, 0
	for it := range g.AllItems().Values() {
		if !s.applies(it) {
			continue
		}
		worth := worthOf(g, it)
		if left += worth; so(it, s.of(fw, it)) {
			reached += worth
		}
	}
	return groupStanding{needed: min(g.Rule().Count, left), reached: reached}
}

// gateMet is gatePassed where nobody confirms anything.
func gateMet(fw *proficiency.Framework, s *State, gate *proficiency.Section) bool {
	for it := range gate.AllItems().Values() {
		if g := it.Group(); g != nil {
			if s.groupIncluded(g) && !groupBy(fw, s, g, s.meets).met() {
				return false
			}
			continue
		}
		if st := s.of(fw, it); s.included(it, st) && !s.meets(it, st) {
			return false
		}
	}
	return true
}

// done reports whether nothing more is to be done about an item.
func (s *State) done(fw *proficiency.Framework, it *proficiency.Item, st *itemState, now time.Time) bool {
	if fw.Unsupervised().Set {
		return st.isAnswered()
	}
	return st.settled(now) && !s.below(it, st)
}

// unanswered is Readiness where nobody confirms anything: what keeps the round
// from being submitted.
func unanswered(fw *proficiency.Framework, s *State, now time.Time) (blockers []Reason) {
	for it := range fw.Items().Values() {
		if st := s.of(fw, it); it.Group() == nil && s.included(it, st) && !st.isAnswered() {
			blockers = append(blockers, notAnswered(fw, s, it, now)...)
		}
	}
	for g := range fw.Groups().Values() {
		if standing := groupOfItems(fw, s, g, now); s.groupIncluded(g) && !standing.met() {
			blockers = append(blockers, groupNotMet(fw, g, standing))
		}
	}
	if chosen, wanted := optionalCounts(fw, s); chosen < wanted {
		blockers = append(blockers, belowMinimum(fw, chosen, wanted))
	}
	return blockers
}

// notAnswered names each required question of an item without an answer, and
// the gate in front of it where one is closed.
func notAnswered(fw *proficiency.Framework, s *State, it *proficiency.Item, now time.Time) (out []Reason) {
	remedy := "answer " + it.Label()
	if gate := closedGate(fw, s, it, now); gate != nil {
		remedy = "answer " + gate.Title() + " so that it meets what is asked, which opens " + it.Label()
	}
	for q := range it.Questions().Values() {
		if !q.Required() {
			continue
		}
		r := Reason{
			Code: NotAnswered, Item: it.ID(), Clause: q.Position(), Message: it.Label() + " lacks an answer to " + questionName(q), Remedy: remedy,
			Params: map[string]string{"item": it.Label()},
		}
		if q.ID() != "" {
			r.Params["question"] = string(q.ID())
		}
		out = append(out, r)
	}
	return out
}

// A Submission is the last one, as lists have it.
type Submission struct {
	// Round is the number of the round that was submitted; 0 where none was.
	Round int
	// Since is the instant at which it was, and On the date at the first centre.
	Since time.Time
	On    proficiency.Date
	// Until is the first instant at which it holds no longer; zero for ever.
	Until time.Time
	// Serial is that of the certificate of completion; empty where there is none.
	Serial string
}

// Holds reports whether there is a submission that has not lapsed. Neither a
// round begun since nor a withdrawal takes anything back of it.
func (s *Submission) Holds(now time.Time) bool {
	return s.Round > 0 && (s.Until.IsZero() || now.Before(s.Until))
}

// summariseRounds fills in what a summary says of rounds. The end of what was
// submitted changes the status, unless the enrolment is withdrawn.
func (s *State) summariseRounds(sum *Summary, now time.Time) {
	sum.Round = s.rnd().number
	last := s.submission()
	if last == nil {
		return
	}
	sum.Submission = Submission{Round: last.Round, Since: last.At, On: last.On, Until: last.Until, Serial: last.Serial}
	sum.Serials = s.serials()
	if ends := now.Before(last.Until) && sum.Status != StatusWithdrawn; ends && (sum.GoodUntil.IsZero() || last.Until.Before(sum.GoodUntil)) {
		sum.GoodUntil = last.Until
	}
}

func (s *Submission) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.date("on", s.On)
	o.int("round", int64(s.Round))
	o.str("serial", s.Serial)
	o.time("since", s.Since.UTC())
	o.time("until", s.Until.UTC())
	return o.close()
}

type storedSubmission struct {
	On     proficiency.Date `json:"on"`
	Round  int              `json:"round"`
	Serial string           `json:"serial"`
	Since  storedTime       `json:"since"`
	Until  storedTime       `json:"until"`
}

func (x *storedSubmission) submission() Submission {
	return Submission{Round: x.Round, Since: x.Since.Time, On: x.On, Until: x.Until.Time, Serial: x.Serial}
}

// lockedUntil says what opens a gate.
func lockedUntil(fw *proficiency.Framework, gate *proficiency.Section) (says, remedy string) {
	if fw.Unsupervised().Set {
		return "is locked until what " + gate.Title() + " asks is met", "answer " + gate.Title() + " so that it is"
	}
	return "is locked until " + gate.Title() + " is confirmed", "have " + gate.Title() + " confirmed first"
}

// nothingSubmittedChanges refuses to change what was submitted.
func (d *decider) nothingSubmittedChanges(it *proficiency.Item) {
	last := strconv.Itoa(d.s.rounds.submitted.Round)
	d.refuseItem(it, NothingToClear, "was submitted with round "+last+", which does not change any more", "answer it anew, which opens the next round")
	d.param("round", last)
}
