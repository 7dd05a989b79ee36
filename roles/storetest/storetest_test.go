package storetest_test

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/roles/memstore"
	"github.com/countersign-go/countersign/roles/storetest"
)

// A forgetfulStore gives records without one of their fields.
type forgetfulStore struct {
	roles.RegisterStore
	field int
}

func (s forgetfulStore) Load(ctx context.Context, centre roles.CentreID, after roles.RegisterSeq) ([]roles.RegisterRecord, error) {
	rs, err := s.RegisterStore.Load(ctx, centre, after)
	for i := range rs {
		reflect.ValueOf(&rs[i]).Elem().Field(s.field).SetZero()
	}
	return rs, err
}

// A field added later is tried, too.
func TestEveryFieldIsTried(t *testing.T) {
	t.Parallel()
	for i, f := range reflect.VisibleFields(reflect.TypeFor[roles.RegisterRecord]()) {
		err := caseNamed(t, "fields/all").Run(func() roles.RegisterStore { return forgetfulStore{memstore.New(), i} })
		assert.ErrorContains(t, err, "record 1: "+f.Name+" is ")
	}
}

func caseNamed(t *testing.T, name string) storetest.Case {
	for _, c := range storetest.Cases() {
		if c.Name == name {
			return c
		}
	}
	require.FailNow(t, "no case", name)
	return storetest.Case{}
}

// The sentences are the contract's own: what it does not say is not asked for.
func TestSentencesStandInTheContract(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("../registerstore.go")
	require.NoError(t, err)
	contract := strings.Join(strings.Fields(strings.ReplaceAll(string(source), "//", "")), " ")
	named := map[string]bool{}
	for _, c := range storetest.Cases() {
		assert.False(t, named[c.Name], "two cases are named %s", c.Name)
		named[c.Name] = true
		for part := range strings.SplitSeq(c.Sentence, " … ") {
			assert.NotEmpty(t, part, c.Name)
			assert.Contains(t, contract, part, c.Name)
		}
	}
}

// A recorder is a test that fails without failing this one.
type recorder struct {
	helped bool
	log    *[]string
	name   string
}

func (r *recorder) Helper() { r.helped = true }

func (r *recorder) Errorf(format string, args ...any) {
	*r.log = append(*r.log, r.name+": "+fmt.Sprintf(format, args...))
}

func (r *recorder) Run(name string, f func(*recorder)) bool {
	before := len(*r.log)
	f(&recorder{log: r.log, name: name})
	return len(*r.log) == before
}

func TestRunAndCheckSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	broken := func() roles.RegisterStore { return newBrokenStore("after is signed") }
	want := `load/after: "trust-1" after 9223372036854775808: 5 records, want 0` +
		"\nthe contract says: Load returns the records with Seq > after, in order"
	var log []string
	storetest.Run(&recorder{log: &log}, broken)
	assert.Equal(t, []string{want}, log)
	assert.EqualError(t, storetest.Check(broken), want)
}

// Each case has a store of its own, and one is enough.
func TestEachCaseHasItsStore(t *testing.T) {
	t.Parallel()
	made := 0
	sound := func() roles.RegisterStore {
		made++
		return memstore.New()
	}
	require.NoError(t, storetest.Check(sound))
	assert.Equal(t, len(storetest.Cases()), made)
	var log []string
	storetest.Run(&recorder{log: &log}, sound)
	assert.Equal(t, 2*len(storetest.Cases()), made)
	assert.Empty(t, log)
}
