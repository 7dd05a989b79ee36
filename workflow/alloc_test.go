package workflow

import "testing"

// A decision that is accepted allocates its events and nothing else: the decider
// lives on the stack, and nobody makes up reasons that nobody asked for. It cannot
// run beside others, since it counts all allocations.
func TestDecidingAllocatesItsEventsAlone(t *testing.T) {
	c, states, commands := benchStates(t, 70)
	for i := range commands {
		kind := commands[i].cmd.Kind()
		n := testing.AllocsPerRun(100, func() {
			events, err := Decide(c.fw, &states[i], commands[i].facts, commands[i].cmd)
			if err != nil || len(events) != 1 {
				t.Errorf("%s gives %v, %v", kind, events, err)
			}
			sinkEvents = events
		})
		if n > 1 {
			t.Errorf("%s allocates %v times", kind, n)
		}
	}
}

// Nobody pays for an observer that is not there.
func TestNoObserverAllocatesNothing(t *testing.T) {
	e, ctx := &Engine{}, t.Context()
	req := &Request{Command: &Agree{}}
	n := testing.AllocsPerRun(100, func() {
		within, o := e.beginCommand(ctx, req, nil)
		defer o.ended(within)
		o.found(true)
		o.lostRace()
		o.command(&Result{}, nil)
	})
	if n > 0 {
		t.Errorf("a command that nobody watches allocates %v times for it", n)
	}
}
