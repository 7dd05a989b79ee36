package workflow

import (
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// Enrolled opens an enrolment, or revives one that was withdrawn, on the
// framework that its record names.
type Enrolled struct {
	Stamp `json:"-"`
	// Learner is empty where a centre is the subject.
	Learner PersonID `json:"learner"`
	// Contributors, in order of their ids, and Accountable are those of the centre
	// that is the subject: Centre.
	Contributors []PersonID `json:"contributors"`
	Accountable  PersonID   `json:"accountable"`
	Centre       CentreID   `json:"centre"`
	// CompleteBy is the day by which the learner should have finished, if any.
	CompleteBy proficiency.Date `json:"complete_by"`
	// DueAt is the first instant after that day in the zone of the centre, if
	// there is one.
	DueAt time.Time `json:"due_at,omitzero"`
	// As is the role of the enroller; zero where learners enrolled themselves, or
	// the accountable person the centre.
	As Held `json:"as"`
	// Trial is the number of a trial, which has no centre; 0 for the real thing.
	Trial int `json:"trial"`
	// Zone is the IANA name of the time zone of a trial; empty is UTC.
	Zone string `json:"zone"`
	// Attributes decide what applies: all of the framework's, in order of their ids.
	Attributes []proficiency.Setting `json:"attributes"`
	// Attainments are those that met what is required before enrolment.
	Attainments []Attainment `json:"attainments"`
}

// RequirementOverridden says that the learner may go on without a framework that
// is required.
type RequirementOverridden struct {
	Stamp     `json:"-"`
	Framework proficiency.FrameworkID `json:"framework"`
	Reason    *Text                   `json:"reason"`
	// As is the role relied on.
	As Held `json:"as"`
}

// Agreed says that the learner, or the accountable person, agreed to the declaration.
type Agreed struct {
	Stamp `json:"-"`
}

// SupervisorAdded says that a person may be asked about this enrolment.
type SupervisorAdded struct {
	Stamp  `json:"-"`
	Person PersonID `json:"person"`
	// As is the role relied on by whoever added them; zero for the learner, and
	// where the person was asked or enrolled the learner.
	As Held `json:"as"`
}

// SupervisorRemoved says that a person may no longer be asked.
type SupervisorRemoved struct {
	Stamp  `json:"-"`
	Person PersonID `json:"person"`
}

// SignOffRequested says that a person was asked for the final sign-off.
type SignOffRequested struct {
	Stamp `json:"-"`
	To    PersonID `json:"to"`
	As    Held     `json:"as"`
	With  Held     `json:"with"`
	// Attainments are those that met what is required before the sign-off.
	Attainments []Attainment `json:"attainments"`
}

// SignOffRequestEnded says that a request for sign-off ended undecided.
type SignOffRequestEnded struct {
	Stamp `json:"-"`
	// To and Request say of whom it was asked, and in which record.
	To      PersonID `json:"to"`
	Request Seq      `json:"request"`
	Cause   Cause    `json:"cause"`
}

// SignOffDeclined says that the person asked declined to sign off.
type SignOffDeclined struct {
	Stamp  `json:"-"`
	Reason *Text `json:"reason"`
	// As is the role in which the person had been asked.
	As Held `json:"as"`
}

// SignedOff is the final sign-off. What its certificate says is fixed in it.
type SignedOff struct {
	Stamp `json:"-"`
	// Serial is the certificate's.
	Serial string `json:"serial"`
	// On is the date in the zone of the signatory's centre.
	On       proficiency.Date `json:"on"`
	As       Held             `json:"as"`
	With     Held             `json:"with"`
	Comment  *Text            `json:"comment"`
	Attained Attained         `json:"attained"`
	// Accountable is who was accountable then, where a centre is the subject.
	Accountable PersonID `json:"accountable"`
	// Until is the first instant at which the clock alone makes the enrolment
	// not ready any more, as things stood; zero for never. ValidTo is the last
	// whole or begun day before it in the zone of the signatory's centre.
	Until   time.Time        `json:"until,omitzero"`
	ValidTo proficiency.Date `json:"valid_to"`
	// Attainments are those that met what is required before the sign-off. That
	// one of them ends later changes nothing.
	Attainments []Attainment `json:"attainments"`
	// Overrides are all requirements that were overridden since enrolling, in
	// the order in which they were.
	Overrides []Overridden `json:"overrides"`
}

// An Overridden is a required framework that was let go, and by whom.
type Overridden struct {
	Framework proficiency.FrameworkID `json:"framework"`
	By        PersonID                `json:"by"`
}

// Attained is what was attained at the instant of a sign-off.
type Attained struct {
	// Mandatory is the number of mandatory items that count by themselves.
	Mandatory int `json:"mandatory"`
	// Optional are the optional items chosen: by the section that was chosen as
	// a whole, or that the item stands in.
	Optional []OptionalCount `json:"optional"`
	// Confirmers are those whose decisions stand, in order of their ids. What was
	// recorded from paper was confirmed by none of them: see Paper.
	Confirmers []ConfirmerCount `json:"confirmers"`
	// Waived is how many items are waived, and Paper how many confirmations
	// that stand were recorded from paper.
	Waived int `json:"waived"`
	Paper  int `json:"paper"`
	// Transferred are those who confirmed elsewhere what was taken over and
	// stands, in order of their ids. They are not among Confirmers.
	Transferred []TransferredCount `json:"transferred"`
	// Groups are the groups whose rules were met, with what decided it.
	Groups []GroupCount `json:"groups"`
}

// A GroupCount is how the rule of a group came to be met.
type GroupCount struct {
	Section proficiency.SectionID `json:"section"`
	// Needed and Reached are numbers of items, or of points, as the rule says.
	Needed  int `json:"needed"`
	Reached int `json:"reached"`
	// Items are the items that are confirmed, in order.
	Items []proficiency.ItemID `json:"items"`
}

// An OptionalCount is the number of optional items attained in a section.
type OptionalCount struct {
	Section proficiency.SectionID `json:"section"`
	Items   int                   `json:"items"`
}

// A ConfirmerCount is the number of items whose standing decision is a person's.
type ConfirmerCount struct {
	Person PersonID `json:"person"`
	Items  int      `json:"items"`
}

// A TransferredCount is the number of items whose standing decision was given
// elsewhere, by a person or as recorded by them from paper.
type TransferredCount struct {
	By    Foreign `json:"by"`
	Paper bool    `json:"paper"`
	Items int     `json:"items"`
}

// SignOffVoided says that the last sign-off no longer stands.
type SignOffVoided struct {
	Stamp  `json:"-"`
	Serial string `json:"serial"`
	// Signatory is who gave it.
	Signatory PersonID `json:"signatory"`
	Cause     Cause    `json:"cause"`
}

// Withdrawn ends an enrolment until the learner is enrolled again.
type Withdrawn struct {
	Stamp  `json:"-"`
	Reason *Text `json:"reason"`
	// As is the role relied on; zero where learners withdrew themselves.
	As Held `json:"as"`
}

// Reassigned says that what was pending with one person went to another. What
// went stands beside it as requests ended and made; what stayed is listed.
type Reassigned struct {
	Stamp `json:"-"`
	From  PersonID `json:"from"`
	To    PersonID `json:"to"`
	// As is the role relied on; zero where the person leaving did it.
	As   Held   `json:"as"`
	Left []Left `json:"left"`
}

// Left is something that stayed with a person when the rest was reassigned.
type Left struct {
	// Item is empty for the sign-off and for the place as supervisor.
	Item proficiency.ItemID `json:"item"`
	// SignOff says that it is the request for the sign-off, Supervisor that it
	// is the place as supervisor.
	SignOff    bool `json:"sign_off"`
	Supervisor bool `json:"supervisor"`
	// Codes are why, each once.
	Codes []Code `json:"codes"`
}

// SignOffExtended says that renewals moved the end of the sign-off.
type SignOffExtended struct {
	Stamp  `json:"-"`
	Serial string `json:"serial"`
	// Until is the new end, as in [SignedOff].
	Until time.Time `json:"until,omitzero"`
}

// SignOffRevoked says that the last sign-off was revoked, and its certificate for ever.
type SignOffRevoked struct {
	Stamp  `json:"-"`
	Serial string `json:"serial"`
	// Signatory is who had given it.
	Signatory PersonID `json:"signatory"`
	Reason    *Text    `json:"reason"`
	// As is the role relied on.
	As Held `json:"as"`
}

// CompleteBySet sets the day by which the learner should finish.
type CompleteBySet struct {
	Stamp      `json:"-"`
	CompleteBy proficiency.Date `json:"complete_by"`
	// DueAt is the first instant after that day in the zone of the first centre.
	DueAt time.Time `json:"due_at,omitzero"`
	// As is the role relied on.
	As Held `json:"as"`
}

// AttributesSet changes what decides which items apply.
type AttributesSet struct {
	Stamp `json:"-"`
	// Attributes are all, as they are from now on.
	Attributes []proficiency.Setting `json:"attributes"`
	Reason     *Text                 `json:"reason"`
	// As is the role relied on.
	As Held `json:"as"`
}

// Upgraded says that the enrolment goes on with the version that its record
// names, and what becomes of results on the one before. It says it of the items
// that are not simply what they were.
type Upgraded struct {
	Stamp `json:"-"`
	// From and FromDigest are the content that is left.
	From       proficiency.Version `json:"from"`
	FromDigest canonical.Digest    `json:"from_digest"`
	// As is the role relied on; zero where it came about by itself, and where the
	// learner was enrolled again.
	As Held `json:"as"`
	// Automatic says that the policy had it done before another command.
	Automatic bool `json:"automatic"`
	// AsksAgain says that the new version asks anything again or anew, so that
	// earlier sign-offs, voids and declines no longer count for the status.
	AsksAgain bool `json:"asks_again"`
	// Agreement says that the declaration is to be agreed to again.
	Agreement bool `json:"agreement"`
	// Attributes and Sections are all, as they are from now on.
	Attributes []proficiency.Setting   `json:"attributes"`
	Sections   []proficiency.SectionID `json:"sections"`
	// Items are those of the new version of which something is otherwise, and
	// Gone those of the old one that the new has not, of which anything was known.
	Items []Moved              `json:"items"`
	Gone  []proficiency.ItemID `json:"gone"`
}

// Moved says what an item of a new version takes over.
type Moved struct {
	Item proficiency.ItemID `json:"item"`
	// From are the items of the old version, and Action is what the migration
	// does with results on them.
	From   []proficiency.ItemID `json:"from"`
	Action proficiency.Action   `json:"action"`
	// Answers are those that are kept, as the new version has them; none where
	// there are none, or none is. Meets says whether they meet what it asks.
	Answers []KeptAnswer `json:"answers"`
	Meets   bool         `json:"meets"`
	// Decision, Waiver and Request say that those on the old items are kept.
	Decision bool `json:"decision"`
	Waiver   bool `json:"waiver"`
	Request  bool `json:"request"`
	// Chosen says that the item is chosen by itself.
	Chosen bool `json:"chosen"`
}

// ContributorAdded says that a person may answer for the centre.
type ContributorAdded struct {
	Stamp  `json:"-"`
	Person PersonID `json:"person"`
}

// ContributorRemoved says that a person may no longer answer for the centre.
// What they answered stays.
type ContributorRemoved struct {
	Stamp  `json:"-"`
	Person PersonID `json:"person"`
}

// AccountableSet says that another person is accountable for the centre from now on.
type AccountableSet struct {
	Stamp  `json:"-"`
	From   PersonID `json:"from"`
	To     PersonID `json:"to"`
	Reason *Text    `json:"reason"`
	// As is the role relied on.
	As Held `json:"as"`
}

// A KeptAnswer is what an answer has become. What was said of it alone stays with it.
type KeptAnswer struct {
	// Question is empty for the single unnamed question.
	Question proficiency.QuestionID `json:"question"`
	Answer   proficiency.AnswerID   `json:"answer"`
}

// CentreAdded says that the record belongs to a further centre, too.
type CentreAdded struct {
	Stamp  `json:"-"`
	Centre CentreID `json:"centre"`
	// As is the role relied on; zero where the learner did it.
	As Held `json:"as"`
}

// CentreRemoved says that the record no longer belongs to a centre.
type CentreRemoved struct {
	Stamp  `json:"-"`
	Centre CentreID `json:"centre"`
	// As is the role relied on.
	As Held `json:"as"`
}

// Redacted says that a free text of an earlier record was removed.
type Redacted struct {
	Stamp `json:"-"`
	// Record is the record that held it, and Text its digest there.
	Record Seq              `json:"record"`
	Text   canonical.Digest `json:"text"`
	// As is the role relied on.
	As Held `json:"as"`
}

// Erased stands alone in the record that is left of an erased enrolment.
type Erased struct {
	Stamp `json:"-"`
	// Last is the hash of the last record that there was.
	Last canonical.Digest `json:"last"`
}
