package workflow

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// What is decoded is what was encoded, in canonical form, for every kind of
// event and every field that it has or will have.
func TestEventsComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	OneGoroutine(t)
	for _, kind := range kinds() {
		for seed := range uint64(300) {
			want := newGenerator(seed, seed%3 == 0).event(kind)
			r := recordOf("enrolment-1", want)
			require.NoError(t, canonical.Check(r.Events), "%s, seed %d: %s", kind, seed, r.Events)
			got, err := r.Decode()
			require.NoError(t, err)
			require.Equal(t, []Event{want}, got, "%s, seed %d: %s", kind, seed, r.Events)
			require.NoError(t, Verify("enrolment-1", []Record{r}), "%s, seed %d", kind, seed)
		}
	}
}

// textsOf is written by hand; reflection finds what it forgets.
func TestTextsOfFindsEveryText(t *testing.T) {
	t.Parallel()
	for _, kind := range kinds() {
		e := newGenerator(1, true).event(kind)
		require.ElementsMatch(t, textsIn(reflect.ValueOf(e)), textsOf(e), kind)
	}
}

// A day that is none would be stored and never be read again: it is found in
// whatever event it stands.
func TestDaysThatAreNoneAreFoundInEveryEvent(t *testing.T) {
	t.Parallel()
	for _, kind := range kinds() {
		e := newGenerator(1, true).event(kind)
		require.Zero(t, badDate(e), kind)
		for _, d := range datesIn(reflect.ValueOf(e)) {
			for _, wrong := range []proficiency.Date{{Year: 2027, Month: 2, Day: 29}, {Year: 12026, Month: 1, Day: 1}, {Year: -1, Month: 1, Day: 1}, {Day: 1}} {
				kept := *d
				*d = wrong
				require.Equal(t, wrong, badDate(e), kind)
				*d = kept
			}
		}
	}
}

// Every type that is an event of its own can be read back under its name.
func TestEveryEventIsKnownToTheDecoder(t *testing.T) {
	t.Parallel()
	known := map[string]bool{"Unknown": true}
	for kind, blank := range blankEvents {
		require.Equal(t, kind, blank().EventKind())
		known[reflect.TypeOf(blank()).Elem().Name()] = true
	}
	for _, name := range receivers(t, "EventKind") {
		require.True(t, known[name], "%s is an event that blankEvents lacks", name)
	}
}

// receivers are the types of this package's sources that have the method.
func receivers(t *testing.T, method string) (names []string) {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv == nil || fn.Name.Name != method {
				continue
			}
			if star, ok := fn.Recv.List[0].Type.(*ast.StarExpr); ok {
				names = append(names, star.X.(*ast.Ident).Name)
			}
		}
	}
	require.NotEmpty(t, names)
	return names
}

// A kind that a newer version knows, and a kind of ours with members of a
// newer version, are kept to the byte among the events that we know.
func TestWhatIsNotUnderstoodIsKeptToTheByte(t *testing.T) {
	t.Parallel()
	known := string((&Agreed{}).appendJSON(nil))
	for _, c := range []struct{ name, raw, kind string }{
		{"unknown kind", `{"event":"attested","item":"x","level":3}`, "attested"},
		{"known kind, unknown member", `{"event":"agreed","witness":"person-2"}`, "agreed"},
		{"known kind, unknown member deep inside", `{"attained":{"mandatory":1,"points":7},"event":"signed-off"}`, "signed-off"},
		{"known kind, another type", `{"event":"requested","to":["a","b"]}`, "requested"},
		{"known kind, zero member written", `{"event":"requested","item":""}`, "requested"},
		{"known kind, null member", `{"comment":null,"event":"answered"}`, "answered"},
		{"known kind, member in another case", `{"Item":"x","event":"requested"}`, "requested"},
		{"known kind, text without digest", `{"event":"withdrawn","reason":""}`, "withdrawn"},
		{"known kind, an action that is null", `{"event":"decided","plan":{"actions":[null]}}`, "decided"},
		{"known kind, evidence that is null", `{"event":"answered","evidence":[null]}`, "answered"},
		{"known kind, answer that is null", `{"answers":[null],"event":"answered"}`, "answered"},
		{"known kind, day that is none", `{"complete_by":"2026-02-30","event":"enrolled"}`, "enrolled"},
		{"known kind, number too large", `{"basis":18446744073709551616,"event":"answered"}`, "answered"},
		{"known kind, negative number", `{"basis":-1,"event":"answered"}`, "answered"},
		{"known kind, digest in capitals", `{"event":"withdrawn","reason":"sha256:` + strings.Repeat("A", 64) + `"}`, "withdrawn"},
		{"no kind", `{"item":"x"}`, ""},
		{"kind of another type", `{"event":7}`, ""},
		{"not an object", `"agreed"`, ""},
		{"null", `null`, ""},
		{"array", `[]`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := Record{Format: RecordFormat, Seq: 1, Actor: "a", Events: []byte("[" + known + "," + c.raw + "," + known + "]")}
			events, err := r.Decode()
			require.NoError(t, err)
			require.Len(t, events, 3)
			require.IsType(t, &Agreed{}, events[0])
			u, ok := events[1].(*Unknown)
			require.True(t, ok, "%T", events[1])
			require.Equal(t, c.kind, u.EventKind())
			require.Equal(t, c.raw, string(u.appendJSON(nil)))
			require.Equal(t, Stamp{Seq: 1, By: "a"}, u.Stamp)
			s := Apply(NewState("e", nil), r)
			require.True(t, s.Newer())
			r.Events[len(known)+2] ^= 1 // what is kept is a copy
			require.Equal(t, c.raw, string(u.Raw))
		})
	}
}

// What is no array of JSON values at all is an error, and a state that takes no command.
func TestEventsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, b := range map[string]string{
		"empty":     "",
		"object":    "{}",
		"null":      "null",
		"text":      `"[]"`,
		"cut off":   `[{"event":"agreed"}`,
		"more":      `[] []`,
		"not JSON":  `[{"event":"agreed"},]`,
		"too deep":  strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000),
		"too large": "[" + strings.Repeat(" ", MaxRecordSize) + "]",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := Record{Format: RecordFormat, Seq: 3, Events: []byte(b)}
			_, err := r.Decode()
			require.ErrorContains(t, err, "record 3: ")
			s := Apply(NewState("e", nil), r)
			require.True(t, s.Newer())
			require.Equal(t, Seq(3), s.Seq(), "what cannot be read is counted all the same")
		})
	}
}
