package workflow

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// A Relation is how somebody stands to an enrolment by what happened in it,
// whatever roles they hold.
type Relation string

// The relations.
const (
	RelationAnybody   Relation = "anybody"
	RelationLearner   Relation = "learner"
	RelationAddressee Relation = "addressee"
	// RelationContributor and RelationAccountable are the learner's parts where a
	// centre is the subject.
	RelationContributor Relation = "contributor"
	RelationAccountable Relation = "accountable"
	RelationDecider     Relation = "decider"
	RelationSupervisor  Relation = "supervisor"
)

// Who says who could give a command: people by what happened, and anybody but
// the learner, or those who stand for a centre, by roles. Whoever is not the learner must also be able to see the
// enrolment, as [CanView] says: a supervisor and somebody whose decision stands
// do while they hold any role at one of its centres, in its category.
type Who struct {
	// Related are those who may by what happened.
	Related []Related
	// Ways are the roles by which others may; one is enough.
	Ways []RoleWay
}

// Related are the people who stand in a relation today.
type Related struct {
	Relation Relation
	// People are who they are; none where nobody is, or where it is anybody.
	People []PersonID
	// Ways are the roles of which they must hold one besides; none where it
	// takes no certain role.
	Ways []RoleWay
}

// A RoleWay is a role, or two together at one centre, by which a command can
// be given: held now, at a centre of the enrolment and in its category.
type RoleWay struct {
	roles.Way
	// Capability is the one that is used.
	Capability roles.Capability
	// Centre is the only one at which it is a way; empty for each of the enrolment's.
	Centre CentreID
	// Linked says that the roles do not let their holder see the enrolment: it
	// takes being a supervisor, or having a decision that stands, or another role that does.
	Linked bool
}

// A giver is who gives a command by rule, whatever the enrolment.
type giver struct {
	learner bool
	by      []roles.Capability
}

// givers are the commands that have one. Who decides, and who may for a reason
// that lies in the enrolment or the content, is found in these.
var givers = map[Kind]giver{
	KindEnrol:               {by: []roles.Capability{roles.CanEnrol}},
	KindAgree:               {learner: true},
	KindSelfAssess:          {learner: true},
	KindClearAnswer:         {learner: true},
	KindRequestConfirmation: {learner: true},
	KindWithdrawRequest:     {learner: true},
	KindRemind:              {learner: true},
	KindSetAside:            {by: []roles.Capability{roles.CanSetAside}},
	KindRecordPaper:         {by: []roles.Capability{roles.CanRecordPaper}},
	KindWaive:               {by: []roles.Capability{roles.CanWaive}},
	KindUnwaive:             {by: []roles.Capability{roles.CanWaive}},
	KindChooseOptional:      {learner: true},
	KindComment:             {learner: true},
	KindAddSupervisor:       {learner: true, by: []roles.Capability{roles.CanReassign}},
	KindRemoveSupervisor:    {learner: true},
	KindRequestSignOff:      {learner: true},
	KindWithdrawSignOff:     {learner: true},
	KindRemindSignOff:       {learner: true},
	KindRevokeSignOff:       {by: []roles.Capability{roles.CanRevokeSignOff}},
	KindReassign:            {by: []roles.Capability{roles.CanReassign}},
	KindSetCompleteBy:       {by: []roles.Capability{roles.CanSetCompleteBy}},
	KindSetAttributes:       {by: []roles.Capability{roles.CanSetAttributes}},
	KindUpgrade:             {by: []roles.Capability{roles.CanUpgrade}},
	KindOverrideRequirement: {by: []roles.Capability{roles.CanOverrideRequirement}},
	KindAcceptTransfer:      {by: []roles.Capability{roles.CanAcceptTransfer}},
	KindSetContributors:     {learner: true},
	KindSetAccountable:      {by: []roles.Capability{roles.CanSetAccountable}},
	KindAddCentre:           {learner: true, by: []roles.Capability{roles.CanAddCentre}},
	KindRemoveCentre:        {by: []roles.Capability{roles.CanRemoveCentre}},
	KindWithdraw:            {by: []roles.Capability{roles.CanWithdraw}},
	KindRedact:              {by: []roles.Capability{roles.CanRedact}},
	KindSubmit:              {learner: true},
}

// WhoMay says who could give a command on the enrolment, as far as people and
// roles go: whether anything else speaks against it now is what [Actions] says.
// A command on items needs the item; without it nobody decides. RemoveCentre
// and Redact go by one centre, which the command says: theirs are the roles at
// any. In a trial everything is the learner's. It is pure, and of the facts it
// reads the instant, the policy and the centres' own rules.
func WhoMay(fw *proficiency.Framework, s *State, f Facts, kind Kind, item proficiency.ItemID) Who {
	if !s.Exists() && kind != KindEnrol && kind != KindEnrolTrial || s.trial() && kind == KindEnrol || !offered(fw, kind) {
		return Who{} // there is nothing to give it on, or it is about another record or another kind of framework
	}
	if !suits(fw, kind) {
		return Who{}
	}
	w := finding{d: decider{fw: fw, s: s, f: f}, opens: kind == KindEnrol}
	by := givers[kind]
	for _, c := range by.by {
		w.capable(c)
	}
	if by.learner {
		w.learner(kind)
	}
	w.byEnrolment(kind)
	w.byItem(kind, item)
	if s.trial() && len(w.who.Related)+len(w.who.Ways) > 0 {
		return Who{Related: []Related{{Relation: RelationLearner, People: []PersonID{s.Learner()}}}}
	}
	return w.who
}

// A finding is a Who in the making.
type finding struct {
	d     decider
	who   Who
	opens bool // the command needs no enrolment that one would have to see
}

// suits reports whether commands of the kind are for frameworks with such a subject.
func suits(fw *proficiency.Framework, kind Kind) bool {
	switch kind {
	case KindSetContributors, KindSetAccountable:
		return fw.Subject() == proficiency.SubjectCentre
	case KindAddCentre, KindRemoveCentre, KindAcceptTransfer:
		return fw.Subject() == proficiency.SubjectPerson
	}
	return true
}

// learner adds who plays the learner's part in commands of a kind.
func (w *finding) learner(kind Kind) {
	e := w.d.s.enr()
	switch {
	case w.d.fw.Subject() == proficiency.SubjectPerson:
		w.add(RelationLearner, e.learner)
	case contributed(kind):
		w.add(RelationContributor, e.contributors...)
	default:
		w.add(RelationAccountable, e.accountable)
	}
}

// byEnrolment adds who may for a reason that lies in the enrolment or the content.
func (w *finding) byEnrolment(kind Kind) {
	fw, s := w.d.fw, w.d.s
	switch kind {
	case KindEnrolTrial:
		w.add(RelationAnybody)
	case KindEnrol:
		if fw.Enrolment().Self {
			w.learner(kind)
		}
	case KindWithdraw:
		if StatusOf(fw, s, w.d.f.Now) == StatusNotStarted {
			w.capable(roles.CanWithdrawNotStarted)
		}
		if e := s.enr().enrolled; e != nil && e.self() {
			w.learner(kind)
		}
	case KindComment, KindRemoveSupervisor:
		w.add(RelationSupervisor, s.enr().supervisors...)
	case KindReassign:
		w.add(RelationAddressee, s.everyoneAsked()...)
	case KindSignOff:
		w.add(RelationAddressee, s.signatoryAsked()...)
		w.needs(roles.CanSignOff, fw.SignOff().By, "")
	case KindDeclineSignOff: // takes no role any more
		w.add(RelationAddressee, s.signatoryAsked()...)
	}
}

// byItem adds who may decide on an item: the addressee, in one of the roles
// that the content, or a centre in its place, names; or the decider, in the
// roles of the decision.
func (w *finding) byItem(kind Kind, id proficiency.ItemID) {
	it := w.d.fw.Item(id)
	if it == nil {
		return
	}
	switch st := w.d.s.lookup(id); kind {
	case KindConfirm, KindReject:
		if w.add(RelationAddressee); st.request != nil {
			w.last().People = []PersonID{st.request.To}
		}
		w.confirmers(it)
	case KindRevise:
		if w.add(RelationDecider); st.decision != nil && st.decision.Paper == nil && st.decision.Original == nil {
			way := roles.Way{As: st.decision.As.Role, With: st.decision.With.Role}
			*w.last() = Related{RelationDecider, []PersonID{st.decision.By}, []RoleWay{w.way(way, roles.CanConfirm, "")}}
		}
	}
}

// confirmers are the ways to confirm an item: the same at each centre, or where
// one has a rule of its own, for each by itself. A rule that names a role
// without the capability opens none.
func (w *finding) confirmers(it *proficiency.Item) {
	if !w.d.overridden(it) {
		w.needs(roles.CanConfirm, it.ConfirmedBy(), "")
		return
	}
	for _, c := range w.d.s.enr().centres {
		if named, _, wrong := w.d.namedAt(c, it); wrong == nil {
			w.needs(roles.CanConfirm, named, c)
		}
	}
}

func (w *finding) add(r Relation, people ...PersonID) {
	people = slices.DeleteFunc(slices.Clone(people), func(p PersonID) bool { return p == "" })
	w.who.Related = append(w.who.Related, Related{Relation: r, People: people})
}

func (w *finding) last() *Related { return &w.who.Related[len(w.who.Related)-1] }

// capable adds the roles with a capability.
func (w *finding) capable(c roles.Capability) {
	for _, role := range w.d.f.Policy.RolesWith(c) {
		w.who.Ways = append(w.who.Ways, w.way(roles.Way{As: role}, c, ""))
	}
}

// needs adds to the last relation the ways of holding a role that is named, and the capability.
func (w *finding) needs(c roles.Capability, named proficiency.Roles, at CentreID) {
	for _, way := range w.d.f.Policy.RolesAs(c, named) {
		w.last().Ways = append(w.last().Ways, w.way(way, c, at))
	}
}

func (w *finding) way(way roles.Way, c roles.Capability, at CentreID) RoleWay {
	sees := func(id roles.RoleID) bool {
		r := w.d.f.Policy.Role(id)
		return r != nil && r.Has(roles.CanViewCentre)
	}
	return RoleWay{Way: way, Capability: c, Centre: at, Linked: !w.opens && !sees(way.As) && !sees(way.With)}
}

// signatoryAsked is who is asked for the sign-off, if anybody.
func (s *State) signatoryAsked() []PersonID {
	if s.signOff.request == nil {
		return nil
	}
	return []PersonID{s.signOff.request.To}
}

// everyoneAsked are those with whom anything is pending.
func (s *State) everyoneAsked() (people []PersonID) {
	for _, m := range s.messages {
		if s.hasPending(m.to) && !slices.Contains(people, m.to) {
			people = append(people, m.to)
		}
	}
	return people
}
