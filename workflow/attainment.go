package workflow

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

// An Attainment says that a person is signed off on a framework, or has
// submitted it where nobody confirms. Trials are none.
type Attainment struct {
	Framework proficiency.Ref `json:"framework"`
	// Serial is that of the certificate, if there is one; a host may leave it empty.
	Serial string `json:"serial"`
	// Until is the first instant at which it does not hold any more; zero for never.
	Until time.Time `json:"until"`
}

func (a *Attainment) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.str("framework", string(a.Framework.ID))
	o.str("serial", a.Serial)
	o.time("until", a.Until)
	if a.Framework.Version != (proficiency.Version{}) {
		o.str("version", a.Framework.Version.String())
	}
	return o.close()
}

// UnmarshalJSON reads the form in which events hold it, the version beside the
// id of the framework.
func (a *Attainment) UnmarshalJSON(b []byte) (err error) {
	var m struct {
		Framework proficiency.FrameworkID `json:"framework"`
		Serial    string                  `json:"serial"`
		Until     time.Time               `json:"until"`
		Version   string                  `json:"version"`
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return err
	}
	*a = Attainment{Framework: proficiency.Ref{ID: m.Framework}, Serial: m.Serial, Until: m.Until}
	if m.Version != "" {
		a.Framework.Version, err = proficiency.ParseVersion(m.Version)
	}
	return err
}

// HoldsAt reports whether the attainment is in date.
func (a Attainment) HoldsAt(at time.Time) bool { return a.Until.IsZero() || at.Before(a.Until) }

// Attainment is what the last sign-off, or the last round that was submitted, is
// worth where another framework requires this one, whether it is in date or not;
// ok is false if there is none, and for a trial and a centre. The engine looks
// into its own store by itself: this is for a host that keeps enrolments elsewhere.
//
// Where none is of its own, it is the sign-off of a record that was taken over
// from elsewhere; of several, the one that holds longest. [State.Attainments]
// has them all.
func (s *State) Attainment() (a Attainment, ok bool) {
	all := s.Attainments()
	if len(all) == 0 {
		return Attainment{}, false
	}
	return all[0], true
}

// Attainments are all that [State.Attainment] speaks of: the enrolment's own
// first, and those taken over from elsewhere, the one that holds longest first.
func (s *State) Attainments() (all []Attainment) {
	if s.trial() || s.newer || s.enr().accountable != "" {
		return nil
	}
	if own, ok := s.ownAttainment(); ok {
		all = append(all, own)
	}
	own := len(all)
	for _, e := range s.enr().transfers {
		if e.SignOff != (Attainment{}) {
			all = append(all, e.SignOff)
		}
	}
	slices.SortStableFunc(all[own:], func(a, b Attainment) int { return laterEnd(b.Until, a.Until) })
	return all
}

func (s *State) ownAttainment() (a Attainment, ok bool) {
	if last := s.submission(); last != nil {
		return Attainment{Framework: s.Framework(), Serial: last.Serial, Until: last.Until}, true
	}
	if !s.signedOff() {
		return Attainment{}, false
	}
	return Attainment{Framework: s.Framework(), Serial: s.signOff.given.Serial, Until: s.signOff.until}, true
}

// attained adds to the facts the sign-offs in the engine's own store. There is
// one enrolment of a learner on a framework, and its id is known: looking at it
// takes no list, and so any store, and is as of now.
func (e *Engine) attained(ctx context.Context, need *Need, f *Facts) error {
	if len(need.Attained) == 0 {
		return nil
	}
	f.Attainments = slices.Clip(f.Attainments)
	for _, id := range need.Attained {
		cur, err := e.current(ctx, e.EnrolmentID(need.Learner, id))
		if err != nil {
			return fmt.Errorf("cannot look whether the learner is signed off on %s: %w", id, err)
		}
		f.Attainments = append(f.Attainments, cur.state.Attainments()...)
	}
	return nil
}

// required asks for what the framework that was chosen to enrol on requires.
func (e *Engine) required(ctx context.Context, req *Request, cur *loaded, f *Facts) error {
	need := Needs(cur.fw, &cur.state, req.Actor, req.Command)
	if len(need.Attained) == 0 {
		return nil
	}
	need.People, need.OwnCentres, need.Nonce = nil, false, false
	more, err := e.ask(ctx, need)
	f.Attainments = more.Attainments
	return err
}

// required are the frameworks that are required before a stage.
func required(fw *proficiency.Framework, before proficiency.Stage) (ids []proficiency.FrameworkID) {
	for q := range fw.Requires().Values() {
		if q.Before == before {
			ids = append(ids, q.Framework)
		}
	}
	return ids
}

// attained asks for what a decision on the command rests on.
func (n *Need) attained(fw *proficiency.Framework, s *State, cmd Command) {
	if fw.Requires().Len() == 0 || s.trial() {
		return
	}
	switch c := cmd.(type) {
	case *Enrol:
		n.Learner, n.Attained = c.Learner, required(fw, proficiency.BeforeEnrolment)
	case *RequestSignOff, *SignOff, *OverrideRequirement:
		n.Learner, n.Attained = s.enr().learner, required(fw, proficiency.BeforeSignOff)
	}
}

// usable reports an attainment that no record could carry.
func (a *Attainment) usable() error {
	if y := a.Until.UTC().Year(); !proficiency.ValidID(string(a.Framework.ID)) || y < 1 || y > 9999 {
		return fmt.Errorf("workflow: Facts.Attainments has %s until %s: want the id of a framework, and a year up to 9999", a.Framework, a.Until)
	}
	if a.Serial == "" {
		return nil
	}
	if err := checkID("a serial in Facts.Attainments", a.Serial); err != nil {
		return fmt.Errorf("workflow: %w", err)
	}
	return nil
}

// meeting is the attainment that meets a requirement at an instant: of the
// newest version, and of these the one that holds longest.
func meeting(q *proficiency.Requirement, held []Attainment, at time.Time) (best Attainment, ok bool) {
	for _, a := range held {
		if !q.MetBy(a.Framework) || !a.HoldsAt(at) {
			continue
		}
		if !ok || cmp.Or(a.Framework.Version.Compare(best.Framework.Version), laterEnd(a.Until, best.Until), cmp.Compare(best.Serial, a.Serial)) > 0 {
			best, ok = a, true
		}
	}
	best.Until = best.Until.UTC().Truncate(time.Microsecond)
	return best, ok
}

// laterEnd compares ends, of which zero is never.
func laterEnd(a, b time.Time) int {
	switch {
	case a.IsZero() && b.IsZero():
		return 0
	case a.IsZero():
		return 1
	case b.IsZero():
		return -1
	}
	return a.Compare(b)
}

// requiresFramework says what is required, and what of it is held.
func requiresFramework(fw *proficiency.Framework, q *proficiency.Requirement, held []Attainment, at time.Time) Reason {
	lowest := ""
	if q.Lowest != (proficiency.Version{}) {
		lowest = q.Lowest.String()
	}
	var has, says []string
	for _, a := range held {
		if a.Framework.ID != q.Framework {
			continue
		}
		has = append(has, a.Framework.String())
		if a.HoldsAt(at) {
			says = append(says, a.Framework.String())
		} else {
			says = append(says, a.Framework.String()+", which lapsed at "+a.Until.UTC().Format(time.RFC3339))
		}
	}
	holds := "nothing of it is held"
	if len(says) > 0 {
		holds = "held is " + source.Listing(says)
	}
	return Reason{
		Code: RequiresFramework, Clause: q.Position,
		Message: fmt.Sprintf("%s must be signed off before the %s of %s, and %s", q, q.Before, fw.Title(), holds),
		Params: map[string]string{
			"framework": string(q.Framework), "lowest": lowest, "before": string(q.Before), "held": source.Listing(has),
		},
		Remedy: "have it signed off, or have somebody whose role may do so override the requirement",
	}
}
