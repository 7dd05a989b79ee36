package workflow

// A Command is something that somebody wants to do. The sum is sealed:
// commands are the pointer types of this package whose comments begin with
// who may give them. A command is only read, never changed or kept.
type Command interface {
	// Kind is the command's name in records and in [Actions].
	Kind() Kind
	appendJSON(dst []byte) []byte
	needs(s *State, n *Need)
}

// A Kind is the name of a command.
type Kind string

// The kinds of command.
const (
	KindEnrol               Kind = "enrol"
	KindAgree               Kind = "agree"
	KindSelfAssess          Kind = "self-assess"
	KindClearAnswer         Kind = "clear-answer"
	KindRequestConfirmation Kind = "request-confirmation"
	KindWithdrawRequest     Kind = "withdraw-request"
	KindConfirm             Kind = "confirm"
	KindReject              Kind = "reject"
	KindRevise              Kind = "revise"
	KindChooseOptional      Kind = "choose-optional"
	KindAddSupervisor       Kind = "add-supervisor"
	KindRemoveSupervisor    Kind = "remove-supervisor"
	KindRequestSignOff      Kind = "request-sign-off"
	KindWithdrawSignOff     Kind = "withdraw-sign-off"
	KindSignOff             Kind = "sign-off"
	KindDeclineSignOff      Kind = "decline-sign-off"
	KindWithdraw            Kind = "withdraw"
	KindEnrolTrial          Kind = "enrol-trial"
	KindRemind              Kind = "remind"
	KindRemindSignOff       Kind = "remind-sign-off"
	KindRecordPaper         Kind = "record-paper"
	KindWaive               Kind = "waive"
	KindUnwaive             Kind = "unwaive"
	KindComment             Kind = "comment"
	KindSetAside            Kind = "set-aside"
	KindReassign            Kind = "reassign"
	KindRevokeSignOff       Kind = "revoke-sign-off"
	KindSetCompleteBy       Kind = "set-complete-by"
	KindSetAttributes       Kind = "set-attributes"
	KindUpgrade             Kind = "upgrade"
	KindOverrideRequirement Kind = "override-requirement"
	KindAcceptTransfer      Kind = "accept-transfer"
	KindSetContributors     Kind = "set-contributors"
	KindSetAccountable      Kind = "set-accountable"
	KindAddCentre           Kind = "add-centre"
	KindRemoveCentre        Kind = "remove-centre"
	KindRedact              Kind = "redact"
	KindSubmit              Kind = "submit"
	// KindErase is no command: a host erases an enrolment with [Engine.Erase].
	KindErase Kind = "erase"
)
