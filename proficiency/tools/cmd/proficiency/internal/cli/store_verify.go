package cli

import (
	"context"
	"flag"
	"fmt"
	"log/slog"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/sqlstore"
)

const verifyDetails = `Of each enrolment: whether its records follow from one another by their hashes, whether its summary is what they
add up to on their content, and whether lists find it by what the summary says. Of each register of roles: its
records, and by whom it is found. Of a SQLite, the file. Beyond what the records say of themselves, compare the last
hashes with those on certificates. With --after the file and the tables are not looked through again.
In a NATS lists are made of the summaries beside the records, which are compared with these.`

const rebuildDetails = `It finds what verify finds, and repairs what follows from sound records: nothing else, and no record is ever
changed. What somebody appends meanwhile is not lost. With -n it only says what it would do. In a NATS there is nothing
to rebuild: each process makes what lists show anew when it starts.`

// A walk goes through everything in a store.
type walk struct {
	storeFlags
	folders *texts
	after   *string
	format  *format
	// enrolment and centre look at one, and give whether it was repaired, too.
	enrolment func(context.Context, *keptStore, *proficiency.Catalog, workflow.EnrolmentID) outcome
	centre    func(context.Context, *keptStore, roles.CentreID) outcome
	orphans   func(context.Context, *keptStore) outcome
	result    string // what is said of one that was, or could be, repaired; empty says nothing
}

// An outcome is what was found of one.
type outcome struct {
	found    []finding
	repaired bool
	err      error
}

// looking changes nothing.
func (w *walk) looking() {
	w.enrolment = func(ctx context.Context, k *keptStore, c *proficiency.Catalog, id workflow.EnrolmentID) outcome {
		return k.look(ctx, c, id)
	}
	w.centre = func(ctx context.Context, k *keptStore, id roles.CentreID) outcome {
		return looked(k.tables.register.Check(ctx, id))
	}
	w.orphans = func(ctx context.Context, k *keptStore) outcome { return looked(k.tables.Orphans(ctx)) }
}

// repairing changes what can be made anew.
func (w *walk) repairing() {
	w.enrolment = func(ctx context.Context, k *keptStore, c *proficiency.Catalog, id workflow.EnrolmentID) outcome {
		return repaired(k.tables.Rebuild(ctx, c, id))
	}
	w.centre = func(ctx context.Context, k *keptStore, id roles.CentreID) outcome {
		return repaired(k.tables.register.Rebuild(ctx, id))
	}
	w.orphans = func(ctx context.Context, k *keptStore) outcome {
		o := looked(k.tables.Orphans(ctx))
		if len(o.found) > 0 && o.err == nil {
			o.err = k.tables.RemoveOrphans(ctx)
		}
		return o
	}
}

func (w *walk) define(flags *flag.FlagSet) {
	w.storeFlags.define(flags)
	w.folders, w.after, w.format = frameworksFlag(flags), afterFlag(flags), formatFlag(flags)
}

func storeVerify(flags *flag.FlagSet) action {
	w := &walk{}
	w.define(flags)
	w.looking()
	return w.action
}

func storeRebuild(flags *flag.FlagSet) action {
	w := &walk{}
	w.define(flags)
	dry := flags.Bool("n", false, "changes nothing, and says what would be rebuilt")
	return func(s *session, args []string) (bool, error) {
		if err := rebuildable(args); err != nil {
			return false, err
		}
		if w.repairing(); *dry {
			w.looking()
		}
		w.result = "rebuilt"
		if *dry {
			w.result = "would be rebuilt"
		}
		return w.action(s, args)
	}
}

// rebuildable refuses a store in which nothing is made of records but what every
// process makes for itself.
func rebuildable(args []string) error {
	if len(args) != 1 {
		return nil // which is refused for that
	}
	kind, err := storeKindOf(args[0])
	if err == nil && !kind.rebuilds {
		err = wrong("there is nothing to rebuild in a NATS: each process makes what lists show anew from the streams when it starts; store verify looks at these")
	}
	return err
}

func (w *walk) action(s *session, args []string) (bool, error) {
	if len(args) != 1 {
		return false, wrong("name one store")
	}
	catalog, err := catalogOf(*w.folders)
	if err != nil {
		return false, err
	}
	return w.withStore(s, args[0], opening{}, func(k *keptStore, log *slog.Logger) (bool, error) {
		t := &tour{walk: w, report: report{s, w.format, nil}, store: k, catalog: catalog}
		err := t.everything(s.ctx)
		t.bar.clear()
		if err == nil {
			t.end()
		}
		log.Info("looked through the store", "enrolments", t.Enrolments, "registers", t.Registers, "findings", t.Findings)
		return t.left == 0, err
	})
}

// A tour is a walk under way.
type tour struct {
	*walk
	report
	store   *keptStore
	catalog *proficiency.Catalog
	totals
	left int // findings that nothing was done about
}

type totals struct {
	Enrolments int `json:"enrolments"`
	Registers  int `json:"registers"`
	Findings   int `json:"findings"`
	Rebuilt    int `json:"rebuilt,omitempty"`
}

func (t *tour) everything(ctx context.Context) error {
	if *t.after == "" && t.store.tables != nil {
		if err := t.tables(ctx); err != nil {
			return err
		}
	}
	if err := t.enrolments(ctx); err != nil || t.store.tables == nil {
		return err
	}
	centres, err := t.store.tables.register.CentresOf(ctx, "")
	if err != nil {
		return err
	}
	for _, centre := range centres {
		t.Registers++
		if err := t.outcome("", centre, t.centre(ctx, t.store, centre)); err != nil {
			return err
		}
	}
	return nil
}

// tables looks at what no enrolment or centre is asked about.
func (t *tour) tables(ctx context.Context) error {
	if check := t.store.tables.check; check != nil {
		if err := check(ctx); err != nil {
			if ctx.Err() != nil {
				return err
			}
			t.Findings++
			t.left++
			t.findings(inTables([]sqlstore.Finding{{Code: sqlstore.FileDamaged, Message: err.Error()}}))
		}
	}
	return t.outcome("", "", t.orphans(ctx, t.store))
}

func (t *tour) enrolments(ctx context.Context) error {
	after := workflow.EnrolmentID(*t.after)
	total, err := t.store.Count(ctx, after)
	if err != nil {
		return err
	}
	t.bar = t.newBar(total)
	last := after
	err = inOrder(ctx, t.some(), t.store.Enrolments(ctx, after),
		func(ctx context.Context, id workflow.EnrolmentID) outcome {
			return t.enrolment(ctx, t.store, t.catalog, id)
		},
		func(id workflow.EnrolmentID, o outcome) error {
			if err := t.outcome(id, "", o); err != nil {
				return err
			}
			t.Enrolments++
			t.bar.step(1)
			last = id
			return nil
		})
	return goOn(err, last)
}

// outcome reports what was found, and what was done about it.
func (t *tour) outcome(id workflow.EnrolmentID, centre roles.CentreID, o outcome) error {
	if o.err != nil {
		return o.err
	}
	t.Findings += len(o.found)
	t.findings(o.found)
	done := o.repaired && t.result == "rebuilt"
	if !done {
		t.left += len(o.found)
	}
	if t.result == "" || len(o.found) == 0 {
		return nil
	}
	result := "not rebuilt"
	if o.repaired {
		result = t.result
		t.Rebuilt++
	}
	what := about(id, centre)
	if what == "" {
		what = "rows that belong to nothing"
	}
	t.line(struct {
		Enrolment workflow.EnrolmentID `json:"enrolment,omitempty"`
		Centre    roles.CentreID       `json:"centre,omitempty"`
		Result    string               `json:"result"`
	}{id, centre, result}, what+": "+result)
	return nil
}

// end says how much there was.
func (t *tour) end() {
	text := count(t.Enrolments, "enrolment") + ", " + count(t.Registers, "register") + ": " + count(t.Findings, "finding")
	if t.result != "" {
		text += fmt.Sprintf(", %d %s", t.Rebuilt, t.result)
	}
	t.line(t.totals, text)
}
