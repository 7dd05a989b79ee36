package cli

import (
	"encoding/json"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

// The parts of a SARIF log (OASIS, Static Analysis Results Interchange Format
// 2.1.0) that are used here, by the names that they have there.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		ColumnKind  string            `json:"columnKind"`
		NewLines    []string          `json:"newlineSequences"`
		Results     []sarifResult     `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID                   string             `json:"id"`
		ShortDescription     sarifText          `json:"shortDescription"`
		Help                 sarifText          `json:"help"`
		DefaultConfiguration sarifConfiguration `json:"defaultConfiguration"`
		Properties           sarifProperties    `json:"properties"`
	}
	sarifConfiguration struct {
		Level string `json:"level"`
	}
	sarifProperties struct {
		Tags []string `json:"tags"`
	}
	sarifInvocation struct {
		ExecutionSuccessful bool `json:"executionSuccessful"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations"`
		Fixes     []sarifFix      `json:"fixes,omitempty"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"`
	}
	sarifFix struct {
		Description sarifText     `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifArtifact      `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  sarifRegion `json:"deletedRegion"`
		Inserted sarifText   `json:"insertedContent"`
	}
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	home        = "https://github.com/countersign-go/countersign"
)

// A sarifReporter collects findings, and writes them at the end as one log.
type sarifReporter struct {
	*session
	results []sarifResult
}

func (r *sarifReporter) file(t text, found, _ source.Diagnostics) {
	for _, d := range found {
		r.results = append(r.results, newSARIFResult(d, t))
	}
}

func newSARIFResult(d source.Diagnostic, t text) sarifResult {
	artifact := sarifArtifact{uri(d.Position.File)}
	result := sarifResult{
		RuleID: d.Code, Level: d.Severity.String(), Message: sarifText{Text: d.Message},
		Locations: []sarifLocation{{sarifPhysical{Artifact: artifact}}},
	}
	if d.Position.Line > 0 {
		result.Locations[0].Physical.Region = &sarifRegion{StartLine: d.Position.Line, StartColumn: d.Position.Col}
	}
	if d.Fix != nil && len(d.Fix.Edits) > 0 {
		change := sarifChange{Artifact: artifact}
		for _, e := range d.Fix.Edits {
			var region sarifRegion
			region.StartLine, region.StartColumn = t.index().place(e.From)
			region.EndLine, region.EndColumn = t.index().place(e.To)
			change.Replacements = append(change.Replacements, sarifReplacement{region, sarifText{Text: e.Text}})
		}
		result.Fixes = []sarifFix{{sarifText{Text: d.Fix.Title}, []sarifChange{change}}}
	}
	return result
}

// end writes the log. Its rules are those that were broken.
func (r *sarifReporter) end(_ tally, whole bool) {
	broken := map[string]bool{}
	for _, result := range r.results {
		broken[result.RuleID] = true
	}
	docs := slices.DeleteFunc(rulebook(), func(d proficiency.RuleDoc) bool {
		was := broken[d.Code]
		delete(broken, d.Code) // of two that share a code the first
		return !was
	})
	rules := make([]sarifRule, len(docs))
	for i, d := range docs {
		text, markdown := helpFor(d)
		rules[i] = sarifRule{
			ID: d.Code, ShortDescription: sarifText{Text: sentence(strings.TrimSuffix(d.Purpose, "."))},
			Help: sarifText{text, markdown}, DefaultConfiguration: sarifConfiguration{d.Severity.String()},
			Properties: sarifProperties{[]string{d.Family}},
		}
	}
	codes := codesOf(docs)
	for i := range r.results {
		r.results[i].RuleIndex = slices.Index(codes, r.results[i].RuleID) // -1 is none, as there
	}
	b, _ := json.MarshalIndent(sarifLog{sarifSchema, "2.1.0", []sarifRun{{
		Tool:        sarifTool{sarifDriver{name, home, rules}},
		Invocations: []sarifInvocation{{whole}},
		ColumnKind:  "unicodeCodePoints",
		NewLines:    []string{"\r\n", "\n", "\r"},
		Results:     append([]sarifResult{}, r.results...),
	}}}, "", "  ") // of strings and numbers
	r.printf("%s\n", b)
}

// uri is a file's, relative where its path is.
func uri(file string) string {
	u := url.URL{Path: filepath.ToSlash(file)}
	if filepath.IsAbs(file) {
		u.Scheme = "file"
		u.Path = "/" + strings.TrimPrefix(u.Path, "/")
	}
	return u.String()
}
