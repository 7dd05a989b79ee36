package roles

// Codes of reasons. They are stable; messages may be reworded.
const (
	// CodeUnknownPerson: nothing is known of the person.
	CodeUnknownPerson = "unknown-person"
	// CodeNoRoleHere: the person holds no role at any centre concerned.
	CodeNoRoleHere = "no-role-here"
	// CodeSuspended: the person is suspended at the centre.
	CodeSuspended = "suspended"
	// CodeNotActive: the person is no active delegate of the centre.
	CodeNotActive = "not-active"
	// CodeOtherCategory: the appointment is limited to other categories.
	CodeOtherCategory = "other-category"
	// CodeLacksCapability: no role held at the centre gives the capability.
	CodeLacksCapability = "lacks-capability"
	// CodeRoleNotNamed: content names none of the roles held at the centre.
	CodeRoleNotNamed = "role-not-named"
	// CodeNobodyNamed: content names no role at all.
	CodeNobodyNamed = "nobody-named"
	// CodeUnknownRole: the policy does not have the role.
	CodeUnknownRole = "unknown-role"
	// CodeNotAppointed: nobody is appointed to the role; the host or an enrolment gives it.
	CodeNotAppointed = "not-appointed"

	// CodeOwnEnrolment: nobody uses a capability on themselves as a learner.
	CodeOwnEnrolment = "own-enrolment"
	// CodeNotOnStaffList: the person is not on the actor's own staff list at the centre.
	CodeNotOnStaffList = "not-on-staff-list"
	// CodeCentreKind: centres of this kind do not register and enrol.
	CodeCentreKind = "centre-kind"
	// CodeDelegateElsewhere: the learner is a delegate of a centre that goes before this one.
	CodeDelegateElsewhere = "delegate-elsewhere"
	// CodeCentreUnknown: the kind of one of the learner's centres was not given.
	CodeCentreUnknown = "centre-unknown"

	// CodeMayNotAppoint: no role held at the centre appoints to that role.
	CodeMayNotAppoint = "may-not-appoint"
	// CodeMayNotRevoke: no role held at the centre ends that role.
	CodeMayNotRevoke = "may-not-revoke"
	// CodeMayNotSuspend: no role held at the centre suspends a holder of that role.
	CodeMayNotSuspend = "may-not-suspend"
	// CodeMayNotResign: the policy does not let holders of the role resign it.
	CodeMayNotResign = "may-not-resign"
	// CodeOwnAppointment: the act is not open to the person concerned.
	CodeOwnAppointment = "own-appointment"
	// CodeNotDelegate: the person to be appointed is no active delegate of the centre.
	CodeNotDelegate = "not-a-delegate"
	// CodeAttestationMissing: an attestation of competence is asked for.
	CodeAttestationMissing = "attestation-missing"
	// CodeTrainingMissing: the training framework was not submitted.
	CodeTrainingMissing = "training-missing"
	// CodeHeldAlready: the person holds the role there, in all these categories.
	CodeHeldAlready = "held-already"
	// CodeInForceAlready: somebody holds the role in force, so that it is not the first appointment.
	CodeInForceAlready = "in-force-already"
	// CodeHoldersUnknown: how many hold the role in force was not given.
	CodeHoldersUnknown = "holders-unknown"
	// CodeLastHolder: nobody in force would be left in the role at the centre.
	CodeLastHolder = "last-holder"
	// CodeNotHeld: the person does not hold that appointment.
	CodeNotHeld = "not-held"
	// CodeNotMember: the person is not registered at the centre.
	CodeNotMember = "not-a-member"
	// CodeSuspendedAlready: the person is suspended there already.
	CodeSuspendedAlready = "suspended-already"
	// CodeNotSuspended: there is no suspension to lift.
	CodeNotSuspended = "not-suspended"
	// CodeBadCategory: a category has not the form of one.
	CodeBadCategory = "bad-category"

	// CodeCurrentLearner is a warning: the person appointed is a learner now.
	CodeCurrentLearner = "current-learner"
)
