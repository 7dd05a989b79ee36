package workflow

import "slices"

// tookOver is what a state makes of a record that was taken over. What it cannot
// place, it leaves.
func (s *State) tookOver(e *TransferAccepted) {
	own := s.own()
	header := copyOf(e)
	header.Decisions, header.Items, header.Left = nil, nil, nil
	own.transfers = append(slices.DeleteFunc(slices.Clone(own.transfers), e.ofSameRecord), header)
	for i := range e.Items {
		s.takeOver(e, &e.Items[i])
	}
}

// ofSameRecord reports whether another event took over the same enrolment.
func (e *TransferAccepted) ofSameRecord(o *TransferAccepted) bool {
	return o.Origin == e.Origin && o.Enrolment == e.Enrolment
}

// takeOver has one item confirmed as it was elsewhere.
func (s *State) takeOver(e *TransferAccepted, t *TakenOver) {
	var stand []*Decided
	for _, i := range t.Decisions {
		if i < 0 || i >= len(e.Decisions) {
			continue
		}
		o := &e.Decisions[i]
		stand = append(stand, &Decided{
			Stamp: e.Stamp, Item: t.Item, Outcome: Confirmed, Basis: e.Seq, As: e.As, Term: o.Term, Original: o, ordinal: noHint,
		})
	}
	if len(stand) == 0 {
		return
	}
	s.started, s.changed = e.Seq, e.Seq
	stand[0].also = stand[1:]
	it := s.item(t.Item, noHint)
	it.answer = &Answered{
		Stamp: e.Stamp, Item: t.Item, Answers: repliesOf(t.Answers), Contributor: s.enr().responsible(), Round: s.rnd().number,
		Meets: true, Basis: e.Seq, Transferred: true, ordinal: noHint,
	}
	it.request, it.decision, it.plan, it.ever = nil, stand[0], nil, true
}

// same reports whether two are one confirmation.
func (o *Original) same(p *Original) bool {
	return o.By == p.By && o.Record == p.Record && o.At.Equal(p.At)
}
