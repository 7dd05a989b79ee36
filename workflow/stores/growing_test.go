package stores_test

import (
	"go/constant"
	"go/token"
	"go/types"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The figures of the page on growing follow from those before them, to three digits.
func TestThePageOnGrowingAddsUp(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("GROWING.md")
	require.NoError(t, err)
	_, table, _ := strings.Cut(string(page), "| | what | from | PostgreSQL | SQLite |\n")
	letter, known := regexp.MustCompile(`\b[A-Z]\b`), []map[string]string{{}, {}}
	computed := 0
	for _, line := range strings.Split(table, "\n")[1:] {
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if len(cells) != 5 {
			break
		}
		for i := range cells {
			cells[i] = strings.Trim(strings.TrimSpace(cells[i]), "`")
		}
		for i, values := range known {
			if values[cells[0]] = cells[3+i]; cells[3+i] == "" || cells[2] == "assumed" || cells[2] == "measured" {
				continue
			}
			got, err := types.Eval(token.NewFileSet(), nil, token.NoPos, letter.ReplaceAllStringFunc(cells[2], func(name string) string { return values[name] }))
			require.NoError(t, err, line)
			want, err := strconv.ParseFloat(cells[3+i], 64)
			require.NoError(t, err, line)
			value, _ := constant.Float64Val(constant.ToFloat(got.Value))
			assert.InEpsilon(t, want, value, 0.005, line)
			computed++
		}
	}
	require.Greater(t, computed, 10)
}
