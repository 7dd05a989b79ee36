package stores_test

import (
	"crypto/rand"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/roles/storetest"
	"github.com/countersign-go/countersign/workflow/sqlstore"
)

// register is an empty one, in tables of its own.
func (d *database) register(t *testing.T) *sqlstore.Register {
	t.Helper()
	o := *d.options
	o.Prefix = "r" + strings.ToLower(rand.Text()[:12]) + "_"
	db := d.open(t)
	require.NoError(t, sqlstore.Migrate(t.Context(), db, d.dialect, &o))
	r, err := sqlstore.NewRegister(db, d.dialect, &o)
	require.NoError(t, err)
	return r
}

func TestRegisterContract(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		storetest.Run(t, func() roles.RegisterStore { return d.register(t) })
	})
}

// What no text of a database may hold is refused before it is sent, and is nowhere found.
func TestRegisterTakesPlainIDs(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		r := d.register(t)
		for _, odd := range []string{"a\x00", "\xff"} {
			for _, b := range []roles.RegisterBatch{
				{Centre: roles.CentreID(odd), Records: []roles.RegisterRecord{{Seq: 1}}},
				{Centre: "c", Records: []roles.RegisterRecord{{Seq: 1, Actor: roles.PersonID(odd)}}},
				{Centre: "c", Records: []roles.RegisterRecord{{Seq: 1, Request: odd}}},
				{Centre: "c", Records: []roles.RegisterRecord{{Seq: 1, People: []roles.PersonID{"b", roles.PersonID(odd)}}}},
			} {
				require.ErrorIs(t, r.Append(t.Context(), b), roles.ErrNotStored)
			}
			require.Empty(t, must(r.Load(t.Context(), roles.CentreID(odd), 0)))
			require.Empty(t, must(r.CentresOf(t.Context(), roles.PersonID(odd))))
		}
		require.Empty(t, must(r.CentresOf(t.Context(), "")))
		far := roles.RegisterBatch{Centre: "c", After: 1<<63 - 1, Records: []roles.RegisterRecord{{Seq: 1 << 63}}}
		require.ErrorIs(t, r.Append(t.Context(), far), roles.ErrConflict)
	})
}

// A long register, written at once, comes back in order.
func TestRegisterOfManyRecords(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		r, b := d.register(t), roles.RegisterBatch{Centre: "c"}
		for seq := range roles.RegisterSeq(200) {
			b.Records = append(b.Records, roles.RegisterRecord{Seq: seq + 1, Request: fmt.Sprint(seq), People: []roles.PersonID{"a", "b"}})
		}
		require.NoError(t, r.Append(t.Context(), b))
		same(t, b.Records[50:], must(r.Load(t.Context(), "c", 50)), "after 50")
		require.Equal(t, []roles.CentreID{"c"}, must(r.CentresOf(t.Context(), "b")))
	})
}
