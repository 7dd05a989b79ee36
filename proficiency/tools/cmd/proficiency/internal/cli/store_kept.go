package cli

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/sqlstore"
	"github.com/countersign-go/countersign/workflow/stores/jetstream"
)

// A recordStore is what every store does that the command works on.
type recordStore interface {
	workflow.Store
	workflow.Lister
	workflow.Eraser
	// Enrolments gives the id of every enrolment behind one, in order, and Count
	// how many these are.
	Enrolments(ctx context.Context, after workflow.EnrolmentID) iter.Seq2[workflow.EnrolmentID, error]
	Count(ctx context.Context, after workflow.EnrolmentID) (int64, error)
	// look finds what is not as it should be of one, and changes nothing.
	look(ctx context.Context, catalog *proficiency.Catalog, id workflow.EnrolmentID) outcome
}

// A keptStore is one that is open.
type keptStore struct {
	recordStore
	tables *tables // nil where it is no database
	close  func() error
}

// tables are what a database has that streams do not have: what can be made
// anew, and registers of roles.
type tables struct {
	*sqlstore.Store
	register *sqlstore.Register
	check    func(context.Context) error // of the file; nil for none
}

// A storeKind is one of those that STORE can name.
type storeKind struct {
	schemes []string
	// misused says which of the flags it has no use for; nil where all are well.
	misused func(*storeFlags, opening) error
	open    func(ctx context.Context, f *storeFlags, named string, how opening, log *slog.Logger) (*keptStore, error)
	// registers says that it keeps registers of roles, and rebuilds that it keeps
	// what can be made anew from records.
	registers, rebuilds bool
}

// storeKinds are all of them, the one without a scheme last.
func storeKinds() []storeKind {
	return []storeKind{
		{schemes: []string{"nats://", "tls://"}, misused: misusedOnNATS, open: openNATS},
		{schemes: []string{"postgres://", "postgresql://"}, misused: misusedOnPostgres, open: openPostgres, registers: true, rebuilds: true},
		{schemes: []string{"sqlite:", ""}, misused: misusedOnSQLite, open: openSQLite, registers: true, rebuilds: true},
	}
}

// storeKindOf finds what STORE names.
func storeKindOf(named string) (storeKind, error) {
	for _, kind := range storeKinds() {
		for _, scheme := range kind.schemes {
			path, ok := strings.CutPrefix(named, scheme)
			if ok && strings.HasSuffix(scheme, "://") || ok && !strings.Contains(path, "://") {
				return kind, nil
			}
		}
	}
	return storeKind{}, wrong("%s is no store: want sqlite:PATH, postgres://… or nats://…", source.Quote(named))
}

// unread is what becomes of one of which no records were read.
func unread(err error) exported {
	switch {
	case err == nil:
		return exported{fault: errors.New("there are no records of it")}
	case errors.Is(err, sqlstore.ErrDamaged), errors.Is(err, jetstream.ErrDamaged):
		return exported{fault: err}
	}
	return exported{err: err}
}
