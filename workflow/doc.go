// Package workflow runs enrolments: one learner, or one centre, on one framework,
// from the first self-assessment to the final sign-off.
//
//	engine, err := workflow.NewEngine(catalog, host, store, workflow.Options{Key: key})
//	result, err := engine.Do(ctx, workflow.Request{Actor: "educator-1", Command: &workflow.Enrol{…}})
//
// An enrolment is one list of records that only grows: one accepted command is
// one record with one or more events in it. [Decide] says what a command would
// change, or gives every reason against it in a [Denied]; [Apply] gives the
// state after a record. Both are pure. The [Engine] loads, asks the [Host] for
// facts, decides and appends to a [Store], which somebody else may write:
// two methods are enough. Nothing else derives a status than [StatusOf] and
// [ItemStatusOf], and nobody reads an
// enrolment without [CanView], but for [Engine.BySerial], which serves a page
// that anybody may use to check a certificate.
//
// # What may be relied on
//
// Records are never rewritten, and every version of this package reads those
// of all versions before it. Each record's hash covers the one before: see
// [Verify] for what that proves and what it does not. An enrolment stays on
// the content that it was enrolled on, known by digest, until it is upgraded to a
// newer version: by [Upgrade], or by itself where that asks nothing of anybody and
// the policy says so. [PlanUpgrade] says beforehand what is kept, asked again and
// lost; what carries over keeps who decided it, and [State.ContentAt] on which
// text. A request sent again with the same id is answered and not done twice.
//
// # What has to be signed off first
//
// Content can require other frameworks, before enrolment or before the sign-off.
// Whether the learner holds one is no part of the enrolment, and changes without
// it: an [Attainment] is a fact, judged at the instant of the command. The engine
// looks into its own store for it, the host adds what there is elsewhere. So
// [StatusOf], [Ready] and all lists say how far the enrolment itself is, from its
// records and the clock alone, and what is ready may still lack a required
// framework: [View.Readiness] and [View.Actions] take that in, as the commands do.
// Somebody with the capability override-requirement lets a requirement go, by an
// [Override] within [Enrol] or by [OverrideRequirement], until the enrolment is
// withdrawn. A sign-off that was given stands when what it rested on is over.
//
// # What is taken over from elsewhere
//
// A learner who comes from another installation brings the record that was kept
// there. [ReadTransfer] verifies it and says what of it is confirmed and in date;
// [PlanTransfer] and [Engine.PlanTransfer] say what of that would be confirmed
// here, and what is left out and why; [AcceptTransfer] does it. A confirmation
// keeps who gave it, as that installation knows them, and when it ends: see
// [Original]. By the decision itself, [Decided] names who took it over. That
// person counts as having a decision that stands, so that they see the enrolment
// and that their decisions can be set aside at once; not as having confirmed,
// where the content wants a signatory who did not. Comments, evidence, requests
// and waivers do not come along.
//
// # Stores that can do more
//
// What a store can do beyond its two methods it says by optional interfaces:
// [Lister], [Eraser], [Snapshotter], [Feeder]. Where one lacks what is asked for,
// the error is [ErrUnsupported], but for snapshots, which only save time. [Index]
// lists in memory for a store that does not.
//
// # A centre as the subject
//
// Where the subject of a framework is a centre, the enrolment is the centre's:
// [Enrol] names it, its contributors and the one accountable person, all of them
// delegates of it. Any contributor answers. Of an item there is one current
// answer, the last, which names its author; the records keep the ones before.
// Whatever else learners do, the accountable person does. Neither they nor the
// contributors decide, are asked or supervise there, whatever roles they hold,
// and both may read it.
//
// [SetContributors] is the accountable person's: who leaves keeps their answers.
// [SetAccountable] is for whoever has the capability, with a reason: the new one
// agrees to the declaration anew, and what is asked stays asked. The record stays
// at its centre. A trial is one person's, who plays a centre that there is none of.
//
// # An item's way
//
// The learner's answer and the assessor's decision are two facts; neither
// overwrites the other. What each command does to an item that it is about, by
// the item's status; dots stand where no command is about it:
//
//	unassessed, ongoing, assessed,      --self-assess--> ongoing | assessed
//	lapsed, rejected
//	requested                           --self-assess--> ongoing | assessed | requested
//	confirmed                           --self-assess--> ongoing | assessed | confirmed
//	ongoing, assessed, requested,       --clear-answer--> locked | unassessed
//	confirmed, lapsed, rejected
//	assessed                            --request-confirmation--> requested
//	confirmed                           --request-confirmation, withdraw-request, remove-supervisor, reassign,
//	                                      remove-centre, withdraw--> confirmed
//	requested                           --withdraw-request, remove-supervisor, remove-centre, withdraw-->
//	                                      assessed | lapsed
//	requested, confirmed                --confirm--> confirmed
//	requested, confirmed                --reject--> rejected
//	confirmed                           --revise--> rejected
//	rejected                            --revise--> confirmed
//	not-applicable                      --set-aside, accept-transfer, unwaive--> not-applicable
//	excluded                            --set-aside, accept-transfer, unwaive--> excluded
//	requested                           --set-aside--> assessed
//	confirmed, lapsed, rejected         --set-aside--> ongoing | assessed
//	waived                              --set-aside--> locked | unassessed | ongoing | assessed | lapsed |
//	                                      waived
//	unassessed, ongoing, assessed       --record-paper--> confirmed
//	locked, unassessed, ongoing,        --accept-transfer--> confirmed
//	assessed
//	unassessed, ongoing, assessed,      --waive--> waived
//	lapsed
//	waived                              --unwaive--> locked | unassessed | ongoing | assessed | lapsed
//	excluded                            --choose-optional--> locked | unassessed | ongoing | assessed |
//	                                      confirmed | lapsed | rejected | waived
//	locked, unassessed, ongoing,        --choose-optional--> excluded
//	assessed, requested, confirmed,
//	lapsed, rejected, waived
//	not-applicable                      --set-attributes, enrol--> excluded | locked | unassessed | ongoing |
//	                                      assessed | confirmed | lapsed | rejected | waived
//	excluded, locked, unassessed,       --set-attributes--> not-applicable
//	lapsed, rejected, waived
//	ongoing                             --set-attributes, enrol--> not-applicable | assessed
//	assessed                            --set-attributes, enrol--> not-applicable | ongoing
//	requested                           --set-attributes--> not-applicable | ongoing | lapsed
//	confirmed                           --set-attributes--> not-applicable | confirmed
//	excluded, locked, unassessed,       --enrol--> not-applicable
//	confirmed, lapsed, rejected,
//	waived
//	requested                           --reassign--> requested
//	locked                              ..its gates, the next round..> unassessed
//	unassessed                          ..its gates, the next round, the clock..> locked
//	ongoing, assessed                   ..the next round..> locked | unassessed
//	confirmed                           ..the clock..> requested | lapsed
//
// An item is locked until the gates in front of it are confirmed, and never
// again once something happened to it; an optional item is excluded until it
// is chosen, and keeps what it had. So does one that is not-applicable, because
// the content asks it of others only and the enrolment's attributes say so: what
// counts is counted over what applies. Where attributes decide, too, which level
// is asked, the same answer is ongoing or assessed by what they say now; a
// decision stands whatever they say, and [Readiness] then names what is confirmed
// and not enough. A confirmation that nears its end stays
// confirmed while its renewal is asked for: to confirm begins a new period, to
// reject ends the old one. That a confirmation lapses follows from the clock
// and is never stored, and so it is with the gates.
//
// # An enrolment's way
//
// An enrolment's status follows from its items, from its sign-off and from the
// clock. The commands that can change it:
//
//	withdrawn                           --enrol--> not-started | ready | lapsed | declined | void
//	not-started, ready, submitted       --self-assess--> in-progress
//	sign-off-requested                  --self-assess, reject, revise--> in-progress | void
//	signed-off, lapsed                  --self-assess, clear-answer, reject, revise, set-aside, unwaive,
//	                                      choose-optional, set-attributes--> void
//	declined                            --self-assess, confirm, reject, revise, record-paper, accept-transfer,
//	                                      waive--> in-progress | ready | void
//	ready                               --clear-answer, set-aside, unwaive, choose-optional, set-attributes-->
//	                                      not-started | in-progress
//	sign-off-requested                  --clear-answer, set-aside, unwaive, choose-optional, set-attributes-->
//	                                      not-started | in-progress | void
//	declined                            --clear-answer, set-aside, unwaive, choose-optional, set-attributes-->
//	                                      not-started | in-progress | ready | void
//	not-started                         --confirm, revise, record-paper, accept-transfer, waive--> in-progress |
//	                                      ready
//	in-progress                         --confirm, revise, record-paper, accept-transfer, waive--> ready
//	not-started, ready                  --reject--> in-progress
//	ready                               --revise--> in-progress
//	not-started, in-progress            --choose-optional, set-attributes--> ready
//	ready, lapsed, declined, void       --request-sign-off--> sign-off-requested
//	sign-off-requested                  --withdraw-sign-off, remove-supervisor, remove-centre--> not-started |
//	                                      in-progress | ready | lapsed | void
//	sign-off-requested                  --sign-off--> signed-off
//	sign-off-requested                  --decline-sign-off--> lapsed | declined
//	signed-off                          --revoke-sign-off--> void
//	lapsed                              --revoke-sign-off--> declined | void
//	not-started, in-progress, ready,    --withdraw--> withdrawn
//	sign-off-requested, lapsed,
//	declined, void
//	not-started, in-progress, lapsed    --submit--> submitted
//	not-started, in-progress,           ..the clock..> lapsed
//	signed-off, submitted
//	ready                               ..the clock..> not-started | in-progress
//
// Carried results make some of these ways short: a learner enrolled again
// after a withdrawal finds answers and decisions as they were. A trial goes the
// same ways, with enrol-trial for enrol. [ItemDiagram] and [EnrolmentDiagram]
// draw the same as Mermaid, and [Transitions] lists what commands do to items.
//
// # Rounds
//
// Of a framework that is unsupervised nothing is confirmed, waived or signed
// off: commands about that are refused, and [Actions] do not know them. The
// learner answers everything that counts and ends the round with [Submit],
// whatever the answers; where the content says so, that issues a certificate of
// completion, and lasts for some months. The learner's next answer opens the next
// round, in which nothing is answered yet: items begin anew, gates close until
// their items meet what they ask, and what is optional stays chosen. What was
// submitted never changes, and can be read: see [State.Rounds] and
// [ItemView.Former], which a screen may offer as a suggestion. Until the last
// submission lapses it holds, also while the next round is open and after the
// enrolment was withdrawn: see [Submission].
package workflow
