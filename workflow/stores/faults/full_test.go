//go:build unix

package faults_test

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// There is no room on the disk, and then there is again: the same store goes on.
func TestFull(t *testing.T) {
	t.Parallel()
	t.Run("limit of a file", func(t *testing.T) {
		t.Parallel()
		full(t, "limited", inFile(t))
	})
	t.Run("file system", func(t *testing.T) {
		t.Parallel()
		folder := t.TempDir()
		if refused := mounted(t, folder); refused != "" {
			t.Logf("no file system of its own, which takes root: %s", refused) // the limit shows the same
			return
		}
		full(t, "crowded", place{File: filepath.Join(folder, "test.db")})
	})
	t.Run("pages", func(t *testing.T) {
		t.Parallel()
		pages(t, inFile(t))
	})
}

// mounted gives a folder a small file system of its own for the length of the test,
// or says why it cannot.
func mounted(t *testing.T, folder string) (refused string) {
	t.Helper()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", folder).CombinedOutput(); err != nil {
		return err.Error() + ": " + string(out)
	}
	t.Cleanup(func() { require.NoError(t, exec.Command("umount", folder).Run()) })
	return ""
}

// full has a process write to which space is taken and given back.
func full(t *testing.T, kind string, p place) {
	l, r := newLedger(), chance(t)
	const callers = 4
	runs := 2 * *rounds
	for round := range runs {
		scripts := l.cast(learners(callers, round)...)
		c := start(t, task{Kind: kind, Place: p, Scripts: scripts, To: 40, Seed: r.Uint64()}, nil)
		c.end(l)
		s, err := p.open(t.Context())
		require.NoError(t, err)
		l.audit(t, s, scripts...)
		require.NoError(t, s.Close())
	}
	require.Len(t, l.told, runs*callers*40)
	require.NotZero(t, l.tally.notStored+len(l.doubt), "there was always room")
	l.close("disk full: "+kind, p, runs)
}

// A room is what a disk has.
type room interface {
	// take leaves that many bytes, back all.
	take(left int64) error
	back() error
}

// inRoom writes, and now and then there is no room until something failed.
func (do *task) inRoom(ctx context.Context, say func(said), disk room) error {
	r, mu, told := rand.New(rand.NewPCG(do.Seed, 0)), sync.Mutex{}, 0
	take := func(s said) {
		mu.Lock()
		defer mu.Unlock()
		if say(s); s.Seq == 0 {
			return
		}
		if told++; told%10 == 0 {
			if err := disk.take(r.Int64N(64 << 10)); err != nil {
				panic(err) // ends the process, and the test with it
			}
		}
	}
	return do.write(ctx, take, func(error) {
		mu.Lock()
		defer mu.Unlock()
		if err := disk.back(); err != nil {
			panic(err) // as above
		}
	})
}

// limited sets the size that no file of the process may exceed.
type limited struct{ file string }

func (d limited) take(left int64) error {
	for _, name := range []string{d.file, d.file + "-wal"} {
		if info, err := os.Stat(name); err == nil {
			left = max(left, info.Size()+left%8192)
		}
	}
	return d.set(uint64(left))
}

func (d limited) back() error { return d.set(1 << 40) }

func (limited) set(size uint64) error {
	var now syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &now); err != nil {
		return err
	}
	now.Cur = min(size, now.Max)
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &now)
}

// crowded fills the file system with a file beside the store's.
type crowded struct{ other string }

func (d crowded) take(left int64) error {
	f, err := os.OpenFile(d.other, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, zeros{})
	if !errors.Is(err, syscall.ENOSPC) {
		return errors.Join(err, f.Close())
	}
	info, err := f.Stat()
	if err == nil {
		err = f.Truncate(max(0, info.Size()-left))
	}
	return errors.Join(err, f.Close())
}

func (d crowded) back() error { return os.Truncate(d.other, 0) }

// zeros never end.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { return len(b), nil }

// writeLimited is a kind of task: a file that would grow too much is an error, not a signal.
func (do *task) writeLimited(ctx context.Context, say func(said)) error {
	signal.Ignore(syscall.SIGXFSZ)
	return do.inRoom(ctx, say, limited{do.Place.File})
}

func (do *task) writeCrowded(ctx context.Context, say func(said)) error {
	return do.inRoom(ctx, say, crowded{do.Place.File + ".other"})
}

// pages has SQLite itself allow no more of them.
func pages(t *testing.T, p place) {
	l, s := newLedger(), p.on(t)
	database(s).SetMaxOpenConns(1) // it is each connection that is told
	set := func(most string) {
		_, err := database(s).ExecContext(t.Context(), "PRAGMA max_page_count = "+most)
		require.NoError(t, err)
	}
	runs := 3 * *rounds
	for round := range runs {
		scripts := l.cast(learners(1, round)...)
		e, err := newEngine(s, day, l.hear, scripts...)
		require.NoError(t, err)
		var used int
		require.NoError(t, database(s).QueryRowContext(t.Context(), "PRAGMA page_count").Scan(&used))
		set(strconv.Itoa(used + round%3))
		failed := l.tally.notStored
		w := worker{engine: e, script: scripts[0], say: l.hear, trouble: func(err error) { set("4294967294") }}
		require.NoError(t, w.work(t.Context(), 0, 200, func() bool { return l.tally.notStored+len(l.doubt) == failed }))
		require.NoError(t, w.work(t.Context(), l.next[scripts[0]], l.next[scripts[0]]+5, always))
		require.NotEqual(t, failed, l.tally.notStored, "there was always room")
		l.audit(t, s, scripts...)
	}
	require.Empty(t, l.doubt, "what did not fit is known not to be stored")
	l.close("disk full: pages", p, runs)
}
