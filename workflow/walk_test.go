package workflow_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// A walk gives commands at random, most of them such as bring the enrolment
// on, so that it gets everywhere: to the sign-off, past it and back.
type walk struct {
	*world
	rng   *rand.Rand
	model *model
	seen  map[string]int // statuses met, of the enrolment and of items
}

// walks runs visit at every state that several walks come by.
func walks(t *testing.T, steps int, visit func(k *walk)) {
	t.Helper()
	seen := make(chan map[string]int, 8)
	t.Run("seeds", func(t *testing.T) {
		for seed := range cap(seen) {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				k := newWalk(t, uint64(seed))
				for range steps {
					if k.step() {
						visit(k)
					}
				}
				seen <- k.seen
			})
		}
	})
	close(seen)
	everywhere(t, seen)
}

// everywhere fails if no walk came by some status.
func everywhere(t *testing.T, seen <-chan map[string]int) {
	t.Helper()
	all := map[string]int{}
	for one := range seen {
		for s, n := range one {
			all[s] += n
		}
	}
	for _, from := range enrolmentStates {
		require.Positive(t, all[string(from.status)], "no walk came by %s", from.status)
	}
	for _, from := range itemStates {
		require.Positive(t, all["item "+string(from.status)], "no walk came by an item that is %s", from.status)
	}
}

func newWalk(t *testing.T, seed uint64) *walk {
	t.Helper()
	w := newWorld(t)
	k := &walk{world: w, rng: rand.New(rand.NewPCG(seed, 0)), seen: map[string]int{}}
	res := w.enrol(educator, learner, wardBasics)
	k.model = newModel(w.fw)
	k.took(res)
	return k
}

func (k *walk) took(res workflow.Result) {
	k.t.Helper()
	k.state = res.State
	events, err := res.Record.Decode()
	require.NoError(k.t, err)
	k.model.add(events)
	k.seen[string(k.model.status())]++
	for it := range k.fw.Items().Values() {
		k.seen["item "+string(k.model.itemStatus(it))]++
	}
}

// step gives one command; it reports whether anything was stored.
func (k *walk) step() bool {
	k.t.Helper()
	actor, cmd := k.next()
	k.setNow(k.now().Add(time.Duration(k.rng.IntN(100)) * time.Minute))
	res, err := k.engine.Do(k.ctx, workflow.Request{Actor: actor, Enrolment: k.id, Command: cmd})
	if err != nil {
		var d *workflow.Denied
		require.ErrorAs(k.t, err, &d)
		return false
	}
	if res.Record.Seq == 0 {
		return false
	}
	k.took(res)
	return true
}

func (k *walk) chance(of float64) bool { return k.rng.Float64() < of }

func (k *walk) next() (workflow.PersonID, workflow.Command) {
	if k.chance(0.3) {
		return k.anything()
	}
	switch {
	case k.model.withdrawn:
		return educator, &workflow.Enrol{Learner: learner, Framework: wardBasics, Centre: "trust-1"}
	case !k.model.agreed:
		return learner, &workflow.Agree{}
	case len(k.model.missing()) == 0:
		return k.finish()
	}
	return k.progress(k.someItem(func(it *proficiency.Item) bool {
		return k.model.counts(it) && k.model.itemStatus(it) != workflow.ItemStatusConfirmed
	}))
}

// someItem is an item that fits, or any.
func (k *walk) someItem(fits func(*proficiency.Item) bool) *proficiency.Item {
	var all, fit []*proficiency.Item
	for it := range k.fw.Items().Values() {
		if all = append(all, it); fits(it) {
			fit = append(fit, it)
		}
	}
	if len(fit) == 0 {
		fit = all
	}
	return fit[k.rng.IntN(len(fit))]
}

// progress does the next thing with an item.
func (k *walk) progress(it *proficiency.Item) (workflow.PersonID, workflow.Command) {
	id := it.ID()
	switch k.model.itemStatus(it) {
	case workflow.ItemStatusExcluded:
		return learner, &workflow.ChooseOptional{Items: items{id}}
	case workflow.ItemStatusAssessed:
		return learner, &workflow.RequestConfirmation{Items: items{id}, To: confirmer(id)}
	case workflow.ItemStatusRequested:
		if k.chance(0.15) {
			return k.model.items[id].Request.To, k.rejection(id)
		}
		return k.model.items[id].Request.To, &workflow.Confirm{Items: k.decisions(id)}
	}
	if k.chance(0.1) {
		return learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{k.falling(id)}}
	}
	return learner, k.answers(id)
}

func (k *walk) finish() (workflow.PersonID, workflow.Command) {
	switch {
	case k.model.asked && k.chance(0.4):
		return educator, &workflow.DeclineSignOff{Reason: "not yet"}
	case k.model.asked && k.chance(0.1):
		return learner, &workflow.WithdrawSignOff{}
	case k.model.asked:
		return educator, signOff()
	case k.model.declined && k.chance(0.4): // which does not end it
		return learner, k.remark("care-1")
	case k.model.declined && k.chance(0.3): // which may
		return learner, k.someAnswers(items{"care-1"})
	case !k.model.stands:
		return learner, requestSignOff()
	}
	return k.anything()
}

// anything is a command of any kind with any parameters, mostly by whoever it is for.
func (k *walk) anything() (workflow.PersonID, workflow.Command) {
	by, cmd := k.command(k.kinds()[k.rng.IntN(len(k.kinds()))])
	if k.chance(0.1) {
		by = k.person()
	}
	return by, cmd
}

func (k *walk) kinds() []workflow.Kind {
	kinds := []workflow.Kind{workflow.KindEnrol}
	for _, c := range oneOfEach(k.world) {
		kinds = append(kinds, c.Kind())
	}
	return kinds
}

func (k *walk) person() workflow.PersonID { return everyone[k.rng.IntN(len(everyone))] }

// someIDs are one or a few items.
func (k *walk) someIDs() (ids items) {
	for range 1 + k.rng.IntN(3) {
		if id := k.someItem(func(*proficiency.Item) bool { return true }).ID(); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func (k *walk) command(kind workflow.Kind) (workflow.PersonID, workflow.Command) {
	ids := k.someIDs()
	request := k.model.items[ids[0]].Request
	decider := k.person()
	if request != nil {
		decider = request.To
	}
	switch kind {
	case workflow.KindEnrol:
		return educator, &workflow.Enrol{Learner: learner, Framework: wardBasics, Centre: "trust-1"}
	case workflow.KindAgree:
		return learner, &workflow.Agree{}
	case workflow.KindSelfAssess:
		return learner, k.someAnswers(ids)
	case workflow.KindClearAnswer:
		return learner, &workflow.ClearAnswer{Items: ids, Overwrite: k.chance(0.3)}
	case workflow.KindRequestConfirmation:
		return learner, &workflow.RequestConfirmation{Items: ids, To: k.person()}
	case workflow.KindWithdrawRequest:
		return learner, &workflow.WithdrawRequest{Items: ids[:1]}
	case workflow.KindConfirm:
		return decider, &workflow.Confirm{Items: k.decisions(ids...), Comment: "seen"}
	case workflow.KindReject:
		return decider, k.rejection(ids...)
	case workflow.KindRevise:
		return k.revision(ids[0])
	}
	return k.enrolmentCommand(kind)
}

func (k *walk) enrolmentCommand(kind workflow.Kind) (workflow.PersonID, workflow.Command) {
	p := k.person()
	switch kind {
	case workflow.KindChooseOptional:
		return learner, k.choice()
	case workflow.KindAddSupervisor:
		return learner, &workflow.AddSupervisor{Person: p}
	case workflow.KindRemoveSupervisor:
		return learner, &workflow.RemoveSupervisor{Person: p}
	case workflow.KindRequestSignOff:
		return learner, &workflow.RequestSignOff{To: p, Accept: true}
	case workflow.KindWithdrawSignOff:
		return learner, &workflow.WithdrawSignOff{}
	case workflow.KindSignOff:
		return educator, signOff()
	case workflow.KindDeclineSignOff:
		return educator, &workflow.DeclineSignOff{Reason: "not yet"}
	}
	if k.chance(0.7) { // seldom, since it costs a whole journey
		return learner, &workflow.Withdraw{}
	}
	return admin, &workflow.Withdraw{Reason: "moved away"}
}

func (k *walk) choice() *workflow.ChooseOptional {
	c := &workflow.ChooseOptional{Drop: k.chance(0.5), Overwrite: k.chance(0.3)}
	if k.chance(0.3) {
		c.Sections = sections("renal")
	} else {
		c.Items = items{[]proficiency.ItemID{"extra-1", "extra-2"}[k.rng.IntN(2)]}
	}
	return c
}

// someAnswers are answers of any kind, with and without comment and evidence.
func (k *walk) someAnswers(ids items) *workflow.SelfAssess {
	c := &workflow.SelfAssess{Overwrite: k.chance(0.3)}
	for _, id := range ids {
		a := workflow.ItemAnswer{Item: id, Answers: k.given(id)}
		if k.chance(0.3) {
			a.Comment = "on nights"
		}
		if k.chance(0.3) {
			a.Evidence = []workflow.EvidenceRef{{Title: "log"}}
		}
		c.Items = append(c.Items, a)
	}
	return c
}

// remark is another comment on an answer, and nothing else.
func (k *walk) remark(id proficiency.ItemID) *workflow.SelfAssess {
	now := k.model.items[id].Answer
	a := workflow.ItemAnswer{Item: id, Answers: now.Answers, Comment: fmt.Sprint("remark ", k.rng.IntN(1000))}
	for _, e := range now.Evidence {
		a.Evidence = append(a.Evidence, workflow.EvidenceRef{Title: e.Title.String()})
	}
	return &workflow.SelfAssess{Items: []workflow.ItemAnswer{a}}
}

// given are answers to an item's questions, half the time those that it has.
func (k *walk) given(id proficiency.ItemID) (given []workflow.Given) {
	if now := k.model.items[id].Answer; now != nil && k.chance(0.5) {
		return slices.Clone(now.Answers)
	}
	for q := range k.fw.Item(id).Questions().Values() {
		if q.Required() || k.chance(0.5) {
			answers := q.Scale().Answers()
			given = append(given, workflow.Given{Question: q.ID(), Answer: answers.At(k.rng.IntN(answers.Len())).ID})
		}
	}
	return given
}

// revision is one of a decision there is, if there is one for the item.
func (k *walk) revision(id proficiency.ItemID) (workflow.PersonID, workflow.Command) {
	c := &workflow.Revise{Item: id, To: workflow.Rejected, Reason: "seen otherwise", Actions: []string{"again"}}
	was := k.model.items[id].Decision
	if was == nil {
		return assessor, c
	}
	if was.Outcome == workflow.Rejected {
		c.To = workflow.Confirmed
	}
	return was.By, c
}

// someFacts are the facts about everybody as the host has them, or as they
// might be: some roles lost, some people suspended.
func (k *walk) someFacts(actor workflow.PersonID) workflow.Facts {
	f := k.facts(workflow.Need{
		Actor: actor, People: everyone, Centres: []workflow.CentreID{"trust-1", "trust-9"}, Framework: k.fw.ID(), Nonce: true,
	})
	for i, s := range f.People {
		if k.chance(0.2) {
			f.People[i] = k.changed(*s)
		}
	}
	return f
}

func (k *walk) changed(s roles.Standing) *roles.Standing {
	s.Appointments, s.Memberships = slices.Clone(s.Appointments), slices.Clone(s.Memberships)
	switch k.rng.IntN(4) {
	case 0:
		s.Appointments = s.Appointments[:len(s.Appointments)/2]
	case 1:
		for i := range s.Memberships {
			s.Memberships[i].Suspended = true
		}
	case 2:
		for i := range s.Appointments {
			s.Appointments[i].Categories = []proficiency.Category{"theatre"}
		}
	case 3:
		s.Appointments = append(s.Appointments, roles.Appointment{Role: "assessor", Centre: "trust-1"}, roles.Appointment{Role: "administrator", Centre: "trust-1"})
	}
	return &s
}
