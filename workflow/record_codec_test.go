package workflow

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// generatedRecord has every exported field filled, whatever fields there are.
func generatedRecord(seed uint64, full bool) (r Record) {
	g, v := newGenerator(seed, full), reflect.ValueOf(&r).Elem()
	for i := range v.NumField() {
		if name := v.Type().Field(i).Name; v.Type().Field(i).IsExported() && name != "Events" && name != "Command" {
			g.fill(v.Field(i))
		}
	}
	if full || g.IntN(3) > 0 {
		copy(r.Command[:], g.bytes(len(r.Command)))
		odd := []string{`[]`, `null`, `[{"b":1, "a":1.0,"a":1e2} ]`, `"<&>\u2028\/"`, "[ \n]", `[9007199254740993]`, `{"e":"é😀"}`}
		r.Events = []byte(odd[g.IntN(len(odd))])
	}
	return r
}

// A field added to Record, or to its texts, without its place in the stored
// form does not come back, and this fails.
func TestRecordsComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	for seed := range uint64(1000) {
		want := generatedRecord(seed, seed%3 == 0)
		b := AppendRecord([]byte("before"), &want)
		require.Equal(t, "before", string(b[:6]))
		b = b[6:]
		require.True(t, json.Valid(b), "%s", b)
		got, err := ReadRecord(b)
		require.NoError(t, err, "%s", b)
		clear(b) // what was read shares nothing with the bytes
		require.Equal(t, want, got, "%s", b)
	}
	for _, want := range []Record{{}, {Seq: math.MaxUint64, Format: math.MinInt}} {
		got, err := ReadRecord(AppendRecord(nil, &want))
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	at := time.Date(2026, 11, 20, 0, 30, 0, 123456789, time.FixedZone("east", 3600))
	got, err := ReadRecord(AppendRecord(nil, &Record{At: at}))
	require.NoError(t, err)
	require.Equal(t, Record{At: time.Date(2026, 11, 19, 23, 30, 0, 123456000, time.UTC)}, got)
}

// Whatever the engine takes can be stored and read: a record as large as there
// are, whose texts take the most room.
func TestLargestRecordComesBack(t *testing.T) {
	t.Parallel()
	r := Record{Seq: 1, Events: []byte(`[]`)}
	for size := r.size(0); size+MaxTextLength+128 < MaxRecordSize; size = r.size(0) {
		r.Texts = append(r.Texts, Text{Words: strings.Repeat("\x01", MaxTextLength), Salt: [16]byte{1}})
	}
	b := AppendRecord(nil, &r)
	require.Greater(t, len(b), 5*MaxRecordSize)
	got, err := ReadRecord(b)
	require.NoError(t, err)
	require.Equal(t, r, got)
}

// Stored records are facts: these files are never changed.
func TestGoldenStoredRecords(t *testing.T) {
	t.Parallel()
	text := goldenText("seen twice")
	for name, r := range map[string]Record{
		"least.json": {Format: 1, Seq: 2, Kind: KindErase, Events: []byte(`[]`)},
		"full.json": {
			Format: 1, Seq: 3, At: time.Date(2026, 11, 20, 9, 0, 0, 5000, time.UTC), Actor: "assessor-1", Request: "request-1",
			Command: CommandDigest{0xc, 15: 0xff}, Kind: KindComment,
			Framework:       proficiency.Ref{ID: "hand-over", Version: proficiency.Version{Major: 1, Minor: 2, Patch: 3}},
			FrameworkDigest: goldenDigest("0a"), PolicyDigest: goldenDigest("0b"), Register: "trust-1:7", Events: []byte(`[{"event":"later"}]`),
			Texts: []Text{*text, {Digest: goldenDigest("0c")}}, Hash: goldenDigest("0d"),
		},
	} {
		b := AppendRecord(nil, &r)
		want := golden(t, "../stored/"+name, b)
		require.Equal(t, string(want), string(b), "records would be stored differently")
		require.NoError(t, canonical.Check(b))
		got, err := ReadRecord(want)
		require.NoError(t, err, "a stored record cannot be read any more")
		require.Equal(t, r, got)
	}
}

func TestStoredRecordsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ b, want string }{
		"nothing":                    {``, "not a stored record"},
		"null":                       {`null`, "not as this software writes it"},
		"another type":               {`[]`, "not a stored record"},
		"a part":                     {`{"seq":1`, "not a stored record"},
		"more":                       {`{"seq":1} {}`, "more after the value"},
		"a space":                    {`{"seq":1 }`, "not as this software writes it"},
		"a line feed":                {`{"seq":1}` + "\n", "not as this software writes it"},
		"an unknown member":          {`{"seq":1,"weight":1}`, "weight"},
		"a member twice":             {`{"seq":1,"seq":1}`, "not as this software writes it"},
		"a zero member":              {`{"seq":0}`, "not as this software writes it"},
		"another order":              {`{"seq":1,"actor":"a"}`, "not as this software writes it"},
		"a number that is none":      {`{"seq":-1}`, "not a stored record"},
		"a time to the hour":         {`{"at":"2026-11-20T09Z"}`, "not a stored record"},
		"half a command":             {`{"command":"0c"}`, "not a command digest"},
		"no command":                 {`{"command":"` + strings.Repeat("0", 32) + `"}`, "not as this software writes it"},
		"half a digest":              {`{"hash":"sha256:00"}`, "not a stored record"},
		"half a salt":                {`{"texts":[{"salt":"00"}]}`, "not a salt"},
		"a salt of other characters": {`{"texts":[{"salt":"` + strings.Repeat("x", 32) + `"}]}`, "not a stored record"},
		"a text that is none":        {`{"texts":[7]}`, "not a stored record"},
		"a version that is no":       {`{"version":"1.0"}`, "not a version"},
		"too large":                  {`{"seq":1` + strings.Repeat(" ", maxExportedRecord) + `}`, "at most 1573888 are read"},
	} {
		r, err := ReadRecord([]byte(c.b))
		require.ErrorContains(t, err, c.want, name)
		require.Zero(t, r, name)
	}
}

// Nothing makes the reader panic, and what it accepts is what is written.
func FuzzReadRecord(f *testing.F) {
	for seed := range uint64(4) {
		r := generatedRecord(seed, seed%2 == 0)
		f.Add(AppendRecord(nil, &r))
	}
	f.Add([]byte(`{"events":null,"texts":[{},null]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := ReadRecord(b)
		if err != nil {
			require.Zero(t, r)
			return
		}
		require.True(t, json.Valid(b))
		require.Equal(t, string(b), string(AppendRecord(nil, &r)))
	})
}
