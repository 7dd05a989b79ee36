package certificate

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
)

// A Certificate is the proof of one sign-off or, where nobody confirms
// anything, of one round that was submitted, made by [For]. It is immutable
// and safe for concurrent use.
type Certificate struct {
	content Content
	json    []byte
	code    string
	link    string

	// What it is read with; none of it changes the content.
	framework        *proficiency.Framework // nil where there is only the content
	optional, groups []*proficiency.Section // of the content, in its order
	languages        []string
	words            []Words // the host's
}

// Content is everything that a certificate says. Its texts are in one line
// each, of bounded length, without control characters and without any that
// change the direction of what surrounds them. They are not escaped. Those of
// the framework are in its own language, whoever reads the certificate.
type Content struct {
	// Learner is whose certificate it is; zero where it is a centre's.
	Learner Person
	// Subject is the name of the centre whose certificate it is, and Accountable
	// who was accountable for it at the sign-off or the submission. Both are zero
	// where it is a learner's; Subject alone is empty in a trial, where the centre
	// is made up.
	Subject     string
	Accountable Person
	Framework   Framework
	// Round makes it a certificate of completion: that of the learner's, or the
	// centre's, own answers in that round, counted from 1, which nobody confirmed.
	// It has neither Signatory nor Confirmers, and counts what was answered. It
	// is 0 on the certificate of a sign-off.
	Round int
	// Signatory is who signed off.
	Signatory Signatory
	// On is the date of the sign-off in the zone of the signatory's centre, or
	// of the submission in that of the enrolment's first centre.
	On proficiency.Date
	// ValidTo is the last day on which the certificate is valid, in the same
	// zone; that of a sign-off unless something is renewed before. Zero for no end.
	ValidTo proficiency.Date
	// Mandatory is the number of mandatory items that count by themselves.
	Mandatory int
	// Optional are the optional items, by the section they are chosen in, in the framework's order.
	Optional []OptionalCount
	// Groups are the groups of which a number of items or points was needed, in the framework's order.
	Groups []GroupCount
	// Waived is how many items were waived as not applicable, and Paper how many
	// confirmations were recorded from paper.
	Waived, Paper int
	// Transferred are those who confirmed elsewhere what was taken over, those with
	// most items first. They are not among Confirmers, and have no name here: the
	// directory knows the people of this installation.
	Transferred []Transferred
	// Confirmers are those whose decisions stood at the sign-off, those with most items first.
	Confirmers []Confirmer
	// Overridden are the required frameworks that were let go, in the order in
	// which they were.
	Overridden []Overridden
	// Activity is item by item what stood at the sign-off, in the framework's
	// order; nil without [Options].Records.
	Activity []Activity
	Serial   string
	Head     Head
	// Example says that it is the certificate of a trial: EXAMPLE ONLY.
	Example bool
}

// Framework is the version of a framework that a certificate is about.
type Framework struct {
	Title   string
	ID      proficiency.FrameworkID
	Version proficiency.Version
	Digest  canonical.Digest
	// Language is the BCP 47 tag of the language of the framework's texts.
	Language string
	// Items is what several of its items are called, such as "proficiencies".
	Items string
}

// Signatory is who gave a sign-off, in which role and where.
type Signatory struct {
	Person
	// Role is the role's title, or its id where the policy has no such role any more.
	Role string
	// Centre is the centre's name.
	Centre string
}

// Transferred is how many items rest on confirmations that one person of another
// installation gave, or recorded from paper there.
type Transferred struct {
	By    workflow.Foreign
	Paper bool
	Items int
}

// A GroupCount is how the rule of a group was met.
type GroupCount struct {
	// Section is the section's number and title.
	Section string
	// Needed and Reached are numbers of items or, where Points says so, of points.
	Needed, Reached int
	Points          bool
	// Items is how many of its items were confirmed, or answered.
	Items int
}

// An OptionalCount is how many optional items of a section were confirmed or
// waived, or answered.
type OptionalCount struct {
	// Section is the section's number and title.
	Section string
	Items   int
}

// A Confirmer is a person whose decisions stood, and on how many items.
type Confirmer struct {
	Person
	Items int
}

// An Overridden is a framework that was required and let go, and who let it go.
type Overridden struct {
	Framework proficiency.FrameworkID
	// Lowest is the lowest version that would have been enough; zero for any.
	Lowest proficiency.Version
	By     Person
}

// Content is what the certificate says; the caller may change it.
func (c *Certificate) Content() Content {
	content := c.content
	content.Optional, content.Confirmers = slices.Clone(content.Optional), slices.Clone(content.Confirmers)
	content.Groups, content.Overridden = slices.Clone(content.Groups), slices.Clone(content.Overridden)
	content.Activity, content.Transferred = slices.Clone(content.Activity), slices.Clone(content.Transferred)
	return content
}

// Serial is the certificate's serial, by which [Check] knows it.
func (c *Certificate) Serial() string { return c.content.Serial }

// Code is the verification code, XXXX-XXXX-XXXX-XXXX-XXXX: the first 100 bits
// of the SHA-256 of what AppendJSON gives, in an alphabet without I, L, O and
// U. It is the code of this very content: if the directory gives another name
// later, a certificate made then has another one.
func (c *Certificate) Code() string { return c.code }

// Link is where the certificate can be checked, or empty; see [Options.VerifyURL].
func (c *Certificate) Link() string { return c.link }

// AppendJSON appends the content in canonical form (RFC 8785): what the
// verification code is taken of.
func (c *Certificate) AppendJSON(dst []byte) []byte { return append(dst, c.json...) }

// MaxListed is how many confirmers the text and the page name, so that two
// sheets of A4 hold them. The others, who confirmed least, are counted together.
const MaxListed = 40

// listed are the confirmers to be named, and how many more there are with how many items.
func (c *Content) listed() (named []Confirmer, others, items int) {
	named = c.Confirmers[:min(len(c.Confirmers), MaxListed)]
	for _, p := range c.Confirmers[len(named):] {
		others++
		items += p.Items
	}
	return named, others, items
}

// elsewhere are those to be named who confirmed elsewhere, and how many others
// there are, with how many items.
func (c *Content) elsewhere() (named []Transferred, others, items int) {
	named = c.Transferred[:min(len(c.Transferred), MaxListed)]
	for _, t := range c.Transferred[len(named):] {
		others++
		items += t.Items
	}
	return named, others, items
}

// completion reports whether nobody confirmed what the certificate is about.
func (c *Content) completion() bool { return c.Round > 0 }

// Total is the number of items that the certificate rests on: mandatory ones,
// optional ones, and those confirmed or answered in groups. Waived ones are
// among the first two.
func (c *Content) Total() int {
	n := c.Mandatory
	for _, o := range c.Optional {
		n += o.Items
	}
	for _, g := range c.Groups {
		n += g.Items
	}
	return n
}
