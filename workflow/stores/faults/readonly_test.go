//go:build unix

package faults_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// The file, or its folder, may not be written to, and then may be again.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	for name, mode := range map[string]struct{ file, folder os.FileMode }{
		"file": {0o400, 0o700}, "folder": {0o600, 0o500}, "both": {0o400, 0o500},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := fileOfNobody(t)
			l := newLedger()
			scripts := l.cast(learners(3, 0)...)
			asked := task{Kind: "withheld", Place: p, Scripts: scripts, To: 30, File: mode.file, Folder: mode.folder}
			start(t, asked, func(c *exec.Cmd) {
				asNobody(t, c)
				c.Path = "/proc/self/exe" // the test's own folder is closed to others
			}).end(l)
			s := p.on(t)
			require.NotZero(t, l.tally.notStored, "everything could be written")
			require.Empty(t, l.doubt)
			l.audit(t, s, scripts...)
			l.close("read-only: "+name, p, 1)
		})
	}
}

// fileOfNobody is in a folder of somebody who may not write to what is read-only, as root may.
func fileOfNobody(t *testing.T) place {
	t.Helper()
	folder, err := os.MkdirTemp("/tmp", "readonly-") // which, other than the test's, others may enter
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(folder)) })
	if root, uid, gid := nobody(t); root {
		require.NoError(t, os.Chown(folder, uid, gid))
	}
	return place{File: filepath.Join(folder, "test.db")}
}

// writeWithheld is a kind of task: the rights are taken before the file is
// opened, and while it is written to, and given back.
func (do *task) writeWithheld(ctx context.Context, say func(said)) error {
	folder := filepath.Dir(do.Place.File)
	withhold := func() error { return errors.Join(os.Chmod(do.Place.File, do.File), os.Chmod(folder, do.Folder)) }
	restore := func() error { return errors.Join(os.Chmod(folder, 0o700), os.Chmod(do.Place.File, 0o600)) }
	s, err := do.Place.open(ctx)
	if err != nil {
		return err
	}
	if err := errors.Join(s.Close(), withhold()); err != nil {
		return err
	}
	if _, err := do.Place.open(ctx); err == nil {
		return errors.New("what may not be written to was opened")
	}
	if err := restore(); err != nil {
		return err
	}
	if s, err = do.Place.open(ctx); err != nil {
		return err
	}
	e, err := newEngine(s, day, say, do.Scripts...)
	for _, c := range do.Scripts {
		database(s).SetMaxIdleConns(0) // closes all connections: the next one finds the rights taken
		database(s).SetMaxIdleConns(8)
		w := worker{engine: e, script: c, say: say, trouble: func(error) {
			if err := restore(); err != nil {
				panic(err) // ends the process, and the test with it
			}
		}}
		err = errors.Join(err, withhold(), w.work(ctx, do.From, do.To, always), restore())
	}
	return errors.Join(err, s.Close())
}
