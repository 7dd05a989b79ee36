package workflow

// EventKind is the event's name in stored records.
func (*Enrolled) EventKind() string            { return "enrolled" }
func (*Agreed) EventKind() string              { return "agreed" }
func (*Answered) EventKind() string            { return "answered" }
func (*AnswerCleared) EventKind() string       { return "answer-cleared" }
func (*Requested) EventKind() string           { return "requested" }
func (*RequestEnded) EventKind() string        { return "request-ended" }
func (*Decided) EventKind() string             { return "decided" }
func (*DecisionEnded) EventKind() string       { return "decision-ended" }
func (*OptionalChosen) EventKind() string      { return "optional-chosen" }
func (*SupervisorAdded) EventKind() string     { return "supervisor-added" }
func (*SupervisorRemoved) EventKind() string   { return "supervisor-removed" }
func (*SignOffRequested) EventKind() string    { return "sign-off-requested" }
func (*SignOffRequestEnded) EventKind() string { return "sign-off-request-ended" }
func (*SignOffDeclined) EventKind() string     { return "sign-off-declined" }
func (*SignedOff) EventKind() string           { return "signed-off" }
func (*SignOffVoided) EventKind() string       { return "sign-off-voided" }
func (*Withdrawn) EventKind() string           { return "withdrawn" }
func (*Waived) EventKind() string              { return "waived" }
func (*WaiverEnded) EventKind() string         { return "waiver-ended" }
func (*Commented) EventKind() string           { return "commented" }
func (*Reminded) EventKind() string            { return "reminded" }
func (*Reassigned) EventKind() string          { return "reassigned" }
func (*SignOffExtended) EventKind() string     { return "sign-off-extended" }
func (*SignOffRevoked) EventKind() string      { return "sign-off-revoked" }
func (*CompleteBySet) EventKind() string       { return "complete-by-set" }
func (*AttributesSet) EventKind() string       { return "attributes-set" }
func (*Upgraded) EventKind() string            { return "upgraded" }
func (*ContributorAdded) EventKind() string    { return "contributor-added" }
func (*ContributorRemoved) EventKind() string  { return "contributor-removed" }
func (*AccountableSet) EventKind() string      { return "accountable-set" }
func (*CentreAdded) EventKind() string         { return "centre-added" }
func (*CentreRemoved) EventKind() string       { return "centre-removed" }
func (*Redacted) EventKind() string            { return "redacted" }
func (*Erased) EventKind() string              { return "erased" }
func (u *Unknown) EventKind() string           { return u.Kind }

func (*TransferAccepted) EventKind() string      { return "transfer-accepted" }
func (*RequirementOverridden) EventKind() string { return "requirement-overridden" }
