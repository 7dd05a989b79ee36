package workflow

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/countersign-go/countersign/proficiency/canonical"
)

// blankEvents makes an empty event of each kind that this version knows.
var blankEvents = map[string]func() Event{
	"enrolled":               func() Event { return new(Enrolled) },
	"agreed":                 func() Event { return new(Agreed) },
	"answered":               func() Event { return new(Answered) },
	"answer-cleared":         func() Event { return new(AnswerCleared) },
	"requested":              func() Event { return new(Requested) },
	"request-ended":          func() Event { return new(RequestEnded) },
	"decided":                func() Event { return new(Decided) },
	"decision-ended":         func() Event { return new(DecisionEnded) },
	"optional-chosen":        func() Event { return new(OptionalChosen) },
	"supervisor-added":       func() Event { return new(SupervisorAdded) },
	"supervisor-removed":     func() Event { return new(SupervisorRemoved) },
	"sign-off-requested":     func() Event { return new(SignOffRequested) },
	"sign-off-request-ended": func() Event { return new(SignOffRequestEnded) },
	"sign-off-declined":      func() Event { return new(SignOffDeclined) },
	"signed-off":             func() Event { return new(SignedOff) },
	"sign-off-voided":        func() Event { return new(SignOffVoided) },
	"withdrawn":              func() Event { return new(Withdrawn) },
	"waived":                 func() Event { return new(Waived) },
	"waiver-ended":           func() Event { return new(WaiverEnded) },
	"commented":              func() Event { return new(Commented) },
	"reminded":               func() Event { return new(Reminded) },
	"reassigned":             func() Event { return new(Reassigned) },
	"sign-off-extended":      func() Event { return new(SignOffExtended) },
	"sign-off-revoked":       func() Event { return new(SignOffRevoked) },
	"complete-by-set":        func() Event { return new(CompleteBySet) },
	"attributes-set":         func() Event { return new(AttributesSet) },
	"upgraded":               func() Event { return new(Upgraded) },
	"transfer-accepted":      func() Event { return new(TransferAccepted) },
	"requirement-overridden": func() Event { return new(RequirementOverridden) },
	"contributor-added":      func() Event { return new(ContributorAdded) },
	"contributor-removed":    func() Event { return new(ContributorRemoved) },
	"accountable-set":        func() Event { return new(AccountableSet) },
	"centre-added":           func() Event { return new(CentreAdded) },
	"centre-removed":         func() Event { return new(CentreRemoved) },
	"submitted":              func() Event { return new(Submitted) },
	"redacted":               func() Event { return new(Redacted) },
	"erased":                 func() Event { return new(Erased) },
}

var errNotArray = errors.New("events are not a JSON array")

// decodeEvents reads a record's events, stamps them and puts the words into their texts.
func decodeEvents(r *Record) ([]Event, error) {
	if len(r.Events) > MaxRecordSize {
		return nil, fmt.Errorf("events take %d bytes: at most %d are allowed", len(r.Events), MaxRecordSize)
	}
	var raw []json.RawMessage
	if err := json.Unmarshal(r.Events, &raw); err != nil || raw == nil {
		return nil, errors.Join(errNotArray, err)
	}
	words := make(map[canonical.Digest]*Text, len(r.Texts))
	for i := range r.Texts {
		words[r.Texts[i].Digest] = &r.Texts[i]
	}
	events := make([]Event, len(raw))
	for i, one := range raw {
		e := decodeEvent(one)
		*e.stamp() = Stamp{Seq: r.Seq, At: r.At, By: r.Actor}
		for _, t := range textsOf(e) {
			if w := words[t.Digest]; w != nil {
				t.Words, t.Salt = w.Words, w.Salt
			}
		}
		events[i] = e
	}
	return events, nil
}

// decodeEvent reads one event. What this version would not write comes as
// Unknown, with the bytes kept: a newer version may know more members of a
// kind that we know.
func decodeEvent(raw json.RawMessage) Event {
	var named struct {
		Event string `json:"event"`
	}
	unknown := &Unknown{Raw: bytes.Clone(raw)}
	if json.Unmarshal(raw, &named) != nil {
		return unknown
	}
	unknown.Kind = named.Event
	blank := blankEvents[named.Event]
	if blank == nil {
		return unknown
	}
	e := blank()
	if err := json.Unmarshal(raw, e); err != nil || !bytes.Equal(e.appendJSON(nil), raw) {
		return unknown
	}
	return e
}

// strictJSON reads exactly one JSON value without members that v lacks.
func strictJSON(b []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is more after the value")
	}
	return nil
}
