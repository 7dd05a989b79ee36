package main

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/workflow"
)

// A verdict is what was found when everything was read back.
type verdict struct {
	enrolments, records int
	// unanswered are records of which nobody was told, as their application was
	// killed or had to stop: they may be there or not.
	unanswered int
	lost       int
	findings   []string // all that is not as it should be
}

func (v *verdict) find(format string, args ...any) {
	v.findings = append(v.findings, fmt.Sprintf(format, args...))
}

// readBack compares what is stored with what callers were told.
func (c *cluster) readBack(ctx context.Context) (v verdict, err error) {
	c.say("Everything is read back.")
	store, err := openStore(ctx, c.nc)
	if err != nil {
		return v, err
	}
	defer store.Close()
	if err := c.ledger.compare(ctx, store, &v); err != nil {
		return v, err
	}
	found, err := store.Check(ctx, frameworks.Catalog())
	for _, f := range found {
		v.find("%s", f)
	}
	return v, err
}

// compare holds a store to what was told.
func (l *ledger) compare(ctx context.Context, store workflow.Store, v *verdict) error {
	engine, err := newEngine(store)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	all, errs, turns := make([]verdict, len(l.next)), make([]error, len(l.next)), make(chan struct{}, 2*atOnce)
	var reading sync.WaitGroup
	for i := range all {
		turns <- struct{}{}
		reading.Go(func() {
			who := learner(i + 1)
			errs[i] = l.compareOne(ctx, store, requests(engine, who), l.next[who], &all[i])
			<-turns
		})
	}
	reading.Wait()
	for _, one := range all {
		v.add(one)
	}
	return errors.Join(errs...)
}

func (v *verdict) add(o verdict) {
	v.enrolments += o.enrolments
	v.records += o.records
	v.unanswered += o.unanswered
	v.lost += o.lost
	v.findings = append(v.findings, o.findings...)
}

// compareOne holds one enrolment to what was told: the acknowledged requests are
// its records, and there may be one more.
func (l *ledger) compareOne(ctx context.Context, store workflow.Store, asked []workflow.Request, acknowledged int, v *verdict) error {
	id := asked[0].Enrolment
	records, err := store.Load(ctx, id, 0)
	if err != nil {
		return err
	}
	if v.records = len(records); v.records > 0 {
		v.enrolments = 1
	}
	if err := workflow.Verify(id, records); err != nil {
		v.find("%s: %v", id, err)
	}
	there := map[workflow.RequestID]int{}
	for i := range records {
		there[records[i].Request]++
	}
	for _, r := range asked[:acknowledged] {
		told := l.told[r.ID]
		if at := int(told.Seq) - 1; at >= len(records) || records[at].Request != r.ID || records[at].Hash != told.Hash {
			v.lost++
			v.find("%s: %s was acknowledged as record %d, %s, and is not there", id, r.ID, told.Seq, told.Hash)
		}
		if there[r.ID] > 1 {
			v.find("%s: %s is there %d times", id, r.ID, there[r.ID])
		}
		delete(there, r.ID)
	}
	if acknowledged < len(asked) && there[asked[acknowledged].ID] == 1 {
		v.unanswered = 1
		delete(there, asked[acknowledged].ID)
	}
	for request, times := range there {
		v.find("%s: %s is there %d times, and nobody asked for it yet", id, request, times)
	}
	return nil
}

// print says it.
func (v *verdict) print(c *cluster) {
	l := c.ledger
	for i, f := range v.findings {
		if i == 20 {
			c.say("  … and %d more", len(v.findings)-i)
			break
		}
		c.say("  %s", f)
	}
	took := max(l.last.Sub(l.first).Seconds(), 0.001)
	c.say("Acknowledged: %d commands of %d learners, %.0f a second; the longest time without any was %.1f s.",
		len(l.told), v.enrolments, float64(len(l.told))/took, l.quiet.Seconds())
	c.say("Answers that nothing was stored: %d; that it is not known: %d; found stored when sent again: %d.", l.notStored, l.unknown, l.found)
	c.say("Stored: %d records; %d of these nobody was told of.", v.records, v.unanswered)
	if len(v.findings) > 0 {
		c.say("LOST: %d that were acknowledged; %d findings in all.", v.lost, len(v.findings))
		return
	}
	c.say("Lost: none. Every acknowledged record is there, once; chains verify, and lists agree with them.")
}
