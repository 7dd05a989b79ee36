// Package formats holds nothing: its folders give certificates to other
// programs and to people, in a module of its own so that whoever embeds the
// library does not inherit what they need.
//
//   - credential: signed Open Badges, and whether one is to be believed
//   - pdf: certificates as PDF, for paper, portfolios and screen readers
//   - cmd/certificate: the command that checks them
package formats
