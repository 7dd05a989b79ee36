package workflow

import (
	"context"
	"errors"
	"fmt"

	"github.com/countersign-go/countersign/proficiency"
)

// A Change is one accepted command, as the hooks of an engine see it. It is
// only read.
type Change struct {
	Enrolment EnrolmentID
	// Framework is the content that the enrolment is on afterwards.
	Framework *proficiency.Framework
	// Command is the command as it was given.
	Command Command
	// Before and After are the states around it.
	Before, After State
	// Record is what is stored.
	Record Record
}

// Hooks let a host take part in every command that changes something. Both run
// in the goroutine of [Engine.Do], with its context, and must be safe for
// concurrent use. Neither is called for a command that is refused, changes
// nothing or is replayed, nor by [Engine.Erase] and [Engine.Restore].
type Hooks struct {
	// Before runs after the decision and before the store is asked to append. An
	// error refuses the command and nothing is stored: a *[Denied] is given to
	// the caller as it is, any other error beside [ErrRefused]. It may see a state
	// that others have overtaken: after a refusal on one, and where somebody else
	// was first, the command is decided again and Before called again. What it
	// does outside must bear that, and must bear that the append fails afterwards.
	Before func(ctx context.Context, c Change) error
	// After runs once the store has said that it stored the record, and before Do
	// returns. It cannot refuse any more. If the process ends in between, it is
	// not called: what must not be lost is read from the store instead.
	//
	// A store that writes within a transaction of the host ([Engine.Over]) says
	// that it stored before that transaction is committed: then both hooks run
	// inside the transaction, and whatever After sends to the world may yet be
	// rolled back. With every other store Before runs before, and After after,
	// the store's own.
	After func(ctx context.Context, c Change)
}

// ErrRefused means that Hooks.Before refused a command with an error of its own.
var ErrRefused = errors.New("workflow: refused before the append")

// before calls the hook that may refuse.
func (e *Engine) before(ctx context.Context, c *Change) error {
	if e.o.Hooks.Before == nil {
		return nil
	}
	err := e.o.Hooks.Before(ctx, *c)
	if denied := (*Denied)(nil); err == nil || errors.As(err, &denied) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrRefused, err)
}

func (e *Engine) after(ctx context.Context, c *Change) {
	if e.o.Hooks.After != nil {
		e.o.Hooks.After(ctx, *c)
	}
}
