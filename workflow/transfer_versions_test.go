package workflow_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

func (s shelf) content(v string) *proficiency.Framework {
	s.Helper()
	fw, err := s.catalog.Framework(proficiency.Ref{ID: care, Version: numbered(s, v)})
	require.NoError(s, err)
	return fw
}

// newestPublished publishes what is a draft otherwise.
func newestPublished(files fstest.MapFS) {
	files["care/2.1.0/lifecycle.yaml"] = files["care/2.0.0/lifecycle.yaml"]
}

var clinical = []proficiency.Setting{{Attribute: "role", Value: "clinical"}}

// transferred takes over and makes sure that the state is what the records add
// up to, read in any way.
func (s shelf) transferred(id workflow.EnrolmentID, e *workflow.Elsewhere) *workflow.TransferAccepted {
	s.Helper()
	transfer := e.Transfer(s.clock.now())
	plan, err := s.engine.PlanTransfer(s.Context(), educator1, id, transfer)
	require.NoError(s, err)
	res := s.do(id, educator1, &workflow.AcceptTransfer{Transfer: transfer})
	s.same(id, &res.State)
	events, err := res.Record.Decode()
	require.NoError(s, err)
	taken := events[len(events)-1].(*workflow.TransferAccepted)
	require.Equal(s, plan.Left, taken.Left)
	require.Len(s, taken.Items, len(plan.Items))
	return taken
}

// Of another version what carries is confirmed, by the migration, and the rest
// is left out and listed.
func TestTransferOfAnOlderVersion(t *testing.T) {
	t.Parallel()
	s := onShelf(t, newestPublished)
	id := s.on("2.0.0")
	old := s.content("1.1.0")
	there := workflow.NewElsewhere(old, s.clock.now(), clinical...)
	there.Confirm(s.clock.now(), "assessor-7", "wash", "rub", "apron", "dry-bin", "sign", "fluid", "mask", "teach")
	there.Confirm(s.clock.now(), "assessor-8", "gloves")
	taken := s.transferred(id, there)
	assert.ElementsMatch(t, []workflow.LeftOut{
		{Code: workflow.ConfirmAgain, Items: items{"wash"}}, {Code: workflow.AssessAgain, Items: items{"fluid"}}, {Code: workflow.UnknownItem, Items: items{"mask"}},
	}, taken.Left)
	var got items
	for _, it := range taken.Items {
		got = append(got, it.Item)
	}
	assert.Equal(t, items{"rub", "protect", "dry", "bin", "sign-time", "teach"}, got)
	assert.Equal(t, old.Ref(), taken.Framework)
	v := s.view(id)
	protect := v.State.Item("protect")
	require.Len(t, protect.Also, 1, "one confirmation of each of the two that became one")
	assert.ElementsMatch(t, []workflow.Foreign{"north/assessor-7", "north/assessor-8"},
		[]workflow.Foreign{protect.Decision.Original.By, protect.Also[0].Original.By})
	assert.Equal(t, []workflow.Reply{{Answer: "alone"}}, protect.Answer.Answers)
	assert.Equal(t, workflow.ItemStatusUnassessed, v.ItemStatus("wash"), "nothing of what is asked again comes along")

	// Here it goes on with the next version as if it had been confirmed here.
	res := s.upgraded(id, "2.1.0")
	assert.Equal(t, protect.Decision.Original, res.State.Item("protect").Decision.Original)
	assert.Len(t, res.State.Item("protect").Also, 1)
}

// A record that went through several versions is taken over by its last.
func TestTransferOfAnUpgradedRecord(t *testing.T) {
	t.Parallel()
	s := onShelf(t, newestPublished)
	id := s.on("2.1.0")
	old, next := s.content("1.1.0"), s.content("2.0.0")
	there := workflow.NewElsewhere(old, s.clock.now(), clinical...)
	there.Confirm(s.clock.now(), "assessor-7", "rub", "apron", "gloves", "dry-bin")
	m, err := s.catalog.Migration(old.Ref(), next.Ref())
	require.NoError(t, err)
	there.Upgrade(next, m, s.clock.now())
	there.Confirm(s.clock.now(), "assessor-8", "fluid")
	taken := s.transferred(id, there)
	assert.Len(t, taken.Items, 5, "rub, protect, dry, bin and fluid")
	assert.Equal(t, next.Ref(), taken.Framework)
	assert.Empty(t, taken.Left)
	v := s.view(id)
	protect := v.State.Item("protect")
	assert.Equal(t, workflow.Foreign("north/assessor-7"), protect.Decision.Original.By)
}

// Where the enrolment goes on with a newer version by itself, the record is taken
// over on that one.
func TestTransferBehindAnUpgradeByItself(t *testing.T) {
	t.Parallel()
	s := onShelf(t)
	id := s.on("1.0.0")
	s.engine = s.newEngine(s.store, byItself(t, "patch"))
	there := workflow.NewElsewhere(s.content("1.0.0"), s.clock.now(), clinical...)
	there.Confirm(s.clock.now(), "assessor-7", "rub")
	taken := s.transferred(id, there)
	assert.Len(t, taken.Items, 1)
	assert.Equal(t, "1.0.1", s.view(id).Framework.Version().String())
}

// Versions that nothing leads from, or that are not what they are here, are refused.
func TestTransferOfAVersionThatDoesNotLeadHere(t *testing.T) {
	t.Parallel()
	s := onShelf(t)
	id := s.on("1.1.0")
	refused := func(engine *workflow.Engine, e *workflow.Elsewhere, code workflow.Code) {
		t.Helper()
		_, err := engine.Do(t.Context(), workflow.Request{Actor: educator1, Enrolment: id, Command: &workflow.AcceptTransfer{Transfer: e.Transfer(s.clock.now())}})
		requireDenied(t, err, code)
		_, err = engine.PlanTransfer(t.Context(), educator1, id, e.Transfer(s.clock.now()))
		requireDenied(t, err, code)
	}
	refused(s.engine, confirmedElsewhere(s.content("2.0.0"), s.clock.now(), clinical, "rub"), workflow.UpgradeFirst)

	other := onShelf(t, func(files fstest.MapFS) {
		for _, v := range []string{"1.0.0", "1.0.1", "1.1.0"} {
			file := files["care/"+v+"/care.yaml"]
			file.Data = []byte(replaced(string(file.Data), "title: Care\n", "title: Care of another kind\n"))
		}
	})
	refused(s.engine, confirmedElsewhere(other.content("1.1.0"), s.clock.now(), clinical, "rub"), workflow.OtherContent)

	refused(s.engine, confirmedElsewhere(other.content("1.0.1"), s.clock.now(), clinical, "rub"), workflow.OtherContent)
	e := confirmedElsewhere(s.content("1.1.0"), s.clock.now(), clinical, "rub")
	_, err := workflow.ReadTransfer(other.content("1.1.0"), "north", e.ID, e.Records, s.clock.now())
	require.ErrorContains(t, err, "pinned to")

	files := func(drop string) *workflow.Engine {
		less := onShelf(t, func(files fstest.MapFS) { delete(files, drop) })
		catalog := s.catalog
		defer func() { s.catalog = catalog }()
		s.catalog = less.catalog
		return s.newEngine(s.store, byItself(t, "none"))
	}
	on101 := confirmedElsewhere(s.content("1.0.1"), s.clock.now(), clinical, "rub")
	refused(files("care/1.1.0/from-1.0.1.yaml"), on101, workflow.NoMigration)
	refused(files("care/1.0.1/care.yaml"), on101, workflow.UnknownFramework)
}

// A request to renew a confirmation does not come along, and where it would end
// by the migration it keeps nothing of the confirmation back.
func TestTransferOfWhatIsBeingRenewed(t *testing.T) {
	t.Parallel()
	s := onShelf(t)
	id := s.on("2.0.0")
	there := workflow.NewElsewhere(s.content("1.1.0"), s.clock.now(), clinical...)
	there.Confirm(s.clock.now(), "assessor-7", "dry-bin")
	there.Add(s.clock.now(), there.Learner, &workflow.Requested{Item: "dry-bin", To: "assessor-7"})
	taken := s.transferred(id, there)
	assert.Empty(t, taken.Left, "nothing is both taken over and left out")
	require.Len(t, taken.Items, 2)
	assert.Equal(t, items{"dry", "bin"}, items{taken.Items[0].Item, taken.Items[1].Item})
}
