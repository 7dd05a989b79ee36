package scenario_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/scenario"
)

// command is that of the last step of head with more lines.
func command(t *testing.T, lines string) workflow.Command {
	t.Helper()
	s, found := scenario.Parse("a.scenario", []byte(head+lines))
	require.Empty(t, found)
	return s.Lines[len(s.Lines)-1].(*scenario.Step).Command
}

// Long texts go on over indented lines, where each break is a space.
func TestLongTexts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ written, meant string }{
		{`"short"`, "short"},
		{"\"over  \n  two\n\tand three\"", "over two and three"},
		{"\"\n  all of it below\"", "all of it below"},
		{"\n  \"on a line of its own\"", "on a line of its own"},
		{"\"a list:\\n\n    - one\\n\n    - two\"", "a list:\n- one\n- two"},
		{"\"kept \\u{20}\n  here\"", "kept   here"},
		{"\"a # is none here\" # and one is here", "a # is none here"},
		{"\"across\n# a comment\n  a comment\"", "across a comment"},
		{`"\"quoted\" \\ \' 	\t"`, "\"quoted\" \\ ' \t\t"},
		{"\"café\u00a0\U0001f600\"", "café\u00a0\U0001f600"},
	} {
		got := command(t, "learner-1: comment "+c.written+"\n")
		require.Equal(t, &workflow.Comment{Comment: c.meant}, got, c.written)
	}
}

// Ids that look like something else stand in single quotes.
func TestIDsInQuotes(t *testing.T) {
	t.Parallel()
	require.Equal(t, &workflow.RequestConfirmation{Items: []proficiency.ItemID{"to", "a b", "it's", "plain"}, To: "'"},
		command(t, `! learner-1: send 'to', 'a b', 'it\'s', plain to '\'' -> not-found`))
	require.Equal(t, &workflow.Confirm{Items: []workflow.Seen{{Item: "care@x"}, {Item: "care", Basis: 7}, {Item: "care@7"}}},
		command(t, `! learner-1: confirm care@x, care@7, 'care@7@0' -> 'a-code-of-ours'`))
}

func TestFormat(t *testing.T) {
	t.Parallel()
	src := "scenario  told\n   in two lines\nframework\n  bedside\nstart 2026-03-02 09:00\nactor a\nabout a\na looks\nerase\n! a: withdraw, because\n  \"it is\n  late\" -> not-found\n"
	want := "scenario told in two lines\n\nframework bedside\nstart 2026-03-02 09:00 UTC\n\nactor a\nabout a in bedside\na looks\nerase\n! a: withdraw, because \"it is late\" -> not-found\n"
	got, err := scenario.Format("a.scenario", []byte(src))
	require.NoError(t, err)
	require.Equal(t, want, string(got))
	_, err = scenario.Format("a.scenario", []byte("scenario a"))
	require.EqualError(t, err, `a.scenario:1:1: the file has no framework: begin with a line such as "framework hand-hygiene" [syntax]`)
}

// What lines are about is remembered at each installation by itself, also where
// people there are called alike.
func TestEachInstallationIsAboutItsOwn(t *testing.T) {
	t.Parallel()
	src := "scenario two places\n\nframework bedside\nstart 2026-03-02 09:00 UTC\n\nabout a in bedside\nerase\nelsewhere north\nabout a in bedside\nerase\nhere\nerase\n"
	got, err := scenario.Format("a.scenario", []byte(src))
	require.NoError(t, err)
	require.Equal(t, src, string(got))
}

// A line by itself is printed without what it is about.
func TestLinesPrintThemselves(t *testing.T) {
	t.Parallel()
	about := []scenario.Enrolment{{Learner: "learner-1", Framework: "bedside"}}
	step := &scenario.Step{Actor: scenario.TheLearner, About: about, Outcome: scenario.Open, Command: &workflow.ClearAnswer{
		Items: []proficiency.ItemID{scenario.AllOf("basics"), scenario.AllItems}, Overwrite: true,
	}}
	require.Equal(t, "? the learner: clear all of basics, all items, overwrite", step.String())
	require.Equal(t, "expect status: none", (&scenario.Expect{About: about, What: &scenario.StatusIs{}}).String())
}
