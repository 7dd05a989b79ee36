package cli

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

const exportDetails = `FILE is made, and - is standard output. Each line stands for itself: the first names the form, then there is one for
each enrolment, as the record of a single one is exported, with its texts, and one for each register of roles, and the
last says how many there are. What is left of erased enrolments is among them. Registers are left out of a selection,
which goes by what lists select by, and there are none in a NATS. It is as confidential as the store.

Until it is whole, the file is FILE.partial: stopped, the same command goes on where it was. Broken records are written
as they are, and said; an import refuses them.`

func storeExport(flags *flag.FlagSet) action {
	var f storeFlags
	var x selection
	f.define(flags)
	x.define(flags)
	after := afterFlag(flags)
	return func(s *session, args []string) (bool, error) {
		if len(args) != 2 {
			return false, wrong("name a store and a file, or %s for standard output", standardInput)
		}
		if err := x.check(); err != nil {
			return false, err
		}
		x.after = *after
		return f.withStore(s, args[0], opening{}, func(k *keptStore, log *slog.Logger) (bool, error) {
			e := &export{session: s, store: k, selection: x, some: f.some()}
			err := e.to(args[1])
			e.bar.clear()
			log.Info("exported", "enrolments", e.written.Enrolments, "registers", e.written.Registers, "faulty", e.faulty)
			return e.faulty == 0, err
		})
	}
}

// An export is one under way.
type export struct {
	*session
	selection
	store   *keptStore
	some    int
	out     io.Writer
	bar     *bar
	written lastLine
	faulty  int
}

func (e *export) to(file string) error {
	if file == standardInput {
		e.out = e.session.out
		_, err := io.WriteString(e.out, firstLine)
		if err == nil {
			err = e.lines(workflow.EnrolmentID(e.after))
		}
		return err
	}
	p, err := openPartial(file)
	if err != nil {
		return err
	}
	e.out, e.written.Enrolments = p.w, p.enrolments
	err = e.lines(max(p.last, workflow.EnrolmentID(e.after)))
	return p.end(err)
}

// lines writes those behind the first.
func (e *export) lines(after workflow.EnrolmentID) error {
	total, err := e.total(e.ctx, e.store, after)
	if err != nil {
		return err
	}
	e.bar = e.newBar(total)
	last := after
	err = inOrder(e.ctx, e.some, e.chosen(e.ctx, e.store, after), e.enrolment, func(id workflow.EnrolmentID, o exported) error {
		if err := e.write(string(id), o); err != nil {
			return err
		}
		if o.line != nil {
			e.written.Enrolments++
		}
		e.bar.step(1)
		last = id
		return nil
	})
	if err != nil && e.out == io.Writer(e.session.out) {
		return goOn(err, last)
	}
	if err != nil {
		return stopped(err)
	}
	if e.everything() && e.store.tables != nil {
		if err := e.registers(); err != nil {
			return err
		}
	}
	_, err = e.out.Write(e.written.bytes())
	return err
}

// exported is what is written of one, and what is wrong with it.
type exported struct {
	line  []byte
	fault error
	err   error // of the store
}

func (e *export) enrolment(ctx context.Context, id workflow.EnrolmentID) exported {
	records, err := e.store.Load(ctx, id, 0)
	if err != nil || len(records) == 0 {
		return unread(err)
	}
	o := exported{line: workflow.AppendExport(nil, id, records), fault: workflow.Verify(id, records)}
	if len(o.line) > workflow.MaxExportSize {
		return exported{fault: fmt.Errorf("it would take %d bytes: at most %d can be read again", len(o.line), workflow.MaxExportSize)}
	}
	return o
}

func (e *export) registers() error {
	centres, err := e.store.tables.register.CentresOf(e.ctx, "")
	if err != nil {
		return err
	}
	for _, centre := range centres {
		records, err := e.store.tables.register.Load(e.ctx, centre, 0)
		o := unread(err)
		if err == nil && len(records) > 0 {
			o = exported{line: roles.AppendRegisterExport(nil, centre, records), fault: roles.VerifyRegister(centre, records)}
		}
		if err := e.write("the register of "+string(centre), o); err != nil {
			return err
		}
		if o.line != nil {
			e.written.Registers++
		}
	}
	return nil
}

// write writes one, and says on standard error what is wrong with it.
func (e *export) write(what string, o exported) error {
	if o.err != nil {
		return o.err
	}
	if o.fault != nil {
		e.faulty++
		e.bar.clear()
		fmt.Fprintf(e.err, "%s: %s: %s\n", name, plain(what), inLine(o.fault))
	}
	_, err := e.out.Write(o.line)
	return err
}
