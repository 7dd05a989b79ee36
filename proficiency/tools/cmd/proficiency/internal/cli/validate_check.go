package cli

import (
	"path/filepath"
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/roles"
)

// A checker checks files of any kind by the same options.
type checker struct {
	style, strict, fix bool
	leftOut            []string
	framework          proficiency.CheckOptions
}

// options takes the codes that are not applied.
func (c *checker) options(without []string) error {
	c.framework.Style = c.style
	for _, code := range without {
		d, err := ruleDoc(code)
		if err != nil {
			return err
		}
		if d.Severity == source.Error {
			return wrong("the rule %s cannot be left out: what it finds cannot be used", code)
		}
		c.leftOut = append(c.leftOut, code)
		if (&proficiency.CheckOptions{Without: []string{code}}).Err() == nil { // it is one of frameworks
			c.framework.Without = append(c.framework.Without, code)
		}
	}
	return nil
}

// A verdict is what was found in a file.
type verdict struct {
	text         text               // as it is now
	found, fixed source.Diagnostics // fixed were found before
	was          *verdict           // before anything was fixed
}

// mostRounds is how often a file is fixed: what is fixed may show more that can be.
const mostRounds = 10

// check finds what is wrong with a file, and corrects it if that is asked for.
// It changes nothing on the disk.
func (c *checker) check(in loaded) verdict {
	v := verdict{text: in.text, found: c.findings(in.kind, in.text)}
	v.was = &verdict{text: v.text, found: v.found}
	for round := 0; c.fix && round < mostRounds; round++ {
		fixed, applied := source.ApplyFixes(v.text.src, v.found)
		if len(applied) == 0 {
			break
		}
		v.text = newText(in.name, fixed)
		v.found, v.fixed = c.findings(in.kind, v.text), append(v.fixed, applied...)
	}
	return v
}

func (c *checker) findings(k kind, t text) (found source.Diagnostics) {
	switch k {
	case lifecycleKind:
		_, found = proficiency.ParseLifecycle(t.name, t.src)
	case policyKind:
		_, found = roles.Parse(t.name, t.src)
	default:
		var f *proficiency.Framework
		f, found = proficiency.Check(t.name, t.src, &c.framework)
		if f != nil {
			for _, d := range proficiency.Misplaced(f, filepath.ToSlash(t.name)) {
				d.Position.File = t.name
				found = append(found, d)
			}
		}
	}
	return c.kept(found).Sort()
}

// kept are findings without those left out, and as severe as is asked for.
func (c *checker) kept(found source.Diagnostics) source.Diagnostics {
	found = slices.DeleteFunc(found, func(d source.Diagnostic) bool {
		return d.Severity == source.Warning && slices.Contains(c.leftOut, d.Code)
	})
	for i := range found {
		if c.strict {
			found[i].Severity = source.Error
		}
	}
	return found
}
