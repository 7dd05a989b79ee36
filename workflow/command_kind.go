package workflow

// Kind is the command's name.
func (*Enrol) Kind() Kind               { return KindEnrol }
func (*EnrolTrial) Kind() Kind          { return KindEnrolTrial }
func (*Agree) Kind() Kind               { return KindAgree }
func (*SelfAssess) Kind() Kind          { return KindSelfAssess }
func (*ClearAnswer) Kind() Kind         { return KindClearAnswer }
func (*RequestConfirmation) Kind() Kind { return KindRequestConfirmation }
func (*WithdrawRequest) Kind() Kind     { return KindWithdrawRequest }
func (*Remind) Kind() Kind              { return KindRemind }
func (*Confirm) Kind() Kind             { return KindConfirm }
func (*Reject) Kind() Kind              { return KindReject }
func (*Revise) Kind() Kind              { return KindRevise }
func (*SetAside) Kind() Kind            { return KindSetAside }
func (*RecordPaper) Kind() Kind         { return KindRecordPaper }
func (*Waive) Kind() Kind               { return KindWaive }
func (*Unwaive) Kind() Kind             { return KindUnwaive }
func (*ChooseOptional) Kind() Kind      { return KindChooseOptional }
func (*Comment) Kind() Kind             { return KindComment }
func (*AddSupervisor) Kind() Kind       { return KindAddSupervisor }
func (*RemoveSupervisor) Kind() Kind    { return KindRemoveSupervisor }
func (*RequestSignOff) Kind() Kind      { return KindRequestSignOff }
func (*WithdrawSignOff) Kind() Kind     { return KindWithdrawSignOff }
func (*RemindSignOff) Kind() Kind       { return KindRemindSignOff }
func (*SignOff) Kind() Kind             { return KindSignOff }
func (*DeclineSignOff) Kind() Kind      { return KindDeclineSignOff }
func (*RevokeSignOff) Kind() Kind       { return KindRevokeSignOff }
func (*Reassign) Kind() Kind            { return KindReassign }
func (*SetCompleteBy) Kind() Kind       { return KindSetCompleteBy }
func (*SetAttributes) Kind() Kind       { return KindSetAttributes }
func (*OverrideRequirement) Kind() Kind { return KindOverrideRequirement }
func (*SetContributors) Kind() Kind     { return KindSetContributors }
func (*SetAccountable) Kind() Kind      { return KindSetAccountable }
func (*AddCentre) Kind() Kind           { return KindAddCentre }
func (*RemoveCentre) Kind() Kind        { return KindRemoveCentre }
func (*Withdraw) Kind() Kind            { return KindWithdraw }
func (*Redact) Kind() Kind              { return KindRedact }
