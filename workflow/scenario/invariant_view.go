package scenario

import (
	"errors"
	"fmt"

	"github.com/countersign-go/countersign/workflow"
)

func viewInvariants() []Invariant {
	return []Invariant{
		{"view", "The actor sees the enrolment exactly if the rules let them; who does not gets not-found from every command and nothing else.", 0, checkView},
		{"viewers", "So does everybody else.", 23, checkViewers},
		{"list", "A person lists exactly the enrolments that they may see, trials apart, each as its records have it as of now; the totals are the sums over them.", 131, checkList},
	}
}

// checkView: opening an enrolment asks for no view of it.
func checkView(before, after *Moment) error {
	t, who := before.looked, after.Request.Actor
	if may := after.x.book.mayView(t, who); may != before.Sees {
		return hadExpected(&SeesIs{Person: who, Not: !may}, "%s sees the enrolment: %v; may they: %v", who, before.Sees, may)
	}
	if _, opening := opens(who, after.Request.Command); opening || before.Sees || after.Result.Replayed {
		return nil
	}
	if after.Denied == nil || len(after.Denied.Reasons) != 1 || after.Denied.Reasons[0].Code != workflow.NotFound {
		if before.tale.request(after.Request.ID) != nil {
			return nil // a request that was known, of somebody who could see it then
		}
		return refuse(fmt.Errorf("%s may not see the enrolment and gets %v", who, reasonsOf(after.Denied)), workflow.NotFound)
	}
	return nil
}

func checkViewers(_, after *Moment) error {
	x := after.x
	for _, who := range x.cast {
		_, err := x.engines[0].View(x.ctx, who, after.ID)
		var denied *workflow.Denied
		if err != nil && !errors.As(err, &denied) {
			return fmt.Errorf("what %s sees cannot be read: %w", who, err)
		}
		if may := x.book.mayView(after.tale, who); may != (err == nil) {
			return expecting(&SeesIs{Person: who, Not: !may}, "%s sees the enrolment: %v; may they: %v", who, err == nil, may)
		}
		if denied != nil && (len(denied.Reasons) != 1 || denied.Reasons[0].Code != workflow.NotFound) {
			return fmt.Errorf("%s may not see the enrolment and gets %v", who, reasonsOf(denied))
		}
	}
	return nil
}

// checkList is for stores that list.
func checkList(_, after *Moment) error {
	x := after.x
	if _, ok := x.store.(workflow.Lister); !ok {
		return nil
	}
	for _, who := range x.cast {
		for _, trials := range []bool{false, true} {
			if err := x.listed(who, trials); err != nil {
				return err
			}
		}
	}
	return nil
}

// listed compares what somebody lists with what the book says that they may.
func (x *stretch) listed(who workflow.PersonID, trials bool) error {
	want := map[workflow.EnrolmentID]*tale{}
	var sum, total workflow.Counts
	for id, t := range x.book.tales {
		if t.trial() == trials && x.book.mayView(t, who) {
			want[id] = t
		}
	}
	for s, err := range x.engines[0].List(x.ctx, who, workflow.Query{Trials: trials}) {
		if err != nil {
			return fmt.Errorf("what %s lists cannot be read: %w", who, err)
		}
		t := want[s.Enrolment]
		if t == nil {
			return fmt.Errorf("%s lists the enrolment of %s on %s, trial %d, and may not see it", who, s.Responsible(), s.Framework, x.book.tales[s.Enrolment].about.Trial)
		}
		delete(want, s.Enrolment)
		real := workflow.Summarise(t.plan.fw, &t.state, x.world.host.now)
		if d := summaryDiffers(&s, &real); d != "" {
			return fmt.Errorf("%s lists the enrolment of %s, in which %s", who, t.about, d)
		}
		addCounts(&sum, s.Totals())
		for _, c := range t.counted(x.world.host.now) {
			addCounts(&total, c)
		}
	}
	for _, t := range want {
		return fmt.Errorf("%s does not list the enrolment of %s on %s", who, t.about, t.about.Framework)
	}
	if sum != total {
		return fmt.Errorf("the totals of %s are %+v, and should be %+v", who, sum, total)
	}
	return nil
}

func addCounts(to *workflow.Counts, c workflow.Counts) {
	to.Counting += c.Counting
	to.Ongoing += c.Ongoing
	to.Assessed += c.Assessed
	to.Requested += c.Requested
	to.Confirmed += c.Confirmed
	to.Rejected += c.Rejected
	to.Lapsed += c.Lapsed
	to.Waived += c.Waived
	to.Groups += c.Groups
	to.GroupsMet += c.GroupsMet
}
