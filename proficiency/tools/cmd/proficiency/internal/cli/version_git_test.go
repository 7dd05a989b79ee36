package cli

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestVersionsInGit: what stood in a revision is compared with what stands on
// the disk, migrations of that revision included.
func TestVersionsInGit(t *testing.T) {
	repository := t.TempDir()
	if err := os.CopyFS(filepath.Join(repository, "content"), os.DirFS("testdata/versions")); err != nil {
		t.Fatal(err)
	}
	git := func(args ...string) {
		t.Helper()
		c := exec.CommandContext(t.Context(), "git", append([]string{"-C", repository, "-c", "user.name=author-1", "-c", "user.email=author-1@example.org"}, args...)...)
		c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull)
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	git("init", "-q")
	git("add", ".")
	git("commit", "-q", "-m", "First")
	t.Chdir(filepath.Join(repository, "content")) // paths are seen from where the command runs
	draft := filepath.Join("ward-care", "2.1.0", "ward-care.yaml")
	src, err := os.ReadFile(draft)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(draft, bytes.ReplaceAll(src, []byte("Put on clean gloves."), []byte("Put on gloves that fit.")), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) (string, int) {
		var out, errs bytes.Buffer
		code := Command{Stdout: &out, Stderr: &errs}.Main(t.Context(), args)
		return out.String() + errs.String(), code
	}
	for _, x := range []struct {
		old, new string
		code     int
		want     []string
	}{
		{"git:HEAD:ward-care/2.1.0/ward-care.yaml", draft, 1, []string{
			"ward-care@2.1.0 → 2.1.0", "old  git:HEAD:ward-care/2.1.0/ward-care.yaml", "is      Put on gloves that fit.", "2.1.0 is no newer version than 2.1.0",
		}},
		{"git:HEAD:ward-care/1.0.0", "git:HEAD:ward-care/1.0.1/", 0, []string{
			"migration  git:HEAD:ward-care/1.0.1/from-1.0.0.yaml", "wording  item wash", "reason  A letter was missing.",
		}},
		{"git:HEAD:./ward-care/1.0.0/ward-care.yaml", "ward-care/1.0.1", 0, []string{"wording  item wash"}},
		{"git:HEAD:ward-care/9.0.0/ward-care.yaml", "ward-care/1.0.1", 3, []string{"there is no HEAD:./ward-care/9.0.0/ward-care.yaml"}},
		{"git:HEAD:../content/ward-care/1.0.0/ward-care.yaml", "ward-care/1.0.1", 0, []string{"wording  item wash"}},
		{"git:HEAD:ward-care", "ward-care/1.0.1", 3, []string{"ward-care holds no framework"}},
		{"git:no-such-revision:ward-care/1.0.0", "ward-care/1.0.1", 3, []string{"no-such-revision"}},
		{"git:--output=x:ward-care/1.0.0", "ward-care/1.0.1", 2, []string{"is not git:REV:PATH"}},
		{"git:HEAD:", "ward-care/1.0.1", 2, []string{"is not git:REV:PATH"}},
	} {
		got, code := run("diff", x.old, x.new)
		if code != x.code {
			t.Errorf("diff %s %s: exit code %d, not %d", x.old, x.new, code, x.code)
		}
		for _, want := range x.want {
			if !strings.Contains(got, want) {
				t.Errorf("diff %s %s: it does not say %q:\n%s", x.old, x.new, want, got)
			}
		}
	}
	got, code := run("migrate", "--init", "git:HEAD:ward-care/1.0.0", "git:HEAD:ward-care/2.0.0")
	if code != exitFine || !strings.Contains(got, "format: countersign-migration/v1") {
		t.Errorf("what has no folder is printed, not %q", got)
	}
}

// TestGitSaysTooMuch: what git gives is bounded.
func TestGitSaysTooMuch(t *testing.T) {
	t.Parallel()
	stopped := false
	w := &bounded{most: 10, stop: func() { stopped = true }}
	if n, err := w.Write([]byte("12345")); n != 5 || err != nil || stopped {
		t.Errorf("%d, %v", n, err)
	}
	if _, err := w.Write([]byte("678901")); err == nil || !stopped || !w.full || w.b.Len() != 5 {
		t.Errorf("it keeps %d bytes: %v", w.b.Len(), err)
	}
}
