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
// with what is wrong with such comments; beside them the comments that are about
// what only a catalogue finds.
func (o *CheckOptions) heed(doc *source.Document, src []byte) (found source.Diagnostics, outside []ignore) {
	if !bytes.Contains(src, []byte(ignoreMark)) {
		return doc.Findings(), nil
	}
	h := heeding{CheckOptions: o, doc: doc, off: map[place]bool{}}
	h.optional, h.binding = codesByUse()
	ignores := readIgnores(doc.Comments())
	for _, ig := range ignores {
		h.respect(ig)
	}
	found = doc.Findings()
	for _, d := range found {
		if h.switchedOff(d) {
			h.off[place{d.Position.Line, d.Code}] = true
		}
	}
	if !found.HasErrors() { // beside errors, rules do not find all that there is
		h.reportIdle(ignores)
	}
	for _, ig := range ignores {
		if h.respected(ig, codeUnknownRequirement) {
			outside = append(outside, ig)
		}
	}
	return slices.DeleteFunc(doc.Findings(), h.switchedOff), outside
}

// respected reports whether the comment switches the code off.
func (h *heeding) respected(ig ignore, code string) bool {
	_, off := h.off[place{ig.line, code}]
	return off && slices.Contains(ig.codes, code) && len(ig.reason) > 1
}

// readIgnores takes from comments those that switch rules off, the last first.
func readIgnores(comments []source.Comment) (ignores []ignore) {
	below := ignore{} // the line that the comment below is about, if that is alone on its line
	for _, c := range slices.Backward(comments) {
		line := c.Position.Line
		switch {
		case !c.Alone:
		case below.at.Line == line+1:
			line = below.line
		default:
			line++
		}
		below = ignore{}
		if c.Alone {
			below = ignore{at: c.Position, line: line}
		}
		if rest, ok := strings.CutPrefix(c.Text, ignoreMark); ok && (rest == "" || rest[0] == ' ' || rest[0] == '\t') {
			codes, reason := codesAndReason(rest)
			ignores = append(ignores, ignore{c.Position, line, codes, reason})
		}
	}
	return ignores
}

// codesAndReason takes apart what stands behind the mark. A comma goes on with the codes.
func codesAndReason(s string) (codes, reason []string) {
	words := strings.Fields(s)
	for more := true; more && len(words) > 0; words = words[1:] {
		more = strings.HasSuffix(words[0], ",")
		codes = append(codes, strings.Split(strings.TrimSuffix(words[0], ","), ",")...)
	}
	return codes, words
}

// heeding applies the comments of one file.
type heeding struct {
	*CheckOptions
	doc               *source.Document
	optional, binding []string       // codes by use
	off               map[place]bool // what is switched off; true once that had an effect
	unknown           int            // codes
}

// A place is where a code is switched off.
type place struct {
	line int
	code string
}

func (h *heeding) switchedOff(d source.Diagnostic) bool {
	_, off := h.off[place{d.Position.Line, d.Code}]
	return off
}

// respect switches off what a comment says, and reports what is wrong with it.
func (h *heeding) respect(ig ignore) {
	switch {
	case len(ig.codes) == 0:
		h.report(ig, codeIgnoreCode, "no code is named: write %s CODE and why", ignoreMark)
	case len(ig.reason) < 2:
		h.report(ig, codeIgnoreReason, "the reason is missing: write it in words behind the code, or nothing is switched off")
	}
	for _, code := range ig.codes {
		if problem := h.problem(code); problem != "" {
			h.report(ig, codeIgnoreCode, "%s", problem)
		} else if len(ig.reason) > 1 {
			h.off[place{ig.line, code}] = false
		}
	}
}

// problem says why a code cannot be switched off, or nothing. Own rules that
// are not applied here may be elsewhere.
func (h *heeding) problem(code string) string {
	const most = 500 // suggestions made
	switch {
	case slices.Contains(h.optional, code):
		return ""
	case slices.Contains(h.binding, code):
		return "the rule " + code + " cannot be switched off: what it finds cannot be used"
	case slices.ContainsFunc(h.Own, func(r OwnRule) bool { return r.Code == code && r.Severity == source.Error }):
		return "the rule " + code + " cannot be switched off: it finds errors"
	case ownCode(code):
		return ""
	}
	meant := ""
	if h.unknown++; h.unknown <= most {
		meant = source.DidYouMean(code, h.optional)
	}
	return "no rule has the code " + source.Quote(code) + meant
}

// reportIdle reports the codes that had no effect. A rule that was not applied
// might have had one.
func (h *heeding) reportIdle(ignores []ignore) {
	applied := map[string]bool{}
	for _, r := range append(h.chosen(Rules()), h.style()...) {
		applied[r.Code] = true
	}
	for _, r := range h.Own {
		applied[r.Code] = !slices.Contains(h.Without, r.Code)
	}
	for _, ig := range ignores {
		for _, code := range ig.codes {
			if effect, respected := h.off[place{ig.line, code}]; respected && !effect && applied[code] && len(ig.reason) > 1 {
				h.report(ig, codeIgnoreEffect, "%s finds nothing in line %d: remove it here", code, ig.line)
			}
		}
	}
}

func (h *heeding) report(ig ignore, code, format string, args ...any) {
	if !slices.Contains(h.Without, code) {
		h.doc.Report(ig.at, source.Warning, code, format, args...)
	}
}
