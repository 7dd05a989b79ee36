package storetest_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
	"github.com/countersign-go/countersign/workflow/storetest"
)

// A forgetfulStore gives records and summaries without what it forgets.
type forgetfulStore struct {
	*memstore.Store
	record, summary []int
}

func (s forgetfulStore) Load(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
	rs, err := s.Store.Load(ctx, id, after)
	for i := range rs {
		forget(&rs[i], s.record)
	}
	return rs, err
}

func (s forgetfulStore) List(ctx context.Context, q workflow.Query) iter.Seq2[workflow.Summary, error] {
	return func(yield func(workflow.Summary, error) bool) {
		for sum, err := range s.Store.List(ctx, q) {
			if forget(&sum, s.summary); !yield(sum, err) {
				return
			}
		}
	}
}

// forget zeroes a field, or what is in the first element of a list on the way to it.
func forget(of any, path []int) {
	if path == nil {
		return
	}
	v := reflect.ValueOf(of).Elem()
	for _, i := range path {
		if v.Kind() == reflect.Slice {
			if v.Len() == 0 {
				return
			}
			v = v.Index(0)
		}
		v = v.Field(i)
	}
	v.SetZero()
}

// paths are those to all exported fields, also to those within others and within lists.
func paths(t reflect.Type, to []int, name string) map[string][]int {
	out := map[string][]int{name: to}
	if t.Kind() == reflect.Slice {
		t, name = t.Elem(), name+"[0]"
	}
	if t.Kind() != reflect.Struct || t == reflect.TypeFor[time.Time]() {
		return out
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			continue
		}
		for name, path := range paths(f.Type, append(to[:len(to):len(to)], i), name+"."+f.Name) {
			out[name] = path
		}
	}
	return out
}

// A field added later is tried, too.
func TestEveryFieldIsTried(t *testing.T) {
	t.Parallel()
	records, summaries := paths(reflect.TypeFor[workflow.Record](), nil, ""), paths(reflect.TypeFor[workflow.Summary](), nil, "")
	require.Contains(t, records, ".Texts[0].Salt")
	require.Contains(t, summaries, ".Sections[0].Counts.Waived")
	for name, path := range records {
		if path != nil {
			err := caseNamed(t, "fields/all").Run(func() workflow.Store { return forgetfulStore{Store: memstore.New(), record: path} })
			assert.ErrorContains(t, err, name[1:])
		}
	}
	for name, path := range summaries {
		if path != nil {
			err := caseNamed(t, "list/fields").Run(func() workflow.Store { return forgetfulStore{Store: memstore.New(), summary: path} })
			assert.Error(t, err, name)
		}
	}
}

// A deafStore does not hear one condition of a query.
type deafStore struct {
	*memstore.Store
	field int
}

func (s deafStore) List(ctx context.Context, q workflow.Query) iter.Seq2[workflow.Summary, error] {
	reflect.ValueOf(&q).Elem().Field(s.field).SetZero()
	return s.Store.List(ctx, q)
}

// A condition added later is tried, too.
func TestEveryConditionIsTried(t *testing.T) {
	t.Parallel()
	for i, f := range reflect.VisibleFields(reflect.TypeFor[workflow.Query]()) {
		var errs []error
		for _, name := range []string{"list/filters", "list/viewers", "list/trials", "list/stale"} {
			errs = append(errs, caseNamed(t, name).Run(func() workflow.Store { return deafStore{memstore.New(), i} }))
		}
		assert.Error(t, errors.Join(errs...), f.Name)
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
	var contract string
	for _, file := range []string{"store.go", "record.go", "ids.go", "feed.go", "snapshot.go"} {
		source, err := os.ReadFile("../" + file)
		require.NoError(t, err)
		contract += " " + strings.Join(strings.Fields(strings.ReplaceAll(string(source), "//", "")), " ")
	}
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
	log  *[]string
	name string
}

func (r *recorder) Helper() {}

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
	broken := func() workflow.Store { return newBrokenStore("after is signed") }
	want := `load/after: "e-1" after 9223372036854775808: 5 records, want 0` +
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
	sound := func() workflow.Store {
		made++
		return memstore.New()
	}
	require.NoError(t, storetest.Check(sound))
	assert.Equal(t, len(storetest.Cases()), made)
}

// Where answers are lost, and requests, what was asked for is found by its
// request id or asked for again, and no history contradicts itself.
func TestUnknownOutcomes(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"outcome/unknown", "race/history"} {
		var faulty *memstore.Faulty
		err := caseNamed(t, name).Run(func() workflow.Store {
			faulty = memstore.NewFaulty(memstore.New())
			var n atomic.Int64
			faulty.OnBatch(func(workflow.Batch) memstore.Fault {
				return []memstore.Fault{memstore.LostReply, memstore.LostRequest, nil}[n.Add(1)%3]
			})
			return faulty
		})
		assert.NoError(t, err, name)
		assert.NotZero(t, faulty.Counts().Faults, name)
	}
}
