//go:build unix

package faults_test

import (
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// A server is a PostgreSQL of a test's own, which may be stopped. It listens to
// no network and flushes to the disk, as servers do.
type server struct {
	testing.TB
	programs, folder string
	// up is held while it is stopped.
	up sync.Mutex
}

func newServer(t testing.TB) *server {
	t.Helper()
	programs := promised(t, "COUNTERSIGN_POSTGRES_PROGRAMS",
		"no programs of PostgreSQL: set COUNTERSIGN_POSTGRES_PROGRAMS to the folder of initdb and pg_ctl, such as "+
			"/usr/lib/postgresql/15/bin; .ci/postgres CACHE prints one")
	folder, err := os.MkdirTemp("/tmp", "server-") // the path of a socket must be short
	require.NoError(t, err)
	s := &server{TB: t, programs: programs, folder: folder}
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(folder)) })
	if root, uid, gid := nobody(t); root {
		require.NoError(t, os.Chown(folder, uid, gid))
	}
	s.run("initdb", "-D", s.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
	s.start()
	t.Cleanup(func() { s.stop("immediate") })
	return s
}

func (s *server) data() string { return filepath.Join(s.folder, "data") }

func (s *server) url() string { return "postgres://postgres@/postgres?host=" + s.folder }

func (s *server) start() {
	s.Helper()
	s.run("pg_ctl", "-D", s.data(), "-l", filepath.Join(s.folder, "log"), "-s", "-w", "-t", "300", "-o", "-k "+s.folder+" -c listen_addresses=", "start")
}

func (s *server) stop(how string) {
	s.Helper()
	s.run("pg_ctl", "-D", s.data(), "-s", "-w", "-t", "300", "-m", how, "stop")
}

// wait waits until it is up, if it is known to be stopped.
func (s *server) wait() {
	s.up.Lock()
	defer s.up.Unlock()
}

// run runs one of PostgreSQL's programs, which refuse to be run by root.
func (s *server) run(program string, args ...string) {
	s.Helper()
	cmd := exec.Command(filepath.Join(s.programs, program), args...)
	cmd.Dir = s.folder
	asNobody(s.TB, cmd)
	out, err := cmd.CombinedOutput()
	require.NoError(s, err, "%s", out)
}

// nobody is who root runs as what it may not run itself, or what it shall not be allowed everything.
func nobody(t testing.TB) (root bool, uid, gid int) {
	t.Helper()
	if os.Getuid() != 0 {
		return false, os.Getuid(), os.Getgid()
	}
	u, err := user.Lookup("nobody")
	require.NoError(t, err)
	uid, err = strconv.Atoi(u.Uid)
	require.NoError(t, err)
	gid, err = strconv.Atoi(u.Gid)
	require.NoError(t, err)
	return true, uid, gid
}

func asNobody(t testing.TB, cmd *exec.Cmd) {
	t.Helper()
	if root, uid, gid := nobody(t); root {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	}
}
