package sqlite_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/sqlstore"
	"github.com/countersign-go/countersign/workflow/stores/sqlite"
)

func open(t *testing.T, path string, o *sqlite.Options) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path, o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// batchOf is a first record with words.
func batchOf(id workflow.EnrolmentID, words string) workflow.Batch {
	return workflow.Batch{
		Enrolment: id, Records: []workflow.Record{{Seq: 1, Texts: []workflow.Text{{Words: words, Digest: canonical.Sum([]byte(words))}}}},
		Summary: workflow.Summary{Enrolment: id, Learner: "learner-1"},
	}
}

func text(t *testing.T, s *sqlite.Store, query string) (answer string) {
	t.Helper()
	require.NoError(t, s.DB().QueryRowContext(t.Context(), query).Scan(&answer))
	return answer
}

// What was acknowledged is on the disk, whoever made the file; a host that
// wants it otherwise says so.
func TestConnectionsAreSetUp(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "odd ?#%20&é.db")
	for _, c := range []struct {
		o                    *sqlite.Options
		synchronous, timeout string
	}{{nil, "2", "10000"}, {&sqlite.Options{Relaxed: true, BusyTimeout: time.Second}, "1", "1000"}} {
		s := open(t, file, c.o)
		for pragma, want := range map[string]string{
			"journal_mode": "wal", "synchronous": c.synchronous, "foreign_keys": "1", "secure_delete": "1", "busy_timeout": c.timeout,
		} {
			require.Equal(t, want, text(t, s, "PRAGMA "+pragma), pragma)
		}
	}
	info, err := os.Stat(file)
	require.NoError(t, err)
	require.Equal(t, fs.FileMode(0o600), info.Mode().Perm())
}

// A new file gets its tables; what is there already is not changed unasked.
func TestNothingMigratesSilently(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "test.db")
	s := open(t, file, nil)
	require.NoError(t, s.Append(t.Context(), batchOf("e", "words")))
	require.NoError(t, s.Register().Append(t.Context(), roles.RegisterBatch{Centre: "trust-1", Records: []roles.RegisterRecord{{Seq: 1}}}))
	_, err := sqlite.Open(t.Context(), file, &sqlite.Options{Prefix: "other_"})
	require.ErrorIs(t, err, sqlstore.ErrOutdated)
	require.ErrorContains(t, err, file)
	open(t, file, &sqlite.Options{Prefix: "other_", Migrate: true})
	open(t, file, &sqlite.Options{Prefix: "other_"})

	_, err = s.DB().ExecContext(t.Context(), "INSERT INTO countersign_migrations (version, name) VALUES (99, '0099_later')")
	require.NoError(t, err)
	for _, o := range []*sqlite.Options{nil, {Migrate: true}} {
		_, err = sqlite.Open(t.Context(), file, o)
		require.ErrorIs(t, err, sqlstore.ErrNewer)
	}
}

// Several processes may find no file at once: each makes it, and one its tables.
func TestNewFileAtOnce(t *testing.T) {
	t.Parallel()
	for range 5 {
		file, errs := filepath.Join(t.TempDir(), "test.db"), make(chan error)
		const processes = 4
		for range processes {
			go func() {
				s, err := sqlite.Open(t.Context(), file, nil)
				if err == nil {
					err = s.Close()
				}
				errs <- err
			}()
		}
		for range processes {
			require.NoError(t, <-errs)
		}
	}
}

func TestWhatIsNoStore(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	other := filepath.Join(folder, "other")
	content := bytes.Repeat([]byte("not a database "), 1000)
	require.NoError(t, os.WriteFile(other, content, 0o600))
	for _, path := range []string{"", folder, other, filepath.Join(folder, "none", "test.db")} {
		_, err := sqlite.Open(t.Context(), path, &sqlite.Options{Migrate: true})
		require.Error(t, err, path)
	}
	left, err := os.ReadFile(other)
	require.NoError(t, err)
	require.Equal(t, content, left)
	_, err = sqlite.Open(t.Context(), filepath.Join(folder, "test.db"), &sqlite.Options{Prefix: "x; --"})
	require.ErrorContains(t, err, "prefix")
}

// A backup is a store as of one instant, whatever is appended meanwhile.
func TestBackupWhileWriting(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	s := open(t, filepath.Join(folder, "test.db"), nil)
	require.NoError(t, s.Append(t.Context(), batchOf("e", "words")))
	writing, stop := context.WithCancel(t.Context())
	done := make(chan workflow.Seq)
	go func() {
		last := workflow.Seq(1)
		for ; writing.Err() == nil; last++ {
			b := workflow.Batch{Enrolment: "e", After: last, Records: []workflow.Record{{Seq: last + 1}}}
			if s.Append(t.Context(), b) != nil {
				break
			}
		}
		done <- last
	}()
	copied := filepath.Join(folder, "backup ?.db")
	err := s.Backup(t.Context(), copied)
	stop()
	last := <-done
	require.NoError(t, err)
	records, err := s.Load(t.Context(), "e", 0)
	require.NoError(t, err)
	require.Len(t, records, int(last), "the writer was stopped by an error")

	restored := open(t, copied, nil)
	require.NoError(t, restored.Check(t.Context()))
	got, err := restored.Load(t.Context(), "e", 0)
	require.NoError(t, err)
	require.NotEmpty(t, got)
	require.Equal(t, records[:len(got)], got)
	info, err := os.Stat(copied)
	require.NoError(t, err)
	require.Equal(t, fs.FileMode(0o600), info.Mode().Perm())

	require.ErrorIs(t, s.Backup(t.Context(), copied), fs.ErrExist, "what is there is not written over")
	require.Error(t, s.Backup(t.Context(), filepath.Join(folder, "none", "backup.db")))
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	require.Error(t, s.Backup(gone, filepath.Join(folder, "gone.db")))
	left, err := filepath.Glob(filepath.Join(folder, "*.db*part*"))
	require.NoError(t, err)
	require.Empty(t, left)
	require.NoFileExists(t, filepath.Join(folder, "gone.db"))
}

func TestCheck(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "test.db")
	s, err := sqlite.Open(t.Context(), file, nil)
	require.NoError(t, err)
	for _, id := range []workflow.EnrolmentID{"a", "b", "c"} {
		require.NoError(t, s.Append(t.Context(), batchOf(id, string(bytes.Repeat([]byte("words "), 2000)))))
	}
	require.NoError(t, s.Check(t.Context()))
	conn, err := s.DB().Conn(t.Context())
	require.NoError(t, err)
	_, err = conn.ExecContext(t.Context(), "PRAGMA foreign_keys = 0; DELETE FROM countersign_records WHERE enrolment = 1")
	require.NoError(t, err)
	require.NoError(t, conn.Close())
	require.ErrorContains(t, s.Check(t.Context()), "a row of countersign_texts belongs to no row of countersign_records")
	require.NoError(t, s.Close())

	whole, err := os.ReadFile(file)
	require.NoError(t, err)
	for i := len(whole) * 3 / 4; i < len(whole); i += 512 { // not the tables' own description, on the first pages
		copy(whole[i:], "damaged")
	}
	require.NoError(t, os.WriteFile(file, whole, 0o600))
	s = open(t, file, nil)
	require.Error(t, s.Check(t.Context()))
}

// What is erased cannot be found in the file any more, once the log beside it is written back.
func TestErasedWordsAreGoneFromTheFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "test.db")
	s, err := sqlite.Open(t.Context(), file, nil)
	require.NoError(t, err)
	const one, other, stays = "said in confidence", "said elsewhere in confidence", "said to everybody"
	require.NoError(t, s.Append(t.Context(), batchOf("e", one)))
	require.NoError(t, s.Append(t.Context(), batchOf("f", other)))
	require.NoError(t, s.Append(t.Context(), batchOf("g", stays)))
	checkpoint := func() []byte {
		var busy, frames, written int
		require.NoError(t, s.DB().QueryRowContext(t.Context(), "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &written))
		require.Zero(t, busy)
		b, err := os.ReadFile(file)
		require.NoError(t, err)
		return b
	}
	b := checkpoint()
	for _, words := range []string{one, other, stays} {
		require.True(t, bytes.Contains(b, []byte(words)), words)
	}
	redact := workflow.Batch{Enrolment: "e", After: 1, Records: []workflow.Record{{Seq: 2}}, Erase: []workflow.TextRef{{Seq: 1, Text: canonical.Sum([]byte(one))}}}
	require.NoError(t, s.Append(t.Context(), redact))
	require.NoError(t, s.Erase(t.Context(), workflow.Batch{Enrolment: "f", After: 1, Records: []workflow.Record{{Seq: 2}}}))
	b = checkpoint()
	require.False(t, bytes.Contains(b, []byte("in confidence")))
	require.True(t, bytes.Contains(b, []byte(stays)))
	require.NoError(t, s.Close())
}

// A transaction of the host begins as a writer, so that nobody comes between
// what it reads and what it writes; one that is read-only is in nobody's way.
func TestTransactionsOfTheHost(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "test.db")
	s, hasty := open(t, file, nil), open(t, file, nil)
	hasty.DB().SetMaxOpenConns(1)
	_, err := hasty.DB().ExecContext(t.Context(), "PRAGMA busy_timeout = 1")
	require.NoError(t, err)
	require.NoError(t, s.Append(t.Context(), batchOf("e-1", "words")))
	reader, err := s.DB().BeginTx(t.Context(), &sql.TxOptions{ReadOnly: true})
	require.NoError(t, err)
	records, err := s.Over(reader).Load(t.Context(), "e-1", 0)
	require.NoError(t, err)
	require.Len(t, records, 1)

	tx, err := s.DB().BeginTx(t.Context(), nil)
	require.NoError(t, err)
	require.ErrorIs(t, hasty.Append(t.Context(), batchOf("e-2", "hasty")), workflow.ErrNotStored)
	require.NoError(t, s.Over(tx).Append(t.Context(), batchOf("e-2", "words")))
	require.NoError(t, tx.Commit())
	require.NoError(t, reader.Rollback())
	require.ErrorIs(t, hasty.Append(t.Context(), batchOf("e-2", "hasty")), workflow.ErrConflict)
}

// A file that was moved away, or deleted, is not written to any more, and no
// other is made in its place; when it is back, the same store goes on.
func TestFileThatIsGone(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "test.db")
	s := open(t, file, nil)
	require.NoError(t, s.Append(t.Context(), batchOf("e", "words")))
	move := func(from, to string) {
		for _, suffix := range []string{"", "-wal", "-shm"} {
			if err := os.Rename(from+suffix, to+suffix); suffix == "" || !errors.Is(err, fs.ErrNotExist) {
				require.NoError(t, err)
			}
		}
	}
	move(file, file+".away")
	require.ErrorIs(t, s.Append(t.Context(), batchOf("f", "words")), workflow.ErrNotStored)
	_, err := s.Load(t.Context(), "e", 0)
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.NoFileExists(t, file)

	move(file+".away", file)
	require.NoError(t, s.Append(t.Context(), batchOf("f", "words")))
	records, err := s.Load(t.Context(), "e", 0)
	require.NoError(t, err)
	require.Len(t, records, 1)
}
