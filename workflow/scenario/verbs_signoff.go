package scenario

import "github.com/countersign-go/countersign/workflow"

var signOffVerbs = []verb{
	verbOf("request sign-off from", parseRequestSignOff, writeRequestSignOff),
	verbOf("withdraw sign-off", bare[workflow.WithdrawSignOff], writeBare[*workflow.WithdrawSignOff]),
	verbOf("remind of sign-off", bare[workflow.RemindSignOff], writeBare[*workflow.RemindSignOff]),
	verbOf("sign off", parseSignOff, writeSignOff),
	verbOf("decline sign-off", func(p *parser) *workflow.DeclineSignOff { return &workflow.DeclineSignOff{Reason: p.because()} },
		func(w *writer, c *workflow.DeclineSignOff) { w.field("because", c.Reason) }),
	verbOf("revoke sign-off", func(p *parser) *workflow.RevokeSignOff { return &workflow.RevokeSignOff{Reason: p.because()} },
		func(w *writer, c *workflow.RevokeSignOff) { w.field("because", c.Reason) }),
}

// because reads a reason and nothing else.
func (p *parser) because() (reason string) {
	p.fields(p.textField("because", &reason))
	return reason
}

func parseRequestSignOff(p *parser) *workflow.RequestSignOff {
	c := &workflow.RequestSignOff{To: p.person()}
	p.fields(p.flag("accept", &c.Accept))
	return c
}

func writeRequestSignOff(w *writer, c *workflow.RequestSignOff) {
	w.id(string(c.To))
	w.flag("accept", c.Accept)
}

func parseSignOff(p *parser) *workflow.SignOff {
	c := &workflow.SignOff{}
	p.fields(p.flag("accept", &c.Accept), p.textField("comment", &c.Comment))
	return c
}

func writeSignOff(w *writer, c *workflow.SignOff) {
	w.flag("accept", c.Accept)
	w.field("comment", c.Comment)
}

var peopleVerbs = []verb{
	verbOf("add supervisor", func(p *parser) *workflow.AddSupervisor { return &workflow.AddSupervisor{Person: p.person()} },
		func(w *writer, c *workflow.AddSupervisor) { w.id(string(c.Person)) }),
	verbOf("remove supervisor", func(p *parser) *workflow.RemoveSupervisor { return &workflow.RemoveSupervisor{Person: p.person()} },
		func(w *writer, c *workflow.RemoveSupervisor) { w.id(string(c.Person)) }),
	verbOf("reassign", parseReassign, writeReassign),
}

// parseReassign reads "from assessor-1 to assessor-2, supervisor too", with the
// items before it where some are named.
func parseReassign(p *parser) *workflow.Reassign {
	c := &workflow.Reassign{}
	if !p.sees("from") {
		c.Items = p.items()
	}
	p.need("from")
	c.From = p.person()
	p.need("to")
	c.To = p.person()
	p.fields(p.flag("supervisor too", &c.Supervisor))
	return c
}

func writeReassign(w *writer, c *workflow.Reassign) {
	if len(c.Items) > 0 {
		w.items(c.Items)
	}
	w.word("from")
	w.id(string(c.From))
	w.word("to")
	w.id(string(c.To))
	w.flag("supervisor too", c.Supervisor)
}
