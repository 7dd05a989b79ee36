package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/roles"
)

// rulebook explains every code that validate gives. Where two kinds of file
// share a code, that of frameworks comes first.
func rulebook() []proficiency.RuleDoc {
	docs := proficiency.RuleDocs()
	docs = append(docs, proficiency.RuleDoc{
		Code: source.CodeLayout, Family: "layout", Purpose: "A file is written in such a way that it can be laid out.",
	})
	for _, r := range slices.Concat(roles.ValueRules(), roles.Rules()) {
		docs = append(docs, proficiency.RuleDoc{Code: r.Code, Severity: r.Severity, Family: "policy", Purpose: r.Purpose})
	}
	return docs
}

// ruleDoc is what the rule book says of a code.
func ruleDoc(code string) (proficiency.RuleDoc, error) {
	docs := rulebook()
	i := slices.IndexFunc(docs, func(d proficiency.RuleDoc) bool { return d.Code == code })
	if i >= 0 {
		return docs[i], nil
	}
	return proficiency.RuleDoc{}, wrong("no rule has the code %s%s", source.Quote(code), source.DidYouMean(code, codesOf(docs)))
}

func codesOf(docs []proficiency.RuleDoc) []string {
	codes := make([]string, len(docs))
	for i, d := range docs {
		codes[i] = d.Code
	}
	return codes
}

// explainCode prints what the rule book says of a code.
func (s *session) explainCode(code string) error {
	d, err := ruleDoc(code)
	if err != nil {
		return err
	}
	s.printf("%s (%s, %s)\n%s\n", d.Code, d.Severity, d.Family, sentence(strings.TrimSuffix(d.Purpose, ".")))
	for _, x := range []struct{ head, yaml string }{{"bad", d.Bad}, {"good", d.Good}} {
		if x.yaml == "" {
			continue
		}
		s.printf("\n%s:\n", x.head)
		for line := range strings.SplitSeq(strings.TrimRight(x.yaml, "\n"), "\n") {
			s.printf("%s\n", strings.TrimRight("    "+plain(line), " "))
		}
	}
	return nil
}

// helpFor is what the rule book says of a code, as text and as Markdown.
func helpFor(d proficiency.RuleDoc) (text, markdown string) {
	text = sentence(strings.TrimSuffix(d.Purpose, "."))
	markdown = text
	for _, x := range []struct{ head, yaml string }{{"Bad", d.Bad}, {"Good", d.Good}} {
		if x.yaml != "" {
			text += fmt.Sprintf("\n\n%s:\n%s", x.head, strings.TrimRight(x.yaml, "\n"))
			markdown += fmt.Sprintf("\n\n%s:\n\n```yaml\n%s\n```", x.head, strings.TrimRight(x.yaml, "\n"))
		}
	}
	return text, markdown
}
