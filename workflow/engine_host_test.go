package workflow_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// A hostFunc is a host made of one function.
type hostFunc func(ctx context.Context, n workflow.Need) (workflow.Facts, error)

func (f hostFunc) Facts(ctx context.Context, n workflow.Need) (workflow.Facts, error) {
	return f(ctx, n)
}

func TestOptionsAreChecked(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	key := []byte(stageKey)
	good := workflow.Options{Key: key}
	for name, try := range map[string]func() (*workflow.Engine, error){
		"no catalogue": func() (*workflow.Engine, error) { return workflow.NewEngine(nil, s.host, s.store, good) },
		"no host":      func() (*workflow.Engine, error) { return workflow.NewEngine(s.catalog, nil, s.store, good) },
		"no store":     func() (*workflow.Engine, error) { return workflow.NewEngine(s.catalog, s.host, nil, good) },
		"no key": func() (*workflow.Engine, error) {
			return workflow.NewEngine(s.catalog, s.host, s.store, workflow.Options{})
		},
		"key too short": func() (*workflow.Engine, error) {
			return workflow.NewEngine(s.catalog, s.host, s.store, workflow.Options{Key: key[:workflow.MinKeyLength-1]})
		},
	} {
		e, err := try()
		require.ErrorContains(t, err, "workflow: ", name)
		require.Nil(t, e, name)
		require.NotContains(t, err.Error(), stageKey[:8], "the key is a secret")
	}
	e, err := workflow.NewEngine(s.catalog, s.host, s.store, workflow.Options{Key: key[:workflow.MinKeyLength]})
	require.NoError(t, err)
	require.NotNil(t, e)
}

// The options are copied: what the caller does with the key later changes nothing.
func TestTheKeyIsCopied(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	key := []byte(stageKey)
	e, err := workflow.NewEngine(s.catalog, s.host, s.store, workflow.Options{Key: key})
	require.NoError(t, err)
	before := e.EnrolmentID(learner1, handOver)
	clear(key)
	require.Equal(t, before, e.EnrolmentID(learner1, handOver))
	require.Equal(t, before, s.engine.EnrolmentID(learner1, handOver))
}

// Tenants do not see one another's enrolments; a host may give its own ids.
func TestTenantsAndOwnIDs(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	one := s.newEngine(s.store, func(o *workflow.Options) { o.Tenant = "one" })
	two := s.newEngine(s.store, func(o *workflow.Options) { o.Tenant = "two" })
	require.NotEqual(t, one.EnrolmentID(learner1, handOver), two.EnrolmentID(learner1, handOver))
	own := s.newEngine(s.store, func(o *workflow.Options) {
		o.EnrolmentID = func(k workflow.EnrolmentKey) workflow.EnrolmentID {
			return workflow.EnrolmentID(string(k.Learner) + " on " + string(k.Framework))
		}
	})
	res, err := own.Do(context.Background(), workflow.Request{Actor: educator1, Command: enrolOn(learner1, handOver)})
	require.NoError(t, err)
	require.EqualValues(t, "learner-1 on hand-over", res.Enrolment)
	require.EqualValues(t, "learner-1 on hand-over", res.State.ID())
}

// An error of the host passes through, and stores nothing.
func TestErrorsOfTheHost(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.enrol(learner1, handOver)
	errHost := errors.New("the host is away")
	store := tap(memstore.New())
	for _, rs := range [][]workflow.Record{s.stored(id)} {
		require.NoError(t, store.Append(context.Background(), workflow.Batch{Enrolment: id, Records: rs}))
	}
	store.counted()
	e, err := workflow.NewEngine(s.catalog, hostFunc(func(context.Context, workflow.Need) (workflow.Facts, error) {
		return workflow.Facts{}, errHost
	}), store, workflow.Options{Key: []byte(stageKey)})
	require.NoError(t, err)
	for range 2 { // cold, then warm
		_, err = e.Do(context.Background(), workflow.Request{Actor: learner1, Enrolment: id, Command: answerTo("tell")})
		require.ErrorIs(t, err, errHost)
		_, err = e.View(context.Background(), learner1, id)
		require.ErrorIs(t, err, errHost)
		_, err = e.Records(context.Background(), learner1, id)
		require.ErrorIs(t, err, errHost)
	}
	_, appends := store.counted()
	require.Zero(t, appends)
}

// Facts that no record could carry, or that lack what was asked for, are the host's fault.
func TestFactsThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.enrol(learner1, handOver)
	spoil := func(change func(f *workflow.Facts)) error {
		e, err := workflow.NewEngine(s.catalog, hostFunc(func(ctx context.Context, n workflow.Need) (workflow.Facts, error) {
			f, err := s.host.Facts(ctx, n)
			change(&f)
			return f, err
		}), s.store, workflow.Options{Key: []byte(stageKey)})
		require.NoError(t, err)
		cmd := answerTo("tell")
		cmd.Items[0].Comment = "a comment"
		_, err = e.Do(context.Background(), workflow.Request{Actor: learner1, Enrolment: id, Command: cmd})
		return err
	}
	require.ErrorContains(t, spoil(func(f *workflow.Facts) { f.Register = strings.Repeat("x", workflow.MaxIDLength+1) }), "Register")
	require.ErrorContains(t, spoil(func(f *workflow.Facts) { f.Register = "a\xff" }), "Register")
	require.ErrorContains(t, spoil(func(f *workflow.Facts) { f.Register = "a\x00" }), "Register")
	require.ErrorContains(t, spoil(func(f *workflow.Facts) { f.Nonce = [32]byte{} }), "nonce")
	require.Len(t, s.stored(id), 1)
	require.NoError(t, spoil(func(f *workflow.Facts) {
		f.Register = ""
		f.Actor, f.Policy = elsewhere9, nil // the engine's to fill, whatever the host says
	}))
	require.Equal(t, learner1, s.stored(id)[1].Actor)
}

// A caller who has gone gets an error and nothing is stored.
func TestCancelledCallers(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.enrol(learner1, handOver)
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	for _, e := range []*workflow.Engine{s.engine, s.newEngine(s.store)} {
		_, err := e.Do(gone, workflow.Request{Actor: learner1, Enrolment: id, Command: answerTo("tell")})
		require.ErrorIs(t, err, context.Canceled)
		_, err = e.View(gone, learner1, id)
		require.ErrorIs(t, err, context.Canceled)
		for _, err := range e.List(gone, learner1, workflow.Query{}) {
			require.ErrorIs(t, err, context.Canceled)
		}
	}
	require.Len(t, s.stored(id), 1)
}

// What stands beside the learner in a command is a request like any other: no command, no deal.
func TestARequestWithoutCommand(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	_, err := s.engine.Do(context.Background(), workflow.Request{Actor: learner1, Enrolment: "x"})
	require.ErrorContains(t, err, "no command")
	var denied *workflow.Denied
	require.NotErrorAs(t, err, &denied)
}

// Roles are read at each command: a revocation binds the very next one.
func TestRolesAreReadEachTime(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.enrol(learner1, handOver)
	s.requestItems(id, learner1, assessor1, "tell", "ask")
	s.do(id, assessor1, s.confirm(id, "tell"))
	confirm := s.confirm(id, "ask")
	s.host.SetPerson(roles.Standing{Person: assessor1, Memberships: []roles.Membership{{Centre: trust1, Active: true}}})
	_, err := s.engine.Do(context.Background(), workflow.Request{Actor: assessor1, Enrolment: id, Command: confirm})
	requireDenied(t, err, workflow.NotFound)
}
