package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What was published is listed once and never changes, which validate holds, of a folder as of a single file.
func TestFreeze(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS("testdata/frameworks")))
	got := runOn(t, "", "freeze", dir)
	require.Zero(t, got.code, got.out+got.err)
	list := filepath.Join(dir, "frozen.txt")
	was, err := os.ReadFile(list)
	require.NoError(t, err)
	require.Equal(t, strings.Count(got.out, "\n"), strings.Count(string(was), " sha256:"), "a line for each that was added")
	require.NotZero(t, strings.Count(got.out, "\n"))
	require.Equal(t, ran{out: "nothing to add to " + list + "\n"}, runOn(t, "", "freeze", dir))
	require.Zero(t, runOn(t, "", "validate", dir).code)

	ref := regexp.MustCompile(`(?m)^(\S+)@(\S+) `).FindStringSubmatch(string(was))
	file := filepath.Join(dir, ref[1], ref[2], ref[1]+".yaml")
	src, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, regexp.MustCompile(`(?m)^title: .*$`).ReplaceAll(src, []byte("title: Another")), 0o600))
	for _, args := range [][]string{{"validate", dir}, {"validate", file}, {"freeze", dir}} {
		got = runOn(t, "", args...)
		require.Equal(t, 1, got.code, "%v", args)
		require.Contains(t, got.out, "[frozen-changed]", "%v", args)
	}
	now, err := os.ReadFile(list)
	require.NoError(t, err)
	require.Equal(t, was, now, "a change is no reason to write")

	require.NoError(t, os.WriteFile(file, src, 0o600))
	require.NoError(t, os.WriteFile(list, append(was, "nonsense\n"...), 0o600))
	got = runOn(t, "", "validate", dir)
	require.Equal(t, 1, got.code)
	require.Regexp(t, `frozen\.txt:\d+:1: "nonsense" is no line of the list: .* \[frozen-line\]\n\d+ \| nonsense\n`, got.out)
	require.Equal(t, 1, runOn(t, "", "freeze", dir).code)
	require.Equal(t, 3, runOn(t, "", "freeze", t.TempDir()).code)
	require.Equal(t, 2, runOn(t, "", "freeze").code)
}
