package scenario_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
	"github.com/countersign-go/countersign/workflow/scenario"
)

// head begins a scenario in which learner-1 is enrolled on bedside.
const head = `scenario made for a test
framework bedside
start 2026-03-02 09:00
centre trust-1 trust
actor assessor-1: assessor at trust-1
actor educator-1: educator-manager at trust-1
actor learner-1: at trust-1
staff of educator-1 at trust-1: learner-1

educator-1: enrol learner-1 at trust-1
`

// run runs head with more lines.
func run(t *testing.T, lines string, newStore func() workflow.Store, o *scenario.Options) *scenario.Report {
	t.Helper()
	if o == nil {
		o = &scenario.Options{}
	}
	o.Frameworks = os.DirFS("testdata/frameworks")
	files := fstest.MapFS{"a.scenario": {Data: []byte(head + lines)}}
	r, err := scenario.RunFile(t.Context(), files, "a.scenario", newStore, nil, o)
	require.NoError(t, err)
	return r
}

func failures(r *scenario.Report) string {
	var b strings.Builder
	for _, f := range r.Failures {
		fmt.Fprintln(&b, f)
	}
	return b.String()
}

// A recorder stands in the place of *testing.T.
type recorder struct {
	names  []string
	errors []string
}

func (*recorder) Helper() {}
func (r *recorder) Errorf(format string, a ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, a...))
}
func (r *recorder) Run(name string, f func(*recorder)) bool {
	r.names = append(r.names, name)
	before := len(r.errors)
	f(r)
	return len(r.errors) == before
}

func TestRunRunsEveryFileOfEveryFolder(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"good.scenario":          {Data: []byte(head)},
		"deep/down/bad.scenario": {Data: []byte(head + "expect status: ready\n")},
		"deep/wrong.scenario":    {Data: []byte("scenario\n")},
		"other.txt":              {Data: []byte("not one")},
	}
	r := &recorder{}
	scenario.Run(r, files, newStore, &scenario.Options{Frameworks: os.DirFS("testdata/frameworks")})
	assert.Equal(t, []string{"deep/down/bad", "deep/wrong", "good"}, r.names)
	require.Len(t, r.errors, 2)
	assert.Contains(t, r.errors[0], "deep/down/bad.scenario:11:1: the status is not-started, not ready")
	assert.Contains(t, r.errors[1], "deep/wrong.scenario:1:9: want a title")
}

func TestRunWithoutAnyFileFails(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	scenario.Run(r, fstest.MapFS{"a.txt": {}}, newStore, nil)
	assert.Equal(t, []string{"there is no file whose name ends with .scenario"}, r.errors)
}

func TestWhatCannotBeDoneIsNoFailure(t *testing.T) {
	t.Parallel()
	_, err := scenario.RunFile(t.Context(), fstest.MapFS{}, "none.scenario", newStore, nil, nil)
	require.ErrorIs(t, err, fs.ErrNotExist)

	files := fstest.MapFS{"a.scenario": {Data: []byte(head)}}
	o := &scenario.Options{Frameworks: os.DirFS("testdata/frameworks")}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = scenario.RunFile(gone, files, "a.scenario", newStore, nil, o)
	require.ErrorIs(t, err, context.Canceled)

	out := errors.New("out of order")
	_, err = scenario.RunFile(t.Context(), files, "a.scenario", func() workflow.Store { return broken{newStore(), out} }, nil, o)
	require.ErrorIs(t, err, out)
	require.ErrorContains(t, err, "a.scenario:10:1: ")
}

// broken is a store that gives nothing.
type broken struct {
	workflow.Store
	err error
}

func (s broken) Load(context.Context, workflow.EnrolmentID, workflow.Seq) ([]workflow.Record, error) {
	return nil, s.err
}

// two methods are enough for a store.
type two struct{ workflow.Store }

func TestAStoreNeedsNothingOptional(t *testing.T) {
	t.Parallel()
	lines := `learner-1: assess all of basics as achieved, comment "all of them"
learner-1: send all of basics to assessor-1
assessor-1: confirm all of basics
meanwhile ! assessor-1: reject wash, because "no", action "no" -> not-requested wash
learner-1: request sign-off from educator-1
educator-1: sign off
expect status: signed-off
expect certificate: valid
`
	r := run(t, lines, func() workflow.Store { return two{newStore()} }, nil)
	require.True(t, r.OK(), failures(r))
}

// Every scenario comes to the same each time, at the same time as others.
func TestScenariosAreRepeatable(t *testing.T) {
	t.Parallel()
	lines := "learner-1: assess all of basics as achieved\nmeanwhile learner-1: choose teach\nexpect history\n"
	for i := range 20 {
		var got []string
		for range 2 {
			r := run(t, lines, newStore, nil)
			require.Len(t, r.Failures, 1)
			got = append(got, failures(r))
		}
		require.Equal(t, got[0], got[1], i)
	}
}

func TestUpdateWritesGoldenPartsAndNothingElse(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	before := head + `# A comment stays.
expect overview
learner-1: assess wash as achieved  # and so does this one
expect history
` + "```\nout of date\n```\n" + `
expect overview
` + "````\nwith\n```\nin it\n````" + `
expect status: in-progress`
	require.NoError(t, os.WriteFile(filepath.Join(folder, "a.scenario"), []byte(before), 0o600))
	o := &scenario.Options{Frameworks: os.DirFS("testdata/frameworks"), Update: scenario.Dir(folder)}
	r, err := scenario.RunFile(t.Context(), os.DirFS(folder), "a.scenario", newStore, nil, o)
	require.NoError(t, err)
	require.True(t, r.OK(), failures(r))
	require.True(t, r.Updated)
	after, err := os.ReadFile(filepath.Join(folder, "a.scenario"))
	require.NoError(t, err)
	block := "```\nlearner-1: %s on bedside@1.0.0, 3 missing\nwash   %s\nturn   unassessed\nnote   unassessed\nteach  excluded\naudit  excluded\n```\n"
	require.Equal(t, head+"# A comment stays.\nexpect overview\n"+fmt.Sprintf(block, "not-started", "unassessed")+
		"learner-1: assess wash as achieved  # and so does this one\nexpect history\n"+
		"```\n1  2026-03-02 09:00  educator-1  enrol        enrolled, supervisor-added\n2  2026-03-02 09:00  learner-1   self-assess  answered\n```\n"+
		"\nexpect overview\n"+fmt.Sprintf(block, "in-progress", "assessed    achieved")+"expect status: in-progress", string(after))

	r, err = scenario.RunFile(t.Context(), os.DirFS(folder), "a.scenario", newStore, nil, o)
	require.NoError(t, err)
	require.True(t, r.OK())
	require.False(t, r.Updated, "there is nothing to write any more")
}

// What is not right otherwise is not written down as golden.
func TestUpdateWritesNothingOfWhatFails(t *testing.T) {
	t.Parallel()
	o := &scenario.Options{Update: func(string, []byte) error { return errors.New("it was written") }}
	r := run(t, "expect history\nexpect status: ready\n", newStore, o)
	require.Len(t, r.Failures, 3)
	require.False(t, r.Updated)
}

func TestMadeByAProgram(t *testing.T) {
	t.Parallel()
	s, found := scenario.Parse("a.scenario", []byte(head+"expect status: not-started\n"))
	require.Empty(t, found)
	o := &scenario.Options{Frameworks: os.DirFS("testdata/frameworks")}
	r, err := s.Run(t.Context(), nil, newStore, o)
	require.NoError(t, err)
	require.True(t, r.OK(), failures(r))

	s.Frameworks[0].File = "somewhere.yaml"
	r, err = s.Run(t.Context(), nil, newStore, o)
	require.NoError(t, err)
	require.Contains(t, r.Findings.Error(), "the scenario stands in no folder")
}

var _ workflow.Lister = (*memstore.Store)(nil) // so that lists are tried, too
