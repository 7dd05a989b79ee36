package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// A file that may not be read is said to be so, beside what was found in the others.
func TestPermissionDenied(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	denied := writeFile(t, filepath.Join(dir, "denied.yaml"), sound)
	writeFile(t, filepath.Join(dir, "good.yaml"), sound)
	if err := os.Chmod(denied, 0); err != nil {
		t.Fatal(err)
	}
	if f, err := os.Open(denied); err == nil {
		_ = f.Close()
		withoutPrivileges(t)
		return
	}
	got := runOn(t, "", "validate", dir)
	if got.code != exitUnreadable || got.out != "1 file: no findings\n" || !strings.Contains(got.err, "permission denied") {
		t.Errorf("exit code %d: %s%s", got.code, got.out, got.err)
	}
}

// withoutPrivileges runs the test in a process of its own to which files deny what
// they deny to others, also where it is root's (capabilities(7)).
func withoutPrivileges(t *testing.T) {
	t.Helper()
	const variable, dropFromBounds, overrideDAC, readDAC = "COUNTERSIGN_WITHOUT_PRIVILEGES", 24, 1, 2
	if os.Getenv(variable) != "" {
		t.Fatal("nothing is denied, even so")
	}
	runtime.LockOSThread() // and never unlock it: the thread, which has lost them, ends with the test
	for _, capability := range []uintptr{overrideDAC, readDAC} {
		if _, _, err := syscall.RawSyscall(syscall.SYS_PRCTL, dropFromBounds, capability, 0); err != 0 {
			t.Fatal("cannot give up a capability: ", err)
		}
	}
	again := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	again.Env = append(os.Environ(), variable+"=1")
	if out, err := again.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Errorf("%v\n%s", err, out)
	}
}
