package stores_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/sqlstore"
)

var batch = workflow.Batch{Enrolment: "enrolment-1", Records: []workflow.Record{{Seq: 1}}}

// Nothing is migrated before it is asked for, and then all of it, once.
func TestMigrate(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		ctx, db := t.Context(), d.open(t)
		s, err := sqlstore.New(db, d.dialect, d.options)
		require.NoError(t, err)
		all, err := sqlstore.Migrations(d.dialect, d.options)
		require.NoError(t, err)

		require.ErrorIs(t, s.Append(ctx, batch), workflow.ErrNotStored)
		err = sqlstore.Validate(ctx, db, d.dialect, d.options)
		require.ErrorIs(t, err, sqlstore.ErrOutdated)
		for _, m := range all {
			require.ErrorContains(t, err, m.Name)
		}
		plan, err := sqlstore.Plan(ctx, db, d.dialect, d.options)
		require.NoError(t, err)
		require.Equal(t, all, plan)
		require.ErrorIs(t, sqlstore.Validate(ctx, db, d.dialect, d.options), sqlstore.ErrOutdated, "asking changes nothing")

		for range 2 {
			require.NoError(t, sqlstore.Migrate(ctx, db, d.dialect, d.options))
			require.NoError(t, sqlstore.Validate(ctx, db, d.dialect, d.options))
			plan, err = sqlstore.Plan(ctx, db, d.dialect, d.options)
			require.NoError(t, err)
			require.Empty(t, plan)
		}
		require.NoError(t, s.Append(ctx, batch))

		other := *d.options
		other.Prefix = "b_"
		require.ErrorIs(t, sqlstore.Validate(ctx, db, d.dialect, &other), sqlstore.ErrOutdated, "other tables are others")
		require.NoError(t, sqlstore.Migrate(ctx, db, d.dialect, &other))
		s, err = sqlstore.New(db, d.dialect, &other)
		require.NoError(t, err)
		require.NoError(t, s.Append(ctx, batch), "nothing is there yet")
	})
}

// A plan that somebody applies by hand is all there is to it.
func TestPlanByHand(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		ctx, db := t.Context(), d.open(t)
		plan, err := sqlstore.Plan(ctx, db, d.dialect, d.options)
		require.NoError(t, err)
		for _, m := range plan {
			for statement := range strings.SplitSeq(strings.TrimSpace(m.SQL), ";\n") {
				run(t, db, statement)
			}
		}
		require.NoError(t, sqlstore.Validate(ctx, db, d.dialect, d.options))
		s, err := sqlstore.New(db, d.dialect, d.options)
		require.NoError(t, err)
		require.NoError(t, s.Append(ctx, batch))
	})
}

// Several processes that start at once may all migrate.
func TestMigrateAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		errs := make(chan error)
		const processes = 6
		for range processes {
			db := d.open(t)
			go func() { errs <- sqlstore.Migrate(t.Context(), db, d.dialect, d.options) }()
		}
		for range processes {
			require.NoError(t, <-errs)
		}
		require.NoError(t, sqlstore.Validate(t.Context(), d.open(t), d.dialect, d.options))
	})
}

// What a newer version has made is left alone, and named.
func TestNewerTablesAreRefused(t *testing.T) {
	for _, change := range []string{
		"INSERT INTO {} (version, name) VALUES (99, '0099_later')", "UPDATE {} SET name = '0099_later' WHERE version = 1",
	} {
		t.Run(change[:6], func(t *testing.T) {
			onEach(t, func(t *testing.T, d *database) {
				_, db := d.store(t)
				run(t, db, strings.Replace(change, "{}", d.table("migrations"), 1))
				_, planned := sqlstore.Plan(t.Context(), db, d.dialect, d.options)
				for _, err := range []error{
					planned, sqlstore.Validate(t.Context(), db, d.dialect, d.options), sqlstore.Migrate(t.Context(), db, d.dialect, d.options),
				} {
					require.ErrorIs(t, err, sqlstore.ErrNewer)
					require.ErrorContains(t, err, "0099_later")
				}
			})
		})
	}
}

// A migration that fails leaves nothing half made.
func TestFailedMigration(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		db := d.open(t)
		run(t, db, "CREATE TABLE "+d.table("mentions")+" (x integer)")
		require.ErrorContains(t, sqlstore.Migrate(t.Context(), db, d.dialect, d.options), "migration 0001_enrolments")
		_, err := db.ExecContext(t.Context(), "SELECT * FROM "+d.table("records"))
		require.Error(t, err, "the first tables were made, and stayed")
		run(t, db, "DROP TABLE "+d.table("mentions"))
		require.NoError(t, sqlstore.Migrate(t.Context(), db, d.dialect, d.options))
	})
}
