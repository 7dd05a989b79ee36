package roles

import (
	"fmt"
	"slices"
)

// A Capability is something that a role may allow its holder to do. The list
// is closed: a policy gives capabilities to roles, it cannot invent any. The
// zero Capability is none. Values may be reordered between releases: keep the
// name, not the number.
type Capability uint8

// The capabilities. [Capabilities] says what each one is for.
const (
	CanRegister Capability = iota + 1
	CanApprove
	CanAppoint
	CanRevoke
	CanSuspend
	CanViewCentre
	CanReassign
	CanWithdraw
	CanRemoveCentre
	CanRevokeSignOff
	CanSetAside
	CanRedact
	CanSetAccountable
	CanSetCompleteBy
	CanEnrol
	CanConfirm
	CanSignOff
	CanRecordPaper
	CanWaive
	CanOverrideRequirement
	CanAcceptTransfer
	CanUpgrade
	CanSetAttributes
	CanAddCentre
	CanWithdrawNotStarted
	CanAppointAssessor
	CanKeepStaffList
	CanAppointFirstManager
	capabilityEnd
)

// A CapabilityUse says what a capability is for.
type CapabilityUse struct {
	Capability Capability
	// Acts are the commands and views that ask for it.
	Acts []string
	// For says the same in words.
	For string
}

var capabilityUses = [capabilityEnd]struct {
	name string
	acts []string
	use  string
}{
	CanRegister:            {"register", []string{"Register"}, "register a person at the centre"},
	CanApprove:             {"approve", []string{"Approve"}, "approve a person's registration at the centre"},
	CanAppoint:             {"appoint", []string{"Appoint"}, "appoint a person to a role"},
	CanRevoke:              {"revoke", []string{"Revoke"}, "end another person's appointment"},
	CanSuspend:             {"suspend", []string{"Suspend", "Lift"}, "suspend a person at the centre, and lift the suspension"},
	CanViewCentre:          {"view-centre", []string{"View", "List"}, "see every enrolment of the centre"},
	CanReassign:            {"reassign", []string{"Reassign", "AddSupervisor"}, "hand one person's requests and place as supervisor to another"},
	CanWithdraw:            {"withdraw", []string{"Withdraw"}, "withdraw an enrolment, with a reason"},
	CanRemoveCentre:        {"remove-centre", []string{"RemoveCentre"}, "take the own centre off an enrolment"},
	CanRevokeSignOff:       {"revoke-sign-off", []string{"RevokeSignOff"}, "revoke a sign-off and its certificate"},
	CanSetAside:            {"set-aside", []string{"SetAside"}, "set a decision aside"},
	CanRedact:              {"redact", []string{"Redact"}, "remove a free text from a record"},
	CanSetAccountable:      {"set-accountable", []string{"SetAccountable"}, "name the person accountable for a centre's record"},
	CanSetCompleteBy:       {"set-complete-by", []string{"SetCompleteBy"}, "set the date by which an enrolment is to be complete"},
	CanEnrol:               {"enrol", []string{"Enrol"}, "enrol a learner"},
	CanConfirm:             {"confirm", []string{"Confirm", "Reject", "Revise"}, "decide on a proficiency"},
	CanSignOff:             {"sign-off", []string{"SignOff", "DeclineSignOff"}, "decide on the final sign-off"},
	CanRecordPaper:         {"record-paper", []string{"RecordPaper"}, "record a confirmation given on paper"},
	CanWaive:               {"waive", []string{"Waive", "Unwaive"}, "waive a proficiency, where content allows it"},
	CanOverrideRequirement: {"override-requirement", []string{"OverrideRequirement", "Enrol"}, "let a learner go on without a required framework"},
	CanAcceptTransfer:      {"accept-transfer", []string{"AcceptTransfer"}, "take over a verified record from elsewhere"},
	CanUpgrade:             {"upgrade", []string{"Upgrade"}, "move an enrolment to a newer version"},
	CanSetAttributes:       {"set-attributes", []string{"SetAttributes"}, "set what decides which proficiencies apply"},
	CanAddCentre:           {"add-centre", []string{"AddCentre"}, "add a centre to an enrolment"},
	CanWithdrawNotStarted:  {"withdraw-not-started", []string{"Withdraw"}, "withdraw an enrolment in which nothing was done"},
	CanAppointAssessor:     {"appoint-assessor", []string{"Appoint"}, "appoint a person on the own staff list, under the policy's conditions"},
	CanKeepStaffList:       {"keep-staff-list", []string{"KeepStaff", "DropStaff"}, "put delegates on the own staff list and take them off"},
	CanAppointFirstManager: {"appoint-first-manager", []string{"Appoint"}, "appoint while the role is held by nobody"},
}

// Capabilities lists every capability with what it is for, in a fixed order.
func Capabilities() []CapabilityUse {
	out := make([]CapabilityUse, 0, capabilityEnd-1)
	for c := CanRegister; c < capabilityEnd; c++ {
		u := &capabilityUses[c]
		out = append(out, CapabilityUse{Capability: c, Acts: slices.Clone(u.acts), For: u.use})
	}
	return out
}

// ParseCapability reads a capability's name, such as "sign-off".
func ParseCapability(name string) (Capability, error) {
	for c := CanRegister; c < capabilityEnd; c++ {
		if capabilityUses[c].name == name {
			return c, nil
		}
	}
	return 0, fmt.Errorf("%q is not a capability", name)
}

// String is the capability's name, as policies write it; empty for none.
func (c Capability) String() string {
	if !c.valid() {
		return ""
	}
	return capabilityUses[c].name
}

// MarshalText gives the capability's name.
func (c Capability) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads a capability's name; empty is none.
func (c *Capability) UnmarshalText(b []byte) (err error) {
	if *c = 0; len(b) > 0 {
		*c, err = ParseCapability(string(b))
	}
	return err
}

func (c Capability) valid() bool { return c > 0 && c < capabilityEnd }

// A capabilitySet has one bit for each capability.
type capabilitySet uint64

func (s capabilitySet) has(c Capability) bool { return c.valid() && s&(1<<c) != 0 }

func (s capabilitySet) with(c Capability) capabilitySet { return s | 1<<c }

func capabilityNames() []string {
	names := make([]string, 0, capabilityEnd-1)
	for c := CanRegister; c < capabilityEnd; c++ {
		names = append(names, c.String())
	}
	return names
}
