package roles

import "github.com/countersign-go/countersign/proficiency/source"

// A Rule is something that is checked of what a policy means, once its
// syntax and shape are judged. Its code is part of the interface.
type Rule struct {
	Code     string
	Severity source.Severity
	// Purpose says what the rule is good for.
	Purpose string
	check   func(*draft, report)
}

// A report adds a finding of one rule.
type report func(at source.Position, format string, args ...any)

// Codes of findings about single values, which are made while reading.
const (
	codeFormat        = "unsupported-format"
	codeVersion       = "bad-version"
	codeBadID         = "bad-id"
	codeTooMany       = "too-many"
	codeUnknownOrigin = "unknown-origin"

	codeUnknownAutoUpgrade = "unknown-auto-upgrade"
)

// rules are in the order in which they are documented; findings are sorted by position.
var rules = []Rule{
	{"duplicate-role", source.Error, "one id is one role", checkDuplicateRole},
	{"role-case", source.Error, "two roles whose ids differ in case only would be taken for each other", checkRoleCase},
	{"duplicate-entry", source.Error, "a list names everything once, so that taking it out takes it away", checkDuplicateEntry},
	{"unknown-role", source.Error, "rules speak of roles that the policy has", checkUnknownRole},
	{"role-not-appointed", source.Error, "nobody is appointed to, or loses by an act, what the host or an enrolment gives", checkNotAppointed},
	{"enrolment-role", source.Error, "what being enrolled makes of a person carries no rights over others", checkEnrolmentRole},
	{"not-admin", source.Error, "capabilities and rules belong to administrative roles, or to those that the host names", checkNotAdmin},

	{"unknown-capability", source.Error, "the list of capabilities is closed", checkUnknownCapability},
	{"unused-capability", source.Warning, "what no role may do, nobody can ever do", checkUnusedCapability},
	{"rule-without-capability", source.Error, "a rule acts by a capability that its role has", checkRuleWithoutCapability},
	{"capability-without-rule", source.Error, "a capability to appoint or remove says nothing without a rule about whom", checkCapabilityWithoutRule},
	{"no-staff-list", source.Warning, "who needs a staff list must be able to keep one", checkNoStaffList},

	{"no-bootstrap", source.Error, "a new centre gets its first appointment from somebody whom the host names", checkNoBootstrap},
	{"never-appointed", source.Error, "a role to which nobody is ever appointed does nothing", checkNeverAppointed},
	{"unreachable-role", source.Error, "appointments lead from those whom the host names to every role", checkUnreachable},
	{"not-reopened", source.Error, "a kept role that a centre lost all the same can be filled from outside again", checkNotReopened},
	{"appoints-upward", source.Error, "nobody rises in rank by their own acts or those of roles they control", checkAppointsUpward},
	{"appoints-in-circle", source.Warning, "where no rank says who stands above, no appointment should lead back to whom it came from", checkAppointsInCircle},
	{"takes-itself", source.Error, "a role cannot add what its holder already has", checkTakesItself},
	{"takes-in-circle", source.Error, "roles that can all be taken from each other are one role", checkTakesInCircle},

	{"unknown-kind", source.Error, "the kinds of centre are a closed list", checkUnknownKind},
	{"duplicate-kind", source.Error, "one kind of centre has one rule", checkDuplicateKind},
	{"unless-itself", source.Error, "a kind of centre cannot stand back behind itself", checkUnlessItself},
}

// Rules lists what is checked of a policy's meaning, in a fixed order.
func Rules() []Rule { return append([]Rule(nil), rules...) }

// ValueRules lists what is found of single values, beside what package source
// finds of any file, before the [Rules] are applied.
func ValueRules() []Rule {
	return []Rule{
		{Code: codeFormat, Purpose: "the format is " + Format},
		{Code: codeVersion, Purpose: "a version is MAJOR.MINOR.PATCH"},
		{Code: codeBadID, Purpose: "an id has a form that names nothing else"},
		{Code: codeTooMany, Purpose: "roles, and the entries of a list, are few enough to be looked at"},
		{Code: codeUnknownOrigin, Purpose: "a role comes to its holders in one of few ways"},
		{Code: codeUnknownAutoUpgrade, Purpose: "how much happens by itself is one of few words"},
	}
}
