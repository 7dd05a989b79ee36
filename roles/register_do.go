package roles

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/proficiency/canonical"
)

// maxActAttempts bounds the lost races of one request; each means that somebody else got on.
const maxActAttempts = 100

// A transaction is one request on its way into the store.
type transaction struct {
	*Register
	req    *ActRequest
	host   bool
	digest canonical.Digest
}

// do repeats attempts until one holds.
func (t *transaction) do(ctx context.Context) (ActResult, error) {
	cur, warm := t.cache.get(t.req.Centre)
	for range maxActAttempts {
		if !warm {
			var err error
			if cur, err = t.load(ctx, t.req.Centre, cur); err != nil {
				return ActResult{}, err
			}
		}
		res, err := t.attempt(ctx, &cur)
		switch {
		case errors.Is(err, ErrConflict):
			t.o.Logger.DebugContext(ctx, "lost a race", "centre", t.req.Centre, "request", t.req.ID)
			warm = false
		case warm && !settledAct(&res, err):
			warm = false // what a cached state refuses may be allowed by now
		default:
			return res, err
		}
	}
	return ActResult{}, fmt.Errorf("%w (request %q)", ErrContended, t.req.ID)
}

// settledAct reports whether an outcome on a cached state holds whatever was
// stored since: it is in the store itself.
func settledAct(res *ActResult, err error) bool {
	if err != nil {
		var no *Refused
		return !errors.As(err, &no) && !errors.Is(err, ErrBroken)
	}
	return res.Record.Seq > 0
}

// attempt decides the request on cur and appends.
func (t *transaction) attempt(ctx context.Context, cur *CentreState) (ActResult, error) {
	facts, err := t.facts(ctx, cur)
	if err != nil {
		return ActResult{}, err
	}
	if done, ok := cur.request(t.req.ID); ok {
		return t.again(ctx, cur, &facts, done)
	}
	out := decideAct(t.policy, cur, &facts, t.req.Act)
	if len(out.reasons) > 0 {
		return ActResult{}, t.refusal(out.reasons...)
	}
	if len(out.events) == 0 {
		return ActResult{Request: t.req.ID}, nil
	}
	r, err := t.record(cur, &out)
	if err != nil {
		return ActResult{}, err
	}
	if err := t.store.Append(ctx, RegisterBatch{t.req.Centre, cur.seq, []RegisterRecord{r.Clone()}}); err != nil {
		return t.lookAgain(ctx, cur, &r, err)
	}
	t.cache.put(cur.replay([]RegisterRecord{r}))
	return t.result(r)
}

func (t *transaction) record(cur *CentreState, out *actDecision) (RegisterRecord, error) {
	at, err := t.now(cur.at)
	if err != nil {
		return RegisterRecord{}, err
	}
	r := RegisterRecord{
		Format: RegisterFormat, Seq: cur.seq + 1, At: at, Actor: t.req.Actor, As: out.as, Request: t.req.ID, Act: t.digest,
		Kind: t.req.Act.Kind(), Policy: t.policy.Digest(), People: peopleOf(out.events), Events: appendEvents(nil, out.events),
	}
	r.Hash = r.hashAfter(cur.head)
	return r, nil
}

func (t *transaction) result(r RegisterRecord) (ActResult, error) {
	events, err := r.Decode()
	if err != nil {
		return ActResult{}, fmt.Errorf("%w: %s: %w", ErrBroken, t.req.Centre, err)
	}
	return ActResult{Request: t.req.ID, Record: r.Clone(), Warnings: t.policy.warningsOf(t.req.Centre, events)}, nil
}

func (t *transaction) refusal(reasons ...Reason) error {
	return &Refused{Kind: t.req.Act.Kind(), Reasons: reasons}
}

// facts asks the host for what the act rests on.
func (t *transaction) facts(ctx context.Context, cur *CentreState) (actFacts, error) {
	f, parts := actFacts{host: t.host, actor: t.req.Actor, hosted: t.o.Members != nil}, t.req.Act.parts()
	f.zone = t.zone(parts.zone) != nil
	if f.hosted {
		people := []PersonID{t.req.Actor, parts.person}
		for _, e := range cur.people {
			if len(e.standing.Appointments) > 0 {
				people = append(people, e.standing.Person)
			}
		}
		var err error
		if f.members, err = t.members(ctx, people); err != nil {
			return f, err
		}
	}
	if _, ok := t.req.Act.(*Appoint); !ok || t.o.Training == nil || checkID("", string(parts.person)) != nil {
		return f, nil
	}
	trained, err := t.o.Training.Trained(ctx, parts.person)
	if err != nil {
		return f, fmt.Errorf("the host did not say what %q has submitted: %w", parts.person, err)
	}
	f.trained = trained
	return f, nil
}

// members asks the host for the memberships of people, each once; of what is
// no id it is not asked.
func (g *Register) members(ctx context.Context, people []PersonID) (map[PersonID][]Membership, error) {
	people = slices.DeleteFunc(slices.Clone(people), func(p PersonID) bool { return checkID("", string(p)) != nil })
	slices.Sort(people)
	known, err := g.o.Members.Memberships(ctx, slices.Compact(people))
	if err != nil {
		return nil, fmt.Errorf("the host did not say who is a member: %w", err)
	}
	return known, nil
}

// again answers a request whose id was used before. To somebody who holds
// nothing at the centre an id that others used is like any other: ids are not
// to tell strangers what there is. Nobody is a stranger, too: the host's own
// acts have no actor, either.
func (t *transaction) again(ctx context.Context, cur *CentreState, f *actFacts, done recentAct) (ActResult, error) {
	if done.act == t.digest && (t.host || t.req.Actor != "") {
		return t.outcome(ctx, done)
	}
	if !t.host && len(cur.standing(t.req.Actor).Appointments) == 0 {
		return ActResult{}, t.refusal(decideAct(t.policy, cur, f, t.req.Act).reasons...)
	}
	return ActResult{}, t.reused()
}

func (t *transaction) reused() error {
	return t.refusal(because(CodeRequestReused, t.policy.position, "the request id {request} was used for another act or by somebody else",
		"request", t.req.ID).cure("give each request an id of its own"))
}

// outcome is what became of a request that is stored.
func (t *transaction) outcome(ctx context.Context, done recentAct) (ActResult, error) {
	records, err := t.store.Load(ctx, t.req.Centre, done.seq-1)
	if err != nil {
		return ActResult{}, fmt.Errorf("cannot load the register of %s: %w", t.req.Centre, err)
	}
	if len(records) == 0 || records[0].Seq != done.seq || records[0].Request != t.req.ID {
		return ActResult{}, fmt.Errorf("%w: %s lacks record %d", ErrBroken, t.req.Centre, done.seq)
	}
	res, err := t.result(records[0])
	res.Replayed = err == nil
	return res, err
}

// lookAgain finds out what became of an append of ours that failed. A store
// that promised that nothing was stored is believed.
func (t *transaction) lookAgain(ctx context.Context, cur *CentreState, ours *RegisterRecord, err error) (ActResult, error) {
	if errors.Is(err, ErrConflict) || errors.Is(err, ErrNotStored) {
		return ActResult{}, err
	}
	t.o.Logger.WarnContext(ctx, "outcome unknown", "centre", t.req.Centre, "request", t.req.ID, "error", err)
	if now, loadErr := t.load(ctx, t.req.Centre, *cur); loadErr == nil {
		if done, ok := now.request(t.req.ID); ok {
			if done.act != t.digest {
				return ActResult{}, t.reused()
			}
			if res, err := t.outcome(ctx, done); err == nil {
				res.Replayed = res.Record.Hash != ours.Hash // or stored by this very call
				return res, nil
			}
		}
	}
	return ActResult{}, fmt.Errorf("%w (request %q): %w", ErrOutcomeUnknown, t.req.ID, err)
}

// request looks among the last records for one with that request id, the newest first.
func (s *CentreState) request(id string) (recentAct, bool) {
	for i := len(s.recent) - 1; i >= 0; i-- {
		if s.recent[i].request == id {
			return s.recent[i], true
		}
	}
	return recentAct{}, false
}
