//go:build unix

package faults_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// The file is moved away while it is open, with what belongs to it, and comes
// back: nothing is acknowledged that is in no file of that name.
func TestGone(t *testing.T) {
	t.Parallel()
	p, l, r := inFile(t), newLedger(), chance(t)
	s, away := p.on(t), t.TempDir()
	move := func(from, to string) {
		files, err := filepath.Glob(filepath.Join(from, "test.db*"))
		require.NoError(t, err)
		for _, f := range files {
			require.NoError(t, os.Rename(f, filepath.Join(to, filepath.Base(f))))
		}
	}
	here := filepath.Dir(p.File)
	runs := 5 * *rounds
	for round := range runs {
		c := l.cast(learners(1, round)...)[0]
		e, err := newEngine(s, day, l.hear, c)
		require.NoError(t, err)
		n, failed := 1+r.IntN(10), l.tally.notStored
		w := worker{engine: e, script: c, say: l.hear, trouble: func(error) {
			require.NoFileExists(t, p.File, "another was made")
			move(away, here)
		}}
		require.NoError(t, w.work(t.Context(), 0, n, always))
		move(here, away)
		require.NoError(t, w.work(t.Context(), n, n+10, always))
		require.Equal(t, failed+1, l.tally.notStored)
		l.audit(t, s, c)
	}
	require.Empty(t, l.doubt)
	l.close("file moved away", p, runs)
}

// Another process holds the file for longer than a writer waits.
func TestLocked(t *testing.T) {
	t.Parallel()
	p, l := inFile(t), newLedger()
	s := p.on(t)
	database(s).SetMaxOpenConns(1)
	runs := 3 * *rounds
	for round := range runs {
		c := l.cast(learners(1, round)...)[0]
		e, err := newEngine(s, day, l.hear, c)
		require.NoError(t, err)
		holder, held := start(t, task{Kind: "hold", Place: p}, nil), newLedger()
		require.True(t, holder.hear(held, func() bool { return held.acknowledged() == 0 }), "%s", holder.err)
		_, err = database(s).ExecContext(t.Context(), "PRAGMA busy_timeout = 1") // of the one connection there is
		require.NoError(t, err)
		failed := l.tally.notStored
		w := worker{engine: e, script: c, say: l.hear, trouble: func(error) { holder.kill(held) }}
		require.NoError(t, w.ask(t.Context(), 0, false))
		require.Equal(t, failed+1, l.tally.notStored)
		w.trouble = nil
		require.NoError(t, w.work(t.Context(), 1, 10, always))
		l.audit(t, s, c)
	}
	require.Empty(t, l.doubt)
	l.close("file locked", p, runs)
}

// hold is a kind of task: it says so when it has the lock for writing, and keeps it.
func (do *task) hold(ctx context.Context, say func(said)) error {
	db, err := sql.Open("sqlite", do.Place.File)
	if err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, "BEGIN EXCLUSIVE"); err != nil {
		return err
	}
	say(said{Seq: 1})
	<-ctx.Done() // never: it is killed
	return errors.Join(ctx.Err(), db.Close())
}
