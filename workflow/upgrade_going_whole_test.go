package workflow

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
)

// inVersion2 are the mandatory items of 2.0.0.
var inVersion2 = []proficiency.ItemID{"same", "office", "again", "anew", "named", "half-1", "half-2", "both", "mapped", "by-role", "must", "fresh"}

// ready confirms everything on 2.0.0, each item by somebody else.
func (g *goer) ready() {
	asks := twoAnswers("done", "done", g.s.Seq()+1)
	asks.Meets = true
	g.record(asks)
	g.decide("assessor-1", Confirmed, time.Time{}, "asks")
	for i, id := range inVersion2 {
		g.record(answeredAs(id, "done", g.s.Seq()+1))
		g.decide(PersonID("assessor-"+string(rune('a'+i))), Confirmed, time.Time{}, id)
	}
	require.True(g, Ready(g.fw[1], &g.s, g.now()))
}

// choose chooses items; what is chosen by itself is confirmed.
func (g *goer) choose(item proficiency.ItemID) {
	g.record(&OptionalChosen{Item: item, Chosen: true}, answeredAs(item, "done", g.s.Seq()+1))
	g.decide("assessor-1", Confirmed, time.Time{}, item)
}

// An upgrade asks again where something that counts is asked again or anew, or
// readiness is lost, and nowhere else; then a request for the sign-off ends.
func TestWhetherAnUpgradeAsksAgain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		do            func(g *goer)
		asks, unready bool
	}{
		"nothing there":                {func(*goer) {}, false, false},
		"one half answered":            {func(g *goer) { g.record(answeredAs("half-1", "done", 3)) }, true, false},
		"both halves answered":         {func(g *goer) { g.record(answeredAs("half-1", "done", 3), answeredAs("half-2", "done", 3)) }, false, false},
		"one half waived":              {func(g *goer) { g.record(&Waived{Item: "half-1"}) }, true, false},
		"all confirmed":                {func(g *goer) { g.ready(); g.choose("spare") }, false, false},
		"less chosen than is asked":    {func(g *goer) { g.ready() }, true, true},
		"asked again, and counts":      {func(g *goer) { g.ready(); g.choose("opt") }, true, true},
		"asked again, and is left out": {func(g *goer) { g.ready(); g.choose("spare"); g.choose("opt"); g.record(&OptionalChosen{Item: "opt"}) }, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newGoer(t, 1)
			c.do(g)
			g.record(&SignOffRequested{To: "educator-1"})
			p := g.on()
			assert.Equal(t, c.asks, p.AsksAgain)
			assert.Equal(t, c.unready, p.Unready)
			assert.Equal(t, c.asks, p.SignOffRequest)
			assert.Equal(t, c.asks, g.s.SignOffRequest() == nil)
			assert.Equal(t, !c.asks, p.Nothing())
		})
	}
}

// A decline is about the version that it was given on, where that asks again.
func TestUpgradeAndDeclines(t *testing.T) {
	t.Parallel()
	for _, waived := range []bool{false, true} {
		g := newGoer(t, 1)
		if waived {
			g.record(&Waived{Item: "half-1"})
		}
		g.record(&SignOffRequested{To: "educator-1"})
		g.record(&SignOffDeclined{})
		require.Equal(t, StatusDeclined, StatusOf(g.fw[1], &g.s, g.now()))
		g.on()
		assert.Equal(t, !waived, StatusOf(g.fw[2], &g.s, g.now()) == StatusDeclined)
	}
}

// Nothing costs the learner anything by itself: a request or results that go
// are a cost, though nothing is asked again.
func TestWhatAnUpgradeCosts(t *testing.T) {
	t.Parallel()
	g := newGoer(t, 0)
	p := g.plan()
	assert.False(t, p.Nothing(), "something is new, and another text is to be agreed to")
	assert.True(t, p.Agreement)

	lost := UpgradePlan{Items: []ItemCarrying{{Carrying: CarryingLost}}}
	assert.False(t, lost.Nothing())
	ends := UpgradePlan{ends: []*Requested{{}}}
	assert.False(t, ends.Nothing())
	assert.True(t, (&UpgradePlan{Items: []ItemCarrying{{Carrying: CarryingKept}, {Carrying: CarryingNone}}}).Nothing())
}

// Of what the enrolment says of the learner stays what the new version knows,
// and what was chosen stays chosen, by whatever it is chosen now.
func TestUpgradeOfAttributesAndChoices(t *testing.T) {
	t.Parallel()
	g := newGoer(t, 0)
	require.NotNil(t, g.s.Agreed())
	g.record(&OptionalChosen{Item: "pick", Chosen: true}, &OptionalChosen{Section: "more", Chosen: true})
	p := g.on()
	assert.True(t, p.AsksAgain)
	assert.Equal(t, []proficiency.Setting{{Attribute: "role", Value: "clinical"}}, g.s.Attributes(), "the place is asked no more")
	assert.Nil(t, g.s.Agreed(), "to the rules of before")
	assert.True(t, g.s.SectionChosen("packed"), "its item was chosen by itself")
	assert.True(t, g.s.SectionChosen("more"))
	assert.False(t, g.s.SectionChosen("free"), "nobody chose what was mandatory")
	assert.Empty(t, g.item("pick"), "it is chosen with its section now")

	g = newGoer(t, 0)
	g.record(&AttributesSet{Attributes: []proficiency.Setting{{Attribute: "role", Value: "office"}}})
	g.on()
	assert.Empty(t, g.s.Attributes(), "there is no such role any more")
	assert.False(t, g.s.SectionChosen("packed"))
}

// Requests end once for each item that was asked about, whatever it became.
func TestRequestsThatEndWithAnUpgrade(t *testing.T) {
	t.Parallel()
	g := newGoer(t, 0)
	for _, id := range []proficiency.ItemID{"same", "halves", "left", "gone", "anew"} {
		g.record(answeredAs(id, "done", g.s.Seq()+1), &Requested{Item: id, To: "assessor-1"})
	}
	p := g.on()
	assert.ElementsMatch(t, []proficiency.ItemID{"halves", "left", "gone", "anew"}, p.items)
	assert.Equal(t, "done, from 3 on 3, enough true, asked in 3", g.item("same"))
	assert.Empty(t, g.item("gone"))
	assert.Nil(t, g.s.extra, "nothing is left where the content has no place")
}

// What became several and one again is there once, and what stood beside a
// decision stands on beside what it becomes.
func TestUpgradesOneAfterTheOther(t *testing.T) {
	t.Parallel()
	g := newGoer(t, 0)
	g.record(answeredAs("halves", "done", 3), answeredAs("left", "done", 3), answeredAs("right", "done", 3), answeredAs("renamed", "done", 3))
	g.decide("assessor-1", Confirmed, time.Time{}, "halves")
	g.decide("assessor-2", Confirmed, time.Time{}, "left")
	g.decide("assessor-3", Confirmed, goingDay.AddDate(1, 0, 0), "right")
	g.decide("assessor-4", Confirmed, time.Time{}, "renamed")
	at1 := g.s.Seq()
	g.on()
	at2 := g.s.Seq()
	g.on()
	assert.Equal(t, "done, from 3 on 3, enough true, confirmed by assessor-1 in 4, once decided", g.item("whole"), "the same confirmation twice")
	assert.Equal(t, "done, from 3 on 3, enough true, confirmed by assessor-3 in 6, beside assessor-4 in 7, beside assessor-2 in 5, once decided", g.item("all"))
	for n, want := range map[Seq]string{1: "going@1.0.0", at1: "going@1.0.0", at2: "going@2.0.0", g.s.Seq(): "going@3.0.0"} {
		ref, _ := g.s.ContentAt(n)
		assert.Equal(t, want, ref.String(), "record %d", n)
	}
}

// What stood beside a decision stands beside the one that lapses first.
func TestWhatStoodBesideStandsBesideAnother(t *testing.T) {
	t.Parallel()
	g := newGoer(t, 0)
	g.record(answeredAs("left", "done", 3), answeredAs("right", "done", 3), answeredAs("renamed", "done", 3))
	g.decide("assessor-1", Confirmed, time.Time{}, "left")
	g.decide("assessor-2", Confirmed, goingDay.AddDate(1, 0, 0), "right")
	g.decide("assessor-3", Confirmed, goingDay.AddDate(0, 6, 0), "renamed")
	g.on()
	g.on()
	assert.Equal(t, "done, from 3 on 3, enough true, confirmed by assessor-3 in 6, beside assessor-2 in 5, beside assessor-1 in 4, once decided", g.item("all"))
}

// Where a state has no places for items, those of which nothing is left are
// left out by the upgrade itself.
func TestUpgradeLeavesOutWhatIsEmpty(t *testing.T) {
	t.Parallel()
	for _, items := range [][]proficiency.ItemID{nil, {"same"}} {
		g := newGoer(t, 0)
		for _, id := range append(items, "gone") {
			g.record(answeredAs(id, "done", g.s.Seq()+1))
		}
		p, after := g.plan(), g.s.placedBy(nil)
		after.edit++
		after.upgraded(&p.event, p.To, g.fw[1].Digest())
		if items == nil {
			assert.Nil(t, after.extra)
		} else {
			assert.Equal(t, items, after.extra.ids)
		}
	}
}
