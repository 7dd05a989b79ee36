package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// gitFiles are those of a revision of the repository that the command runs in.
// Paths are seen from where it runs, as on the disk.
type gitFiles struct {
	s        *session
	revision string
}

// mostOfGit is how much of what git prints is read: more than any file may hold.
const mostOfGit = 16 << 20

func (g gitFiles) read(file string) (text, error) {
	out, err := g.git("cat-file", "blob", g.object(file))
	if err != nil {
		return text{}, err
	}
	return newText("git:"+g.revision+":"+filepath.ToSlash(file), out), nil
}

func (g gitFiles) list(folder string) (names []string, err error) {
	kind, err := g.git("cat-file", "-t", g.object(folder))
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(string(kind)) != "tree" {
		return nil, errors.New(folder + " is no folder")
	}
	out, err := g.git("ls-tree", "-z", "--full-tree", "--name-only", g.object(folder))
	for name := range strings.SplitSeq(string(out), "\x00") {
		if name != "" {
			names = append(names, name)
		}
	}
	return names, err
}

func (gitFiles) join(folder, name string) string { return path.Join(folder, name) }

func (gitFiles) dir(file string) string { return path.Dir(filepath.ToSlash(file)) }

// object is what git calls a file: with ./ git takes it as seen from where it runs.
func (g gitFiles) object(file string) string {
	file = filepath.ToSlash(file)
	if !path.IsAbs(file) {
		file = "./" + path.Clean(file)
	}
	return g.revision + ":" + file
}

// git runs git, which is given no shell and nothing to write to.
func (g gitFiles) git(args ...string) ([]byte, error) {
	ctx, cancel := context.WithCancel(g.s.ctx)
	defer cancel()
	out, errs := &bounded{most: mostOfGit, stop: cancel}, &bounded{most: 64 << 10, stop: cancel}
	c := exec.CommandContext(ctx, "git", args...)
	c.Stdout, c.Stderr = out, errs
	c.Env = append(os.Environ(), "LC_ALL=C") // so that its messages are known
	err := c.Run()
	switch {
	case out.full || errs.full:
		return nil, fmt.Errorf("what git gives for %s is too large", args[len(args)-1])
	case errors.Is(err, exec.ErrNotFound):
		return nil, fmt.Errorf("git:REV:PATH needs git: %w", err)
	case err != nil && isMissing(errs.b.String()):
		return nil, fmt.Errorf("there is no %s: %w", args[len(args)-1], fs.ErrNotExist)
	case err != nil:
		return nil, fmt.Errorf("git %s: %s", strings.Join(args, " "), firstOf(errs.b.String(), err))
	}
	return out.b.Bytes(), nil
}

// isMissing reports whether git says, in English, that the revision has no such file.
func isMissing(said string) bool {
	return strings.Contains(said, "does not exist in") || strings.Contains(said, "exists on disk, but not in")
}

func firstOf(said string, otherwise error) string {
	line, _, _ := strings.Cut(strings.TrimSpace(said), "\n")
	if line == "" {
		return otherwise.Error()
	}
	return line
}

// bounded keeps so much at most, and stops what writes more.
type bounded struct {
	b    bytes.Buffer
	most int
	full bool
	stop func()
}

func (w *bounded) Write(p []byte) (int, error) {
	if w.full = w.full || w.b.Len()+len(p) > w.most; w.full {
		w.stop()
		return 0, errors.New("too much")
	}
	return w.b.Write(p)
}
