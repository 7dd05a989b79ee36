package cli

import (
	"context"
	"errors"
	"runtime"
	"slices"
)

// A loaded is an input that was read, or was not.
type loaded struct {
	input
	text
	kind kind
	err  error
}

// load reads an input, and says what it is: of one found in a folder, other
// than ours is nothing to do with us.
func (s *session) load(in input) loaded {
	t, err := s.read(in.path)
	l := loaded{input: in, text: t, err: err}
	switch {
	case err != nil:
	case in.root == "":
		l.kind = kindNamed(in.path, t.src)
	default:
		l.kind = kindOf(in.path, t.src)
	}
	return l
}

// loadEach reads everything that was found, on all cores, does work on what is
// ours, and gives what becomes of each to next, in order. The error joins what
// could not be read and what next could not do; all else goes on.
func loadEach[R any](s *session, f *finder, work func(loaded) R, next func(loaded, R) error) error {
	type done struct {
		loaded
		result R
	}
	failed := f.failed
	var ours []string // and what may be
	for _, note := range f.notes {
		s.note("%s", note)
	}
	if len(f.inputs) > 1 {
		s.bar = s.newBar(int64(len(f.inputs)))
	}
	each := func(yield func(input, error) bool) {
		for _, in := range f.inputs {
			if !yield(in, nil) {
				return
			}
		}
	}
	err := inOrder(s.ctx, runtime.GOMAXPROCS(0), each, func(_ context.Context, in input) (d done) {
		if d.loaded = s.load(in); d.err == nil && d.kind != otherKind {
			d.result = work(d.loaded)
		}
		return d
	}, func(_ input, d done) error {
		s.bar.step(1)
		if d.err != nil {
			ours, failed = append(ours, d.path), append(failed, d.err)
			return nil
		}
		if d.kind == otherKind {
			f.others++
			return nil
		}
		ours = append(ours, d.path)
		if err := next(d.loaded, d.result); err != nil {
			failed = append(failed, err)
		}
		return nil
	})
	s.bar.clear()
	s.bar = nil
	for _, root := range f.roots {
		if err == nil && !slices.ContainsFunc(ours, func(file string) bool { return within(root, file) }) {
			failed = append(failed, nothingIn(root))
		}
	}
	return errors.Join(append([]error{stopped(err)}, failed...)...)
}
