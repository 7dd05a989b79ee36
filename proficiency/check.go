package proficiency

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

// CheckOptions chooses what is checked. Nil stands for the zero value, which
// applies the [Rules].
type CheckOptions struct {
	// Without are codes of rules that are not applied: those whose findings are
	// warnings, and own ones. Without the others there would be no Framework.
	Without []string
	// Style also applies the [StyleRules].
	Style bool
	// Own are rules of the caller, applied to what the other rules find no
	// error in.
	Own []OwnRule
}

// An OwnRule is a rule of the caller about a framework as it was read.
type OwnRule struct {
	// Code is what findings of the rule carry. It has the form of an id with a
	// dot in it, which no rule of the library has: trust.local-policy.
	Code string
	// Severity is that of all the rule's findings. With an error there is no Framework.
	Severity source.Severity
	// Purpose says in a sentence what the rule demands.
	Purpose string
	// Check reports what breaks the rule, at positions of parts of f.
	Check func(f *Framework, report func(at source.Position, format string, args ...any))
}

// codeCheckOptions is the code of what is wrong with CheckOptions.
const codeCheckOptions = "check-options"

// Check reads a framework as [Parse] does, with rules of the caller's choice.
// The findings are complete and sorted; if one of them is an error, the
// Framework is nil. That of options which [CheckOptions.Err] finds wrong are
// the only ones then, without a line.
//
// A comment in the file switches warnings off at a place, and must say why.
// Behind something it is about its own line, and alone on a line about the next:
//
//	# countersign:ignore CODE[,CODE] reason in words
func Check(name string, src []byte, o *CheckOptions) (*Framework, source.Diagnostics) {
	if o == nil {
		o = &CheckOptions{}
	}
	if err := o.Err(); err != nil {
		return nil, misused(name, err)
	}
	doc := source.Read(name, src, nil)
	r := walk(doc)
	if newerThan(r.format.Value, Format) {
		return nil, source.Diagnostics{{
			Position: r.format.Position, Severity: source.Error, Code: codeUnsupportedFormat,
			Message: source.Quote(r.format.Value) + " is newer than this version of the library, which reads " + Format + ": update the library",
		}}
	}
	applyRules(r, o.chosen(Rules()))
	applyStyle(r, o.style())
	var f *Framework
	if !doc.Findings().HasErrors() {
		f = build(r)
		o.applyOwn(f, doc)
	}
	findings, ignores := o.heed(doc, src)
	if findings.HasErrors() {
		return nil, findings
	}
	f.ignores = ignores
	return f, findings
}

// chosen are those of some rules that o does not leave out.
func (o *CheckOptions) chosen(rules []ContentRule) []ContentRule {
	if len(o.Without) == 0 {
		return rules
	}
	return slices.DeleteFunc(rules, func(r ContentRule) bool { return slices.Contains(o.Without, r.Code) })
}

// style are the rules of style that o applies.
func (o *CheckOptions) style() []ContentRule {
	if !o.Style {
		return nil
	}
	return o.chosen(StyleRules())
}

func (o *CheckOptions) applyOwn(f *Framework, doc *source.Document) {
	for _, rule := range o.Own {
		if slices.Contains(o.Without, rule.Code) {
			continue
		}
		rule.Check(f, func(at source.Position, format string, args ...any) {
			doc.Report(at, rule.Severity, rule.Code, format, args...)
		})
	}
}

// Err says all that is wrong with o, or nil: a code that no rule has, a rule
// that cannot be left out, an own rule with a code that is not its own, or with
// nothing to check.
func (o *CheckOptions) Err() error {
	var wrong []error
	own := map[string]bool{}
	for i, r := range o.Own {
		switch {
		case !ownCode(r.Code):
			wrong = append(wrong, fmt.Errorf("own rule %d: %s is not the code of an own rule: write lower-case letters, digits, - and at least one dot, such as trust.local-policy",
				i+1, source.Quote(r.Code)))
		case own[r.Code]:
			wrong = append(wrong, fmt.Errorf("own rule %d: another has the code %s", i+1, r.Code))
		case r.Check == nil:
			wrong = append(wrong, fmt.Errorf("own rule %d, %s, checks nothing: give it a Check", i+1, r.Code))
		}
		own[r.Code] = true
	}
	for _, code := range o.Without {
		if err := mayLeaveOut(code); err != nil && !own[code] {
			wrong = append(wrong, err)
		}
	}
	return errors.Join(wrong...)
}

// ownCode reports whether a rule that is not the library's can have the code.
func ownCode(code string) bool { return ValidID(code) && strings.Contains(code, ".") }

// mayLeaveOut says why a code cannot be left out, or nil.
func mayLeaveOut(code string) error {
	optional, binding := codesByUse()
	switch {
	case slices.Contains(optional, code):
		return nil
	case slices.Contains(binding, code):
		return fmt.Errorf("the rule %s cannot be left out: what it finds cannot be used", code)
	}
	return fmt.Errorf("no rule has the code %s%s", source.Quote(code), source.DidYouMean(code, optional))
}

// codesByUse are the codes of findings with which a framework can be used, and
// of those with which it cannot.
func codesByUse() (optional, binding []string) {
	binding = slices.Concat(source.ReadingCodes(), source.ShapeCodes())
	for _, r := range slices.Concat(Rules(), StyleRules(), ignoreRules(), catalogueRules()) {
		if r.Severity == source.Warning {
			optional = append(optional, r.Code)
		} else {
			binding = append(binding, r.Code)
		}
	}
	return optional, binding
}

// misused are the findings about a file for options that are wrong.
func misused(name string, err error) (ds source.Diagnostics) {
	for line := range strings.SplitSeq(err.Error(), "\n") {
		ds = append(ds, source.Diagnostic{
			Position: source.Position{File: name}, Severity: source.Error, Code: codeCheckOptions, Message: line,
		})
	}
	return ds
}
