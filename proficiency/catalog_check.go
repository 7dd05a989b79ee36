package proficiency

import (
	"errors"
	"path"
	"runtime"
	"slices"
	"sync"

	"github.com/countersign-go/countersign/proficiency/source"
)

// Check reads everything, on all cores, and gives all findings about all
// files, sorted, with those about the folders themselves: a framework that
// says it is another than its folder, a folder that is no version, a file that
// nothing reads, published content that is not what it was (see [Frozen]), a
// version to be finished by a day from which nothing leads on; and about what the
// frameworks require of one another. The error joins what could not be read at all.
func (c *Catalog) Check() (source.Diagnostics, error) {
	perEntry := make([]source.Diagnostics, len(c.entries))
	failures := make([]error, len(c.entries))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(c.entries)) {
		workers.Go(func() {
			for i := range next {
				perEntry[i], failures[i] = c.entries[i].check()
			}
		})
	}
	for i := range c.entries {
		next <- i
	}
	close(next)
	workers.Wait()

	var all source.Diagnostics
	all = append(append(all, c.strays...), c.checkRequirements()...)
	for _, findings := range perEntry {
		all = append(all, findings...)
	}
	frozen, err := c.checkFrozen()
	stranded, _ := c.Stranded() // what it cannot read was said already
	return slices.Concat(all, frozen, stranded).Sort(), errors.Join(append(failures, err)...)
}

func (e *entry) check() (source.Diagnostics, error) {
	_, findings, err := e.framework()
	_, more, err2 := e.lifecycle()
	findings, err = append(findings, more...), errors.Join(err, err2)
	for _, load := range e.migrations {
		_, more, failed := load()
		findings, err = append(findings, more...), errors.Join(err, failed)
	}
	return findings, err
}

func (c *Catalog) checkRequirements() source.Diagnostics {
	all := make([]Requiring, len(c.entries))
	for i, e := range c.entries {
		all[i].Ref = e.ref
		if f, findings, err := e.framework(); err == nil && !findings.HasErrors() {
			all[i] = RequiringOf(f, path.Join(e.dir, string(e.ref.ID)+".yaml"))
		}
	}
	return CheckRequirements(all)
}
