// Package credential gives certificates as Open Badges 3.0, signed, so that
// anybody can check them without asking anybody, and checks such credentials.
//
//	issuer := credential.Issuer{Name: "Example Hospitals Trust", Key: key}
//	badge, err := credential.Issue(ctx, cert, issuer, credential.Options{Now: now, Framework: fw, State: &state})
//
//	report := credential.Verify(badge, trust, &credential.VerifyOptions{At: now, StatusLists: lists})
//	if report.Verdict() == credential.Accepted { … }
//
// [Issue] gives JSON with embedded proofs, [IssueJWT] the same credential as a
// VC-JWT, [Bake] puts either into a picture. A [StatusList], signed as well,
// tells by a file which credentials were taken back since. [Verify] takes all of
// these, reaches no network and reads no clock.
//
// [IssueCLR] puts badges, and what is under way, into one signed learner record, a
// ClrCredential of Comprehensive Learner Record 2.0. Verifying that verifies each of
// the badges, too. Package passport makes of it a file that travels.
//
// # Keys
//
// A [Key] is a public key and a [Signer], an interface of one method behind which the
// private key can be anywhere: [KeyOf] takes every crypto.Signer, [ReadKey] a file in PEM.
// This package writes no private key, anywhere.
// A key is replaced by issuing with another one: in the [Trust] of those who
// check, the old one gets its end, up to which what it signed stays good. A key
// that was lost to somebody is withdrawn there, with all that it signed.
//
// # Issuers
//
// An issuer is a did:key, which is its key and needs no network, or a did:web,
// which is a host and can have several keys, published by [DIDDocument]. Neither
// proves which hospital that is: a [Trust] does, an organisation's name with
// its keys and when they were in use. It comes to those who check by a way that
// they can rely on, such as a regulator's site.
//
// # What a report says
//
// A [Report] answers apart: is all of it signed, by somebody trusted, in date,
// not taken back, in the right form, and, if asked, about this person. Each
// answer has reasons with stable codes, and is [Passed] only where everything it
// rests on was checked: without a status list nothing is said to be unrevoked, and
// without a good signature nothing passes. A credential that says more than its
// signatures cover is refused.
//
//   - A status list tells how things stood when it was issued, which the report
//     gives. Whoever holds back a newer list can have an older one believed
//     until that ends: keep [StatusOptions].ValidFor short.
//   - A proof of a kind that nobody knows leaves the signature open; those
//     published but not checked here (ecdsa-rdfc-2019, bbs-2023…) may stand beside a good one.
//   - Status lists are found by the id that they and the credential give them.
//
// # Contexts
//
// The statements of a credential are those that its JSON-LD contexts make of it.
// Parts of three published contexts are built in, of the terms that are used here;
// nothing is fetched. Credentials of others need the whole ones:
// see [VerifyOptions].Contexts. A document that names terms or types which its
// contexts do not know, that repeats members, holds null or contexts of its own,
// or names blank nodes, is refused: no signature over statements covers these.
//
// # What is to be relied on
//
// The same certificate, issuer and options give the same bytes, but for RSA and
// ECDSA keys that are elsewhere. Reports hold codes that stay; their words may
// change. The identity in a credential is a salted hash: it keeps the learner's
// number from being read off, not from being tried out by those who have the file.
package credential
