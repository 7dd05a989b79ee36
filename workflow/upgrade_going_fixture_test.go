package workflow

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
)

// A goer goes on from version to version of testdata/going, with a state that is
// made of events: also of such as commands give only in a long story.
type goer struct {
	*testing.T
	fw []*proficiency.Framework
	m  []*proficiency.Migration // to the version of the same place
	at int                      // the version that it is on
	s  State
}

var goingDay = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)

// newGoer is one on version 1.0.0, or on the at-th after it.
func newGoer(t *testing.T, at int) *goer {
	t.Helper()
	g := &goer{T: t, m: make([]*proficiency.Migration, 1), at: at}
	for _, v := range []string{"1.0.0", "2.0.0", "3.0.0"} {
		src, err := os.ReadFile("testdata/going/" + v + ".yaml")
		require.NoError(t, err)
		fw, found := proficiency.Parse(v+".yaml", src)
		require.False(t, found.HasErrors(), "%v", found)
		g.fw = append(g.fw, fw)
	}
	for i, name := range []string{"2-from-1.yaml", "3-from-2.yaml"} {
		src, err := os.ReadFile("testdata/going/" + name)
		require.NoError(t, err)
		m, found := proficiency.ParseMigration(name, src, g.fw[i], g.fw[i+1])
		require.False(t, found.HasErrors(), "%v", found)
		g.m = append(g.m, m)
	}
	g.s = NewState("e", g.fw[at].Index())
	says := []proficiency.Setting{{Attribute: "place", Value: "ward"}, {Attribute: "role", Value: "clinical"}}
	g.record(&Enrolled{Learner: "learner-1", Centre: "trust-1", Attributes: says[min(at, 1):]})
	g.record(&Agreed{})
	return g
}

// record has events be those of one record, a day after the last one.
func (g *goer) record(events ...Event) Seq {
	r := Record{Seq: g.s.Seq() + 1, Framework: g.fw[g.at].Ref(), FrameworkDigest: g.fw[g.at].Digest(), Kind: KindComment}
	r.At = goingDay.AddDate(0, 0, int(r.Seq))
	for _, e := range events {
		*e.stamp() = Stamp{Seq: r.Seq, At: r.At, By: "somebody"}
	}
	r.events = events
	g.s = Apply(g.s, r)
	return r.Seq
}

// plan is what going on with the next version does now.
func (g *goer) plan() *UpgradePlan {
	p, err := PlanUpgrade(g.fw[g.at], g.fw[g.at+1], g.m[g.at+1], &g.s, g.now())
	require.NoError(g, err)
	return p
}

func (g *goer) now() time.Time { return goingDay.AddDate(0, 0, int(g.s.Seq()+1)) }

// on goes on with the next version.
func (g *goer) on() *UpgradePlan {
	p := g.plan()
	d := decider{fw: g.fw[g.at], s: &g.s, stamp: Stamp{Seq: g.s.Seq() + 1, At: g.now(), By: "educator-1"}}
	d.goOn(p, Held{}, false)
	g.at++
	r := Record{Seq: d.stamp.Seq, At: d.stamp.At, Framework: g.fw[g.at].Ref(), FrameworkDigest: g.fw[g.at].Digest(), Kind: KindUpgrade, events: d.events}
	next := Apply(g.s, r)
	g.s = next.placedBy(g.fw[g.at].Index())
	require.Equal(g, p.Status, StatusOf(g.fw[g.at], &g.s, g.now()))
	return p
}

// item says what there is on an item.
func (g *goer) item(id proficiency.ItemID) string {
	v := g.s.Item(id)
	var all []string
	add := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	if a := v.Answer; a != nil {
		for _, r := range a.Answers {
			said := ""
			if r.Comment != nil {
				said = " (" + r.Comment.Words + ")"
			}
			add("%s%s%s", map[bool]string{true: string(r.Question) + "="}[r.Question != ""], r.Answer, said)
		}
		add("from %d on %d, enough %v", a.Seq, a.Basis, a.Meets)
		if len(a.Evidence) > 0 {
			add("%d pieces", len(a.Evidence))
		}
	}
	if d := v.Decision; d != nil {
		add("%s by %s in %d", d.Outcome, d.By, d.Seq)
		require.Empty(g, d.also)
	}
	for _, d := range v.Also {
		add("beside %s in %d", d.By, d.Seq)
		require.Empty(g, d.also)
	}
	if v.Waiver != nil {
		add("waived in %d", v.Waiver.Seq)
	}
	if v.Request != nil {
		add("asked in %d", v.Request.Seq)
	}
	if v.Plan != nil {
		add("plan of %d", v.Plan.Seq)
	}
	if v.Chosen {
		add("chosen")
	}
	if g.s.lookup(id).ever {
		add("once decided")
	}
	return strings.Join(all, ", ")
}

func carryingOf(p *UpgradePlan, id proficiency.ItemID) Carrying {
	for _, ip := range p.Items {
		if ip.Item == id {
			return ip.Carrying
		}
	}
	return ""
}

// answered, decided and so on are events on an item.
func answeredAs(item proficiency.ItemID, answer proficiency.AnswerID, basis Seq) *Answered {
	return &Answered{Item: item, Answers: []Reply{{Answer: answer}}, Meets: answer == "done" || answer == "fair" || answer == "high", Basis: basis, Round: 1}
}

// decide has somebody decide on items in one record.
func (g *goer) decide(by PersonID, o Outcome, until time.Time, items ...proficiency.ItemID) Seq {
	var events []Event
	for _, id := range items {
		d := &Decided{Item: id, Outcome: o, Basis: 1}
		if o == Rejected {
			d.Plan = &Plan{}
		}
		if !until.IsZero() {
			d.Term = &Term{From: proficiency.DateOf(goingDay, time.UTC), Until: until}
		}
		events = append(events, d)
	}
	seq := g.record(events...)
	for _, e := range events {
		e.stamp().By = by
	}
	return seq
}
