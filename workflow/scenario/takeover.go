package scenario

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/workflow"
)

// A Brought names the record that a [Step] takes over: one that another
// installation of the scenario keeps, as it is when the step is taken.
type Brought struct {
	// Origin is the installation, by the name that a [Turn] gives it.
	Origin string
	// Learner is whose record it is there, and Framework what it is on.
	Learner   workflow.PersonID
	Framework proficiency.FrameworkID
	// AsOf is the last of its records that is brought, as in a file that was
	// exported then; 0 is all of them.
	AsOf workflow.Seq
}

// parseTakeOver reads "trainee-7 in hands from north, as of record 4, only wash rub".
func parseTakeOver(p *parser, s *Step) *workflow.AcceptTransfer {
	c := &workflow.AcceptTransfer{}
	s.Brought.Learner = p.person()
	if p.accept("in") {
		s.Brought.Framework = proficiency.FrameworkID(p.id("a framework"))
	}
	p.need("from")
	s.Brought.Origin = p.origin()
	p.fields(
		field{phrase: "as of record", read: func() { s.Brought.AsOf = workflow.Seq(p.number("a record's number", 1, 1<<53)) }},
		field{phrase: "only", read: func() { c.Items = p.items() }},
	)
	return c
}

func writeTakeOver(w *writer, c *workflow.AcceptTransfer, s *Step) {
	w.id(string(s.Brought.Learner))
	w.word("in")
	w.id(string(s.Brought.Framework))
	w.word("from")
	w.id(s.Brought.Origin)
	if s.Brought.AsOf != 0 {
		w.part(",")
		w.word("as of record " + strconv.FormatUint(uint64(s.Brought.AsOf), 10))
	}
	if len(c.Items) > 0 {
		w.part(",")
		w.word("only")
		w.items(c.Items)
	}
}

// broughtFramework fills in the framework of a record that is taken over: that
// of the enrolment into which it is.
func (f *file) broughtFramework(p *parser, l *Step) {
	if _, ok := l.Command.(*workflow.AcceptTransfer); !ok || l.Brought.Framework != "" {
		return
	}
	for _, e := range f.about {
		if e.Framework != f.about[0].Framework {
			p.fail(p.tokens[0], "a record in which framework? The step is about enrolments in several: say in FRAMEWORK")
		}
		l.Brought.Framework = e.Framework
	}
}

// brought looks for the installation of a record, and whose it is there.
func (r *resolver) brought(at source.Position, b *Brought) {
	r.someone(at, workflow.ForeignPerson(b.Origin, b.Learner))
	if b.Framework != "" {
		r.in(at, b.Framework, &mentions{})
	}
}

// someone looks for a person of an installation.
func (r *resolver) someone(at source.Position, f workflow.Foreign) {
	there := r.casts[f.Origin()]
	if there == nil {
		var known []string
		for name := range r.casts {
			known = append(known, name)
		}
		slices.Sort(known)
		r.unknown(at, "installation of this file", f.Origin(), known, "there is no line elsewhere "+source.Plainly(f.Origin()))
		return
	}
	if who := string(f.Person()); !slices.Contains(there.people, who) {
		r.unknown(at, "actor of "+f.Origin(), who, there.people, "there is no line actor "+source.Plainly(who)+" there")
	}
}

// An export is a record as a learner brings it, with the content that it ends on.
type export struct {
	id      workflow.EnrolmentID
	records []workflow.Record
	fw      *proficiency.Framework
}

// transfer is the command with the record that the step names, which is brought
// as the file that a learner brings.
func (w *world) transfer(l *Step, c *workflow.AcceptTransfer, now *snapshot) (workflow.Command, error) {
	x, err := w.export(l)
	if err != nil {
		return nil, err
	}
	return x.command(l, c, w, now)
}

// command is AcceptTransfer with the record.
func (x *export) command(l *Step, c *workflow.AcceptTransfer, w *world, now *snapshot) (_ workflow.Command, err error) {
	own := *c
	if own.Transfer, err = workflow.ReadTransfer(x.fw, l.Brought.Origin, x.id, x.records, w.host.now); err != nil {
		return nil, err
	}
	return &own, w.many(&own.Items, now)
}

// export is the record that a step takes over, at least one record of it.
func (w *world) export(l *Step) (*export, error) {
	id, records, err := w.exported(l)
	if err != nil {
		return nil, err
	}
	fw, err := w.catalog.Framework(records[len(records)-1].Framework)
	return &export{id, records, fw}, err
}

func (w *world) exported(l *Step) (workflow.EnrolmentID, []workflow.Record, error) {
	b := &l.Brought
	there := w.installations[b.Origin]
	if there == nil {
		return "", nil, fmt.Errorf("nothing was done at %s before: say %s %s, further up", b.Origin, elsewhereWord, b.Origin)
	}
	id := there.id(Enrolment{Learner: b.Learner, Framework: b.Framework})
	records, err := there.store.Load(w.ctx, id, 0)
	if err != nil {
		w.cannot(l, err)
		return "", nil, err
	}
	last := workflow.Seq(0)
	for i := range records {
		last = records[i].Seq
	}
	if last == 0 || last < b.AsOf {
		return "", nil, fmt.Errorf("the record of %s in %s at %s has %d records", b.Learner, b.Framework, b.Origin, last)
	}
	if b.AsOf != 0 {
		records = slices.DeleteFunc(slices.Clone(records), func(r workflow.Record) bool { return r.Seq > b.AsOf })
	}
	if len(records) == 0 { // what was before was erased
		return "", nil, fmt.Errorf("nothing is left of the first %d records of %s in %s at %s", b.AsOf, b.Learner, b.Framework, b.Origin)
	}
	return workflow.ReadExport(workflow.AppendExport(nil, id, records))
}
