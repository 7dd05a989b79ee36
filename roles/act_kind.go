package roles

// Kind is the act's name.
func (*RegisterPerson) Kind() ActKind { return ActRegister }
func (*Approve) Kind() ActKind        { return ActApprove }
func (*Appoint) Kind() ActKind        { return ActAppoint }
func (*Revoke) Kind() ActKind         { return ActRevoke }
func (*Resign) Kind() ActKind         { return ActResign }
func (*Suspend) Kind() ActKind        { return ActSuspend }
func (*Lift) Kind() ActKind           { return ActLift }
func (*KeepStaff) Kind() ActKind      { return ActKeepStaff }
func (*DropStaff) Kind() ActKind      { return ActDropStaff }
func (*OpenCentre) Kind() ActKind     { return ActOpenCentre }
func (*ChangeCentre) Kind() ActKind   { return ActChangeCentre }
func (*NameHolder) Kind() ActKind     { return ActNameHolder }
func (*UnnameHolder) Kind() ActKind   { return ActUnnameHolder }
func (*Deactivate) Kind() ActKind     { return ActDeactivate }
func (*Reactivate) Kind() ActKind     { return ActReactivate }

func (a *RegisterPerson) parts() actParts { return actParts{person: a.Person} }
func (a *Approve) parts() actParts        { return actParts{person: a.Person} }
func (a *Suspend) parts() actParts        { return actParts{person: a.Person} }
func (a *Lift) parts() actParts           { return actParts{person: a.Person} }
func (a *KeepStaff) parts() actParts      { return actParts{person: a.Person} }
func (a *DropStaff) parts() actParts      { return actParts{person: a.Person} }
func (a *Deactivate) parts() actParts     { return actParts{person: a.Person} }
func (a *Reactivate) parts() actParts     { return actParts{person: a.Person} }
func (a *OpenCentre) parts() actParts     { return actParts{kind: a.CentreKind, zone: a.Zone} }
func (a *ChangeCentre) parts() actParts   { return actParts{kind: a.CentreKind, zone: a.Zone} }
func (a *NameHolder) parts() actParts     { return actParts{person: a.Person, role: a.Role} }
func (a *UnnameHolder) parts() actParts   { return actParts{person: a.Person, role: a.Role} }
func (a *Resign) parts() actParts         { return actParts{role: a.Role, categories: a.Categories} }

func (a *Revoke) parts() actParts {
	return actParts{person: a.Person, role: a.Role, categories: a.Categories}
}

func (a *Appoint) parts() actParts {
	return actParts{person: a.Person, role: a.Role, categories: a.Categories, attested: a.Attested}
}

// An actRule says whose an act is, and by which capability.
type actRule struct {
	people, host bool
	// by is what people need, where it is not decided by the policy's rules of
	// appointing and ending; none where no capability is asked for.
	by Capability
	// members says that the act is about the list of delegates, which a host
	// may keep itself; noPerson that it is about nobody but the actor, if that.
	members, noPerson bool
}

var actRules = map[ActKind]actRule{
	ActRegister:     {people: true, host: true, by: CanRegister, members: true},
	ActApprove:      {people: true, host: true, by: CanApprove, members: true},
	ActAppoint:      {people: true, by: CanAppoint},
	ActRevoke:       {people: true, by: CanRevoke},
	ActResign:       {people: true, noPerson: true},
	ActSuspend:      {people: true, by: CanSuspend},
	ActLift:         {people: true, by: CanSuspend},
	ActKeepStaff:    {people: true, by: CanKeepStaffList},
	ActDropStaff:    {people: true, by: CanKeepStaffList},
	ActOpenCentre:   {host: true, noPerson: true},
	ActChangeCentre: {host: true, noPerson: true},
	ActNameHolder:   {host: true},
	ActUnnameHolder: {host: true},
	ActDeactivate:   {host: true, members: true},
	ActReactivate:   {host: true, members: true},
}
