// Package passport gives a learner one file to carry from one organisation to
// another: the records of their enrolments, the badges that came of these, and all
// that somebody with neither network nor database needs to check them. The
// organisation that keeps the records signs it; the one that receives it looks at
// it, says what it will take over, and takes that over by [workflow.AcceptTransfer].
//
//	file, err := passport.Write(ctx, issuer, passport.Options{
//		Now: now, Enrolments: []passport.Enrolment{{ID: id, Records: records, Framework: fw, Badge: badge}},
//	})
//
//	found := passport.Verify(file, trust, &passport.VerifyOptions{At: now, Catalog: catalog})
//	transfer, err := found.Transfer(0, "example-hospitals")
//	plan, err := engine.PlanTransfer(ctx, "educator-1", enrolment, transfer)
//	gaps := report.NewGaps(here, there, transfer, plan)
//
// The learner chooses which enrolments go. One that was not signed off goes
// without a badge; the file says how far it has come.
//
// # What is in it
//
// The file is a ZIP archive in one fixed form, of the media type [MediaType] and
// called something ending in [Extension]:
//
//	mimetype                       what it is
//	clr.json                       a signed ClrCredential (Comprehensive Learner Record 2.0) with the badges in it
//	records/1.json …               the records, each as workflow.AppendExport writes it
//	content/ID/VERSION/ID.yaml …   frameworks, on wish, for receivers who lack that version
//	status/1.json …                status lists, on wish
//	trust.yaml                     whose keys are whose by the sender's word, on wish
//
// clr.json names the last record of each enrolment by its hash, and every other
// file by its digest (relatedResource, Verifiable Credentials Data Model 2.0
// §5.3). Whoever reads learner records in general reads that alone.
//
// # What a report says
//
// A [Report] answers one question after another, as that of a credential does, and
// lets nothing pass that was not checked: whether the file is whole, who signed
// it, whether it is in date and not taken back, whether each badge holds, whether
// all of it is about one learner, and of each enrolment whether its history is
// unbroken, ends where the signature says, was decided on content that is at hand,
// and is what the badge was given for. [Report.Transfer] gives a record only if
// all that its taking over rests on has passed.
//
//   - A sender that signs what never happened is believed if its key is: the file
//     proves who says it. Trust lists say whose word counts.
//   - The sender may have gone on with the record since, and taken things back:
//     [Options].Until bounds for how long the file is good, and a status list can
//     end it before.
//   - trust.yaml is the sender's word about itself. It is shown and never used.
//   - Records hold every free text that was not redacted, and the ids of everybody
//     who acted: the file is as confidential as the enrolments. Names are in it only
//     where the badges or [Options].LearnerName put them.
//
// # What is to be relied on
//
// The same enrolments, issuer and options give the same files, and with one
// version of Go the same bytes. Nothing here reads a clock or a network. Codes of
// reasons stay; their words may change. All functions may be called at once.
package passport
