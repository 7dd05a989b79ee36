package roles

// Codes of reasons that the register gives: no command of a workflow is refused
// for them.
const (
	// CodeCentreWithoutManager is a warning: nobody at the centre is left in
	// force in a role whose last holder the policy keeps.
	CodeCentreWithoutManager = "centre-without-manager"

	// CodeOnlyHolder is a risk: one person alone holds a role in force whose last
	// holder the policy keeps.
	CodeOnlyHolder = "only-holder"
	// CodeNobodyCan is a risk: nobody at the centre may use some capabilities.
	CodeNobodyCan = "nobody-can"
	// CodeOnlyOneCan is a risk: one person alone may use some capabilities.
	CodeOnlyOneCan = "only-one-can"

	// CodeInvalidID: an id of a person, centre or request is empty, too long or not valid.
	CodeInvalidID = "invalid-id"
	// CodeTooManyCategories: an appointment names more than MaxCategories.
	CodeTooManyCategories = "too-many-categories"
	// CodePeopleOnly: the host itself does not do this; somebody with a role does.
	CodePeopleOnly = "people-only"
	// CodeHostOnly: this is for the host itself, and for nobody by a role.
	CodeHostOnly = "host-only"
	// CodeMembersByHost: the host keeps the list of delegates itself.
	CodeMembersByHost = "members-by-host"
	// CodeNoSuchCentre: the centre was not opened. Only the host is told.
	CodeNoSuchCentre = "no-such-centre"
	// CodeCentreOpen: the centre was opened already, otherwise than now asked for.
	CodeCentreOpen = "open-already"
	// CodeBadKind: there is no such kind of centre.
	CodeBadKind = "bad-kind"
	// CodeBadZone: there is no such time zone.
	CodeBadZone = "bad-zone"
	// CodeNotByHost: the role does not come from the host.
	CodeNotByHost = "not-by-host"
	// CodeOwnRegistration: nobody approves their own registration.
	CodeOwnRegistration = "own-registration"
	// CodeWrittenByNewer: the centre holds records that this version cannot read.
	CodeWrittenByNewer = "written-by-newer-version"
	// CodeRequestReused: the request id was used for another act or by somebody else.
	CodeRequestReused = "request-id-reused"
)
