package roles_test

import (
	"strings"
	"testing"

	"github.com/countersign-go/countersign/roles"
)

// TestMatrix writes who may appoint, take, revoke and suspend whom: rows act, columns are acted on.
func TestMatrix(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]*roles.Policy{
		"default": roles.Default(), "higher-education": roles.HigherEducation(), "mentors": mustParse(t, "ok/mentors.yaml"),
	} {
		golden(t, "matrix-"+name+".txt", p.Matrix())
	}
}

// A role longer than the column widens it, so that the grid stays one.
func TestMatrixOfLongNames(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("long-", 10) + "name"
	src := strings.NewReplacer("[lead,", "["+long+",", "[lead]", "["+long+"]", "id: lead", "id: "+long).Replace(small(t))
	p, findings := roles.Parse("long.yaml", []byte(src))
	if p == nil {
		t.Fatal(findings)
	}
	for grid := range strings.SplitSeq(strings.TrimSpace(p.Matrix()), "\n\n") {
		for _, line := range strings.Split(grid, "\n")[1:] {
			if line[len(long):len(long)+2] != "  " || line[len(long)+2] == ' ' {
				t.Errorf("%q does not begin its columns behind the longest role", line)
			}
		}
	}
}
