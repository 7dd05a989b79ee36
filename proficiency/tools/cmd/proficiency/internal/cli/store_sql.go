package cli

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/sqlstore"
	"github.com/countersign-go/countersign/workflow/stores/postgres"
	"github.com/countersign-go/countersign/workflow/stores/sqlite"
)

// A databaseStore is one in a database.
type databaseStore struct{ *sqlstore.Store }

func (d databaseStore) look(ctx context.Context, catalog *proficiency.Catalog, id workflow.EnrolmentID) outcome {
	return looked(d.Check(ctx, catalog, id))
}

// looked is what was found in a database, and whether it could be made anew.
func looked(found []sqlstore.Finding, err error) outcome {
	return outcome{inTables(found), sqlstore.Rebuildable(found), err}
}

// repaired is what was found, and whether it was made anew.
func repaired(found []sqlstore.Finding, done bool, err error) outcome {
	return outcome{inTables(found), done, err}
}

func inTables(found []sqlstore.Finding) (all []finding) {
	for _, f := range found {
		all = append(all, finding{string(f.Code), f.Enrolment, f.Centre, f.Seq, f.Message, f.Code.Remedy()})
	}
	return all
}

func misusedOnPostgres(_ *storeFlags, how opening) error {
	if how.shards != 0 || how.replicas != 0 {
		return wrong("--shards and --replicas are for NATS")
	}
	return nil
}

func misusedOnSQLite(f *storeFlags, how opening) error {
	if f.schema != "" || f.pooler {
		return wrong("--schema and --pooler are for PostgreSQL")
	}
	return misusedOnPostgres(f, how)
}

func openPostgres(ctx context.Context, f *storeFlags, named string, how opening, log *slog.Logger) (*keptStore, error) {
	p, err := postgres.Open(ctx, named, &postgres.Options{
		Migrate: how.migrate, Schema: f.schema, Prefix: f.prefix, Pooler: f.pooler, MaxConns: f.some() + 2, StatementTimeout: -1, Logger: log,
	})
	if err != nil {
		return nil, err
	}
	return &keptStore{databaseStore{p.Store}, &tables{Store: p.Store, register: p.Register()}, p.Close}, nil
}

func openSQLite(ctx context.Context, f *storeFlags, named string, how opening, log *slog.Logger) (*keptStore, error) {
	path := strings.TrimPrefix(named, "sqlite:")
	if _, err := os.Stat(path); !how.make && errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	q, err := sqlite.Open(ctx, path, &sqlite.Options{Migrate: how.migrate, Prefix: f.prefix, Logger: log})
	if err != nil {
		return nil, err
	}
	return &keptStore{databaseStore{q.Store}, &tables{q.Store, q.Register(), q.Check}, q.Close}, nil
}
