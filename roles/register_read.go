package roles

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// What is read here is for the host: nothing asks who wants to know. A host
// shows people what they may see, such as what [Policy.May] lets them with
// [CanViewCentre].

var (
	// ErrUnknownCentre means that nothing is registered of a centre, or was at the time asked for.
	ErrUnknownCentre = errors.New("roles: nothing is registered of the centre")
	// ErrUnknownPosition means that the register was never at that position, or is not any more.
	ErrUnknownPosition = errors.New("roles: the register has no such position")
)

// Centre is the register of a centre as it is now, or [ErrUnknownCentre].
func (g *Register) Centre(ctx context.Context, id CentreID) (CentreState, error) {
	s, err := g.current(ctx, id)
	if err != nil {
		return CentreState{}, err
	}
	return g.known(s)
}

// Records are all records of a centre, in order; none where there are none.
// [VerifyRegister] checks them.
func (g *Register) Records(ctx context.Context, id CentreID) ([]RegisterRecord, error) {
	if checkID("", string(id)) != nil {
		return nil, nil
	}
	return g.records(ctx, id, 0)
}

// At is the register of a centre as of that instant, acts at the instant
// itself included, or [ErrUnknownCentre].
func (g *Register) At(ctx context.Context, id CentreID, at time.Time) (CentreState, error) {
	return g.until(ctx, id, func(r *RegisterRecord) bool { return !r.At.After(at) })
}

// AtSeq is the register of a centre right after that record, or
// [ErrUnknownPosition] where there is none.
func (g *Register) AtSeq(ctx context.Context, id CentreID, seq RegisterSeq) (CentreState, error) {
	s, err := g.until(ctx, id, func(r *RegisterRecord) bool { return r.Seq <= seq })
	if err == nil && s.seq != seq || errors.Is(err, ErrUnknownCentre) {
		return CentreState{}, fmt.Errorf("%w: record %d of %s", ErrUnknownPosition, seq, id)
	}
	return s, err
}

// until is the register of a centre after the records that hold, up to the first that does not.
func (g *Register) until(ctx context.Context, id CentreID, holds func(*RegisterRecord) bool) (CentreState, error) {
	records, err := g.Records(ctx, id)
	if err != nil {
		return CentreState{}, err
	}
	s := newCentreState(id)
	if err := s.followedBy(records); err != nil {
		return CentreState{}, err
	}
	end := slices.IndexFunc(records, func(r RegisterRecord) bool { return !holds(&r) })
	if end < 0 {
		end = len(records)
	}
	if s = s.replay(records[:end]); !s.Exists() {
		return CentreState{}, unknown(id)
	}
	s.place = g.zone(s.zone) // the past can be read without
	return s, nil
}

func (g *Register) known(s CentreState) (CentreState, error) {
	if !s.Exists() {
		return CentreState{}, unknown(s.id)
	}
	return g.located(s)
}

func unknown(id CentreID) error { return fmt.Errorf("%w: %s", ErrUnknownCentre, id) }

// current is the register of a centre with everything that the store has of it.
func (g *Register) current(ctx context.Context, id CentreID) (CentreState, error) {
	if checkID("", string(id)) != nil {
		return newCentreState(id), nil // no store is asked for what is no id
	}
	cur, _ := g.cache.get(id)
	return g.load(ctx, id, cur)
}

// centres are those with anything about the person, or with anything at all of
// nobody: as the store finds them, or every centre that the host names.
func (g *Register) centres(ctx context.Context, p PersonID) (ids []CentreID, err error) {
	finder, ok := g.store.(Finder)
	switch {
	case ok:
		ids, err = finder.CentresOf(ctx, p)
	case g.o.Centres != nil:
		ids, err = g.o.Centres(ctx)
	default:
		return nil, fmt.Errorf("%w: finding centres takes a Finder, or RegisterOptions.Centres", ErrUnsupported)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot find the centres: %w", err)
	}
	return ids, nil
}
