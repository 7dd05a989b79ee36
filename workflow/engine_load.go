package workflow

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

var (
	// ErrBroken means that the stored records do not follow from one another:
	// they were changed, or some are missing. Nothing is done with them.
	ErrBroken = errors.New("workflow: the stored records are not what was written")
	// ErrContentChanged means that the catalogue's content is not the content
	// that the enrolment is pinned to.
	ErrContentChanged = errors.New("workflow: published content was changed")
)

// load brings cur up to date with the store. It asks for the last record known
// once more: if the store no longer has it, as after going back to a backup,
// what is known is forgotten.
func (e *Engine) load(ctx context.Context, id EnrolmentID, cur loaded) (loaded, error) {
	if !cur.state.Exists() {
		return e.loadCold(ctx, id)
	}
	records, err := e.loadRecords(ctx, id, cur.state.seq-1)
	if err != nil {
		return loaded{}, fmt.Errorf("cannot load %s: %w", id, err)
	}
	if len(records) == 0 || records[0].Seq != cur.state.seq || records[0].Hash != cur.state.head {
		e.o.Logger.WarnContext(ctx, "the store no longer has what was read of it", "enrolment", id, "seq", cur.state.seq)
		e.cache.drop(id)
		return e.loadCold(ctx, id)
	}
	if records = records[1:]; len(records) == 0 {
		return cur, nil
	}
	if cur.fw.Digest() != records[len(records)-1].FrameworkDigest {
		return e.loadAll(ctx, id)
	}
	return e.extend(id, cur, records)
}

// loadAll reads the whole enrolment.
func (e *Engine) loadAll(ctx context.Context, id EnrolmentID) (loaded, error) {
	records, err := e.loadRecords(ctx, id, 0)
	if err != nil {
		return loaded{}, fmt.Errorf("cannot load %s: %w", id, err)
	}
	return e.replayed(id, records)
}

// replayed is what all records of an enrolment add up to. Its items have their
// places in the framework that the last one names.
func (e *Engine) replayed(id EnrolmentID, records []Record) (loaded, error) {
	if len(records) == 0 {
		return loaded{state: NewState(id, nil)}, nil
	}
	last := &records[len(records)-1]
	if last.tombstone() != nil {
		return buried(id, records)
	}
	fw, err := e.pinned(last.Framework, last.FrameworkDigest)
	if err != nil {
		return loaded{}, fmt.Errorf("%s: %w", id, err)
	}
	return e.extend(id, loaded{fw: fw, state: NewState(id, fw.Index())}, records)
}

// buried is an enrolment that was erased. It is read without the content that
// it was on, which the catalogue may lack by now.
func buried(id EnrolmentID, records []Record) (loaded, error) {
	s := NewState(id, nil)
	if err := follows(&s, records); err != nil {
		return loaded{}, fmt.Errorf("%s: %w", id, err)
	}
	return loaded{state: Replay(s, records)}, nil
}

// extend applies records that must follow what is known.
func (e *Engine) extend(id EnrolmentID, cur loaded, records []Record) (loaded, error) {
	if err := follows(&cur.state, records); err != nil {
		e.cache.drop(id)
		return loaded{}, fmt.Errorf("%s: %w", id, err)
	}
	next := loaded{fw: cur.fw, state: Replay(cur.state, records)}
	next.tally = countAll(next.fw, &next.state, next.state.at)
	e.cache.put(id, next)
	return next, nil
}

// pinned is the content that an enrolment is pinned to, and no other.
func (e *Engine) pinned(ref proficiency.Ref, digest canonical.Digest) (*proficiency.Framework, error) {
	fw, err := e.catalog.Framework(ref)
	if err != nil {
		return nil, err
	}
	if fw.Digest() != digest {
		return nil, fmt.Errorf("%w: %s is %s in the catalogue, the enrolment is pinned to %s", ErrContentChanged, ref, fw.Digest(), digest)
	}
	return fw, nil
}

// follows checks the numbers, hashes and texts of records behind s, so that
// what was changed in the store is never built on.
func follows(s *State, records []Record) error {
	seq, head := s.seq, s.head
	if s.seq == 0 && len(records) > 0 && records[0].tombstone() != nil {
		seq = records[0].Seq - 1
	}
	gone := removals{records: records}
	for i := range records {
		r := &records[i]
		if r.Seq != seq+1 {
			return fmt.Errorf("%w: record %d follows record %d", ErrBroken, r.Seq, seq)
		}
		seq = r.Seq
		if r.Format > RecordFormat {
			head = r.Hash // how a newer version hashes is not known here
			continue
		}
		if head = r.hashAfter(head); head != r.Hash {
			return fmt.Errorf("%w: the hash of record %d", ErrBroken, r.Seq)
		}
		for j := range r.Texts {
			if t := &r.Texts[j]; !t.verify() && !gone.covers(r, t) {
				return fmt.Errorf("%w: a text of record %d", ErrBroken, r.Seq)
			}
		}
	}
	return nil
}

// facts asks the host for what the command rests on and adds what the engine
// knows. For an enrolment that does not exist yet it chooses the content.
func (e *Engine) facts(ctx context.Context, req *Request, cur *loaded) (Facts, error) {
	need := Needs(cur.fw, &cur.state, req.Actor, req.Command)
	open, opens := req.Command.(opening)
	opens = opens && !cur.state.Exists()
	if opens {
		need.Framework = open.framework().ID
	}
	f, err := e.ask(ctx, need)
	switch {
	case err != nil:
	case opens:
		err = e.choose(open, &f, cur)
	default:
		err = e.versions(ctx, req.Command, &f, cur)
	}
	if err == nil && opens {
		err = e.required(ctx, req, cur, &f)
	}
	return f, err
}

// asIfNew refuses a command that opens an enrolment as it would be refused if
// there were none, to an actor who may not see the one there is: they learn
// nothing from the difference.
func (e *Engine) asIfNew(ctx context.Context, req *Request, cur *loaded, f *Facts) error {
	open, ok := req.Command.(opening)
	if !ok || !cur.state.Exists() || e.views(cur, f) {
		return nil
	}
	none, facts := loaded{state: NewState(cur.state.ID(), nil)}, *f
	if err := e.choose(open, &facts, &none); err != nil {
		return err
	}
	if err := e.required(ctx, req, &none, &facts); err != nil {
		return err
	}
	_, err := Decide(none.fw, &none.state, facts, req.Command)
	return err
}

// ask gets facts from the host and completes them.
func (e *Engine) ask(ctx context.Context, need Need) (Facts, error) {
	f, err := e.host.Facts(ctx, need)
	if err != nil {
		return Facts{}, fmt.Errorf("the host gave no facts: %w", err)
	}
	f.Actor, f.Policy = need.Actor, e.o.Policy
	f.Zone = e.zone(need.Zone)
	_, err = eraserOf(e.store)
	f.CanErase = err == nil
	if err := e.attained(ctx, &need, &f); err != nil {
		return Facts{}, err
	}
	return f, f.usable()
}

// zone is zoneNamed, looked up once.
func (e *Engine) zone(name string) *time.Location {
	if known, ok := e.zones.Load(name); ok {
		return known.(*time.Location)
	}
	zone := zoneNamed(name)
	if zone != nil { // of names that are none there is no end
		e.zones.Store(name, zone)
	}
	return zone
}

// zoneNamed is the time zone with that name, or nil. "Local" is none: it would
// be another one on every machine.
func zoneNamed(name string) *time.Location {
	if len(name) > MaxIDLength || name == "Local" {
		return nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return zone
}

// usable reports what no record could carry.
func (f *Facts) usable() error {
	if y := f.Now.UTC().Year(); f.Now.IsZero() || y < 1 || y > 9999 {
		return fmt.Errorf("workflow: Facts.Now is %s: want the instant of the command", f.Now)
	}
	for i := range f.Attainments {
		if err := f.Attainments[i].usable(); err != nil {
			return err
		}
	}
	if f.Register == "" {
		return nil
	}
	if err := checkID("Facts.Register", f.Register); err != nil {
		return fmt.Errorf("workflow: %w", err)
	}
	return nil
}

// choose finds the content to enrol on.
func (e *Engine) choose(c opening, f *Facts, cur *loaded) (err error) {
	ref, at := c.framework(), CentreID("")
	if enrol, ok := c.(*Enrol); ok {
		at = enrol.Centre
	}
	if ref.Version == (proficiency.Version{}) {
		d := decider{s: &cur.state, f: *f}
		d.stamp.At = f.Now
		if ref, err = e.catalog.NewestOpen(ref.ID, d.todayAt(at)); err != nil {
			return noFramework(c.Kind(), err)
		}
	}
	if cur.fw, err = e.catalog.Framework(ref); err != nil {
		return noFramework(c.Kind(), err)
	}
	life, err := e.catalog.Lifecycle(ref)
	if err != nil {
		return err
	}
	f.Lifecycle = &life
	cur.state = cur.state.indexedBy(cur.fw.Index())
	return nil
}

// noFramework makes a refusal of what the client got wrong.
func noFramework(kind Kind, err error) error {
	code := UnknownFramework
	switch {
	case errors.Is(err, proficiency.ErrNoneOpen):
		code = EnrolmentClosed
	case !errors.Is(err, proficiency.ErrUnknownFramework):
		return err
	}
	return &Denied{Kind: kind, Reasons: []Reason{{Code: code, Message: err.Error()}}}
}
