package workflow

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"sync"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/roles"
)

// An Engine runs enrolments: it loads, asks the host for facts, decides and
// appends. It is safe for concurrent use, also of several engines, in one
// process or many, on one store.
type Engine struct {
	catalog *proficiency.Catalog
	host    Host
	store   Store
	o       Options
	cache   *cache
	sealer  sealer
	zones   sync.Map  // of *time.Location by name, for trials
	scratch sync.Pool // of *[]byte: bytes that are only digested
	inside  bool      // a transaction of the host, which alone can repeat it: see Over
}

// Options are the choices of an Engine.
type Options struct {
	// Key is the installation's secret of at least 16 bytes. The ids of
	// enrolments derive from it: it must stay the same for the life of the data.
	Key []byte
	// Tenant keeps several organisations apart that share an installation.
	Tenant string
	// Policy are the rules of roles; nil means [roles.Default], or those that the
	// host goes by where it has a method Policy() *roles.Policy, as a
	// [RegisterHost] has: another policy beside these is an error.
	Policy *roles.Policy
	// EnrolmentID derives the id of an enrolment; nil means [EnrolmentIDFor]
	// with Key. It must be deterministic, and different for different keys.
	EnrolmentID func(EnrolmentKey) EnrolmentID
	// CacheSize is how many enrolments are kept in memory: 0 means 1,000, less means none.
	CacheSize int
	// SnapshotEvery is how many records a snapshot covers before the next is given
	// to a store that is a [Snapshotter]: 0 means 64; with less none is given, and
	// none that is there is read.
	SnapshotEvery int
	// Lister lists in the place of the store, as an [Index] does for one that
	// cannot; nil leaves it to the store. Lists show what it knows, and to whom it
	// knows that they may be shown.
	Lister Lister
	// Hooks take part in every command that changes something.
	Hooks Hooks
	// Logger hears of lost races and unknown outcomes; nil is quiet. It is given
	// ids and the errors of the store, nothing of what people wrote.
	Logger *slog.Logger
	// Observer watches commands and the store's calls, for metrics and traces.
	// Nil costs nothing.
	Observer Observer
}

// MinKeyLength is the least length of Options.Key, in bytes.
const MinKeyLength = 16

const defaultCacheSize = 1000

// NewEngine makes an engine. The options are copied.
func NewEngine(catalog *proficiency.Catalog, host Host, store Store, o Options) (*Engine, error) {
	if catalog == nil || host == nil || store == nil {
		return nil, errors.New("workflow: an engine needs a catalogue, a host and a store")
	}
	if len(o.Key) < MinKeyLength {
		return nil, fmt.Errorf("workflow: Options.Key has %d bytes: at least %d are needed, kept secret and never changed", len(o.Key), MinKeyLength)
	}
	o.Key = append([]byte(nil), o.Key...)
	var err error
	if o.Policy, err = policyOf(host, o.Policy); err != nil {
		return nil, err
	}
	if o.EnrolmentID == nil {
		secret := o.Key
		o.EnrolmentID = func(k EnrolmentKey) EnrolmentID { return EnrolmentIDFor(secret, k) }
	}
	if o.CacheSize == 0 {
		o.CacheSize = defaultCacheSize
	}
	if o.SnapshotEvery == 0 {
		o.SnapshotEvery = defaultSnapshotEvery
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Engine{catalog: catalog, host: host, store: store, o: o, cache: newCache(o.CacheSize), sealer: newSealer(o.Key)}, nil
}

// A Request is a command that somebody gives on an enrolment.
type Request struct {
	// ID makes it safe to send the request again: the enrolment's last
	// RecentRequests records are known by it. Empty is drawn.
	ID RequestID
	// Actor is who gives the command: the host has made sure of that.
	Actor PersonID
	// Enrolment is ignored by Enrol and EnrolTrial, which derive it.
	Enrolment EnrolmentID
	Command   Command
}

// A Result is what became of an accepted request.
type Result struct {
	Enrolment EnrolmentID
	// Request is the id of the request, drawn where it was empty.
	Request RequestID
	// State is the enrolment's after the command, or after later ones if the
	// request was replayed; then it is the zero State for an actor who may not
	// view the enrolment any more.
	State State
	// Record is what was stored; its Seq is 0 where the command changed nothing.
	Record Record
	// Replayed says that the request had been stored before.
	Replayed bool

	then *State // right after Record, where State is a later one
}

// ErrOutcomeUnknown means that the store did not say whether the record was
// stored, and a look did not find it. Sending the request again, with the id
// in [Result.Request], is safe.
var ErrOutcomeUnknown = errors.New("workflow: it is not known whether the command was stored; send the same request again")

// ErrContended means that other writers were first too many times in a row.
var ErrContended = errors.New("workflow: too many others write to the enrolment; try again")

// maxAttempts bounds the lost races of one request; each means that somebody else got on.
const maxAttempts = 100

// Do decides req on the enrolment's current state and appends the outcome as
// one record. A refusal is a *[Denied]; nothing is stored then. A command that
// changes nothing stores nothing either. If somebody else was first, it
// decides again on what is there now. With any other error than a refusal the
// result still names the enrolment and the request, so that it can be sent
// again; see [ErrOutcomeUnknown].
func (e *Engine) Do(ctx context.Context, req Request) (Result, error) {
	unfit := e.prepare(&req)
	ctx, o := e.beginCommand(ctx, &req, unfit)
	defer o.ended(ctx)
	if unfit != nil {
		o.command(nil, unfit)
		return Result{}, unfit
	}
	res, err := e.do(ctx, &req, o)
	o.command(&res, err)
	if denied := (*Denied)(nil); err != nil && !errors.As(err, &denied) {
		res = Result{Enrolment: req.Enrolment, Request: req.ID}
	}
	return res, err
}

// do repeats attempts until one holds.
func (e *Engine) do(ctx context.Context, req *Request, o *observation) (Result, error) {
	cur, warm := e.cache.get(req.Enrolment)
	o.found(warm)
	for range maxAttempts {
		if !warm {
			var err error
			if cur, err = e.load(ctx, req.Enrolment, cur); err != nil {
				return Result{}, err
			}
		}
		res, err := e.attempt(ctx, req, cur)
		switch {
		case e.inside && errors.Is(err, ErrConflict):
			return Result{}, e.overtaken(req.Enrolment, err)
		case errors.Is(err, ErrConflict):
			e.o.Logger.DebugContext(ctx, "lost a race", "enrolment", req.Enrolment, "request", req.ID)
			o.lostRace()
			warm = false
		case warm && !settled(res, err):
			warm = false // what a cached state denies may be allowed by now
		default:
			return res, err
		}
	}
	return Result{}, fmt.Errorf("%w (request %q)", ErrContended, req.ID)
}

// settled reports whether an outcome on a cached state holds whatever was
// stored since: it is in the store itself. That a record is missing may mean
// that the enrolment was erased meanwhile.
func settled(res Result, err error) bool {
	if err != nil {
		var denied *Denied
		return !errors.As(err, &denied) && !errors.Is(err, ErrBroken) && !errors.Is(err, ErrRefused)
	}
	return res.Record.Seq > 0
}

// prepare checks and completes the request.
func (e *Engine) prepare(req *Request) error {
	if c := reflect.ValueOf(req.Command); !c.IsValid() || c.IsNil() {
		return errors.New("workflow: the request has no command")
	}
	if req.ID == "" {
		req.ID = newRequestID()
	}
	if open, ok := req.Command.(opening); ok {
		if id := string(open.framework().ID); !proficiency.ValidID(id) {
			return &Denied{Kind: open.Kind(), Reasons: []Reason{{
				Code: UnknownFramework, Message: quoteID(id) + " is not the id of a framework", Params: map[string]string{"framework": id},
			}}}
		}
		req.Enrolment = e.opened(req)
	}
	for _, id := range [...]struct{ what, id string }{
		{"the request's id", string(req.ID)}, {"the actor's id", string(req.Actor)}, {"the enrolment's id", string(req.Enrolment)},
	} {
		if err := checkID(id.what, id.id); err != nil {
			return &Denied{Kind: req.Command.Kind(), Reasons: []Reason{{Code: InvalidID, Message: err.Error()}}}
		}
	}
	return nil
}

// opened is the enrolment that a command opens.
func (e *Engine) opened(req *Request) EnrolmentID {
	switch c := req.Command.(type) {
	case *Enrol:
		if c.ofCentre() {
			return e.CentreEnrolmentID(c.Centre, c.Framework.ID)
		}
		return e.EnrolmentID(c.Learner, c.Framework.ID)
	case *EnrolTrial:
		return e.TrialID(req.Actor, c.Framework.ID, c.Trial)
	}
	return req.Enrolment
}

// attempt decides req on cur and appends.
func (e *Engine) attempt(ctx context.Context, req *Request, cur loaded) (Result, error) {
	digest := e.commandDigest(req)
	if done, ok := cur.state.recent.find(req.ID); ok {
		return e.replay(ctx, req, cur, done, digest)
	}
	facts, err := e.facts(ctx, req, &cur)
	if err != nil {
		return Result{}, err
	}
	if err := e.asIfNew(ctx, req, &cur, &facts); err != nil {
		return Result{}, err
	}
	erase, err := e.redaction(ctx, req, &cur, &facts)
	if err != nil {
		return Result{}, err
	}
	events, fw, err := e.decide(req, &cur, &facts)
	if err != nil {
		return Result{}, err
	}
	if len(events) == 0 {
		return Result{Enrolment: req.Enrolment, Request: req.ID, State: cur.state}, nil
	}
	r, err := e.newRecord(fw, &cur.state, req, digest, &facts, events)
	if err != nil {
		return Result{}, err
	}
	return e.commit(ctx, req, cur, fw, r, erase)
}

// commit appends a record that was decided on cur and leads to content fw.
func (e *Engine) commit(ctx context.Context, req *Request, cur loaded, fw *proficiency.Framework, r Record, erase []TextRef) (Result, error) {
	next := loaded{fw: fw, state: Apply(cur.state, r)}
	if fw != cur.fw {
		next.state = next.state.placedBy(fw.Index())
	}
	next.tally = cur.tally.moved(fw, &cur.state, &next.state, r.events, r.At)
	change := Change{
		Enrolment: req.Enrolment, Framework: fw, Command: req.Command, Before: cur.state, After: next.state, Record: r,
	}
	if err := e.before(ctx, &change); err != nil {
		return Result{}, err
	}
	if err := e.append(ctx, req, &cur, &next, r, erase); err != nil {
		found, err := e.lookAgain(ctx, req, cur, &r, err)
		if err == nil && !found.Replayed {
			e.after(ctx, &change)
		}
		return found, err
	}
	e.cache.put(req.Enrolment, next)
	e.after(ctx, &change)
	return Result{Enrolment: req.Enrolment, Request: req.ID, State: next.state, Record: r}, nil
}

func (e *Engine) append(ctx context.Context, req *Request, cur, next *loaded, r Record, erase []TextRef) error {
	return e.appendBatch(ctx, Batch{
		Enrolment: req.Enrolment, After: cur.state.seq, Records: []Record{r.bare()},
		Summary: summarise(next.fw, &next.state, next.tally, r.At), Erase: erase, Snapshot: e.snapshot(cur.state.seq, &next.state, erase),
	})
}

// lookAgain finds out what became of an append of ours that failed. A store
// that promised that nothing was stored is believed.
func (e *Engine) lookAgain(ctx context.Context, req *Request, cur loaded, ours *Record, err error) (Result, error) {
	if errors.Is(err, ErrConflict) || errors.Is(err, ErrNotStored) {
		return Result{}, err
	}
	e.o.Logger.WarnContext(ctx, "outcome unknown", "enrolment", req.Enrolment, "request", req.ID, "error", err)
	now, loadErr := loaded{}, err
	if !e.inside { // a transaction that failed tells nothing any more
		now, loadErr = e.load(ctx, req.Enrolment, cur)
	}
	if loadErr == nil {
		if done, ok := now.state.recent.find(req.ID); ok {
			if done.command != ours.Command {
				return Result{}, reusedID(req)
			}
			if res, err := e.outcome(ctx, req, now, done); err == nil {
				res.Replayed = res.Record.Hash != ours.Hash // or stored by this very call
				return res, nil
			}
		}
	}
	return Result{}, fmt.Errorf("%w (request %q): %w", ErrOutcomeUnknown, req.ID, err)
}

// replay answers a request that was stored before. Whoever may not view the
// enrolment any more gets what they did, and nothing of what came after.
func (e *Engine) replay(ctx context.Context, req *Request, cur loaded, done recentRequest, digest CommandDigest) (Result, error) {
	facts, err := e.facts(ctx, req, &cur)
	if err != nil {
		return Result{}, err
	}
	views := e.views(&cur, &facts)
	if done.command != digest {
		return Result{}, e.reused(req, &cur, &facts, views)
	}
	res, err := e.outcome(ctx, req, cur, done)
	if !views {
		res.State = State{}
	}
	return res, err
}

// views reports whether the actor of the facts may view the enrolment.
func (e *Engine) views(cur *loaded, facts *Facts) bool {
	sum := summarise(cur.fw, &cur.state, cur.tally, facts.Now)
	return CanView(&sum, ViewerOf(e.o.Policy, facts.Actor, facts.Person(facts.Actor)))
}

// outcome is what became of a request that is stored. The whole history is
// read: who should hear of it depends on how things stood then.
func (e *Engine) outcome(ctx context.Context, req *Request, cur loaded, done recentRequest) (Result, error) {
	records, err := e.loadRecords(ctx, req.Enrolment, 0)
	if err != nil {
		return Result{}, err
	}
	i := slices.IndexFunc(records, func(r Record) bool { return r.Seq == done.seq })
	if i < 0 || records[i].Request != req.ID {
		return Result{}, fmt.Errorf("%w: %s lacks record %d", ErrBroken, req.Enrolment, done.seq)
	}
	then := Replay(NewState(req.Enrolment, cur.fw.Index()), records[:i+1])
	return Result{
		Enrolment: req.Enrolment, Request: req.ID, State: cur.state, Record: records[i], Replayed: true, then: &then,
	}, nil
}

// reused refuses a request whose id was used for something else. Whoever may
// not view the enrolment gets the answer that any other id would get: ids are
// not to tell strangers what there is.
func (e *Engine) reused(req *Request, cur *loaded, facts *Facts, views bool) error {
	if !views {
		if _, _, err := e.decide(req, cur, facts); err != nil {
			return err
		}
	}
	return reusedID(req)
}

func reusedID(req *Request) error {
	return &Denied{Kind: req.Command.Kind(), Reasons: []Reason{{
		Code: RequestIDReused, Message: "the request id was used for another command or by somebody else",
		Params: map[string]string{"request": string(req.ID)}, Remedy: "give each request an id of its own",
	}}}
}

// commandDigest tells requests with the same id apart, under the key: see [CommandDigest].
func (e *Engine) commandDigest(req *Request) (d CommandDigest) {
	e.digesting(func(b []byte) []byte {
		b = append(b, e.o.Key...)
		b = append(quoted(b, string(req.Actor)), req.Command.Kind()...)
		b = req.Command.appendJSON(b)
		sum := canonical.Sum(b)
		copy(d[:], sum[:])
		return b
	})
	return d
}

// digesting lends an empty buffer to use, which gives back what it became.
func (e *Engine) digesting(use func([]byte) []byte) {
	b, ok := e.scratch.Get().(*[]byte)
	if !ok {
		b = new([]byte)
	}
	*b = use((*b)[:0])
	if cap(*b) <= 64<<10 { // what a rare large record took is not kept
		e.scratch.Put(b)
	}
}
