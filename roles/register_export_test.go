package roles_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/countersign-go/countersign/roles"
)

// A register comes back from its export as it was, and into a store to the byte.
func TestRegisterExport(t *testing.T) {
	t.Parallel()
	records := staffed(t).records()
	exported := roles.AppendRegisterExport(nil, here, records)
	centre, read, err := roles.ReadRegisterExport(exported)
	if err != nil || centre != here || !bytes.Equal(exported, roles.AppendRegisterExport(nil, centre, read)) || len(read) != len(records) {
		t.Fatalf("%q has %d records: %v", centre, len(read), err)
	}
	store := &finding{}
	if _, err := roles.ImportRegister(t.Context(), store, exported); err != nil {
		t.Fatal(err)
	}
	stored, err := store.Load(t.Context(), here, 0)
	if err != nil || !bytes.Equal(exported, roles.AppendRegisterExport(nil, here, stored)) {
		t.Errorf("stored otherwise: %v", err)
	}
	if _, err := registerOn(t, store).Centre(t.Context(), here); err != nil {
		t.Error(err)
	}
	if _, err := roles.ImportRegister(t.Context(), store, exported); !errors.Is(err, roles.ErrAlreadyImported) || !errors.Is(err, roles.ErrExportRefused) {
		t.Errorf("again: %v", err)
	}
}

func TestRegisterExportsThatAreRefused(t *testing.T) {
	t.Parallel()
	records := staffed(t).records()
	good := roles.AppendRegisterExport(nil, here, records)
	changed := slices.Clone(records)
	changed[3].Request += "x"
	for name, c := range map[string]struct {
		exported []byte
		want     string
	}{
		"nothing":        {nil, "not an unchanged register"},
		"too large":      {make([]byte, roles.MaxRegisterExportSize+1), "at most"},
		"something else": {[]byte("{}\n"), "only the format"},
		"another member": {bytes.Replace(good, []byte(`"records"`), []byte(`"recordz"`), 1), "not a register"},
		"a record":       {bytes.Replace(good, []byte(`"at":"2`), []byte(`"at":"x`), 1), "its time"},
		"other bytes":    {append([]byte(" "), good...), "not in canonical form"},
		"no line feed":   {good[:len(good)-1], "not as this software writes it"},
		"no records":     {roles.AppendRegisterExport(nil, here, nil), "no records"},
		"broken":         {roles.AppendRegisterExport(nil, here, changed), "record 4: "},
		"another centre": {roles.AppendRegisterExport(nil, there, records), "record 1: "},
	} {
		store := &finding{}
		_, err := roles.ImportRegister(t.Context(), store, c.exported)
		if !errors.Is(err, roles.ErrExportRefused) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if len(store.records) > 0 {
			t.Errorf("%s: something was stored", name)
		}
	}
	store := &finding{}
	if _, err := roles.ImportRegister(t.Context(), store, roles.AppendRegisterExport(nil, here, records[:5])); err != nil {
		t.Fatal(err)
	}
	if _, err := roles.ImportRegister(t.Context(), store, good); !errors.Is(err, roles.ErrExportRefused) || !strings.Contains(err.Error(), "the first 5 are those") {
		t.Errorf("behind others: %v", err)
	}
}
