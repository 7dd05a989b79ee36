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
// [Check] reads with rules of your choice and your own, and with those of style
// on request; a finding carries what was probably meant, and a fix where there
// is one. [RuleDocs] explain every code, as RULES.md beside this package does.
//
// Beside what is asked, content says what is enough and for how long. Each of
// these can be said once in defaults and nearer by for a section or an item:
// who confirms ([Item.ConfirmedBy]), what an answer must come with
// ([Item.AsksFor]), how long a confirmation holds ([Item.Validity]) and whether
// the item may be waived ([Item.Waiving]). A level ([Question.Level]) raises or
// lowers what a scale takes for enough, the rule of a section ([Section.Rule])
// how much of it is needed, and the framework itself says who signs it off
// ([Framework.SignOff]), how much of what is optional must be chosen
// ([Framework.MinimumOptional]), and from when on paper counts
// ([Framework.PaperSince]). [Schema] explains every key.
//
// What is asked need not be the same for everybody: [Framework.Attributes] are
// what enrolments say of their subjects, and sections and items have conditions
// on them under which they apply ([Section.AppliesTo], [Item.AppliesTo]). Levels
// have such conditions, too ([Question.Levels]), and may rate what is below them
// amber or red ([Question.Rating]).
//
// A framework has its texts in its own language, and can have them in others:
// [Framework.In] gives them to somebody who reads some languages.
//
// A [Catalog] is a folder of frameworks in several versions,
// <id>/<version>/<id>.yaml, each with a lifecycle.yaml beside it. Published
// content never changes: [Framework.Digest] is what a learner's record is
// pinned to. [Compare] says what changed from one version to the next; CHANGES.md
// has an example of every class of change, with what it is to learners.
package proficiency
