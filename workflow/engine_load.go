package workflow

import (
	"context"
	"errors"
	"fmt"

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

// load brings cur up to date with the store.
func (e *Engine) load(ctx context.Context, id EnrolmentID, cur loaded) (loaded, error) {
	if cur.fw == nil {
		cur.state = NewState(id, nil)
	}
	records, err := e.store.Load(ctx, id, cur.state.seq)
	if err != nil {
		return loaded{}, fmt.Errorf("cannot load %s: %w", id, err)
	}
	if len(records) == 0 {
		return cur, nil
	}
	if err := follows(&cur.state, records); err != nil {
		return loaded{}, fmt.Errorf("%s: %w", id, err)
	}
	last := &records[len(records)-1]
	if cur.fw == nil || cur.fw.Digest() != last.FrameworkDigest {
		return e.reload(ctx, id, records, cur.state.seq == 0)
	}
	next := loaded{fw: cur.fw, state: Replay(cur.state, records)}
	next.tally = countAll(next.fw, &next.state)
	e.cache.put(id, next)
	return next, nil
}

// reload builds the state anew, with places for the items of the framework
// that the last record names.
func (e *Engine) reload(ctx context.Context, id EnrolmentID, records []Record, all bool) (loaded, error) {
	last := &records[len(records)-1]
	fw, err := e.pinned(last.Framework, last.FrameworkDigest)
	if err != nil {
		return loaded{}, fmt.Errorf("%s: %w", id, err)
	}
	start := NewState(id, fw.Index())
	if !all {
		if records, err = e.store.Load(ctx, id, 0); err != nil {
			return loaded{}, fmt.Errorf("cannot load %s: %w", id, err)
		}
		if err := follows(&start, records); err != nil {
			return loaded{}, fmt.Errorf("%s: %w", id, err)
		}
	}
	next := loaded{fw: fw, state: Replay(start, records)}
	next.tally = countAll(fw, &next.state)
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
	for i := range records {
		r := &records[i]
		if r.Seq != seq+1 {
			return fmt.Errorf("%w: record %d follows record %d", ErrBroken, r.Seq, seq)
		}
		if head = r.hashAfter(head); head != r.Hash {
			return fmt.Errorf("%w: the hash of record %d", ErrBroken, r.Seq)
		}
		for j := range r.Texts {
			if !r.Texts[j].verify() {
				return fmt.Errorf("%w: a text of record %d", ErrBroken, r.Seq)
			}
		}
		seq = r.Seq
	}
	return nil
}

// stillThere checks, after a lost race that left nothing newer, that the store
// still has the last record that the engine knows. It has not if it was set
// back to an older copy while this process ran.
func (e *Engine) stillThere(ctx context.Context, s *State) error {
	if !s.Exists() {
		return nil
	}
	records, err := e.store.Load(ctx, s.ID(), s.seq-1)
	if err != nil {
		return fmt.Errorf("cannot load %s: %w", s.ID(), err)
	}
	if len(records) == 0 || records[0].Seq != s.seq || records[0].Hash != s.head {
		return fmt.Errorf("%s: %w: record %d was there and is not any more", s.ID(), ErrBroken, s.seq)
	}
	return nil
}

// facts asks the host for what the command rests on and adds what the engine
// knows. For an enrolment that does not exist yet it chooses the content.
func (e *Engine) facts(ctx context.Context, req *Request, cur *loaded) (Facts, error) {
	need := Needs(cur.fw, &cur.state, req.Actor, req.Command)
	enrol, opens := req.Command.(*Enrol)
	opens = opens && !cur.state.Exists()
	if opens {
		need.Framework = enrol.Framework.ID
	}
	f, err := e.host.Facts(ctx, need)
	if err != nil {
		return Facts{}, fmt.Errorf("the host gave no facts: %w", err)
	}
	if err := f.usable(); err != nil {
		return Facts{}, err
	}
	f.Actor, f.Policy = req.Actor, e.o.Policy
	if opens {
		err = e.choose(enrol, &f, cur)
	}
	return f, err
}

// usable reports what no record could carry.
func (f *Facts) usable() error {
	if y := f.Now.UTC().Year(); f.Now.IsZero() || y < 1 || y > 9999 {
		return fmt.Errorf("workflow: Facts.Now is %s: want the instant of the command", f.Now)
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
func (e *Engine) choose(c *Enrol, f *Facts, cur *loaded) (err error) {
	ref := c.Framework
	if ref.Version == (proficiency.Version{}) {
		d := decider{s: &cur.state, f: *f}
		d.stamp.At = f.Now
		if ref, err = e.catalog.NewestOpen(ref.ID, d.todayAt(c.Centre)); err != nil {
			return noFramework(err)
		}
	}
	if cur.fw, err = e.catalog.Framework(ref); err != nil {
		return noFramework(err)
	}
	life, err := e.catalog.Lifecycle(ref)
	if err != nil {
		return err
	}
	f.Lifecycle = &life
	cur.state = NewState(cur.state.ID(), cur.fw.Index())
	return nil
}

// noFramework makes a refusal of what the client got wrong.
func noFramework(err error) error {
	code := UnknownFramework
	switch {
	case errors.Is(err, proficiency.ErrNoneOpen):
		code = EnrolmentClosed
	case !errors.Is(err, proficiency.ErrUnknownFramework):
		return err
	}
	return &Denied{Kind: KindEnrol, Reasons: []Reason{{Code: code, Message: err.Error()}}}
}
