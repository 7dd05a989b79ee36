// Package proficiency reads and checks proficiency frameworks: versioned YAML
// that says what a learner is assessed on, on which scales, who confirms it
// and who signs off the whole.
//
//	fw, findings, err := proficiency.Load(fsys, "hand-hygiene.yaml")
//
// A [Framework] is immutable and every part of it knows its line and column,
// so that a refusal months later can name the line that decided. What is
// wrong with a file comes back all at once as [source.Diagnostics].
//
// A [Catalog] is a folder of frameworks in several versions,
// <id>/<version>/<id>.yaml, each with a lifecycle.yaml beside it. Published
// content never changes: [Framework.Digest] is what a learner's record is
// pinned to.
package proficiency
