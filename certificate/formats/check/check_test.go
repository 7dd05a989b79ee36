package check_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/check"
	"github.com/countersign-go/countersign/certificate/formats/credential"
)

const (
	badges    = "../credential/testdata/golden"
	passports = "../passport/testdata/golden"
)

func read(t *testing.T, folder, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, name))
	require.NoError(t, err)
	return data
}

// against trusts whom the files of a folder trust.
func against(t *testing.T, folder string, lists ...string) *check.Against {
	t.Helper()
	trust, _, err := credential.LoadTrust(os.DirFS(folder), "trust.yaml")
	require.NoError(t, err)
	a := &check.Against{Trust: trust, At: time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)}
	for _, name := range lists {
		a.StatusLists = append(a.StatusLists, read(t, folder, name))
	}
	return a
}

func questions(answers []check.Answer) (asked []string) {
	for _, a := range answers {
		asked = append(asked, a.Question+": "+a.Words)
	}
	return asked
}

// Every kind is told by what is in the file, and has its own questions.
func TestKinds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		folder, name string
		lists        []string
		kind         string
		verdict      credential.Verdict
		asked        string // one of the questions
		parts        int
	}{
		{badges, "badge.json", []string{"clean.json"}, "credential", credential.Accepted, "Not taken back: yes", 0},
		{badges, "badge.json", []string{"list.json"}, "credential", credential.Refused, "Not taken back: NO", 0},
		{badges, "badge.jwt", []string{"clean.json"}, "jwt", credential.Accepted, "Signed, and unchanged since: yes", 0},
		{badges, "badge.svg", nil, "credential", credential.Incomplete, "Not taken back: not checked", 0},
		{badges, "list.json", nil, "status-list", credential.Accepted, "In date: yes", 0},
		{passports, "northern.passport.zip", nil, "passport", credential.Accepted, "Complete, as it was signed: yes", 2},
		{passports, "northern.passport.zip", []string{"revoked.json"}, "passport", credential.Refused, "Not taken back: NO", 2},
		{passports, "record.json", nil, "record", credential.Incomplete, "Whole history, unbroken: yes", 0},
		{badges, "nothing.txt", nil, "", credential.Refused, "Signed, and unchanged since: NO", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := check.File(read(t, c.folder, c.name), against(t, c.folder, c.lists...))
			assert.Equal(t, c.verdict, f.Verdict, "%s", f.AppendText(nil))
			assert.Equal(t, c.verdict.Text(), f.Summary)
			assert.Contains(t, questions(f.Answers), c.asked)
			assert.Len(t, f.Parts, c.parts)
			assert.EqualValues(t, c.kind, f.Fields()["kind"])
			assert.Equal(t, f.Heading != "", len(f.Says) > 0)
		})
	}
}

// What is said for people and what is given to programs are the same answers.
func TestTextAndFieldsAgree(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{badges, passports} {
		files, err := os.ReadDir(folder)
		require.NoError(t, err)
		for _, file := range files {
			f := check.File(read(t, folder, file.Name()), against(t, folder))
			text := string(f.AppendText(nil))
			first, _, _ := strings.Cut(text, "\n")
			assert.Equal(t, f.Summary, first, file.Name())
			for _, a := range f.Answers {
				assert.Contains(t, text, a.Question, file.Name())
				assert.Equal(t, a.Outcome != "", len(a.Reasons) > 0, file.Name())
			}
			assert.False(t, strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) && r != '\u200c' && r != '\u200d' }), file.Name())
			fields, err := json.Marshal(f.Fields())
			require.NoError(t, err)
			var told struct {
				Verdict credential.Verdict
				Answers map[string]struct{ Outcome credential.Outcome }
			}
			require.NoError(t, json.Unmarshal(fields, &told))
			assert.Equal(t, f.Verdict, told.Verdict, file.Name())
			for _, a := range f.Answers {
				if _, there := told.Answers[a.Name]; there {
					assert.Equal(t, a.Outcome, told.Answers[a.Name].Outcome, "%s: %s", file.Name(), a.Name)
				}
			}
		}
	}
}

// What a caller adds to the fields stays with the caller.
func TestFieldsAreTheCallersOwn(t *testing.T) {
	t.Parallel()
	f := check.File(nil, against(t, badges))
	f.Fields()["file"] = "mine"
	assert.NotContains(t, f.Fields(), "file")
}

// A file that is cut anywhere is refused or not accepted, and never more.
func TestCutFiles(t *testing.T) {
	t.Parallel()
	for folder, names := range map[string][]string{badges: {"badge.json", "badge.jwt", "badge.png", "badge.svg"}, passports: {"northern.passport.zip", "record.json"}} {
		a := against(t, folder)
		for _, name := range names {
			whole := read(t, folder, name)
			for i := range slices.Values([]int{0, 1, 4, 100, len(whole) / 2, len(whole) - 2}) {
				f := check.File(whole[:min(i, len(whole))], a)
				assert.Equal(t, credential.Refused, f.Verdict, "%s cut at %d: %s", name, i, f.AppendText(nil))
			}
		}
	}
}
