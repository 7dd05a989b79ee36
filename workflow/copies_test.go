package workflow_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// ruin writes over everything below v that is not a nil pointer.
func ruin(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			ruin(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			ruin(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				ruin(v.Field(i))
			}
		}
	}
	if v.CanSet() {
		v.SetZero()
	}
}

// filled are events with something in every member; texts, terms, papers and
// groups among them.
func filled(kinds ...workflow.Event) []workflow.Event {
	for i, e := range kinds {
		workflow.FillInFull(uint64(i), e)
	}
	return kinds
}

// Whatever a state gives away, whoever gets it may write to it: the state, and
// all that share memory with it, stay what they were.
func TestWhatAStateGivesIsItsReadersOwn(t *testing.T) {
	t.Parallel()
	w := opened(t)
	paper, plain := &workflow.Decided{}, &workflow.Decided{}
	answered, asked, waived := &workflow.Answered{}, &workflow.Requested{}, &workflow.Waived{}
	events := filled(
		&workflow.Enrolled{}, &workflow.Agreed{}, &workflow.SupervisorAdded{}, &workflow.CentreAdded{}, paper, plain, answered, asked, waived,
		&workflow.SignedOff{}, &workflow.SignedOff{}, &workflow.SignOffDeclined{}, &workflow.SignOffVoided{}, &workflow.SignOffRevoked{},
		&workflow.SignOffRequested{}, &workflow.Withdrawn{}, &workflow.RequirementOverridden{}, &workflow.TransferAccepted{},
	)
	paper.Item, plain.Item, answered.Item, asked.Item, waived.Item = "care-1", "care-2", "care-1", "care-1", "care-1"
	plain.Outcome, paper.Outcome, answered.Round = workflow.Rejected, workflow.Confirmed, 1
	w.forge(events...)

	before, s := facts(w.fw, &w.state), &w.state
	for _, got := range []any{
		s.Centres(), s.Supervisors(), s.Enrolment(), s.Agreed(), s.Withdrawal(), s.SignOffRequest(), s.LastSignOff(), s.LastSignOffVoided(),
		s.LastDecline(), s.LastSignOffRevoked(), s.SignOffs(), s.Attributes(), s.Overrides(), s.Transfers(),
	} {
		require.False(t, reflect.ValueOf(got).IsZero(), "there is no %T to write to", got)
		ruin(reflect.ValueOf(got))
		require.Equal(t, before, facts(w.fw, &w.state), "%T", got)
	}
	for _, it := range []proficiency.ItemID{"care-1", "care-2"} {
		v := s.Item(it)
		ruin(reflect.ValueOf(&v))
		require.Equal(t, before, facts(w.fw, &w.state), "%s", it)
	}
	one, two := s.Item("care-1"), s.Item("care-2")
	require.NotNil(t, one.Decision.Paper)
	require.NotNil(t, one.Decision.Term)
	require.NotEmpty(t, one.Decision.Override)
	require.NotNil(t, one.Waiver.Justification)
	require.NotEmpty(t, two.Plan.Plan.Actions)
	require.NotEmpty(t, s.LastSignOff().Attained.Groups[0].Items)
}

// So it is with what rounds give, those before the one under way as well.
func TestWhatRoundsGiveIsTheirReadersOwn(t *testing.T) {
	t.Parallel()
	w := opened(t)
	answered, submitted, next := &workflow.Answered{}, &workflow.Submitted{}, &workflow.Answered{}
	events := filled(answered, submitted, next)
	answered.Item, next.Item = "care-1", "care-1"
	answered.Round, submitted.Round, next.Round = 1, 1, 2
	w.forge(events...)
	before, s := facts(w.fw, &w.state), &w.state
	for _, got := range []any{
		s.LastSubmission(), s.Rounds(), s.Rounds()[1].Submitted, s.Rounds()[0].Answer("care-1"), s.Rounds()[1].Answer("care-1"), s.Item("care-1").Former,
	} {
		require.False(t, reflect.ValueOf(got).IsZero(), "there is no %T to write to", got)
		ruin(reflect.ValueOf(got))
		require.Equal(t, before, facts(w.fw, &w.state), "%T", got)
	}
	require.NotEmpty(t, s.LastSubmission().Coverage.Groups[0].Items)
	require.NotNil(t, s.Item("care-1").Former.Answers[0].Comment)
}
