package workflow

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/canonical"
)

// Each field of a command tells apart two requests of one id.
func TestEveryFieldOfACommandIsInItsCanonicalForm(t *testing.T) {
	t.Parallel()
	for _, blank := range blankCommands {
		typ := reflect.TypeOf(blank()).Elem()
		zero := blank().appendJSON(nil)
		require.NoError(t, canonical.Check(zero), typ)
		for seed := range uint64(100) {
			c := blank()
			newGenerator(seed, seed%3 == 0).fill(reflect.ValueOf(c).Elem())
			require.NoError(t, canonical.Check(c.appendJSON(nil)), typ)
		}
		var fields func(at string, zeroed func() (Command, reflect.Value))
		fields = func(at string, zeroed func() (Command, reflect.Value)) {
			_, v := zeroed()
			for i := range v.NumField() {
				name := at + "." + v.Type().Field(i).Name
				c, v := zeroed()
				before := c.appendJSON(nil)
				newGenerator(2, true).fill(v.Field(i))
				require.NotEqual(t, string(before), string(c.appendJSON(nil)), "%s is not in the canonical form", name)
				if f := v.Field(i); f.Kind() == reflect.Slice && f.Type().Elem().Kind() == reflect.Struct {
					fields(name+"[]", func() (Command, reflect.Value) {
						c, v := zeroed()
						v.Field(i).Set(reflect.MakeSlice(f.Type(), 1, 1))
						return c, v.Field(i).Index(0)
					})
				}
			}
		}
		fields(typ.Name(), func() (Command, reflect.Value) { c := blank(); return c, reflect.ValueOf(c).Elem() })
	}
}

// blankCommands makes one of each command.
var blankCommands = []func() Command{
	func() Command { return new(Enrol) }, func() Command { return new(Agree) }, func() Command { return new(SelfAssess) },
	func() Command { return new(ClearAnswer) }, func() Command { return new(RequestConfirmation) },
	func() Command { return new(WithdrawRequest) }, func() Command { return new(Confirm) }, func() Command { return new(Reject) },
	func() Command { return new(Revise) }, func() Command { return new(ChooseOptional) }, func() Command { return new(AddSupervisor) },
	func() Command { return new(RemoveSupervisor) }, func() Command { return new(RequestSignOff) },
	func() Command { return new(WithdrawSignOff) }, func() Command { return new(SignOff) },
	func() Command { return new(DeclineSignOff) }, func() Command { return new(Withdraw) },
	func() Command { return new(EnrolTrial) }, func() Command { return new(Remind) }, func() Command { return new(RemindSignOff) },
	func() Command { return new(RecordPaper) }, func() Command { return new(Waive) }, func() Command { return new(Unwaive) },
	func() Command { return new(Comment) }, func() Command { return new(SetAside) }, func() Command { return new(Reassign) },
	func() Command { return new(RevokeSignOff) }, func() Command { return new(SetCompleteBy) }, func() Command { return new(SetAttributes) },
	func() Command { return new(Upgrade) }, func() Command { return new(AcceptTransfer) },
	func() Command { return new(OverrideRequirement) },
	func() Command { return new(SetContributors) }, func() Command { return new(SetAccountable) },
	func() Command { return new(AddCentre) }, func() Command { return new(RemoveCentre) }, func() Command { return new(Redact) },
	func() Command { return new(Submit) },
}

func TestEveryCommandIsTested(t *testing.T) {
	t.Parallel()
	var listed []string
	for _, blank := range blankCommands {
		listed = append(listed, reflect.TypeOf(blank()).Elem().Name())
	}
	require.ElementsMatch(t, receivers(t, "Kind"), listed)
}
