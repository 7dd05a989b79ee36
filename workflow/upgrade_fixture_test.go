package workflow_test

import (
	"context"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// A shelf is a stage on the versions in testdata/upgrade.
type shelf struct{ *stage }

const care = proficiency.FrameworkID("care")

func onShelf(t *testing.T, change ...func(files fstest.MapFS)) shelf {
	t.Helper()
	s := shelf{newStage(t)}
	files := fstest.MapFS{}
	require.NoError(t, fs.WalkDir(os.DirFS("testdata/upgrade"), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile("testdata/upgrade/" + name)
		files[name] = &fstest.MapFile{Data: b}
		return err
	}))
	for _, c := range change {
		c(files)
	}
	var err error
	s.catalog, err = proficiency.NewCatalog(files)
	require.NoError(t, err)
	s.engine = s.newEngine(s.store, byItself(t, "none"))
	return s
}

// byItself is for an engine by whose policy enrolments go on so by themselves.
func byItself(t *testing.T, how string) func(*workflow.Options) {
	t.Helper()
	src, err := fs.ReadFile(roles.FS(), "default.yaml")
	require.NoError(t, err)
	policy, findings := roles.Parse("default.yaml", []byte(replaced(string(src), "auto_upgrade: patch", "auto_upgrade: "+how)))
	require.Empty(t, findings)
	return func(o *workflow.Options) { o.Policy = policy }
}

func numbered(t testing.TB, v string) proficiency.Version {
	t.Helper()
	out, err := proficiency.ParseVersion(v)
	require.NoError(t, err)
	return out
}

// on enrols learner-1, in a clinical role.
func (s shelf) on(v string) workflow.EnrolmentID {
	s.Helper()
	cmd := enrolOn(learner1, care)
	cmd.Framework.Version = numbered(s, v)
	cmd.Attributes = []proficiency.Setting{{Attribute: "role", Value: "clinical"}}
	return s.do("", educator1, cmd).Enrolment
}

// confirmed has items answered alone and confirmed.
func (s shelf) confirmed(id workflow.EnrolmentID, by workflow.PersonID, items ...proficiency.ItemID) {
	s.Helper()
	s.requested(id, by, items...)
	c := &workflow.Confirm{}
	v := s.view(id)
	for _, it := range items {
		c.Items = append(c.Items, workflow.Seen{Item: it, Basis: v.State.Item(it).Basis()})
	}
	s.do(id, by, c)
}

func (s shelf) requested(id workflow.EnrolmentID, to workflow.PersonID, items ...proficiency.ItemID) {
	s.Helper()
	s.answered(id, "alone", items...)
	s.do(id, learner1, &workflow.RequestConfirmation{Items: items, To: to})
}

func (s shelf) answered(id workflow.EnrolmentID, as proficiency.AnswerID, items ...proficiency.ItemID) {
	s.Helper()
	for _, it := range items {
		s.do(id, learner1, workflow.Answer(it, as))
	}
}

func (s shelf) view(id workflow.EnrolmentID) workflow.View {
	s.Helper()
	v, err := s.engine.View(context.Background(), learner1, id)
	require.NoError(s, err)
	return v
}

// upgraded upgrades and makes sure that the state is what the plan said, what
// the records add up to, and what a snapshot keeps.
func (s shelf) upgraded(id workflow.EnrolmentID, to string) workflow.Result {
	s.Helper()
	ctx := context.Background()
	plan, err := s.engine.PlanUpgrade(ctx, educator1, id, numbered(s, to))
	require.NoError(s, err)
	res := s.do(id, educator1, &workflow.Upgrade{To: numbered(s, to)})
	require.NotNil(s, plan)
	v := s.view(id)
	require.Equal(s, to, v.Framework.Version().String())
	require.Equal(s, plan.Status, v.Summary.Status, "the plan says what the status will be")
	s.same(id, &res.State)
	return res
}

// same wants the engine's state to be that of the records, read in any way.
func (s shelf) same(id workflow.EnrolmentID, state *workflow.State) {
	s.Helper()
	ctx := context.Background()
	v := s.view(id)
	want := facts(v.Framework, state)
	for name, e := range map[string]*workflow.Engine{
		"replayed":    s.newEngine(s.store, noSnapshots, noCache),
		"snapshot":    s.newEngine(s.store, noCache),
		"this engine": s.engine,
	} {
		cold, err := e.View(ctx, learner1, id)
		require.NoError(s, err)
		require.Equal(s, want, facts(cold.Framework, &cold.State), name)
	}
	records := s.stored(id)
	require.NoError(s, workflow.Verify(id, records))
	one := workflow.NewState(id, nil)
	for _, r := range records {
		one = workflow.Apply(one, r)
	}
	require.Equal(s, want, facts(v.Framework, &one), "one record after the other, without places")
}

// statuses are those of items, in words.
func (s shelf) statuses(id workflow.EnrolmentID) string {
	s.Helper()
	v := s.view(id)
	var b strings.Builder
	for it := range v.Framework.Items().Values() {
		b.WriteString(string(it.ID()) + " " + string(v.ItemStatus(it.ID())) + "\n")
	}
	return b.String()
}

// carryings are what a plan says of items, but for those of which there is nothing.
func carryings(p *workflow.UpgradePlan) (lines []string) {
	for _, c := range p.Items {
		if c.Carrying != workflow.CarryingNone {
			lines = append(lines, string(c.Item)+" "+string(c.Carrying))
		}
	}
	return lines
}
