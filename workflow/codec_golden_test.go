package workflow

import (
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/canonical"
)

// The files of testdata/records are records as they lie in stores. They are
// facts: this flag adds the file of a new kind and overwrites none.
var addRecords = flag.Bool("add-golden-records", false, "write records that testdata/records lacks; what is there is never changed")

// golden gives the file of that name, adding it if the flag asks for it and it is missing.
func golden(t *testing.T, name string, now []byte) []byte {
	t.Helper()
	path := filepath.Join("testdata", "records", name)
	was, err := os.ReadFile(path)
	if os.IsNotExist(err) && *addRecords {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, now, 0o644))
		t.Logf("added %s: read it before you keep it", path)
		return now
	}
	require.NoError(t, err)
	return was
}

// Each kind of event, with every member and with as few as it ever has, is
// written to the byte as it was written first, and read as what it was.
func TestGoldenRecords(t *testing.T) {
	t.Parallel()
	const id = EnrolmentID("golden")
	for kind, forms := range goldenEvents() {
		for form, e := range forms {
			name := kind + "." + form + ".json"
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				require.Equal(t, kind, e.EventKind())
				r := recordOf(id, e)
				want := golden(t, name, AppendExport(nil, id, []Record{r}))
				require.Equal(t, string(want), string(AppendExport(nil, id, []Record{r})), "stored records would be written differently")
				gotID, got, err := ReadExport(want)
				require.NoError(t, err, "a stored record cannot be read any more")
				require.Equal(t, id, gotID)
				events, err := got[0].Decode()
				require.NoError(t, err)
				require.Equal(t, []Event{e}, events)
			})
		}
	}
}

// The golden records cover every kind, every member of it in some form, and
// nothing else lies beside them. What is added to a kind later comes in a form
// of its own, since those that there are stay as they were written.
func TestGoldenRecordsAreComplete(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "records", "*.json"))
	require.NoError(t, err)
	forms, number := goldenEvents(), 0
	for kind := range blankEvents {
		require.Contains(t, forms, kind)
		number += len(forms[kind])
		every, set := map[string]bool{}, map[string]bool{}
		members(reflect.ValueOf(newGenerator(1, true).event(kind)).Elem(), kind, every)
		for _, e := range forms[kind] {
			members(reflect.ValueOf(e).Elem(), kind, set)
		}
		require.Equal(t, every, set, "the members of %s", kind)
	}
	require.Len(t, files, number)
}

// members notes the names of all members below v that are set.
func members(v reflect.Value, name string, set map[string]bool) {
	switch {
	case v.IsZero():
		return
	case v.Type() == textType || v.Type() == timeType || v.Type() == dateType || v.Type() == digestType:
		set[name] = true
	case v.Kind() == reflect.Pointer:
		members(v.Elem(), name, set)
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			members(v.Index(i), name+"[]", set)
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Tag.Get("json") != "-" {
				members(v.Field(i), name+"."+f.Name, set)
			}
		}
	default:
		set[name] = true
	}
}

// The digest that tells requests of one id apart lies in every record. If a
// command's form changed, a request sent again across an update would be
// refused as another one.
func TestGoldenCommandDigests(t *testing.T) {
	t.Parallel()
	e := &Engine{o: Options{Key: []byte("golden key, 16 B")}}
	kinds := map[Kind]bool{}
	for file, commands := range map[string][]Command{
		"commands.txt": goldenCommands(), "commands-2.txt": goldenCommands2(), "commands-3.txt": goldenCommands3(),
		"commands-4.txt":        goldenCommands4(),
		"commands-rounds.txt":   goldenCommandsOfRounds(),
		"commands-centre.txt":   goldenCommandsOfCentres(),
		"commands-versions.txt": goldenCommandsOfVersions(), "commands-transfers.txt": goldenCommandsOfTransfers(),
	} {
		var b strings.Builder
		for _, c := range commands {
			kinds[c.Kind()] = true
			fmt.Fprintf(&b, "%s %s %s\n", c.Kind(), e.commandDigest(&Request{Actor: "person-1", Command: c}), c.appendJSON(nil))
		}
		require.Equal(t, string(golden(t, file, []byte(b.String()))), b.String())
	}
	for _, blank := range blankCommands {
		require.True(t, kinds[blank().Kind()], "there is no golden %s", blank().Kind())
	}
}

func goldenText(words string) *Text {
	t := &Text{Words: words}
	copy(t.Salt[:], "salt of "+words+strings.Repeat(".", 16))
	t.Digest = textDigest(t.Salt, words)
	return t
}

func goldenDigest(digits string) (d canonical.Digest) {
	_, _ = hex.Decode(d[:], []byte(strings.Repeat(digits, 32/len(digits)*2)))
	return d
}
