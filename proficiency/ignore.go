package proficiency

import (
	"bytes"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

// ignoreMark begins the comments that switch rules off at a place:
//
//	# countersign:ignore CODE[,CODE] reason in words
//
// Behind something such a comment is about its own line, and alone on a line
// about the next that is not a comment too. Only warnings are switched off:
// what an error is about cannot be used, whoever knows better.
const ignoreMark = "countersign:ignore"

// Codes of findings about these comments.
const (
	codeIgnoreReason = "ignore-without-reason"
	codeIgnoreCode   = "ignore-unknown-code"
	codeIgnoreEffect = "ignore-without-effect"
)

// ignoreRules are the rules about the comments that switch rules off.
func ignoreRules() []ContentRule {
	return []ContentRule{
		{Code: codeIgnoreReason, Severity: source.Warning, Purpose: "A comment that switches a rule off says why, in two words or more."},
		{Code: codeIgnoreCode, Severity: source.Warning, Purpose: "A comment that switches a rule off names one that can be."},
		{Code: codeIgnoreEffect, Severity: source.Warning, Purpose: "A comment that switches a rule off stands where the rule would find something."},
	}
}

// An ignore is a comment that switches rules off.
type ignore struct {
	at     source.Position
	line   int // that it is about
	codes  []string
	reason []string
}

// heed gives the findings of doc without those that comments switch off, and
// with what is wrong with such comments.
func (o *CheckOptions) heed(doc *source.Document, src []byte) source.Diagnostics {
	if !bytes.Contains(src, []byte(ignoreMark)) {
		return doc.Findings()
	}
	off := map[int]map[string]bool{} // codes by line, true once one had an effect
	ignores := readIgnores(doc.Comments())
	for _, ig := range ignores {
		for _, code := range o.respected(ig, doc) {
			if off[ig.line] == nil {
				off[ig.line] = map[string]bool{}
			}
			off[ig.line][code] = false
		}
	}
	switchedOff := func(d source.Diagnostic) bool {
		_, is := off[d.Position.Line][d.Code]
		return is && d.Severity == source.Warning
	}
	found := doc.Findings()
	for _, d := range found {
		if switchedOff(d) {
			off[d.Position.Line][d.Code] = true
		}
	}
	if !found.HasErrors() { // beside errors, rules do not find all that there is
		o.reportIdle(doc, ignores, off)
	}
	return slices.DeleteFunc(doc.Findings(), switchedOff)
}

// readIgnores takes from comments those that switch rules off.
func readIgnores(comments []source.Comment) (ignores []ignore) {
	alone := map[int]bool{}
	for _, c := range comments {
		alone[c.Position.Line] = c.Alone
	}
	for _, c := range comments {
		rest, ok := strings.CutPrefix(c.Text, ignoreMark)
		words := strings.Fields(rest)
		if !ok || rest != "" && strings.TrimLeft(rest, " \t") == rest {
			continue // or it is another word
		}
		ig := ignore{at: c.Position, line: c.Position.Line}
		for alone[ig.line] {
			ig.line++
		}
		for more := true; more && len(words) > 0; words = words[1:] {
			more = strings.HasSuffix(words[0], ",")
			ig.codes = append(ig.codes, strings.Split(strings.TrimSuffix(words[0], ","), ",")...)
		}
		ig.reason = words
		ignores = append(ignores, ig)
	}
	return ignores
}

// respected are the codes that a comment switches off. What is wrong with it is reported.
func (o *CheckOptions) respected(ig ignore, doc *source.Document) (codes []string) {
	for _, code := range ig.codes {
		if problem := o.mayIgnore(code); problem != "" {
			o.reportIgnore(doc, ig, codeIgnoreCode, "%s", problem)
		} else {
			codes = append(codes, code)
		}
	}
	switch {
	case len(ig.codes) == 0:
		o.reportIgnore(doc, ig, codeIgnoreCode, "no code is named: write %s CODE and why", ignoreMark)
	case len(ig.reason) < 2:
		o.reportIgnore(doc, ig, codeIgnoreReason, "the reason is missing: write it in words behind the code, or nothing is switched off")
		return nil
	}
	return codes
}

// mayIgnore says why a code cannot be switched off, or nothing. Own rules that
// are not applied here may be elsewhere.
func (o *CheckOptions) mayIgnore(code string) string {
	if ownCode(code) {
		if slices.ContainsFunc(o.Own, func(r OwnRule) bool { return r.Code == code && r.Severity == source.Error }) {
			return "the rule " + code + " cannot be switched off: it finds errors"
		}
		return ""
	}
	switch optional, binding := codesByUse(); {
	case slices.Contains(optional, code):
		return ""
	case slices.Contains(binding, code):
		return "the rule " + code + " cannot be switched off: what it finds cannot be used"
	default:
		return "no rule has the code " + source.Quote(code) + source.DidYouMean(code, optional)
	}
}

// reportIdle reports the codes that had no effect. A rule that was not applied
// might have had one.
func (o *CheckOptions) reportIdle(doc *source.Document, ignores []ignore, off map[int]map[string]bool) {
	applied := map[string]bool{}
	for _, r := range o.rules() {
		applied[r.Code] = true
	}
	for _, r := range o.Own {
		applied[r.Code] = !slices.Contains(o.Without, r.Code)
	}
	for _, ig := range ignores {
		for _, code := range ig.codes {
			if effect, respected := off[ig.line][code]; respected && !effect && applied[code] && len(ig.reason) > 1 {
				o.reportIgnore(doc, ig, codeIgnoreEffect, "%s finds nothing in line %d: remove it here", code, ig.line)
			}
		}
	}
}

func (o *CheckOptions) reportIgnore(doc *source.Document, ig ignore, code, format string, args ...any) {
	if !slices.Contains(o.Without, code) {
		doc.Report(ig.at, source.Warning, code, format, args...)
	}
}
