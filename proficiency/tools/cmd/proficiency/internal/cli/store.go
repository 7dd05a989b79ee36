package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"runtime"

	"github.com/countersign-go/countersign/proficiency/source"
)

// storeCommands are the rows below store.
func storeCommands() []subcommand {
	return []subcommand{
		{name: "verify", summary: "finds everything that is not as it should be in a store, and changes nothing",
			args: "STORE [--frameworks FOLDER]… [--after ID] [--format json]", details: storeDetails + "\n\n" + verifyDetails, prepare: storeVerify},
		{name: "rebuild", summary: "makes summaries and the rows that lists select by anew from the records, where they differ",
			args: "STORE [-n] [--frameworks FOLDER]… [--after ID] [--format json]", details: storeDetails + "\n\n" + rebuildDetails, prepare: storeRebuild},
		{name: "export", summary: "writes everything in a store, or some enrolments, to a file of lines",
			args:    "STORE FILE [--enrolment ID]… [--centre ID] [--learner ID] [--framework ID] [--after ID]",
			details: storeDetails + "\n\n" + exportDetails, prepare: storeExport},
		{name: "import", summary: "puts what was exported into another store of the same installation",
			args:    "STORE FILE [--frameworks FOLDER]… [--migrate [--shards N] [--replicas N]] [--no-registers] [--after ID] [--format json]",
			details: storeDetails + "\n\n" + importDetails, prepare: storeImport},
	}
}

const storeDetails = `STORE is the file of a SQLite, as sqlite:PATH or PATH, the URL of a PostgreSQL, as postgres://…, whose password
may stand in PGPASSWORD, or the streams of a NATS JetStream, as nats://HOST:PORT/NAME: NAME is what their names begin
with, countersign where it is left out. More servers stand behind commas; USER:PASSWORD@ or TOKEN@ may stand before the
host, or NATS_USER, NATS_PASSWORD, NATS_CREDS and NATS_CA be set. All of it is safe while the store is in use.`

// storeFlags are those of every subcommand below store.
type storeFlags struct {
	prefix, schema string
	pooler, logs   bool
	workers        int
}

func (f *storeFlags) define(flags *flag.FlagSet) {
	flags.StringVar(&f.prefix, "prefix", "", "`PREFIX` of the tables' names, where it is not countersign_")
	flags.StringVar(&f.schema, "schema", "", "`SCHEMA` of the tables in a PostgreSQL, where it is not the first of the search path")
	flags.BoolVar(&f.pooler, "pooler", false, "reaches a PostgreSQL through a pooler of transactions")
	flags.BoolVar(&f.logs, "v", false, "logs to standard error")
	flags.IntVar(&f.workers, "workers", 0, "`N` enrolments at a time; 0 is one for each processor")
}

// some is how many enrolments at a time.
func (f *storeFlags) some() int {
	if f.workers > 0 {
		return f.workers
	}
	return runtime.GOMAXPROCS(0)
}

// afterFlag lets work that was stopped go on.
func afterFlag(flags *flag.FlagSet) *string {
	return flags.String("after", "", "`ID` of the enrolment behind which to go on, as a run that was stopped has said")
}

func frameworksFlag(flags *flag.FlagSet) *texts {
	var folders texts
	flags.Var(&folders, "frameworks", "`FOLDER` of frameworks, <id>/<version>/<id>.yaml, beside those that come with the library; may be repeated")
	return &folders
}

// How a store is opened.
type opening struct {
	make             bool // a file where there is none
	migrate          bool
	shards, replicas int // of streams that are made; 0 is as usual
}

// withStore opens the store, which the first of the arguments names, for some work.
func (f *storeFlags) withStore(s *session, named string, how opening, do func(*keptStore, *slog.Logger) (bool, error)) (fine bool, err error) {
	log := slog.New(slog.DiscardHandler)
	if f.logs {
		log = slog.New(slog.NewTextHandler(s.err, nil))
	}
	kind, err := storeKindOf(named)
	if err == nil {
		err = kind.misused(f, how)
	}
	if err != nil {
		return false, err
	}
	k, err := kind.open(s.ctx, f, named, how, log)
	if err != nil {
		return false, err
	}
	defer func() {
		if failed := k.close(); failed != nil {
			fine, err = false, errors.Join(err, failed)
		}
	}()
	log.Info("opened the store", "prefix", f.prefix, "schema", f.schema)
	return do(k, log)
}

// goOn says how to go on behind what was done.
func goOn[ID ~string](err error, last ID) error {
	if err = stopped(err); err == nil || last == "" {
		return err
	}
	return fmt.Errorf("%w\neverything up to %s is done: go on with --after", err, source.Quote(string(last)))
}

// stopped calls it by its name that somebody stopped it.
func stopped(err error) error {
	if errors.Is(err, context.Canceled) {
		return errors.New("stopped")
	}
	return err
}
