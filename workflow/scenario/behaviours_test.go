package scenario_test

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow/scenario"
)

// behaviours are the numbers of everything that must hold.
func behaviours() (numbers []string) {
	for n := 1; n <= 46; n++ {
		numbers = append(numbers, fmt.Sprint(n))
		if n == 44 {
			numbers = append(numbers, "44a", "44b")
		}
	}
	return numbers
}

// Each behaviour has a scenario, or else a Go test that bears its number:
// those of package roles, and what content must not say.
func TestEveryBehaviourIsHeldSomewhere(t *testing.T) {
	t.Parallel()
	inScenarios, inTests := behavioursInScenarios(t), behavioursInTests(t)
	for _, n := range behaviours() {
		switch {
		case inScenarios[n] != "":
		case !inTests[n]:
			t.Errorf("no scenario and no test names behaviour %s", n)
		}
		delete(inScenarios, n)
	}
	for n, name := range inScenarios {
		t.Errorf("%s names behaviour %s, and there is none", name, n)
	}
}

var titled = regexp.MustCompile(`^behaviour ([0-9]+[a-z]?): `)

func behavioursInScenarios(t *testing.T) map[string]string {
	files := os.DirFS("testdata/behaviours")
	names, err := scenario.Files(files)
	require.NoError(t, err)
	found := map[string]string{}
	for _, name := range names {
		src, err := fs.ReadFile(files, name)
		require.NoError(t, err)
		s, findings := scenario.Parse(name, src)
		require.Empty(t, findings)
		m := titled.FindStringSubmatch(s.Title)
		require.NotNil(t, m, "%s: the title names no behaviour", name)
		require.Empty(t, found[m[1]], "%s and %s name the same behaviour", name, found[m[1]])
		number, _, _ := strings.Cut(name, "-")
		require.Equal(t, m[1], strings.TrimLeft(number, "0"), "%s: the title names another behaviour", name)
		found[m[1]] = name
	}
	return found
}

var inGo = regexp.MustCompile(`(?:// .*[Bb]ehaviour |func TestBehaviour)0*([0-9]+[ab]?)`)

// behavioursInTests looks through all tests of the repository.
func behavioursInTests(t *testing.T) map[string]bool {
	found := map[string]bool{}
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, "_test.go") {
			return err
		}
		src, err := fs.ReadFile(root, name)
		for _, m := range inGo.FindAllSubmatch(src, -1) {
			found[string(m[1])] = true
		}
		return err
	})
	require.NoError(t, err)
	return found
}
