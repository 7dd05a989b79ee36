package workflow

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

// A Walker thinks of commands, most of them sensible where the enrolment
// stands, some not, and of instants at which to give them. Tests inside and
// outside of the package walk with it.
type Walker struct {
	*rand.Rand
	Framework *proficiency.Framework
	// Learner is whose enrolment it is, or who is accountable for the centre's.
	Learner PersonID
	// Stand are those who may come to stand for a centre, and some who may not;
	// none where the subject is a person.
	Stand []PersonID
	// Confirmers may confirm, Signatories sign off as well; Managers put right
	// what others did; Others may do little.
	Confirmers, Signatories, Managers, Others []PersonID
	// Centres are those that the enrolment can have, the enrolling one first.
	Centres []CentreID
	// Trial is the number of the trial that is walked; 0 for the real thing.
	Trial int
	// There is what another installation keeps of the learner, once it is looked at.
	There *Elsewhere
	// Said are the texts written so far; see Note.
	Said []TextRef
}

// Note keeps in mind what a record says, so that it can be redacted.
func (w *Walker) Note(r *Record) {
	for i := range r.Texts {
		w.Said = append(w.Said, TextRef{Seq: r.Seq, Text: r.Texts[i].Digest})
	}
	w.follow(r)
}

// Next gives a command and who gives it.
func (w *Walker) Next(s *State, now time.Time) (PersonID, Command) {
	if !s.Exists() || s.Withdrawal() != nil && w.IntN(2) == 0 {
		return w.open(s)
	}
	if w.Framework.Attributes().Len() > 0 && w.IntN(40) == 0 {
		return w.Command(s, now, KindSetAttributes)
	}
	if w.Framework.Requires().Len() > 0 && w.IntN(20) == 0 { // what is let go is let go until a withdrawal
		return w.Command(s, now, pick(w, []Kind{KindOverrideRequirement, KindOverrideRequirement, KindWithdraw}))
	}
	if len(w.Stand) > 0 && w.IntN(10) == 0 {
		return w.Command(s, now, pick(w, []Kind{KindSetContributors, KindSetAccountable}))
	}
	if w.IntN(3) > 0 {
		if actor, cmd := w.onward(s, now); cmd != nil {
			return actor, cmd
		}
	}
	return w.Anything(s, now)
}

// Anything gives a command of any kind, mostly by whoever it is for.
func (w *Walker) Anything(s *State, now time.Time) (PersonID, Command) {
	kind := pick(w, walkedKinds)
	if kind == KindWithdraw && w.IntN(2) == 0 {
		kind = KindSelfAssess // it costs a whole journey
	}
	actor, cmd := w.Command(s, now, kind)
	if w.IntN(12) == 0 && cmd.Kind() != KindEnrolTrial { // that would be somebody else's own
		actor = w.Anybody()
	}
	return actor, cmd
}

// walkedKinds are all kinds of command, those that lead somewhere more often.
var walkedKinds = []Kind{
	KindEnrol, KindAgree, KindSelfAssess, KindSelfAssess, KindSelfAssess, KindClearAnswer, KindRequestConfirmation, KindRequestConfirmation,
	KindWithdrawRequest, KindConfirm, KindConfirm, KindReject, KindReject, KindRevise, KindRevise, KindChooseOptional,
	KindAddSupervisor, KindRemoveSupervisor, KindRequestSignOff, KindWithdrawSignOff, KindSignOff, KindDeclineSignOff, KindWithdraw,
	KindRemind, KindRemind, KindRemindSignOff, KindRemindSignOff, KindRecordPaper, KindRecordPaper, KindWaive, KindWaive, KindUnwaive, KindComment,
	KindSetAside, KindReassign, KindReassign, KindRevokeSignOff, KindSetCompleteBy, KindSetAttributes, KindOverrideRequirement, KindAcceptTransfer, KindAcceptTransfer, KindSetContributors, KindSetAccountable, KindAddCentre, KindRemoveCentre, KindRemoveCentre, KindRedact,
	KindSubmit, KindSubmit,
}

// Later is an instant at or after now: mostly soon, now and then days away, or
// at or just before one from which a confirmation has lapsed or can be renewed,
// and rarely months away.
func (w *Walker) Later(s *State, now time.Time) time.Time {
	switch n := w.IntN(100); {
	case n < 1:
		return now.AddDate(0, 1+w.IntN(8), 0)
	case n < 6:
		if edges := w.edges(s, now); len(edges) > 0 {
			return pick(w, edges)
		}
	case n < 12:
		return now.AddDate(0, 0, 1+w.IntN(8))
	case n < 15:
		return now
	case n < 25 && s.SignOffRequest() != nil: // when one may be reminded of it
		return now.Add(24 * time.Hour)
	}
	return now.Add(time.Duration(w.IntN(100)) * time.Minute)
}

// edges are the instants ahead at which something about items changes.
func (w *Walker) edges(s *State, now time.Time) (ahead []time.Time) {
	for it := range w.Framework.Items().Values() {
		d := s.Item(it.ID()).Decision
		if d == nil || d.Term == nil || d.Term.Until.IsZero() {
			continue
		}
		end := d.Term.Until
		opens := end.AddDate(0, -it.Validity().RenewWithin, 0)
		for _, at := range []time.Time{end, end.Add(-time.Microsecond), opens, opens.Add(-36 * time.Hour)} {
			if at.After(now) {
				ahead = append(ahead, at)
			}
		}
	}
	if last := s.LastSubmission(); last != nil && last.Until.After(now) {
		ahead = append(ahead, last.Until, last.Until.Add(-time.Microsecond))
	}
	return ahead
}

// Anybody is somebody, the learner among them.
func (w *Walker) Anybody() PersonID {
	return pick(w, slices.Concat([]PersonID{w.Learner}, w.Stand, w.everybody()))
}

func (w *Walker) everybody() []PersonID {
	return slices.Concat(w.Confirmers, w.Signatories, w.Managers, w.Others)
}

// one of these, but in a trial the learner, who plays all parts.
func (w *Walker) one(of ...[]PersonID) PersonID {
	if w.Trial != 0 {
		return w.Learner
	}
	return pick(w, slices.Concat(of...))
}

func pick[T any](r *Walker, from []T) (zero T) {
	if len(from) == 0 {
		return zero
	}
	return from[r.IntN(len(from))]
}

func (w *Walker) maybe(words string) string {
	if w.IntN(2) == 0 {
		return ""
	}
	return fmt.Sprint(words, " ", w.IntN(3))
}

func (w *Walker) open(s *State) (PersonID, Command) {
	ref := proficiency.Ref{ID: w.Framework.ID()}
	if w.Trial != 0 {
		return w.Learner, &EnrolTrial{Framework: ref, Trial: w.Trial, Zone: "Pacific/Auckland", Attributes: w.settings(!s.Exists())}
	}
	if len(w.Stand) > 0 {
		return w.openCentre(ref)
	}
	c := &Enrol{Learner: w.Learner, Framework: ref, Centre: w.Centres[0], Attributes: w.settings(!s.Exists())}
	if w.IntN(2) == 0 {
		c.CompleteBy = proficiency.Date{Year: 2090, Month: 1, Day: 1 + w.IntN(28)}
	}
	if w.IntN(4) > 0 {
		c.Override = w.override()
	}
	return pick(w, append([]PersonID{w.Learner}, w.Signatories...)), c
}

// override names some of what the framework requires, and now and then what it does not.
func (w *Walker) override() (o Override) {
	for q := range w.Framework.Requires().Values() {
		if w.IntN(2) == 0 && (q.Before == proficiency.BeforeEnrolment || w.IntN(20) == 0) {
			o.Frameworks = append(o.Frameworks, q.Framework)
		}
	}
	if len(o.Frameworks) > 0 || w.IntN(20) == 0 {
		o.Reason = "seen elsewhere"
	}
	return o
}

// settings are values of the framework's attributes: of all, or of some, and now
// and then of what there is not.
func (w *Walker) settings(all bool) (out []proficiency.Setting) {
	for a := range w.Framework.Attributes().Values() {
		if all || w.IntN(2) == 0 {
			out = append(out, proficiency.Setting{Attribute: a.ID(), Value: a.Values().At(w.IntN(a.Values().Len())).ID})
		}
	}
	if !all && w.IntN(12) == 0 {
		out = append(out, proficiency.Setting{Attribute: pick(w, []proficiency.AttributeID{"role", "grade"}), Value: "none"})
	}
	return out
}

// items are those in a status, each with a chance of 1 in thin to be left out.
func (w *Walker) items(s *State, now time.Time, thin int, want ...ItemStatus) (ids []proficiency.ItemID) {
	for it := range w.Framework.Items().Values() {
		if slices.Contains(want, ItemStatusOf(w.Framework, s, it, now)) && (thin == 0 || w.IntN(thin) > 0) {
			ids = append(ids, it.ID())
		}
	}
	return ids
}

// onward is what brings the enrolment nearer to its sign-off, or keeps it in date.
func (w *Walker) onward(s *State, now time.Time) (PersonID, Command) {
	switch r := s.SignOffRequest(); {
	case r != nil && w.IntN(2) == 0: // a lot can happen meanwhile
		return "", nil
	case r != nil && !now.Before(r.At.Add(24*time.Hour)) && w.IntN(2) == 0:
		return w.Learner, &RemindSignOff{}
	case r != nil && w.IntN(3) == 0:
		return r.To, &DeclineSignOff{Reason: "let us talk"}
	case r != nil && (!Ready(w.Framework, s, now) || w.IntN(12) == 0):
		return w.Learner, &WithdrawSignOff{}
	case r != nil:
		return r.To, &SignOff{Accept: true, Comment: w.maybe("well done")}
	case s.Agreed() == nil && w.Framework.Declaration().Asked():
		return w.Learner, &Agree{}
	case w.Framework.Unsupervised().Set:
		return w.onwardAlone(s, now)
	}
	if to, ds := w.requested(s); len(ds) > 0 {
		if w.IntN(12) == 0 || len(ds) > manyEvents && w.IntN(2) == 0 {
			return w.Learner, &WithdrawRequest{Items: itemsOfSeen(ds)}
		}
		return to, &Confirm{Items: ds, Comment: w.maybe("good"), OnBehalfOf: w.maybe("the lead")}
	}
	if ids := w.items(s, now, 4, ItemStatusAssessed); len(ids) > 0 {
		if w.IntN(2) == 0 { // not everybody may confirm everything
			ids = w.some(ids, 3)
		}
		return w.Learner, &RequestConfirmation{Items: ids, To: w.confirmer(ids)}
	}
	standing := s.signedOff() && s.inDate(now)
	if ids := w.renewable(s, now); len(ids) > 0 && (standing || w.IntN(2) == 0) {
		return w.Learner, &RequestConfirmation{Items: ids, To: w.confirmer(ids)}
	}
	if ids := w.items(s, now, 4, ItemStatusUnassessed, ItemStatusOngoing, ItemStatusRejected, ItemStatusLapsed); len(ids) > 0 {
		return w.author(s), w.answers(s, now, ids, true)
	}
	if chosen, wanted := optionalCounts(w.Framework, s); chosen < wanted {
		return w.Learner, w.choose(s, false)
	}
	switch {
	case Ready(w.Framework, s, now) && !standing:
		return w.Learner, &RequestSignOff{To: w.signatory(s), Accept: true}
	case standing && w.IntN(4) > 0: // some time passes
		return w.Learner, &Comment{Comment: "still there"}
	}
	return "", nil
}

// onwardAlone is what brings a round nearer to its end, or begins the next one.
func (w *Walker) onwardAlone(s *State, now time.Time) (PersonID, Command) {
	if s.roundSubmitted() {
		if w.IntN(3) > 0 { // some time passes
			return w.Learner, &Comment{Comment: "still there"}
		}
		return w.Learner, w.answers(s, now, w.some(w.items(s, now, 0, ItemStatusAssessed, ItemStatusOngoing), 2), true)
	}
	if chosen, wanted := optionalCounts(w.Framework, s); chosen < wanted {
		return w.Learner, w.choose(s, false)
	}
	if ids := w.items(s, now, 4, ItemStatusUnassessed); len(ids) > 0 {
		return w.Learner, w.answers(s, now, ids, true)
	}
	return w.Learner, &Submit{}
}

// confirmer is somebody to be asked. Where the signatory must be apart from
// those who confirm, it is mostly none of the signatories, and somebody else
// where an item is asked about alone: it may be for few.
func (w *Walker) confirmer(ids []proficiency.ItemID) PersonID {
	if len(ids) == 1 && w.IntN(2) == 0 {
		return w.one(w.Managers, w.Signatories)
	}
	if w.Framework.SignOff().Distinct.Required && w.IntN(20) > 0 {
		return w.one(w.Confirmers)
	}
	return w.one(w.Confirmers, w.Signatories)
}

// signatory is somebody to be asked for the sign-off, who decided nothing if there is such a one.
func (w *Walker) signatory(s *State) PersonID {
	var apart []PersonID
	for _, p := range w.Signatories {
		if !s.decidedBy(p) {
			apart = append(apart, p)
		}
	}
	if len(apart) == 0 || w.IntN(8) == 0 {
		return w.one(w.Signatories)
	}
	return w.one(apart)
}

// renewable are confirmed items whose end is near enough, most of them.
func (w *Walker) renewable(s *State, now time.Time) (ids []proficiency.ItemID) {
	for _, id := range w.items(s, now, 4, ItemStatusConfirmed) {
		v, rule := s.Item(id), w.Framework.Item(id).Validity()
		if v.Request == nil && v.Decision.Term != nil && rule.RenewWithin > 0 &&
			!now.Before(v.Decision.Term.Until.AddDate(0, -rule.RenewWithin, 0)) {
			ids = append(ids, id)
		}
	}
	return ids
}

// requested are pending requests with one person, most on the right basis.
func (w *Walker) requested(s *State) (to PersonID, ds []Seen) {
	for it := range w.Framework.Items().Values() {
		v := s.Item(it.ID())
		if v.Request == nil || w.IntN(5) == 0 {
			continue
		}
		if to == "" {
			to = v.Request.To
		}
		if v.Request.To == to {
			ds = append(ds, Seen{Item: it.ID(), Basis: v.Basis()})
		}
	}
	if len(ds) > 0 && w.IntN(20) == 0 {
		ds[0].Basis++
	}
	return to, ds
}

// some are up to most of these, in any order.
func (w *Walker) some(ids []proficiency.ItemID, most int) []proficiency.ItemID {
	ids = slices.Clone(ids)
	w.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	return ids[:min(len(ids), 1+w.IntN(most))]
}
