// Package certificate says what a sign-off proves, or a self-assessment that was
// submitted, on paper and on the screen.
//
//	cert, err := certificate.For(ctx, view.SignedOff, &view.State, now, directory, nil)
//	if errors.Is(err, certificate.ErrNotSignedOff) {
//		// nobody signed off, or the sign-off stands no more; the error says which
//	}
//	err = cert.WriteHTML(w)
//
// Whoever may see an enrolment, by [workflow.Engine.View], can have its
// certificate. Whoever holds one can have it checked: [Check] answers a serial
// with its status and with nothing that the certificate itself does not say.
//
// # What is on it
//
// Counts, confirmers, requirements that were overridden, signatory, date and
// head, and of a centre who was accountable for it, were fixed in the record of
// the sign-off, whatever became of the enrolment since. The names come from the
// host's [Directory] when the certificate is made and are in no record: a host
// that wants to show later what it once gave out keeps the bytes. [Content] is
// all of it as data, and [Certificate.AppendJSON] the same in canonical form.
//
// With [Options].Records an activity summary follows on further pages: item by item
// who confirmed what stood at the sign-off, what was recorded from paper, and
// what was waived.
//
// # Certificates of completion
//
// Content that nobody confirms can have a certificate issued with every round
// that is submitted. [For] makes the one of the last round, and [Check] answers
// it like any other. It is called a certificate of completion, says which round
// it is of and that nobody confirmed the answers, and has neither a signatory
// nor confirmers: its counts, date and head were fixed in the record of the
// submission. It is valid until its end, if the content says that it has one,
// or until the next round is submitted, which supersedes it. It is neither
// suspended nor revoked.
//
// # Certificates of centres
//
// Where a centre is the subject, the certificate is the centre's and names who
// was accountable for it at the sign-off, or submitted the round. Its
// contributors are not on it. In a trial the centre is made up.
//
// # In which language
//
// A certificate is read in the languages that [Options], the directory or
// [Certificate.In] say, best first: what the framework is called and its
// sections are, as its translations have it, and the certificate's own words,
// which are here in [English] and [Welsh], and in others where the host hands
// them in. Whatever is in another language than the page says so, and a page in
// a language that is written from right to left is laid out so. Only how it
// reads depends on it: the content, and all that proves it, does not.
//
// # What it proves
//
//   - The serial cannot be guessed. That a certificate with it exists and is
//     valid is for the issuer to say: see [Check].
//   - The verification code is a digest of everything the certificate says.
//     Read out on the telephone, it tells the issuer whether the paper says
//     what the issuer's copy says. It is no signature: whoever makes up a
//     certificate can make up a code, which the issuer then does not know.
//   - The head is the hash of the record that holds the sign-off, or the
//     submission. It anchors the whole history up to there: see [Head.Verify].
//   - The digest of the framework says what was asked, to the letter.
//
// The module certificate/formats signs certificates, so that they prove
// themselves to whoever cannot ask the issuer.
//
// # Further forms
//
// [Certificate.Sheet] is what text and page say, in the words of the reader's
// language and in order, for those who draw another form of a certificate. Its
// package pdf in the module certificate/formats is one.
//
// # What is to be relied on
//
// The same content gives the same bytes, in text and in HTML; another version
// of this package may word or draw them differently. The canonical form, and
// with it the code, stays: it names its format, "countersign-certificate/1".
//
// # Limits
//
// The certificate of a trial says EXAMPLE ONLY. An enrolment that was erased
// has no certificates any more: what was issued keeps its code and its head,
// and [Check] knows the serial no longer.
package certificate
