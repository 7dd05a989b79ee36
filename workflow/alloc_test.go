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
