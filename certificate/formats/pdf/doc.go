// Package pdf gives certificates as PDF, for the printer, the portfolio and the
// screen reader.
//
//	err := pdf.Write(w, cert, nil)
//
// It says what the page in HTML says, in the same words, languages and order:
// both come of [certificate.Certificate.Sheet]. The activity summary follows on
// further pages, whose tables repeat what stands over them.
//
// # Names in every script
//
// Text is shaped, broken into lines and put in its direction as its script and
// language ask for. The fonts that come along have Latin, Vietnamese among it,
// Greek, Cyrillic and Hebrew. For others a host gives its own, read once:
//
//	font, err := pdf.ReadFont(data) // of NotoSansArabic-Regular.ttf, say
//	err = pdf.Write(w, cert, &pdf.Options{Fonts: []*pdf.Font{font}})
//
// A character that no font has is never drawn as a box: the error is a
// [MissingError] and says which they are, of all texts at once. Fonts come from
// the host, who is to rely on them, and their makers must allow to embed them;
// of each only what is drawn goes into the file. Lines of Thai, which has no
// spaces between its words, are broken at any character.
//
// # For everybody who reads
//
// Pages are A4. All content is tagged or an artifact (ISO 32000-1 §14.8): headings, paragraphs
// and tables with header cells, in the order in which they are to be read, each in its
// language; the QR code of [certificate.Certificate.Link] has that as its
// alternative text. The file says that it meets ISO 14289-1 (PDF/UA-1).
// What is copied is what was written, in programs that follow the standard:
// ligatures, joined letters and marks included.
//
// # Attachments
//
// A signed credential of the same certificate can go along in the file, see
// [Attachment], so that one file is for people and for programs:
//
//	badge, err := credential.Issue(ctx, cert, issuer, options)
//	err = pdf.Write(w, cert, &pdf.Options{Attachments: []pdf.Attachment{
//		{Name: "credential.json", Type: "application/json", Description: "The same, signed", Data: badge},
//	}})
//
// [Attached] reads attachments of any PDF, and the command certificate verifies
// credentials that are attached to one. The pages themselves nobody signs:
// what they show is to be compared with what the credential says, or checked by
// its link and code.
//
// # What is to be relied on
//
// The same certificate and options give the same bytes, with the same version of
// this package and of Go: no clock is read, and what names the file is a digest of what
// is in it. Everything may be called at once from several goroutines.
package pdf
