// Package workflow runs enrolments: one learner on one framework, from the
// first self-assessment to the final sign-off.
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
// the content that it was enrolled on, known by digest. A request sent again
// with the same id is answered and not done twice.
//
// # An item's way
//
// The learner's answer and the assessor's decision are two facts; neither
// overwrites the other. What each command does to an item, by its status:
//
//	unassessed, ongoing, assessed,
//	requested, confirmed, rejected         --self-assess--> ongoing | assessed
//	ongoing, assessed, requested,
//	confirmed, rejected                    --clear-answer--> unassessed | locked
//	assessed                               --request-confirmation--> requested
//	requested                              --withdraw-request--> assessed
//	requested                              --confirm--> confirmed
//	requested                              --reject--> rejected
//	confirmed                              --revise--> rejected
//	rejected                               --revise--> confirmed
//	locked, unassessed, ongoing,
//	assessed, requested, confirmed,
//	rejected                               --choose-optional--> excluded
//	excluded                               --choose-optional--> locked | unassessed | ongoing | assessed | confirmed | rejected
//
// An item is locked until the gates in front of it are confirmed, and never
// again once something happened to it; an optional item is excluded until it
// is chosen, and keeps what it had.
//
// # An enrolment's way
//
// An enrolment's status follows from its items and from its sign-off. The
// commands that can change it:
//
//	withdrawn                              --enrol--> not-started | ready | declined | void
//	not-started                            --self-assess--> in-progress
//	not-started                            --reject--> in-progress
//	not-started                            --confirm--> in-progress | ready
//	not-started                            --revise--> in-progress | ready
//	not-started                            --choose-optional--> ready
//	in-progress                            --confirm--> ready
//	in-progress                            --revise--> ready
//	in-progress                            --choose-optional--> ready
//	ready                                  --self-assess--> in-progress
//	ready                                  --revise--> in-progress
//	ready                                  --clear-answer--> not-started | in-progress
//	ready                                  --choose-optional--> not-started | in-progress
//	ready, declined, void                  --request-sign-off--> sign-off-requested
//	sign-off-requested                     --withdraw-sign-off--> ready | void
//	sign-off-requested                     --sign-off--> signed-off
//	sign-off-requested                     --decline-sign-off--> declined
//	sign-off-requested                     --self-assess--> in-progress | void
//	declined                               --self-assess--> ready | in-progress | void
//	sign-off-requested, declined           --revise--> in-progress | void
//	sign-off-requested, declined           --clear-answer--> not-started | in-progress | void
//	sign-off-requested                     --choose-optional--> not-started | in-progress | void
//	declined                               --choose-optional--> not-started | ready | in-progress | void
//	signed-off                             --self-assess--> void
//	signed-off                             --clear-answer--> void
//	signed-off                             --revise--> void
//	signed-off                             --choose-optional--> void
//	not-started, in-progress, ready,
//	sign-off-requested, declined, void     --withdraw--> withdrawn
//
// Carried results make some of these ways short: a learner enrolled again
// after a withdrawal finds answers and decisions as they were. [ItemDiagram]
// and [EnrolmentDiagram] draw the same as Mermaid.
package workflow
