package cli

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
	"github.com/countersign-go/countersign/workflow/scenario"
)

const testDetails = `PATH is a folder, in which all scenarios are found, a framework's file, beside which they stand in the folder scenarios,
or one scenario. Each runs on a store and people of its own, with the frameworks of the folder that its own stands in
and those that come with the library; drafts are taken as published. What fails is printed as go test does. With
--update, golden parts that differ are written anew, unless something else fails. That nothing was run is a failure.`

func test(flags *flag.FlagSet) action {
	t := &trial{}
	flags.BoolVar(&t.update, "update", false, "writes golden parts anew")
	flags.BoolVar(&t.verbose, "v", false, "names every scenario, and how long it took")
	only := flags.String("run", "", "`REGEXP` chooses scenarios whose names match it")
	return func(s *session, paths []string) (bool, error) {
		if len(paths) == 0 {
			return false, wrong("name a folder, a framework's file or a scenario")
		}
		pattern, err := regexp.Compile(*only)
		if err != nil {
			return false, wrong("--run: %v", err)
		}
		t.session = s
		found, err := findTests(paths)
		chosen := slices.DeleteFunc(slices.Clone(found.tests), func(c testCase) bool { return !pattern.MatchString(c.name) })
		if err == nil || len(found.tests) > 0 {
			t.none(found, chosen, *only)
		}
		failed := t.all(chosen)
		if t.failed > 0 {
			s.printf("FAIL\n")
		}
		return t.failed == 0, errors.Join(err, failed)
	}
}

// A trial is a run of scenarios.
type trial struct {
	*session
	update, verbose bool
	failed          int // scenarios, or 1 where there is none to run
	group           tested
}

// A tested is what became of the scenarios of one folder.
type tested struct {
	folder               string
	all, failed, updated int
}

// none says where there are no scenarios. That none is run at all is a failure.
func (t *trial) none(found foundTests, chosen []testCase, only string) {
	for _, folder := range found.without {
		t.printf("?   %s  [no scenarios]\n", plain(folder))
	}
	switch {
	case len(chosen) > 0:
		return
	case len(found.tests) > 0:
		var names []string
		for _, c := range found.tests {
			names = append(names, c.name)
		}
		t.printf("no scenario matches %s: there are %s\n", source.Quote(only), source.Listing(names))
	default:
		t.printf("there is no file whose name ends with %s\n", scenario.Suffix)
	}
	t.failed = 1
}

// all runs scenarios on all cores and prints what becomes of them, in their order.
func (t *trial) all(cases []testCase) error {
	var unread error
	err := inOrder(t.ctx, runtime.GOMAXPROCS(0), unfailing(cases), t.run, func(c testCase, r testResult) error {
		if c.folder != t.group.folder {
			t.summary()
			t.group = tested{folder: c.folder}
		}
		t.result(c, r)
		unread = errors.Join(unread, r.err)
		return t.out.Flush()
	})
	t.summary()
	return errors.Join(err, unread)
}

// unfailing is a sequence of what needs no reading.
func unfailing[T any](all []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, one := range all {
			if !yield(one, nil) {
				return
			}
		}
	}
}

// A testResult is what became of one scenario.
type testResult struct {
	wrong   []string // in lines
	err     error    // what kept it from being run
	updated bool
	took    time.Duration
}

func (t *trial) run(ctx context.Context, c testCase) testResult {
	o := &scenario.Options{Frameworks: layers{os.DirFS(c.root), frameworks.FS()}, Drafts: true}
	if t.update {
		o.Update = scenario.Dir(c.root)
	}
	begun := time.Now()
	report, err := scenario.RunFile(ctx, os.DirFS(c.root), c.file, func() workflow.Store { return memstore.New() }, nil, o)
	r := testResult{took: time.Since(begun)}
	var found source.Diagnostics
	switch {
	case errors.As(err, &found): // in content that the scenario names
		r.wrong = append(r.wrong, err.Error())
	case err != nil:
		r.err = fmt.Errorf("%s: %w", c.shown, err)
	default:
		r.updated = report.Updated
		for _, d := range report.Findings {
			d.Position = c.outside(d.Position)
			r.wrong = append(r.wrong, d.String())
		}
		for _, f := range report.Failures {
			f.Position = c.outside(f.Position)
			r.wrong = append(r.wrong, f.String())
		}
	}
	return r
}

// outside gives a place the name that its file has outside of the root.
func (c testCase) outside(p source.Position) source.Position {
	if p.File == c.file {
		p.File = c.shown
	} else if p.File != "" {
		p.File = filepath.Join(filepath.Dir(c.shown), filepath.FromSlash(p.File)) // the scenario names it from its folder
	}
	return p
}

// result prints what became of one scenario.
func (t *trial) result(c testCase, r testResult) {
	t.group.all++
	if r.updated {
		t.group.updated++
	}
	word, time := "PASS", ""
	if len(r.wrong) > 0 || r.err != nil {
		word = "FAIL"
		t.group.failed++
		t.failed++
	}
	if t.verbose {
		t.printf("=== RUN   %s\n", plain(c.name))
		time = fmt.Sprintf(" (%.2fs)", r.took.Seconds())
	}
	if t.verbose || word == "FAIL" {
		t.printf("--- %s: %s%s\n", word, plain(c.name), time)
	}
	for _, message := range r.wrong {
		for line := range strings.SplitSeq(message, "\n") {
			t.printf("    %s\n", plain(line))
		}
	}
}

// summary ends what is printed of the scenarios of one folder.
func (t *trial) summary() {
	g := t.group
	switch {
	case g.all == 0:
		return
	case g.failed > 0:
		t.printf("FAIL\nFAIL  %s  %d of %s\n", plain(g.folder), g.failed, number(g.all, "scenario"))
	case g.updated > 0:
		t.printf("ok  %s  %s, %d updated\n", plain(g.folder), number(g.all, "scenario"), g.updated)
	default:
		t.printf("ok  %s  %s\n", plain(g.folder), number(g.all, "scenario"))
	}
	t.group = tested{}
}

// number is so many of something.
func number(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// byFolder orders scenarios by folder and name.
func byFolder(a, b testCase) int {
	return cmp.Or(cmp.Compare(a.folder, b.folder), cmp.Compare(a.shown, b.shown))
}
