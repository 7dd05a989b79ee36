// Package formats holds nothing: its folders give certificates to other
// programs and to people, in a module of its own so that whoever embeds the
// library does not inherit what they need.
//
//   - credential: signed Open Badges, and whether one is to be believed
//   - pdf: certificates as PDF, for paper, portfolios and screen readers
//   - passport: the records that a learner carries to another organisation
//   - check: what a file is that somebody was handed, and whether it is to be believed
//   - cmd/certificate: the command that checks them
package formats
