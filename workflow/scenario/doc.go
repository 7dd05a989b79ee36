// Package scenario runs plain-text scenarios against any [workflow.Store]: who
// does what and when, what must be refused and why, and how things must stand.
//
//	func TestScenarios(t *testing.T) {
//		scenario.Run(t, os.DirFS("testdata"), func() workflow.Store { return memstore.New() }, nil)
//	}
//
// [RunFile] runs one without package testing, [Parse] and [Scenario.String]
// read and print them, and [Scenario.Run] runs one that a program made.
//
// A scenario is for people to read who answer for a framework, and for those
// who write its content or a store to test them by. This one is whole:
//
//	scenario a request that was sent is decided by the person asked
//
//	framework hand-hygiene
//	start 2026-12-01 09:00 Europe/London
//
//	centre trust-1 trust Europe/London
//	actor assessor-1, assessor-2: assessor at trust-1
//	actor learner-1: at trust-1
//	actor educator-1: educator-manager at trust-1
//	staff of educator-1 at trust-1: learner-1
//
//	educator-1: enrol learner-1 at trust-1
//	learner-1: assess local-induction as yes
//	learner-1: send local-induction to assessor-1
//	! assessor-2: confirm local-induction -> not-found
//	assessor-1: confirm local-induction
//	expect local-induction: confirmed
//
// Each scenario has a store, a clock and people of its own, and other installations if it turns to them. Nothing in it is
// left to chance, not even the serials of certificates, so that it comes to
// the same every time.
//
// # Lines
//
// A line that begins with a # is a comment. An indented line goes on with the
// line above; a blank line ends it. Commas are for the eye. Ids are written as
// they are; one that is a word with a meaning or has other characters than
// letters, digits and .-_/@+ stands in single quotes. What people write stands
// in double quotes, with \" \\ \n \t and \u{1f600}, and may go on over indented
// lines, where each break is a space. People can be given by range:
// learner-1..learner-40.
//
// The head comes first: a title, the frameworks and the start of the clock, in
// whose time zone all times of the file are. A framework is one of the
// catalogue in [Options.Frameworks], or comes from a file beside the scenario,
// or stands in a block between two lines of three backticks below its line;
// then it is published. So does a policy of roles; without one that of
// [Options.Policy] holds.
//
//	framework bays from bays.yaml
//	framework rounds
//	start 2026-11-02 09:00 Europe/London
//
// A version that the scenario brings is published since ever, unless its lifecycle
// stands beside it, and a migration leads to it from an older one: both as they
// stand in a catalogue, in a file or in a block.
//
//	framework sling@1.0.0 from sling-1.yaml
//	framework sling@2.0.0 from sling-2.yaml
//	migration sling@1.0.0 to 2.0.0 from sling-2-from-1.yaml
//	lifecycle sling@1.0.0 from sling-1-lifecycle.yaml
//
// Everything else may stand anywhere below.
//
// # The world
//
// A centre has a kind and a time zone, UTC if it names none. It offers
// everything, and confirms as the content says, until it is said otherwise.
//
//	centre trust-1 trust Europe/London
//	centre university-1 university
//	centre trust-1 stops offering rounds
//	centre trust-1 offers rounds
//	centre trust-1 stops offering everything
//	centre trust-1 confirms 1.2.1.a by educator-manager in bays
//	centre trust-1 confirms all items by educator-manager, assessor in bays
//	centre trust-1 confirms 1.2.1.a by the content in bays
//
// Everybody is named in an actor's line, with the roles they hold at the
// centres that they are active delegates of, in categories if these are
// limited. A second line adds to the first. The host knows nothing of somebody
// without a centre.
//
//	actor lead-1: clinical-centre-manager, assessor at trust-1
//	actor theatre-1: educator-manager at trust-1, trust-2 in theatre
//	actor learner-1..learner-40: at trust-1, trust-2
//	actor stranger-1
//	staff of educator-1 at trust-1: learner-1..learner-40
//	staff without educator-1 at trust-1: learner-40
//	appoint assessor-2 educator-manager at trust-1 in clinical
//	revoke assessor-2 educator-manager at trust-1
//	revoke assessor-2 at trust-1
//	suspend assessor-1 at trust-1
//	reinstate assessor-1 at trust-1
//	deactivate assessor-1 at trust-1
//	activate assessor-1 at trust-1
//
// # The clock
//
// The clock stands still but for these lines. Without a time of day they keep it.
//
//	on 2026-12-01 09:00
//	on 2026-12-02
//	next day
//	next day 08:30
//	after 3 months
//	after 1 year and 2 days
//	after 90 minutes
//
// # Enrolments
//
// A line is about the enrolment that was opened last, or the ones that a line
// beginning with about names. A step on several is taken on each of them, by
// one person or by the learner of each; an expectation holds for each. Where
// the file has one framework, or the learner was enrolled on one before, it
// need not be named. The host erases an enrolment at the end of its retention.
//
//	educator-1: enrol learner-1 on bays@1.0.0 at trust-1, complete by 2027-06-30
//	educator-1: enrol learner-4..learner-6 on bays at trust-1
//	the learner: agree
//	assessor-1: try out bays, trial 2, in Europe/London
//	about learner-4, learner-5 in bays
//	about learner-2 in rounds; assessor-1 trial 2 in bays
//	about learner-3
//	erase
//
// Where it depends on the learner what applies, the enrolment says the value of
// each attribute behind with, and what is set later changes those that it names.
//
//	educator-1: enrol learner-7 on induction at trust-1, with role clinical, setting ward
//	educator-1: set attributes role office, because "another post"
//
// So it is with how much is enough. An answer is rated by the level that is asked.
//
//	learner-9: assess notes as foundation
//	expect rating of notes: amber
//	expect missing: below-level notes talk
//
// An enrolment goes on with a newer version of its framework, or with the newest
// that is open where none is named, by the migration that leads there.
//
//	educator-1: upgrade to 2.0.0
//	educator-1: upgrade -> unchanged
//	expect version: 2.0.0
//
// A framework can require others first. Somebody holds what the records of their
// enrolments say at the time, and what a line awards them: what they were signed
// off on elsewhere, in one version, until the end of a day or for ever. A
// requirement is let go with the enrolment, behind without, or later.
//
//	award learner-8 induction@2.0.0, until 2027-06-30
//	educator-1: enrol learner-8 on step-2 at trust-1
//	educator-1: enrol learner-9 on step-2 at trust-1, without induction, because "three years on the ward"
//	educator-1: override step-1, because "held at another trust"
//	annul learner-8 induction
//
// What is confirmed elsewhere can be taken over. Below elsewhere the lines are at
// another installation, until here leads back or elsewhere to yet another one. Each
// has centres, people and a store of its own, and lines there are about what they
// were about there before; frameworks, policy and clock are the same. A record is
// that of a learner there, in the framework of the enrolment here, and as it is at
// the time, unless the step says otherwise. Left out, with its codes, is what the
// last step did not take over; a decision names who gave it there.
//
//	elsewhere north
//	actor assessor-7: assessor at infirmary-1
//	here
//	educator-1: take over the record of trainee-7 from north, only rub
//	educator-1: take over the record of trainee-7 in care from north
//	! educator-1: take over the record of trainee-7 from north, as of record 4 -> older-record
//	expect left out: confirm-again wash; assess-again fluid; unknown-item mask; decided-before rub;
//	  already-transferred protect; already-requested sign-time
//	expect decision on rub: confirmed by educator-1, transferred from north/assessor-7
//
// Where the subject of a framework is a centre, the enrolment is the centre's,
// and names its contributors and the one accountable person. The learner, as
// the actor of a step, is then the accountable person.
//
//	educator-1: enrol centre trust-1 on ward-audit, contributors nurse-1, nurse-2, accountable manager-1
//	about centre trust-1
//	nurse-2: assess drugs as met
//	the learner: send all items to assessor-1
//	manager-1: set contributors nurse-1
//	lead-1: set accountable manager-2, because "the manager left"
//	expect contributors: nurse-1, nurse-2
//	expect accountable: manager-1
//	expect answer to drugs: met by nurse-2
//	expect lead-1 lists: centre trust-1
//
// # Steps
//
// A step is a person, a colon and a command. What a command says beside comes
// in any order. Items are given one by one, or all those of a section, or of
// the framework, that count for the learner when the step is taken. The
// enrolment:
//
//	educator-1: set complete-by 2027-09-30
//	educator-1: set complete-by none
//	learner-1: agree
//	learner-1: comment "When shall we begin?"
//	assessor-1: comment on 1.2.1.a "Bring the checklist."
//	lead-1: redact "Bring the checklist."
//	learner-1: add supervisor assessor-1
//	learner-1: remove supervisor assessor-1
//	learner-1: add centre trust-2
//	lead-1: remove centre trust-1
//	learner-2: withdraw
//	educator-1: withdraw, because "enrolled by mistake"
//
// Answers and requests:
//
//	learner-1: assess 1.2.1.a, 1.2.1.b as achieved
//	learner-1: assess 1.3.1.a as ongoing, on 2026-11-01, comment "with help",
//	  evidence "log" at "https://example.org/log" dated 2026-11-01 type "text/html"
//	learner-1: assess 1.3.1.a as achieved; 1.3.1.b as ability=achieved teaching=ongoing
//	learner-1: clear 1.3.1.a
//	learner-1: choose 2.1.1.a, section renal -> unchanged
//	learner-1: drop section renal
//	learner-1: send all of airway to assessor-1
//	learner-1: remind assessor-1
//	learner-1: withdraw request for 1.2.1.b
//
// In brackets behind an answer stands what is said of that answer alone.
//
//	learner-8: assess share as confidence=unsure [on 2026-12-01, comment "on the ward"] relevance=now
//
// Where nobody confirms anything the learner submits a round, and the next
// answer opens the next one.
//
//	learner-8: submit
//
// What costs a confirmation or a sign-off has to be meant: the word overwrite
// says so, behind assess, clear, choose and drop.
//
//	learner-1: clear 1.2.1.a, overwrite
//
// Decisions. A decision rests on what is there at the time; somebody who looks
// can decide later on what they saw then, and a record's number behind an item
// names the record to rest on.
//
//	assessor-1: confirm 1.2.1.a, comment "well done", on behalf of "the night lead"
//	assessor-1: reject 1.2.1.b, because "not alone yet", action "watch it done",
//	  review on 2027-01-15, asking for "a note of three times"
//	assessor-2: reject 1.2.1.b, 1.3.1.b, because "not alone yet", action "watch it done";
//	  1.3.1.b because "the scale was read wrongly", action "read it with a colleague"
//	assessor-1 looks
//	! assessor-1: confirm 1.2.1.a, as seen before -> changed-since 1.2.1.a
//	! assessor-1: confirm 1.2.1.a@3 -> changed-since 1.2.1.a
//	assessor-1: revise 1.2.1.b to confirmed, because "that was somebody else"
//	assessor-1: revise 1.2.1.b to rejected, because "it was not", action "do it again"
//	lead-1: set aside 1.2.1.b, because "two people of one name"
//	lead-1: set aside everything by assessor-2, because "not yet trained"
//	educator-1: record paper for 1.3.1.a, confirmed by "Sister of Bay 4", as assessor, on 2026-03-01,
//	  evidence "page 12 of the log book"
//	educator-1: waive 1.3.1.b, because "no monitors there"
//	educator-1: unwaive 1.3.1.b, because "there are now"
//
// The sign-off:
//
//	learner-1: request sign-off from educator-1, accept
//	learner-1: withdraw sign-off
//	learner-1: remind of sign-off
//	lead-1: reassign 1.3.1.a from assessor-1 to assessor-2
//	lead-1: reassign from educator-1 to educator-2, supervisor too
//	educator-2: decline sign-off, because "bring the log book"
//	educator-2: sign off, accept, comment "well done"
//	lead-1: revoke sign-off, because "the log book was another's"
//
// # What must come of a step
//
// A step must be accepted and change something. One that begins with ! must be
// refused, for exactly the reasons that stand behind the arrow, and store
// nothing. A reason is its code, which items it is about if that matters, and
// what it must be saying. One that begins with ? may end either way. A request
// can have an id in brackets, and be sent again.
//
//	! learner-1: assess 9.9.9.z as achieved -> unknown-item 9.9.9.z
//	! learner-1: send all items to assessor-1 -> not-assessed 1.3.1.a saying "answer it first"
//	? lead-1: set aside everything by assessor-2, because "not yet trained"
//	learner-1: choose 2.1.1.a -> unchanged
//	learner-1 [tap-1]: choose 2.1.1.a, section renal
//	learner-1 [tap-1]: choose 2.1.1.a, section renal -> replayed
//
// Meanwhile has a step taken at the same instant as the one above it, as if in
// another process: both are decided on what was there before, and then stored
// in the order of the file, so that the first one wins.
//
//	meanwhile ! assessor-1: reject 1.2.1.a, because "no", action "again" -> not-requested 1.2.1.a
//
// # Expectations
//
//	expect status: not-started
//	expect status: none
//	expect 1.3.1.a: unassessed
//	expect all of airway, 1.3.1.b: assessed
//	expect rating of 1.3.1.b: none
//	expect ready
//	expect not ready
//	expect missing: unconfirmed 1.2.1.a 1.2.1.b 1.3.1.a 1.3.1.b
//	expect recommended: essential course of lifting, sizes of sling
//	expect recommended: nothing
//	expect counts: 5 counting, 2 confirmed, 2 assessed
//	expect counts of airway: 2 counting, 1 confirmed
//	expect total for lead-1: 4 counting, 4 confirmed
//	expect answer to 1.3.1.b: ability=achieved, teaching=ongoing
//	expect decision on 1.2.1.a: confirmed by assessor-1 as assessor at trust-1, on behalf of "the night lead"
//	expect decision on 1.3.1.a: confirmed by educator-1, from paper
//	expect plan for 1.2.1.b: because "not alone yet", action "watch it done"
//	expect round: 2
//	expect submitted: round 1 on 2026-12-01, until 2027-12-01
//	expect submitted: nothing
//	expect answer to share in round 1: confidence=unsure [on 2026-12-01, comment "on the ward"], relevance=now
//	expect supervisors: educator-1, assessor-1
//	expect centres: trust-1, trust-2
//	expect attributes: role office, setting ward
//	expect complete-by: 2027-06-30
//	expect overridden: step-1
//	expect relied on: step-1@1.1.0
//	expect pending with assessor-1: 2 items, in 1 request
//	expect pending with educator-2: sign-off
//	expect due: assessor-1 confirm 2
//	expect events: decided
//	expect told: assessor-1 asked all of airway
//	expect left out: nothing
//	expect certificate: valid
//	expect certificate 1: revoked
//	expect serial "AAAA-AAAA-AAAA-AAAA": unknown
//	expect assessor-1 may confirm 1.2.1.a
//	expect learner-1 may choose-optional section renal
//	expect educator-1 may not confirm 1.2.1.a -> not-the-addressee 1.2.1.a
//	expect learner-1 may clear-answer 1.2.1.a, overwrite
//	expect assessor-1 sees it
//	expect stranger-1 sees nothing
//	expect lead-1 lists signed-off: learner-1
//
// Events, told, left out and what was relied on are about the last step. Ready and missing
// take in what has to be signed off first; the status is about the enrolment
// alone. Pending, told, due, left out, missing and recommended, in any order, say all that
// there is: nothing, or nobody, where there is none. Counts, decisions, answers
// and what was submitted leave open what they do not name: numbers, people, and
// the comments and dates of single answers. The total is over everything that a
// person can list.
//
// # Golden parts
//
// These show more than anybody likes to write. The block below is written by
// the runner, through [Options.Update], and compared ever after.
//
//	expect overview
//	expect history
//	expect certificate text
//	expect notices
//	expect refusal
//	expect results
//
// # What is checked without being said
//
// After every step: what was refused, changed nothing or was replayed stored
// nothing, nor did anything change in other enrolments; the records verify as
// a chain; the state that the engine gave and the summary that the store lists
// are what the records add up to.
//
// # What is wrong with a file
//
// Mistakes are reported all at once, with file, line and column, with what is
// allowed and what was probably meant, and nothing is run: first those of
// writing, then names of people, centres, roles, items and answers that there
// are none of. A step that must be refused may name what it likes.
package scenario
