package scenario

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// A deed is a way to give a kind of command, with how often it is chosen.
type deed struct {
	weight int
	do     func(w *walker, t *tale) *Step
}

// deeds are all kinds of command. Those that cost a whole journey are seldom.
var deeds = []deed{
	{8, (*walker).assess}, {3, (*walker).clear}, {6, (*walker).send}, {4, (*walker).takeBack}, {4, (*walker).pendingOr},
	{5, (*walker).reject}, {5, (*walker).revise}, {5, (*walker).choose}, {3, (*walker).setAside}, {6, (*walker).paper},
	{7, (*walker).waive}, {4, (*walker).unwaive}, {2, (*walker).comment}, {3, (*walker).remind}, {2, (*walker).remindSignOff},
	{2, (*walker).addSupervisor}, {3, (*walker).removeSupervisor}, {4, (*walker).reassign}, {2, (*walker).requestSignOff},
	{2, (*walker).withdrawSignOff}, {2, (*walker).decideSignOff}, {1, (*walker).revoke}, {2, (*walker).completeBy}, {14, (*walker).setAttributes},
	{3, (*walker).addCentre}, {3, (*walker).removeCentre}, {2, (*walker).withdraw}, {3, (*walker).redact}, {1, (*walker).agree},
	{1, (*walker).enrol}, {6, (*walker).override}, {2, (*walker).submit}, {4, (*walker).setContributors}, {3, (*walker).setAccountable}, {2, (*walker).upgrade}, {2, (*walker).takeOver},
}

// anything is a command of any kind that could make sense, mostly by whoever it is for.
func (w *walker) anything() *Step {
	t := w.tale(w.focus)
	if !t.exists && !w.chance(4) {
		return w.opening()
	}
	total := 0
	for _, d := range deeds {
		total += d.weight
	}
	n := w.IntN(total)
	for _, d := range deeds {
		if n -= d.weight; n < 0 {
			if s := d.do(w, t); s != nil {
				return s
			}
			break
		}
	}
	return w.by(oneIn(w, w.people), &workflow.Comment{Comment: w.say("a word")})
}

// items are some items, mostly of one status.
func (w *walker) items(t *tale, want ...workflow.ItemStatus) (ids []proficiency.ItemID) {
	from := w.withStatus(t, want...)
	if len(from) == 0 || w.chance(8) {
		from = w.Perm(len(t.items))
	}
	for _, i := range some(w, from, 3) {
		ids = append(ids, t.plan.items[i].ID())
	}
	return ids
}

// item is one of them, or none that there is.
func (w *walker) item(t *tale, want ...workflow.ItemStatus) proficiency.ItemID {
	if ids := w.items(t, want...); len(ids) > 0 {
		return ids[0]
	}
	return "no-such-item"
}

// holder is somebody with a capability on the enrolment.
func (w *walker) holder(t *tale, c roles.Capability) workflow.PersonID {
	return w.who(func(p workflow.PersonID) bool { return w.book.capable(t, p, c, t.centres) })
}

func (w *walker) assess(t *tale) *Step {
	c := &workflow.SelfAssess{Overwrite: !w.chance(3)}
	for _, id := range w.items(t, oneIn(w, answerable)) {
		if i := t.index(id); i != none {
			c.Items = append(c.Items, w.anyAnswer(t, i))
		}
	}
	return w.byLearner(c)
}

var answerable = []workflow.ItemStatus{
	workflow.ItemStatusUnassessed, workflow.ItemStatusOngoing, workflow.ItemStatusAssessed, workflow.ItemStatusRequested,
	workflow.ItemStatusConfirmed, workflow.ItemStatusConfirmed, workflow.ItemStatusLapsed, workflow.ItemStatusRejected, workflow.ItemStatusLocked,
}

func (w *walker) clear(t *tale) *Step {
	return w.byLearner(&workflow.ClearAnswer{Items: w.items(t, oneIn(w, answerable)), Overwrite: w.chance(2)})
}

func (w *walker) send(t *tale) *Step {
	if s := w.sending(t); s != nil && w.chance(2) {
		return s
	}
	ids := w.items(t, workflow.ItemStatusAssessed, workflow.ItemStatusConfirmed)
	to := oneIn(w, w.people)
	if len(ids) > 0 && !w.chance(3) {
		to = w.who(func(p workflow.PersonID) bool {
			return t.index(ids[0]) != none && w.book.mayConfirm(t, p, t.index(ids[0]), t.centres)
		})
	}
	return w.byLearner(&workflow.RequestConfirmation{Items: ids, To: to})
}

// askedItems are the items that anybody is asked about, renewals too.
func (t *tale) askedItems() (out []int) {
	for i := range t.items {
		if t.items[i].request != nil {
			out = append(out, i)
		}
	}
	return out
}

func (w *walker) takeBack(t *tale) *Step {
	var ids []proficiency.ItemID
	for _, i := range some(w, t.askedItems(), 3) {
		ids = append(ids, t.plan.items[i].ID())
	}
	if len(ids) == 0 {
		ids = w.items(t, workflow.ItemStatusAssessed)
	}
	return w.byLearner(&workflow.WithdrawRequest{Items: ids})
}

// pendingOr has one item confirmed, asked for or not.
func (w *walker) pendingOr(t *tale) *Step {
	if s := w.pending(t); s != nil {
		return s
	}
	return w.by(oneIn(w, w.people), &workflow.Confirm{Items: []workflow.Seen{{Item: w.item(t, workflow.ItemStatusAssessed)}}})
}

func (w *walker) reject(t *tale) *Step {
	asked := t.askedItems()
	if len(asked) == 0 {
		return w.by(oneIn(w, w.people), w.rejection([]workflow.Seen{{Item: w.item(t, workflow.ItemStatusAssessed)}}))
	}
	i := oneIn(w, asked)
	return w.by(t.items[i].request.To, w.rejection([]workflow.Seen{{Item: t.plan.items[i].ID()}}))
}

func (w *walker) revise(t *tale) *Step {
	id := w.item(t, workflow.ItemStatusConfirmed, workflow.ItemStatusRejected)
	c := &workflow.Revise{Item: id, To: workflow.Confirmed, Reason: w.say("seen otherwise")}
	i := t.index(id)
	if i == none || t.items[i].decision == nil {
		return w.by(oneIn(w, w.people), c)
	}
	d := t.items[i].decision
	if d.Outcome == workflow.Confirmed != w.chance(15) {
		c.To, c.Actions, c.EvidenceAsked = workflow.Rejected, []string{w.say("again")}, w.maybe("a log")
	}
	return w.by(d.By, c)
}

func (w *walker) choose(t *tale) *Step { return w.choice(t, w.chance(2)) }

// choice chooses, or drops, optional items and sections.
func (w *walker) choice(t *tale, drop bool) *Step {
	c := &workflow.ChooseOptional{Drop: drop, Overwrite: !w.chance(3)}
	any := w.chance(8)
	for i := range t.plan.items {
		it := &t.plan.items[i]
		switch {
		case !it.optional || w.chance(2) || !any && !t.applies(i):
		case it.choice == "":
			c.Items = append(c.Items, it.ID())
		case !slices.Contains(c.Sections, it.choice):
			c.Sections = append(c.Sections, it.choice)
		}
	}
	if len(c.Items)+len(c.Sections) == 0 {
		c.Items = []proficiency.ItemID{w.item(t)}
	}
	return w.byLearner(c)
}

// decidedOn are statuses of what a decision or a waiver may stand on.
var decidedOn = []workflow.ItemStatus{
	workflow.ItemStatusConfirmed, workflow.ItemStatusLapsed, workflow.ItemStatusRejected, workflow.ItemStatusWaived,
	workflow.ItemStatusRequested, workflow.ItemStatusExcluded, workflow.ItemStatusNotApplicable,
}

func (w *walker) setAside(t *tale) *Step {
	c := &workflow.SetAside{Reason: w.say("a mistake")}
	if w.chance(4) {
		c.DecidedBy = w.who(func(p workflow.PersonID) bool {
			return slices.ContainsFunc(t.items, func(it taleItem) bool {
				return it.decidedBy(p) || it.waiver != nil && it.waiver.By == p
			})
		})
	} else {
		c.Items = w.items(t, oneIn(w, decidedOn))
	}
	return w.by(w.holder(t, roles.CanSetAside), c)
}
