package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/sqlstore"
	"github.com/countersign-go/countersign/workflow/stores/sqlite"
)

// told is what a run with a file prints, and the record that it exports.
func told(t *testing.T, db string) (output string, record []byte) {
	t.Helper()
	out := t.TempDir()
	var b bytes.Buffer
	if err := run(&b, out, db, false); err != nil {
		t.Fatal(err)
	}
	record, err := os.ReadFile(filepath.Join(out, "record.json"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(strings.ReplaceAll(b.String(), out, "FOLDER"), db, "FILE"), record
}

// A second run shows what the first has left, and does nothing again.
func TestSecondRun(t *testing.T) {
	t.Parallel()
	onceUnderRace(t)
	db := filepath.Join(t.TempDir(), "journey.db")
	first, record := told(t, db)
	second, again := told(t, db)
	if !bytes.Equal(record, again) {
		t.Error("the second run changed the record")
	}
	const found = "FILE has 286 records of zf6skmprquncaxzszb4lzkvm24, the last a sign-off by educator-1; every hash follows from the one before.\n"
	if want := found + first[strings.Index(first, "8. The certificate"):]; second != want {
		t.Errorf("want\n%s\ngot\n%s", want, second)
	}
}

// interrupted is a store whose process ends after some appends.
type interrupted struct {
	*sqlite.Store
	left int
}

var errInterrupted = errors.New("interrupted")

func (s *interrupted) Append(ctx context.Context, b workflow.Batch) error {
	if s.left == 0 {
		return errors.Join(workflow.ErrNotStored, errInterrupted)
	}
	s.left--
	return s.Store.Append(ctx, b)
}

// open opens a file for the length of what a test does with it.
func open(t *testing.T, db string, do func(*sqlite.Store) error) error {
	t.Helper()
	s, err := sqlite.Open(t.Context(), db, nil)
	if err != nil {
		t.Fatal(err)
	}
	return errors.Join(do(s), s.Close())
}

// Wherever the first run was interrupted, the second one ends with the same
// record, and both together say what one says that is not.
func TestInterruptedRun(t *testing.T) {
	t.Parallel()
	onceUnderRace(t)
	whole, record := told(t, filepath.Join(t.TempDir(), "journey.db"))
	for _, after := range []int{0, 1, 16, 40, 60} {
		db := filepath.Join(t.TempDir(), "journey.db")
		var begun bytes.Buffer
		err := open(t, db, func(s *sqlite.Store) error {
			j, err := prepare(&begun, false, &interrupted{s, after}, db)
			if err != nil {
				return err
			}
			return j.take(t.TempDir())
		})
		if !errors.Is(err, errInterrupted) {
			t.Fatal(err)
		}
		rest, got := told(t, db)
		if !bytes.Equal(record, got) {
			t.Errorf("interrupted after %d records, the record is another one", after)
		}
		for line := range strings.Lines(whole) {
			if !strings.Contains(begun.String()+rest, line) && !strings.Contains(line, "FILE") {
				t.Errorf("interrupted after %d records, nobody was told: %s", after, line)
			}
		}
		if has := strings.HasPrefix(rest, "FILE has "); has != (after > 0) {
			t.Errorf("interrupted after %d records, the second run begins with\n%s", after, rest)
		}
	}
}

// refusal is what a run with a file ends with.
func refusal(t *testing.T, db string) error {
	t.Helper()
	var b bytes.Buffer
	err := run(&b, t.TempDir(), db, false)
	if err == nil || b.Len() > 0 {
		t.Fatalf("error %v, and it told\n%s", err, &b)
	}
	if !strings.Contains(err.Error(), db) {
		t.Errorf("the error does not name the file: %v", err)
	}
	return err
}

func exec(t *testing.T, db, statement string) {
	t.Helper()
	err := open(t, db, func(s *sqlite.Store) error {
		_, err := s.DB().ExecContext(t.Context(), statement)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	t.Parallel()
	onceUnderRace(t)
	whole := filepath.Join(t.TempDir(), "whole.db")
	told(t, whole)
	content, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		damage func(t *testing.T, db string)
		want   string
	}{
		"no database": {
			func(t *testing.T, db string) { overwrite(t, db, 0) }, "not a database",
		},
		"damaged pages": {
			func(t *testing.T, db string) { overwrite(t, db, 8192) }, "damaged",
		},
		"another word": {
			func(t *testing.T, db string) {
				exec(t, db, "UPDATE countersign_texts SET words = 'another word' WHERE seq = (SELECT min(seq) FROM countersign_texts)")
			}, "is not what was written: record 8: has a text that is not what was written",
		},
		"a record missing": {
			func(t *testing.T, db string) { exec(t, db, "DELETE FROM countersign_records WHERE seq = 5") }, "record 6: follows record 4",
		},
		"a newer version's": {
			func(t *testing.T, db string) {
				exec(t, db, "INSERT INTO countersign_migrations (version, name) VALUES (99, '0099_later')")
			}, sqlstore.ErrNewer.Error(),
		},
		"another program's": {
			comment, `record 287 of zf6skmprquncaxzszb4lzkvm24 is not of this journey: its request is "another-1"`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			db := filepath.Join(t.TempDir(), "journey.db")
			if err := os.WriteFile(db, content, 0o600); err != nil {
				t.Fatal(err)
			}
			c.damage(t, db)
			if err := refusal(t, db); !strings.Contains(err.Error(), c.want) {
				t.Errorf("want %q, got %v", c.want, err)
			}
		})
	}
}

// comment adds a record that the journey knows nothing of.
func comment(t *testing.T, db string) {
	t.Helper()
	err := open(t, db, func(s *sqlite.Store) error {
		j, err := prepare(&bytes.Buffer{}, false, s, db)
		if err != nil {
			return err
		}
		_, err = j.engine.Do(t.Context(), workflow.Request{
			ID: "another-1", Actor: learner, Enrolment: j.engine.EnrolmentID(learner, step1), Command: &workflow.Comment{Comment: "?"},
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// overwrite damages a file from a byte on.
func overwrite(t *testing.T, db string, from int) {
	t.Helper()
	b, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	for i := from; i < len(b); i += 512 {
		copy(b[i:], "damaged")
	}
	if err := os.WriteFile(db, b, 0o600); err != nil {
		t.Fatal(err)
	}
}
