package certificate

import (
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// A proof is what a certificate is about: a sign-off or, if that is nil, a
// round that was submitted.
type proof struct {
	signOff *workflow.SignedOff
	round   workflow.Round
}

func (p *proof) found() bool { return p.signOff != nil || p.round.Submitted != nil }

func lastSignOff(s *workflow.State) proof { return proof{signOff: s.LastSignOff()} }

// lastCompletion is the last round that was submitted, if it has a certificate.
func lastCompletion(s *workflow.State) (p proof) {
	if last := s.LastSubmission(); last != nil && last.Serial != "" {
		p.round, _ = s.Round(last.Round)
	}
	return p
}

// proofOf is what the certificate with that serial proves.
func proofOf(s *workflow.State, serial string) (p proof) {
	for _, given := range s.SignOffs() {
		if given.Serial == serial {
			return proof{signOff: given}
		}
	}
	for _, r := range s.Rounds() {
		if e := r.Submitted; e != nil && e.Serial == serial && serial != "" {
			return proof{round: r}
		}
	}
	return p
}

func (p *proof) serial() string {
	if p.signOff != nil {
		return p.signOff.Serial
	}
	return p.round.Submitted.Serial
}

func (p *proof) on() proficiency.Date {
	if p.signOff != nil {
		return p.signOff.On
	}
	return p.round.Submitted.On
}

func (p *proof) validTo() proficiency.Date {
	if p.signOff != nil {
		return p.signOff.ValidTo
	}
	return p.round.Submitted.ValidTo
}

// head is that of the last sign-off, or of the round.
func (p *proof) head(s *workflow.State) Head {
	if p.signOff != nil {
		return Head{Record: p.signOff.Seq, Hash: s.LastSignOffHash()}
	}
	return Head{Record: p.round.Submitted.Seq, Hash: p.round.Head}
}

// accountable is who was, where a centre is the subject: a round is submitted by
// nobody else.
func (p *proof) accountable() workflow.PersonID {
	if p.signOff != nil {
		return p.signOff.Accountable
	}
	return p.round.Submitted.By
}

func (p *proof) counts() ([]workflow.OptionalCount, []workflow.GroupCount) {
	if p.signOff != nil {
		return p.signOff.Attained.Optional, p.signOff.Attained.Groups
	}
	return p.round.Submitted.Coverage.Optional, p.round.Submitted.Coverage.Groups
}

func (p *proof) overrides() []workflow.Overridden {
	if p.signOff != nil {
		return p.signOff.Overrides
	}
	return p.round.Submitted.Overrides
}

// status is the one place that decides.
func (p *proof) status(s *workflow.State, now time.Time) Status {
	switch {
	case s.Newer():
		return "" // what cannot be read might have ended it
	case p.signOff != nil:
		return signOffStatus(s, p.signOff, now)
	case p.round.Submitted.Seq != s.LastSubmission().Seq:
		return StatusSuperseded
	}
	return unlessOver(p.round.Submitted.Until, now)
}

func signOffStatus(s *workflow.State, given *workflow.SignedOff, now time.Time) Status {
	switch {
	case s.Revoked(given.Serial):
		return StatusRevoked
	case given.Seq != s.LastSignOff().Seq:
		return StatusSuperseded
	case s.LastSignOffVoided() != nil:
		return StatusSuspended
	}
	return unlessOver(s.LastSignOffUntil(), now)
}

// unlessOver is valid, or expired once the end has passed; a zero end never does.
func unlessOver(end, now time.Time) Status {
	if !end.IsZero() && !now.Before(end) {
		return StatusExpired
	}
	return StatusValid
}
