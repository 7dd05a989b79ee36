package scenario

import "strings"

// The lists of this file are what messages offer and what a scenario may say.
// A test holds them to the packages that they come from.

// codes are the codes of reasons of package workflow, then those that only
// package roles has.
var codes = strings.Fields(`
	action-missing already-confirmed already-enrolled already-enrolled-elsewhere already-overridden already-requested
	already-revoked already-signed-off already-started already-submitted attribute-missing below-level below-minimum centre-already
	changed-since comment-missing date-missing decided-before declaration-not-agreed duplicate-item
	enrolment-closed evidence-missing excluded from-paper group-not-met invalid-date invalid-id
	invalid-override invalid-text invalid-trial is-a-supervisor is-a-trial is-the-enroller is-the-learner lapsed
	last-centre last-signatory learner-not-active locked never-signed-off no-attributes no-contributors no-items
	not-a-contributor not-a-delegate not-a-supervisor not-accountable not-answered not-applicable
	not-assessed not-decided not-distinct not-found not-involved
	not-its-centre not-offered not-optional not-requested not-required not-self-enrolled not-the-addressee
	not-the-decider not-the-learner not-waivable not-waived nothing-asked nothing-pending
	no-migration not-published nothing-to-clear older-version pinned-to-version reason-missing rejected request-id-reused requirement-met requires-framework role-lost
	role-may-not-confirm same-outcome same-person self-enrolment-not-allowed several-centres
	sign-off-closed sign-off-not-requested sign-off-pending statement-not-accepted still-asked store-cannot-erase
	supervised too-large too-soon unconfirmed unknown-answer unknown-attribute unknown-centre unknown-framework unknown-item
	unknown-outcome unknown-question unknown-text unsupervised waived withdrawn would-lose-confirmation
	would-void-sign-off written-by-newer-version wrong-subject
	already-transferred assess-again confirm-again from-elsewhere no-transfer older-record other-content other-framework
	other-learner other-record own-record upgrade-first

	attestation-missing bad-category centre-kind centre-unknown current-learner delegate-elsewhere
	held-already holders-unknown in-force-already lacks-capability last-holder may-not-appoint
	may-not-resign may-not-revoke may-not-suspend no-role-here nobody-named not-a-member not-active
	not-appointed not-held not-on-staff-list not-suspended other-category own-appointment own-enrolment
	role-not-named suspended suspended-already training-missing unknown-person unknown-role`)

// kinds are the kinds of command.
var kinds = strings.Fields(`
	enrol agree self-assess clear-answer request-confirmation withdraw-request confirm reject revise
	choose-optional add-supervisor remove-supervisor request-sign-off withdraw-sign-off sign-off
	decline-sign-off withdraw enrol-trial remind remind-sign-off record-paper waive unwaive comment
	set-aside reassign revoke-sign-off set-complete-by set-attributes upgrade
	set-contributors set-accountable add-centre remove-centre redact
	override-requirement accept-transfer submit`)

// eventKinds are the kinds of event.
var eventKinds = strings.Fields(`
	enrolled agreed answered answer-cleared requested request-ended decided decision-ended
	optional-chosen submitted supervisor-added supervisor-removed sign-off-requested sign-off-request-ended
	sign-off-declined signed-off sign-off-voided withdrawn waived waiver-ended commented reminded
	reassigned sign-off-extended sign-off-revoked complete-by-set attributes-set upgraded
	contributor-added contributor-removed accountable-set centre-added centre-removed redacted
	erased requirement-overridden transfer-accepted`)

// noticeKinds are the kinds of notice.
var noticeKinds = strings.Fields(`
	asked ask-ended request-ended noted reminded confirmed rejected recorded superseded set-aside waived waiver-ended
	sign-off-asked sign-off-ask-ended sign-off-reminded signed-off sign-off-declined sign-off-voided
	sign-off-revoked enrolled withdrawn supervisor no-supervisor reassigned sign-off-reassigned
	place-reassigned commented submitted attributes upgraded complete-by centre-added centre-removed requirement-overridden
	transferred sign-off-transferred
	contributor no-contributor accountable not-accountable`)

// dutyKinds are the kinds of duty.
var dutyKinds = strings.Fields(`
	overdue complete confirm sign-off renew sign-off-lapses lapsed sign-off-lapsed rejected declined
	submission-lapses submission-lapsed finish upgrade retired`)

// statuses are those of an enrolment.
var statuses = strings.Fields(`
	withdrawn sign-off-requested signed-off lapsed submitted declined void ready not-started in-progress`)

// itemStatuses are those of an item.
var itemStatuses = strings.Fields(`
	not-applicable excluded waived requested confirmed lapsed rejected locked unassessed ongoing assessed`)

// ratings are those of answers by the level that is asked.
var ratings = strings.Fields(`green amber red`)

// certificateStatuses are those of a certificate.
var certificateStatuses = strings.Fields(`
	revoked superseded suspended expired valid`)
