package cli

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/roles"
)

// A checker checks files of any kind by the same options.
type checker struct {
	style, strict, fix bool
	leftOut            []string
	framework          proficiency.CheckOptions
	frozen             sync.Map // of catalogues, by folder: what was published there
}

// published is the list of what was published in a catalogue, nil if it has
// none that can be read: what is wrong with it is found once, with the folders.
func (c *checker) published(catalogue string) *proficiency.Frozen {
	read, _ := c.frozen.LoadOrStore(catalogue, sync.OnceValue(func() *proficiency.Frozen {
		src, err := source.ReadFile(os.DirFS(filepath.FromSlash(catalogue)), proficiency.FrozenFile, nil)
		if err != nil {
			return nil
		}
		list, _ := proficiency.ParseFrozen(proficiency.FrozenFile, src)
		return &list
	}))
	return read.(func() *proficiency.Frozen)()
}

// frozenIn holds a framework, or the lifecycle of one, against the list of its catalogue.
func (c *checker) frozenIn(file string, f *proficiency.Framework, l *proficiency.Lifecycle) (found source.Diagnostics) {
	slashed := filepath.ToSlash(file)
	if l != nil { // it stands beside the framework
		version := path.Dir(slashed)
		slashed = path.Join(version, path.Base(path.Dir(version))+".yaml")
	}
	catalogue, ref, placed := proficiency.Place(slashed)
	if !placed {
		return nil
	}
	list := c.published(catalogue)
	switch {
	case list == nil:
	case l != nil:
		found = list.NotFrozen(ref, *l, file)
	default:
		found = list.Changed(f, file)
	}
	return found
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
	requires     proficiency.Requiring
}

// mostRounds is how often a file is fixed: what is fixed may show more that can be.
const mostRounds = 10

// check finds what is wrong with a file, and corrects it if that is asked for.
// It changes nothing on the disk.
func (c *checker) check(in loaded) verdict {
	v := verdict{text: in.text}
	v.found, v.requires = c.findings(in.kind, in.text)
	v.was = &verdict{text: v.text, found: v.found, requires: v.requires}
	for round := 0; c.fix && round < mostRounds; round++ {
		fixed, applied := source.ApplyFixes(v.text.src, v.found)
		if len(applied) == 0 {
			break
		}
		v.text, v.fixed = newText(in.name, fixed), append(v.fixed, applied...)
		v.found, v.requires = c.findings(in.kind, v.text)
	}
	return v
}

// findings are those about a file, and what it requires of others if it is a framework without errors.
func (c *checker) findings(k kind, t text) (found source.Diagnostics, requires proficiency.Requiring) {
	switch k {
	case lifecycleKind:
		var l proficiency.Lifecycle
		l, found = proficiency.ParseLifecycle(t.name, t.src)
		found = append(found, c.frozenIn(t.name, nil, &l)...)
	case migrationKind:
		found = migrationFindings(t)
	case policyKind:
		_, found = roles.Parse(t.name, t.src)
	default:
		var f *proficiency.Framework
		f, found = proficiency.Check(t.name, t.src, &c.framework)
		if f != nil {
			requires = proficiency.RequiringOf(f, t.name)
			for _, d := range proficiency.Misplaced(f, filepath.ToSlash(t.name)) {
				d.Position.File = t.name
				found = append(found, d)
			}
			found = append(found, c.frozenIn(t.name, f, nil)...)
		}
	}
	return c.kept(found).Sort(), requires
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

// migrationFindings are those about a migration between the versions that it
// stands between, where these can be used: what is wrong with them is found
// with their own files.
func migrationFindings(t text) source.Diagnostics {
	var old, new *proficiency.Framework
	if _, left, next, ok := migrationPlace(t.name); ok {
		old, new = frameworkAt(left), frameworkAt(next)
	}
	_, found := proficiency.ParseMigration(t.name, t.src, old, new)
	return found
}

// frameworkAt is the framework in a file, or nil.
func frameworkAt(file string) *proficiency.Framework {
	f, _, err := proficiency.Load(disk{}, file)
	if err != nil {
		return nil
	}
	return f
}
