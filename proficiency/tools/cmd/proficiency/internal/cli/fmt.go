package cli

import (
	"bytes"
	"flag"
	"fmt"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/countersign-go/countersign/proficiency/source"
)

const fmtDetails = `PATH is a file, a folder, of which all frameworks, lifecycles, migrations and policies of roles are taken, or - for
standard input. Without flags the file as it should be goes to standard output. Only what stands between the words changes:
indentation, spaces, blank lines and line ends. Values, comments, their order and the digest of a framework stay.
What cannot be laid out is left alone, with the reasons on standard error, and the exit code is 3. With -l or -d, and
without -w, the exit code is 1 if a file would change.`

// A layouter lays files out, and says or does something about it.
type layouter struct {
	*session
	list, write, diff bool
	changes           bool // some file would change
}

// A layout is a file as it should be, or why it cannot be had.
type layout struct {
	out   []byte
	found source.Diagnostics
}

func fmtCommand(flags *flag.FlagSet) action {
	l := &layouter{}
	flags.BoolVar(&l.list, "l", false, "lists files that are laid out otherwise")
	flags.BoolVar(&l.write, "w", false, "rewrites them")
	flags.BoolVar(&l.diff, "d", false, "prints what would change, as a unified diff")
	return func(s *session, args []string) (bool, error) {
		l.session = s
		found, err := find(args)
		if err != nil {
			return false, err
		}
		if l.write && found.seen[standardInput] {
			return false, wrong("-w rewrites files, and %s is none", standardInput)
		}
		err = loadEach(s, found, func(in loaded) layout {
			out, found := source.Layout(in.name, in.src, nil)
			return layout{out, found}
		}, l.one)
		return !l.changes || l.write, err
	}
}

// one does with a file what the flags say.
func (l *layouter) one(in loaded, as layout) error {
	if as.out == nil {
		for _, d := range as.found {
			l.bar.clear()
			fmt.Fprint(l.err, excerpt(d.Position, message(d), in.text, ink{})) // where this fails, nobody can be told
		}
		return fmt.Errorf("%s cannot be laid out, and is left as it is", in.name)
	}
	if !l.list && !l.write && !l.diff {
		l.printf("%s", as.out)
		return nil
	}
	if bytes.Equal(in.src, as.out) {
		return nil
	}
	l.changes = l.changes || l.list || l.diff
	if l.list {
		l.printf("%s\n", plain(in.name))
	}
	if l.diff {
		l.printf("%s", shownDiff(in.name, in.src, as.out))
	}
	if l.write {
		return rewrite(in.path, in.src, as.out)
	}
	return nil
}

// shownDiff is a unified diff that shows as it is: patch can apply it unless
// the file holds what cannot be seen.
func shownDiff(file string, was, now []byte) string {
	var b strings.Builder
	for line := range strings.Lines(string(diff.Diff(plain(file)+".orig", was, plain(file), now))) {
		text := strings.TrimRight(line, "\r\n")
		b.WriteString(shownLine(text) + line[len(text):])
	}
	return b.String()
}

// shownLine is plain, but for tabs.
func shownLine(line string) string {
	parts := strings.Split(line, "\t")
	for i := range parts {
		parts[i] = plain(parts[i])
	}
	return strings.Join(parts, "\t")
}
