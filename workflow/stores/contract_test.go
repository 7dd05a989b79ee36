package stores_test

import (
	"crypto/rand"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/sqlstore"
	"github.com/countersign-go/countersign/workflow/storetest"
)

// What every store must keep, both databases keep: each case in tables of its own.
func TestContract(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		db := d.open(t)
		db.SetMaxOpenConns(16)
		storetest.Run(t, func() workflow.Store {
			o := *d.options
			o.Prefix = "c" + strings.ToLower(rand.Text()[:12]) + "_"
			require.NoError(t, sqlstore.Migrate(t.Context(), db, d.dialect, &o))
			s, err := sqlstore.New(db, d.dialect, &o)
			require.NoError(t, err)
			return s
		})
	})
}
