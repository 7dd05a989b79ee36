//go:build unix

package cli

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A pipe that nobody writes to is refused: reading it would not end.
func TestPipe(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe.yaml")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{pipe, dir} {
		got := runOn(t, "", "validate", path)
		if got.code != exitUnreadable || got.out != "" || !strings.Contains(got.err, "pipe.yaml is no file but a pipe or a device") {
			t.Errorf("exit code %d: %s%s", got.code, got.out, got.err)
		}
	}
}
