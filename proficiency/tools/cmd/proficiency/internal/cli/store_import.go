package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"os"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

const importDetails = `FILE is what export wrote, and - is standard input. Each enrolment is verified and put in as a whole, to the byte, if
the store has nothing of it; the same records, there already, are left, and everything else is refused, one by one.
Stopped at any point, the same command does the rest; --after spares it the look at what is there. A SQLite that is
not there is made, and with --migrate the tables of a PostgreSQL or the streams of a NATS. The ids of enrolments derive
from the installation's key: engines with another key do not find what is imported.

A NATS keeps no registers of roles: a FILE that has any is refused as a whole, unless --no-registers leaves them out.
Standard input cannot be looked through beforehand, and asks for it.`

func storeImport(flags *flag.FlagSet) action {
	var f storeFlags
	f.define(flags)
	folders, after, format := frameworksFlag(flags), afterFlag(flags), formatFlag(flags)
	var how opening
	flags.BoolVar(&how.migrate, "migrate", false, "makes the tables, or the streams, that the store lacks")
	flags.IntVar(&how.shards, "shards", 0, "`N` streams of a NATS are made, 1 to 16, over which enrolments are spread for good; 0 is 4")
	flags.IntVar(&how.replicas, "replicas", 0, "`N` servers of a NATS keep each stream that is made: 1, 3 or 5; 0 is 3")
	bare := flags.Bool("no-registers", false, "leaves the registers of roles in FILE out")
	how.make = true
	return func(s *session, args []string) (bool, error) {
		if len(args) != 2 {
			return false, wrong("name a store and a file, or %s for standard input", standardInput)
		}
		catalog, err := catalogOf(*folders)
		if err != nil {
			return false, err
		}
		if !*bare {
			if err := registersFit(args[0], args[1]); err != nil {
				return false, err
			}
		}
		from, size, err := s.reading(args[1])
		if err != nil {
			return false, err
		}
		defer func() { _ = from.Close() }() // it was read
		lines := newLineReader(from)
		if err := lines.head(); err != nil {
			return false, fmt.Errorf("%s: %w", args[1], err)
		}
		return f.withStore(s, args[0], how, func(k *keptStore, log *slog.Logger) (bool, error) {
			m := &importing{report: report{s, format, s.newBar(size)}, store: k, catalog: catalog, lines: lines, after: workflow.EnrolmentID(*after), bare: *bare}
			err := m.everything(f.some())
			m.bar.clear()
			if err == nil {
				m.end()
			}
			log.Info("imported", "imported", m.Imported, "already", m.Already, "refused", m.Refused)
			return m.Refused == 0, err
		})
	}
}

// reading opens a file, and gives its size, or standard input.
func (s *session) reading(file string) (io.ReadCloser, int64, error) {
	if file == standardInput {
		return io.NopCloser(s.in), 0, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	return f, info.Size(), nil
}

// An importing is an import under way.
type importing struct {
	report
	store   *keptStore
	catalog *proficiency.Catalog
	lines   *lineReader
	after   workflow.EnrolmentID
	bare    bool     // registers are left out
	seen    lastLine // how many lines there were
	counts
}

type counts struct {
	Imported int `json:"imported"`
	Already  int `json:"already"`
	Refused  int `json:"refused"`
	LeftOut  int `json:"leftOut,omitempty"`
}

// registersFit refuses a file with registers where the store keeps none, before
// anything is put in. A file that cannot be read is refused by the import itself.
func registersFit(named, file string) error {
	kind, err := storeKindOf(named)
	if err != nil || kind.registers {
		return err
	}
	const remedy = "give --no-registers, which leaves them out: they stay in the database where they are, or go into a SQLite or a PostgreSQL by an import of the same file"
	if file == standardInput {
		return wrong("a NATS keeps no registers of roles, and standard input may have some at its end: import a file, or %s", remedy)
	}
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was read
	if n := registersIn(f); n > 0 {
		return wrong("the file has %s of roles, and a NATS keeps none; nothing was put in: %s", count(n, "register"), remedy)
	}
	return nil
}

// registersIn counts those up to the end, or to what cannot be read.
func registersIn(r io.Reader) (n int) {
	lines := newLineReader(r)
	if lines.head() != nil {
		return 0
	}
	for {
		l, err := lines.next()
		if err != nil || l.end != nil {
			return n
		}
		if l.centre != "" {
			n++
		}
	}
}

// end says how much there was.
func (m *importing) end() {
	text := fmt.Sprintf("%d imported, %d there already, %d refused", m.Imported, m.Already, m.Refused)
	if m.LeftOut > 0 {
		text += fmt.Sprintf(", %d left out", m.LeftOut)
	}
	m.line(m.counts, text)
}

func (m *importing) everything(some int) error {
	last := m.after
	err := inOrder(m.ctx, some, m.all(), m.put, func(l line, err error) error {
		if err := m.result(l, err); err != nil {
			return err
		}
		m.bar.step(int64(len(l.bytes)))
		last = max(last, l.enrolment)
		return nil
	})
	if faulty := (*faultyExport)(nil); errors.As(err, &faulty) {
		return err
	}
	return goOn(err, last)
}

// A faultyExport is an error of what is read, which going on would meet again.
type faultyExport struct{ error }

// all gives the lines that are to be imported, up to the last, which must be there.
func (m *importing) all() iter.Seq2[line, error] {
	return func(yield func(line, error) bool) {
		for {
			l, err := m.lines.next()
			if errors.Is(err, io.EOF) {
				err = errCut
			}
			switch {
			case err != nil:
				yield(line{}, &faultyExport{err})
				return
			case l.end != nil:
				if err := m.ended(*l.end); err != nil {
					yield(line{}, &faultyExport{err})
				}
				return
			case l.centre != "":
				m.seen.Registers++
			default:
				m.seen.Enrolments++
			}
			if (l.centre != "" || l.enrolment > m.after) && !yield(l, nil) {
				return
			}
		}
	}
}

// ended compares what there was with what the last line says.
func (m *importing) ended(said lastLine) error {
	if said != m.seen {
		return fmt.Errorf("the export says that it has %d enrolments and %d registers, and has %d and %d: something is missing or twice",
			said.Enrolments, said.Registers, m.seen.Enrolments, m.seen.Registers)
	}
	if _, err := m.lines.read(); !errors.Is(err, io.EOF) {
		return errors.New("there is more behind the export's end")
	}
	return nil
}

// errLeftOut means that something was not wanted.
var errLeftOut = errors.New("left out")

func (m *importing) put(ctx context.Context, l line) error {
	switch {
	case l.centre != "" && m.bare:
		return errLeftOut
	case l.centre != "" && m.store.tables == nil:
		return errors.New("the store keeps no registers of roles")
	case l.centre != "":
		_, err := roles.ImportRegister(ctx, m.store.tables.register, l.bytes)
		return err
	}
	_, err := workflow.Import(ctx, m.store, m.catalog, l.bytes)
	return err
}

// result says what became of one; an error of the store ends it all.
func (m *importing) result(l line, err error) error {
	result, why := "imported", ""
	fault := (*workflow.Fault)(nil)
	switch {
	case err == nil:
		m.Imported++
	case errors.Is(err, workflow.ErrAlreadyRestored) && !errors.As(err, &fault) || errors.Is(err, roles.ErrAlreadyImported):
		m.Already++
		result = "there already"
	case errors.Is(err, errLeftOut):
		m.LeftOut++
		result = "left out"
	case errors.Is(err, workflow.ErrExportRefused) || errors.Is(err, roles.ErrExportRefused):
		m.Refused++
		result, why = "refused", inLine(err)
	default:
		return fmt.Errorf("%s: %w", source.Quote(about(l.enrolment, l.centre)), err)
	}
	text := about(l.enrolment, l.centre) + ": " + result
	if why != "" {
		text += ": " + why
	}
	m.line(struct {
		Enrolment workflow.EnrolmentID `json:"enrolment,omitempty"`
		Centre    roles.CentreID       `json:"centre,omitempty"`
		Result    string               `json:"result"`
		Why       string               `json:"why,omitempty"`
	}{l.enrolment, l.centre, result, why}, text)
	return nil
}

// inLine is all that an error says, in one line.
func inLine(err error) string { return plain(strings.ReplaceAll(err.Error(), "\n", "; ")) }
