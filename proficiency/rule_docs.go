package proficiency

import (
	_ "embed" // the examples
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

// A RuleDoc explains one code that findings carry.
type RuleDoc struct {
	Code     string
	Severity source.Severity
	// Family is what the rule is about: see [Families].
	Family string
	// Purpose says in a sentence what the rule demands.
	Purpose string
	// Bad is an example that has the finding, and Good one that has none. They
	// are the part of a file that matters, some with what they say in ⟨⟩;
	// RULES.md says how they are completed.
	Bad, Good string
}

// The families of rules, in the order in which a file meets them.
const (
	familySyntax    = "syntax"
	familyShape     = "shape"
	familyMeaning   = "meaning"
	familyStyle     = "style"
	familyComment   = "comment"
	familyLifecycle = "lifecycle"
	familyMigration = "migration"
	familyFolder    = "folder"
	familyCatalogue = "catalogue"
)

// Families are the families of rules: syntax, shape, meaning and style of a
// framework's file, its comments that switch rules off, the lifecycle.yaml
// beside it, migrations from older versions, the folders of a catalogue, and what
// its frameworks say of one another.
func Families() []string {
	return []string{
		familySyntax, familyShape, familyMeaning, familyStyle, familyComment, familyLifecycle, familyMigration, familyFolder, familyCatalogue,
	}
}

// RuleDocs explain the code of everything that this package finds in files and
// folders, by family. A code that two families share stands in the first.
func RuleDocs() []RuleDoc {
	docs := slices.Concat(syntaxDocs(), shapeDocs(), contentDocs(familyMeaning, Rules()), contentDocs(familyStyle, StyleRules()),
		contentDocs(familyComment, ignoreRules()), lifecycleDocs(), migrationDocs(), folderDocs(),
		contentDocs(familyCatalogue, catalogueRules()))
	bad, good := examples()
	for i, d := range docs {
		docs[i].Bad, docs[i].Good = bad[d.Code], good[d.Code]
	}
	return docs
}

//go:embed rule_examples.txt
var ruleExamples string

// examples are those of rule_examples.txt, by code.
func examples() (bad, good map[string]string) {
	bad, good = map[string]string{}, map[string]string{}
	for i, entry := range strings.Split(ruleExamples, "\n== ") {
		code, rest, _ := strings.Cut(entry, "\n--- bad\n")
		if i > 0 {
			b, g, _ := strings.Cut(rest, "\n--- good\n")
			bad[code], good[code] = b+"\n", strings.TrimSpace(g)+"\n"
		}
	}
	return bad, good
}

func contentDocs(family string, rules []ContentRule) []RuleDoc {
	docs := make([]RuleDoc, len(rules))
	for i, r := range rules {
		docs[i] = RuleDoc{Code: r.Code, Severity: r.Severity, Family: family, Purpose: r.Purpose}
	}
	return docs
}

// errorDocs explain codes that are errors all.
func errorDocs(family string, purposes [][2]string) []RuleDoc {
	docs := make([]RuleDoc, len(purposes))
	for i, p := range purposes {
		docs[i] = RuleDoc{Code: p[0], Family: family, Purpose: p[1]}
	}
	return docs
}

func syntaxDocs() []RuleDoc {
	return errorDocs(familySyntax, [][2]string{
		{source.CodeTooLarge, "A file has at most 8 MiB."},
		{source.CodeEncoding, "A file is text in UTF-8."},
		{source.CodeControl, "A file holds no control characters and only ordinary line breaks."},
		{source.CodeSyntax, "A file is well-formed YAML."},
		{source.CodeEmptyDocument, "A file says something."},
		{source.CodeSeveralDocuments, "A file holds one document."},
		{source.CodeTooDeep, "Lists and mappings nest at most 64 levels deep."},
		{source.CodeTooManyNodes, "A file holds at most 1,000,000 keys, values and comments."},
		{source.CodeTooLong, "One text has at most 64 KiB."},
		{source.CodeAlias, "What is said stands where it is meant: aliases are not used."},
		{source.CodeTag, "Values are read as they are written: tags are not used."},
		{source.CodeTooManyFindings, "At most 10,000 findings are kept, and the first are corrected first."},
		{source.CodeLayout, "A file that is laid out anew is written in the usual way."},
	})
}

func shapeDocs() []RuleDoc {
	return errorDocs(familyShape, [][2]string{
		{source.CodeUnknownKey, "A mapping has only the keys that it can have."},
		{source.CodeDuplicateKey, "A mapping has each key once."},
		{source.CodeMissingKey, "A mapping has the keys that it must have."},
		{source.CodeBadKey, "A key is text."},
		{source.CodeMergeKey, "What is said stands where it is meant: merge keys (<<) are not used."},
		{source.CodeWrongType, "A value is of the type that its key asks for."},
		{source.CodeOutOfRange, "A number is within its limits."},
		{source.CodeEmpty, "A list or mapping that must say something has entries."},
	})
}

func lifecycleDocs() (docs []RuleDoc) {
	docs = errorDocs(familyLifecycle, [][2]string{
		{codeUnknownStatus, "The status is draft, published or retired."},
	})
	for _, r := range lifecycleRules() {
		docs = append(docs, RuleDoc{Code: r.code, Severity: r.severity, Family: familyLifecycle, Purpose: r.purpose})
	}
	return docs
}

// migrationDocs leave out the codes of rules that frameworks have, too.
func migrationDocs() (docs []RuleDoc) {
	shared := Rules()
	ofFile, ofVersions := migrationRules()
	for _, r := range slices.Concat(ofFile, ofVersions) {
		if !slices.ContainsFunc(shared, func(s ContentRule) bool { return s.Code == r.code }) {
			docs = append(docs, RuleDoc{Code: r.code, Severity: r.severity, Family: familyMigration, Purpose: r.purpose})
		}
	}
	return docs
}

func folderDocs() []RuleDoc {
	docs := errorDocs(familyFolder, [][2]string{
		{codeMisnamedFolder, "Folders are named by the id of a framework and, inside, by its versions."},
		{codeMissingFramework, "The folder of a version holds the file of its framework."},
		{codeUnreadable, "What is named like a version or a file of it can be read."},
		{codeMisplaced, "A framework stands in the folder of its id and version."},
		{codeFrozenChanged, "What is published never changes: learners are assessed by it, and certificates name its digest."},
		{codeFrozenGone, "What was published stays where learners who are pinned to it find it."},
		{codeFrozenLine, "A line of frozen.txt is ID@VERSION and the digest of what was published."},
		{codeFrozenTwice, "A version is published once."},
		{codeMisnamedMigration, "A migration is called by the version that it leads from: from-1.0.0.yaml."},
		{codeUnknownVersion, "A migration leads from a version that is there."},
		{codeStranded, "From a version that has to be finished by a day a migration leads on."},
	})
	return append(docs, RuleDoc{
		Code: codeNotFrozen, Severity: source.Warning, Family: familyFolder,
		Purpose: "What is published is on the list frozen.txt, where there is one, so that a change of it is noticed.",
	}, RuleDoc{
		Code: codeStrayFile, Severity: source.Warning, Family: familyFolder, Purpose: "A folder holds only what is read.",
	})
}
