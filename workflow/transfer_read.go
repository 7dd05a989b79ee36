package workflow

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// ErrNotTransferable means that nothing can be taken over from a record. What is
// wrong with it is joined in the error, all of it.
var ErrNotTransferable = errors.New("workflow: nothing can be taken over from the record")

// ReadTransfer verifies the record of an enrolment that was kept elsewhere, such
// as one that [ReadExport] read, and says what can be taken over from it as of an
// instant. It is pure, and trusts nothing in the records.
//
// The framework is the content that the last record is pinned to, and no other;
// where the enrolment was on several versions, the last is enough. The origin
// names the installation that kept the record, in the form of an identifier of
// content: who really did, the records cannot say. It is for the caller to know,
// by a signature for example.
//
// What is wrong is given at once, in an error that wraps [ErrNotTransferable]: a
// [Fault] for everything that does not fit in the chain of records; records of a
// newer version of this software; content other than the one given; records that
// were erased; a trial; the record of a centre, which stays with it; and one of an
// unsupervised framework, of which nobody confirms anything.
func ReadTransfer(fw *proficiency.Framework, origin string, id EnrolmentID, records []Record, at time.Time) (Transfer, error) {
	r := &foreignRecord{origin: origin, fw: fw, at: at.UTC()}
	problems := r.read(id, records)
	if len(problems) > 0 {
		return Transfer{}, fmt.Errorf("%w: %w", ErrNotTransferable, errors.Join(problems...))
	}
	r.attainedItems = r.attainedOn(fw, &r.state, at)
	return Transfer{read: r}, nil
}

// read takes the records in, and gives what is wrong with them.
func (r *foreignRecord) read(id EnrolmentID, records []Record) (problems []error) {
	problem := func(wrong bool, format string, args ...any) {
		if wrong {
			problems = append(problems, fmt.Errorf(format, args...))
		}
	}
	problem(!proficiency.ValidID(r.origin), "the origin is %s: want lower-case letters, digits, dots and hyphens, at most %d", quoteID(r.origin), proficiency.MaxIDLength)
	if err := checkID("the enrolment's id", string(id)); err != nil {
		problems = append(problems, err)
	}
	if len(records) == 0 {
		return append(problems, errors.New("there are no records"))
	}
	if err := Verify(id, records); err != nil {
		return append(problems, err)
	}
	r.first, r.hashes = records[0].Seq, make([]canonical.Digest, len(records))
	for i := range records {
		r.hashes[i] = records[i].Hash
	}
	last := &records[len(records)-1]
	if r.state = Replay(NewState(id, r.fw.Index()), slices.Clone(records)); r.state.newer {
		return append(problems, ErrNewerRecords)
	}
	if !r.state.Exists() {
		return append(problems, errors.New("the enrolment was erased"))
	}
	s := &r.state
	problem(r.fw.Digest() != last.FrameworkDigest || s.FrameworkDigest() != last.FrameworkDigest || s.Framework() != last.Framework || r.fw.Ref() != last.Framework,
		"the record is pinned to %s %s, and given was %s %s", last.Framework, last.FrameworkDigest, r.fw.Ref(), r.fw.Digest())
	problem(s.trial(), "it is that of a trial")
	problem(s.enr().accountable != "" || r.fw.Subject() == proficiency.SubjectCentre, "the subject is a centre, whose record stays with it")
	problem(r.fw.Unsupervised().Set, "nobody confirms anything of %s", r.fw.Ref())
	if err := checkID("the learner's id", string(s.Learner())); err != nil && s.enr().accountable == "" {
		problems = append(problems, err)
	}
	if a, ok := s.Attainment(); ok {
		if err := a.usable(); err != nil {
			problems = append(problems, err)
		}
	}
	return problems
}

// attainedOn is what is confirmed and in date in a state on a framework. What
// anybody could have written is left out as it would be refused here.
func (r *foreignRecord) attainedOn(fw *proficiency.Framework, s *State, at time.Time) (a attainedItems) {
	for it := range fw.Items().Values() {
		st := s.of(fw, it)
		if st.answer == nil && st.decision == nil && st.waiver == nil && st.request == nil {
			continue
		}
		if code := st.unattained(it, at); code != "" {
			a.leave(code, it.ID())
			continue
		}
		item := TransferItem{Item: it.ID(), Decisions: r.originals(st.decision)}
		for _, reply := range st.answer.Answers {
			item.Answers = append(item.Answers, KeptAnswer{Question: reply.Question, Answer: reply.Answer})
		}
		a.items = append(a.items, item)
	}
	return a
}

// unattained is why an item with something on it is not confirmed and in date,
// or "".
func (st *itemState) unattained(it *proficiency.Item, at time.Time) Code {
	switch {
	case st.waiver != nil:
		return ItemWaived
	case st.decision == nil:
		return Unconfirmed
	case st.decision.Outcome != Confirmed:
		return ItemRejected
	case !st.decision.holds(at):
		return Lapsed
	case st.answer == nil:
		return NotAnswered
	case !onScales(it, st.answer.Answers):
		return UnknownAnswer
	case !st.decision.named():
		return InvalidID
	}
	return ""
}

// named reports whether the ids in a decision, and in those beside it, are such
// as a record here can carry.
func (e *Decided) named() bool {
	for _, d := range append([]*Decided{e}, e.also...) {
		by, as := checkID("", string(d.By)), d.As
		if d.Original != nil {
			by, as = checkForeign(d.Original.By), d.Original.As
		}
		if by != nil || checkID("", string(as.Role)) != nil || len(as.Centre) > MaxIDLength {
			return false
		}
	}
	return true
}

// onScales reports whether all answers are to questions of the item and on their
// scales, and every required question is answered, each once.
func onScales(it *proficiency.Item, given []Reply) bool {
	known := 0
	for q := range it.Questions().Values() {
		g := replyTo(given, q.ID())
		if g == nil && q.Required() {
			return false
		}
		if g == nil {
			continue
		}
		if _, ok := q.Scale().Answer(g.Answer); !ok {
			return false
		}
		known++
	}
	return known == len(given)
}

// originals are the confirmations that stand on an item.
func (r *foreignRecord) originals(d *Decided) []Original {
	all := make([]Original, 0, 1+len(d.also))
	for _, one := range append([]*Decided{d}, d.also...) {
		all = append(all, r.original(one))
	}
	return all
}

// original is a confirmation as it was given where it was first.
func (r *foreignRecord) original(d *Decided) Original {
	if d.Original != nil {
		o := *d.Original
		o.Term = copyOf(o.Term)
		return o
	}
	return Original{By: ForeignPerson(r.origin, d.By), At: d.At, Record: d.Seq, As: d.As, Paper: d.Paper != nil, Term: copyOf(d.Term)}
}

// leave lists an item that is not taken over.
func (a *attainedItems) leave(code Code, id proficiency.ItemID) {
	i := slices.IndexFunc(a.left, func(l LeftOut) bool { return l.Code == code })
	if i < 0 {
		i = len(a.left)
		a.left = append(a.left, LeftOut{Code: code})
	}
	a.left[i].Items = append(a.left[i].Items, id)
}

// checkForeign says what is wrong with a foreign person's id, or nil.
func checkForeign(f Foreign) error {
	origin, person, ok := strings.Cut(string(f), "/")
	if !ok || !proficiency.ValidID(origin) {
		return fmt.Errorf("%s does not name a person of an origin", quoteID(string(f)))
	}
	return checkID("the id of a person of "+origin, person)
}
