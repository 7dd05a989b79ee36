package roles

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"sync"
	"time"
)

// A Register keeps who holds what at which centre: appointments that govern
// themselves by a policy, with one stream of records per centre. It is safe
// for concurrent use, also of several registers, in one process or many, on one
// store: of two acts at one centre at once, the later is decided on what the
// earlier one left.
type Register struct {
	policy *Policy
	store  RegisterStore
	o      RegisterOptions
	cache  *registerCache
	zones  sync.Map // of *time.Location by name
}

// RegisterOptions are the choices of a Register. The zero value keeps
// everything in the register itself.
type RegisterOptions struct {
	// Clock is the time; nil means [time.Now].
	Clock func() time.Time
	// Members is the host's own list of delegates. Where it is set, it alone says
	// who is one: registering, approving, deactivating and reactivating here are
	// refused with [CodeMembersByHost], and that a centre lost its last manager by
	// a change of the list, the register cannot warn of. A suspension counts from
	// either.
	Members Members
	// Training is what the host knows of people's learning. Without it nobody has
	// submitted anything, so that nobody is appointed to a role for which the
	// policy names a training framework, and no appointment warns of a learner.
	Training Training
	// Centres lists every centre, for stores that are no [Finder].
	Centres func(context.Context) ([]CentreID, error)
	// CacheSize is how many centres are kept in memory: 0 means 1,000, less means
	// none. A centre takes some hundred bytes for each person, and reading it for
	// the first time some 60 µs for each of its records. A store that is put back
	// to a backup wants its processes started anew.
	CacheSize int
	// Logger hears of lost races and unknown outcomes; nil is quiet. It is given
	// ids and the errors of the store.
	Logger *slog.Logger
}

// Members is a host's own list of who is a delegate of which centre. It must
// be safe for concurrent use and honour ctx.
type Members interface {
	// Memberships returns the memberships of each of the people, and leaves out
	// those who have none. What it returns is only read. An error fails what it
	// was asked for, and nothing is stored. An act rests on what was returned:
	// nothing stops the host's list from changing the moment after.
	Memberships(ctx context.Context, people []PersonID) (map[PersonID][]Membership, error)
}

// Training is what a host knows of people's learning. It must be safe for
// concurrent use and honour ctx.
type Training interface {
	// Trained says which frameworks the person has submitted, and whether they
	// are a learner now; the zero Trained of somebody unknown. What it returns is
	// only read. An error fails the act, and nothing is stored.
	Trained(ctx context.Context, person PersonID) (Trained, error)
}

const registerCacheSize = 1000

// NewRegister makes a register; without a policy it goes by [Default].
func NewRegister(policy *Policy, store RegisterStore, o RegisterOptions) (*Register, error) {
	if store == nil {
		return nil, errors.New("roles: a register needs a store")
	}
	if policy == nil {
		policy = Default()
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.CacheSize == 0 {
		o.CacheSize = registerCacheSize
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Register{policy: policy, store: store, o: o, cache: newRegisterCache(o.CacheSize)}, nil
}

// Policy is the policy that the register goes by.
func (g *Register) Policy() *Policy { return g.policy }

// An ActRequest is an act that somebody does at a centre.
type ActRequest struct {
	// ID makes it safe to send the request again: the centre's last 256 records
	// are known by it. At most [MaxIDLength] bytes; empty is drawn.
	ID string
	// Actor is whose act it is: the host has made sure of that. It is empty for
	// the host's own.
	Actor  PersonID
	Centre CentreID
	Act    Act
}

// An ActResult is what became of an accepted request.
type ActResult struct {
	// Request is the id of the request, drawn where it was empty.
	Request string
	// Record is what was stored; its Seq is 0 where the act changed nothing.
	Record RegisterRecord
	// Warnings stand against nothing: the person appointed is a learner now, or
	// the centre is left without a manager.
	Warnings []Reason
	// Replayed says that the request had been stored before.
	Replayed bool
}

var (
	// ErrOutcomeUnknown means that the store did not say whether the record was
	// stored, and a look did not find it. Sending the request again, with the id
	// in [ActResult], is safe.
	ErrOutcomeUnknown = errors.New("roles: it is not known whether the act was stored; send the same request again")
	// ErrContended means that other writers were first too many times in a row.
	ErrContended = errors.New("roles: too many others write to the register of the centre; try again")
	// ErrBroken means that the stored records do not follow from one another:
	// they were changed, or some are missing. Nothing is done with them.
	ErrBroken = errors.New("roles: the stored records are not what was written")
)

// Do decides a person's act on the register of the centre as it is, and appends
// the outcome as one record. A refusal is a *[Refused]; nothing is stored then.
// An act that changes nothing stores nothing either. If somebody else was
// first, it decides again on what is there now. With any other error than a
// refusal the result still names the request, so that it can be sent again; see
// [ErrOutcomeUnknown].
//
// Somebody who holds nothing at the centre is refused with one and the same
// reason whether there is such a centre or not, whatever the request id.
// Somebody all of whose roles there are stopped is told why, and nothing of others.
func (g *Register) Do(ctx context.Context, req ActRequest) (ActResult, error) {
	return g.request(ctx, &req, false)
}

// DoAsHost does an act of the host itself, which has no actor: as [Register.Do]
// does for people. It opens centres, names the holders of roles that come from
// the host, and keeps the list of delegates, as far as the register does. It
// appoints nobody. Call it from your own code, never with what a user sent.
func (g *Register) DoAsHost(ctx context.Context, req ActRequest) (ActResult, error) {
	if req.Actor != "" {
		return ActResult{}, errors.New("roles: the host's own act has no actor")
	}
	return g.request(ctx, &req, true)
}

func (g *Register) request(ctx context.Context, req *ActRequest, host bool) (ActResult, error) {
	if a := reflect.ValueOf(req.Act); !a.IsValid() || a.IsNil() {
		return ActResult{}, errors.New("roles: the request has no act")
	}
	if req.ID == "" {
		req.ID = newRequestID()
	}
	for _, id := range [...]struct{ what, id string }{{"the request's id", req.ID}, {"the centre's id", string(req.Centre)}} {
		if err := checkID(id.what, id.id); err != nil {
			return ActResult{}, &Refused{Kind: req.Act.Kind(), Reasons: []Reason{{Code: CodeInvalidID, Message: err.Error()}}}
		}
	}
	t := &transaction{Register: g, req: req, host: host}
	parts := req.Act.parts()
	t.digest = parts.digest(req.Act.Kind(), req.Actor)
	res, err := t.do(ctx)
	if no := (*Refused)(nil); err != nil && !errors.As(err, &no) {
		res = ActResult{Request: req.ID}
	}
	return res, err
}

// now is the instant of an act, to the microsecond, always after that of the
// last: else what comes later at the same instant, as where the clock was put
// back, would count as read at a position that is an instant.
func (g *Register) now(last time.Time) (time.Time, error) {
	at := g.o.Clock().UTC()
	at = at.Add(-time.Duration(at.Nanosecond() % 1000))
	zero := at.IsZero()
	if !at.After(last) {
		at = last.Add(time.Microsecond)
	}
	if y := at.Year(); zero || y < 1 || y > 9999 {
		return at, fmt.Errorf("roles: %s is no time of an act", at)
	}
	return at, nil
}
