package workflow_test

import (
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// A whoCode is a reason for which a command is not for that person, whatever
// the state, and how the table says it.
type whoCode struct {
	code  workflow.Code
	short string
}

var whoCodes = []whoCode{
	{workflow.NotFound, "–"},
	{workflow.NotTheLearner, "learner"},
	{workflow.NotAccountable, "accountable"},
	{workflow.NotAContributor, "contributor"},
	{workflow.IsTheLearner, "own"},
	{workflow.NotTheAddressee, "asked"},
	{workflow.NotTheDecider, "decided"},
	{workflow.RoleLost, "lost"},
	{workflow.NotInvolved, "involved"},
	{workflow.SelfEnrolmentNotAllowed, "self"},
	{workflow.NotSelfEnrolled, "self"},
	{roles.CodeOwnEnrolment, "own"},
	{roles.CodeLacksCapability, "cap"},
	{roles.CodeRoleNotNamed, "named"},
	{roles.CodeNoRoleHere, "here"},
	{roles.CodeOtherCategory, "category"},
	{roles.CodeUnknownPerson, "unknown"},
	{roles.CodeSuspended, "suspended"},
	{roles.CodeUnknownRole, "unknown"},
}

// nobodyThere are reasons that say, of these commands, that nobody stands in
// the relation that they take.
var nobodyThere = map[workflow.Kind][]workflow.Code{
	workflow.KindConfirm:          {workflow.NotRequested, workflow.InvalidOverride},
	workflow.KindReject:           {workflow.NotRequested, workflow.InvalidOverride},
	workflow.KindRevise:           {workflow.NotDecided, workflow.FromPaper},
	workflow.KindSignOff:          {workflow.SignOffNotRequested},
	workflow.KindDeclineSignOff:   {workflow.SignOffNotRequested},
	workflow.KindReassign:         {workflow.NothingPending, workflow.NotASupervisor},
	workflow.KindRemoveSupervisor: {workflow.NotASupervisor},
}

const nobodySign = "nobody"

// signOf is how the table says a reason that says that the command is not for
// the actor; empty where it says something else.
func signOf(cmd workflow.Command, actor workflow.PersonID, code workflow.Code) string {
	for _, w := range whoCodes {
		if w.code == code {
			return w.short
		}
	}
	for _, c := range nobodyThere[cmd.Kind()] {
		if c == code && concerns(cmd, actor) {
			return nobodySign
		}
	}
	return ""
}

// concerns reports whether a command about a person is about that one.
func concerns(cmd workflow.Command, actor workflow.PersonID) bool {
	switch c := cmd.(type) {
	case *workflow.Reassign:
		return c.From == actor
	case *workflow.RemoveSupervisor:
		return c.Person == actor
	}
	return true
}
