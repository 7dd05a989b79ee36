package certificate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// A Status is what a certificate is worth at an instant. The zero Status is
// that of a certificate whose record this version cannot read whole; see
// [workflow.State.Newer].
type Status string

// The statuses. Of several that hold, the first named here is it.
const (
	// StatusRevoked: the sign-off was revoked. That is final.
	StatusRevoked Status = "revoked"
	// StatusSuperseded: a later sign-off of the same enrolment was given, or a
	// later round was submitted.
	StatusSuperseded Status = "superseded"
	// StatusSuspended: the sign-off was voided and none has been given since.
	StatusSuspended Status = "suspended"
	// StatusExpired: the sign-off stands, or nothing was submitted since, and its
	// end has passed.
	StatusExpired Status = "expired"
	// StatusValid: the sign-off stands, or nothing was submitted since, and its
	// end has not passed. What was submitted is neither voided nor revoked, nor
	// does a withdrawal take anything back of it.
	StatusValid Status = "valid"
)

var (
	// ErrUnknownSerial means that no certificate has the serial.
	ErrUnknownSerial = errors.New("certificate: no certificate has this serial")
	// ErrNewer means that the enrolment holds records that this version cannot
	// read, so that it cannot tell what its certificates are worth.
	ErrNewer = errors.New("certificate: the enrolment was written by a newer version")
)

// StatusOf derives the status that the certificate with that serial has at an
// instant; ok is false if the enrolment has no such certificate. The serial
// is in the form in which it was given out; see [workflow.ParseSerial].
func StatusOf(s *workflow.State, serial string, now time.Time) (status Status, ok bool) {
	p := proofOf(s, serial)
	if !p.found() {
		return "", false
	}
	return p.status(s, now), true
}

// An Answer is what anybody who has a serial may know. All of it stands on
// the certificate, but for what became of it.
type Answer struct {
	Serial string
	Status Status
	// Completion says that it is a certificate of completion: of the learner's,
	// or the centre's, own answers, which nobody confirmed.
	Completion bool
	// Title, Framework and Version are the framework's that was signed off, or
	// answered.
	Title     string
	Language  string // the BCP 47 tag of the language of Title
	Framework proficiency.FrameworkID
	Version   proficiency.Version
	// On is the date of the sign-off in the zone of the signatory's centre, or of
	// the submission in that of the enrolment's first centre.
	On proficiency.Date
}

// Check answers the public question what a certificate is worth: whoever has
// the serial, typed as [workflow.ParseSerial] takes it, learns the status, and
// besides nothing that the certificate does not say, nor who it is about. A
// serial that no certificate has, mistyped or made up, is [ErrUnknownSerial].
// It needs a store with [workflow.Lister].
func Check(ctx context.Context, engine *workflow.Engine, typed string, now time.Time) (Answer, error) {
	serial, ok := workflow.ParseSerial(typed)
	if !ok {
		return Answer{}, fmt.Errorf("%w: it is mistyped", ErrUnknownSerial)
	}
	fw, s, ok, err := engine.BySerial(ctx, serial)
	if err != nil {
		return Answer{}, fmt.Errorf("certificate: cannot check: %w", err)
	}
	p := proofOf(&s, serial)
	if !ok || !p.found() {
		return Answer{}, ErrUnknownSerial
	}
	status := p.status(&s, now)
	if status == "" {
		return Answer{}, ErrNewer
	}
	return Answer{
		Serial: serial, Status: status, Completion: p.signOff == nil, Title: clean(fw.Title()), Language: fw.Language(),
		Framework: fw.ID(), Version: fw.Version(), On: p.on(),
	}, nil
}
