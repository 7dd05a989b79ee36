package render_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/tools/render"
)

const migrations = "../../testdata/migration"

// wardVersions are two versions between which anything happens that can.
func wardVersions(t testing.TB) (old, new *proficiency.Framework) {
	t.Helper()
	read := func(version string) *proficiency.Framework {
		src, err := os.ReadFile(filepath.Join(migrations, "versions", version+".yaml"))
		require.NoError(t, err)
		f, findings := proficiency.Parse("ward-care.yaml", src)
		require.Empty(t, findings)
		return f
	}
	return read("1.0.0"), read("2.0.0")
}

func wardMigration(t testing.TB, old, new *proficiency.Framework) *proficiency.Migration {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(migrations, "ok-everything.yaml"))
	require.NoError(t, err)
	m, findings := proficiency.ParseMigration("from-1.0.0.yaml", src, old, new)
	require.Empty(t, findings)
	return m
}

func written(t testing.TB, write func(io.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, write(&b))
	return b.String()
}

func TestChangesGolden(t *testing.T) {
	t.Parallel()
	old, new := wardVersions(t)
	m := wardMigration(t, old, new)
	c := proficiency.Compare(old, new)
	decided, err := c.Decided(m)
	require.NoError(t, err)
	for name, write := range map[string]func(io.Writer) error{
		"changes.md":                 func(w io.Writer) error { return render.ChangeLog(w, decided) },
		"changes-undecided.md":       func(w io.Writer) error { return render.ChangeLog(w, c) },
		"release-notes.md":           func(w io.Writer) error { return render.ReleaseNotes(w, decided, m) },
		"release-notes-undecided.md": func(w io.Writer) error { return render.ReleaseNotes(w, c, nil) },
		"release-notes-nothing.md":   func(w io.Writer) error { return render.ReleaseNotes(w, proficiency.Compare(new, new), nil) },
	} {
		golden(t, name, written(t, write))
	}
}

// What is the same of many items is said once.
func TestChangesOfManyAreOneEntry(t *testing.T) {
	t.Parallel()
	at := func(version, by string) *proficiency.Framework {
		var items strings.Builder
		for i := range 30 {
			fmt.Fprintf(&items, "      - {id: i%d, statement: Task %d.}\n", i, i)
		}
		f, findings := proficiency.Parse("f.yaml", []byte("format: countersign/v1\nid: many\nversion: "+version+"\ntitle: Many\n"+
			"scales: {done: [{id: no, label: No}, {id: yes, label: Yes, meets: true}]}\n"+
			"defaults: {scale: done, kind: skill, confirmed_by: ["+by+"]}\nsign_off: {by: [educator-manager]}\n"+
			"sections:\n  - id: all\n    title: All\n    proficiencies:\n"+items.String()))
		require.Empty(t, findings)
		return f
	}
	log := written(t, func(w io.Writer) error {
		return render.ChangeLog(w, proficiency.Compare(at("1.0.0", "assessor"), at("2.0.0", "educator-manager")))
	})
	assert.Equal(t, 1, strings.Count(log, "\n- "), log)
	assert.Contains(t, log, "i0, confirmed\\_by; i1, confirmed\\_by")
}

// Whatever authors write stays text.
func TestChangesEscapeWhatAuthorsWrite(t *testing.T) {
	t.Parallel()
	old, new := wardVersions(t)
	attack := "# [x](javascript:alert(1)) <script>alert(1)</script> ![y](https://example.org/z)\n- * | ~~a~~ `b`"
	attacked := func(f string, version string) *proficiency.Framework {
		src, err := os.ReadFile(filepath.Join(migrations, "versions", version+".yaml"))
		require.NoError(t, err)
		text := regexp.MustCompile(`statement: [^,}"\n]+`).ReplaceAllString(string(src), "statement: "+fmt.Sprintf("%q", f+attack))
		fw, findings := proficiency.Parse("f.yaml", []byte(text))
		require.NoError(t, findings.Err())
		return fw
	}
	old, new = attacked("a ", old.Version().String()), attacked("b ", new.Version().String())
	c := proficiency.Compare(old, new)
	for _, md := range []string{
		written(t, func(w io.Writer) error { return render.ChangeLog(w, c) }),
		written(t, func(w io.Writer) error { return render.ReleaseNotes(w, c, nil) }),
	} {
		assert.Contains(t, md, "alert")
		assert.NotRegexp(t, `(^|[^\\])<`, md, "no element")
		assert.NotRegexp(t, `(^|[^\\])\]\(`, md, "no link and no picture")
		for line := range strings.Lines(md) {
			if strings.HasPrefix(line, "#") {
				assert.Regexp(t, `^#{1,3} [A-Z0-9]`, line, "no heading of theirs")
			}
		}
	}
}

func TestChangesTellWhatCannotBeWritten(t *testing.T) {
	t.Parallel()
	old, new := wardVersions(t)
	c := proficiency.Compare(old, new)
	assert.ErrorIs(t, render.ChangeLog(broken{}, c), io.ErrClosedPipe)
	assert.ErrorIs(t, render.ReleaseNotes(broken{}, c, nil), io.ErrClosedPipe)
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func ExampleChangeLog() {
	content := func(version, statement string) *proficiency.Framework {
		f, findings := proficiency.Parse("hand-care.yaml", fmt.Appendf(nil, `format: countersign/v1
id: hand-care
version: %s
title: Hand care
scales: {done: [{id: not-yet, label: Not yet}, {id: done, label: Done, meets: true}]}
sign_off: {by: [educator-manager]}
sections:
  - id: washing
    title: Washing
    proficiencies:
      - {id: soap, number: "1.1", statement: %s, kind: skill, scale: done, confirmed_by: [assessor]}
`, version, statement))
		if findings.HasErrors() {
			fmt.Println(findings)
		}
		return f
	}
	c := proficiency.Compare(content("1.0.0", "Wash your hands."), content("2.0.0", "Wash your hands and wrists."))
	var log bytes.Buffer
	if err := render.ChangeLog(&log, c); err != nil {
		fmt.Println(err)
	}
	fmt.Print(log.String())
	// Output:
	// ## 2.0.0
	//
	// Since 1.0.0, what results mean or what has to be reached has changed.
	//
	// ### Asked otherwise
	//
	// - **1.1 soap, statement**: was “Wash your hands.”, is “Wash your hands and wrists.” It asks something else: the migration says whether results carry over, are confirmed again or assessed again.
}
