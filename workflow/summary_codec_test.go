package workflow

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

func generatedSummary(seed uint64, full bool) (s Summary) {
	newGenerator(seed, full).fill(reflect.ValueOf(&s).Elem())
	return s
}

// A field added to Summary, or to anything in it, without its place in the
// stored form does not come back, and this fails.
func TestSummariesComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	for seed := range uint64(1000) {
		want := generatedSummary(seed, seed%3 == 0)
		b := AppendSummary([]byte("before"), &want)
		require.Equal(t, "before", string(b[:6]))
		b = b[6:]
		require.NoError(t, canonical.Check(b), "%s", b)
		got, err := ReadSummary(b)
		require.NoError(t, err, "%s", b)
		require.Equal(t, want, got, "%s", b)
	}
	got, err := ReadSummary(AppendSummary(nil, &Summary{}))
	require.NoError(t, err)
	require.Zero(t, got)
}

// Times in other zones are the same instants, and what is read shares nothing
// with the bytes.
func TestSummaryIsReadByItself(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 20, 0, 30, 0, 123456789, time.FixedZone("east", 3600))
	b := AppendSummary(nil, &Summary{At: at, GoodUntil: at, Learner: "learner-1", Pending: []Pending{{Since: at}}, Lapses: []Lapse{{At: at}}})
	s, err := ReadSummary(b)
	require.NoError(t, err)
	clear(b)
	want := time.Date(2026, 11, 19, 23, 30, 0, 123456000, time.UTC)
	require.Equal(t, Summary{At: want, GoodUntil: want, Learner: "learner-1", Pending: []Pending{{Since: want}}, Lapses: []Lapse{{At: want}}}, s)
}

// Stored summaries are facts: these files are never changed.
func TestGoldenSummaries(t *testing.T) {
	t.Parallel()
	at := func(hour int) time.Time { return time.Date(2026, 11, 20, hour, 0, 0, 1000*hour, time.UTC) }
	for name, s := range map[string]Summary{
		"1.least.json": {Enrolment: "golden", Seq: 5, At: at(5)},
		"1.items.json": {Enrolment: "golden", Seq: 6, At: at(6), Items: "\x10\x32\x54\x76\xf8"},
		"1.attributes.json": {
			Enrolment: "golden", Seq: 7, At: at(7),
			Attributes: []proficiency.Setting{{Attribute: "role", Value: "clinical"}, {Attribute: "setting", Value: "ward"}},
		},
		"1.full.json": {
			Enrolment: "golden", Seq: 41, At: at(1), Learner: "learner-1", Supervisors: []PersonID{"assessor-2", "educator-3"},
			Deciders: []PersonID{"assessor-2"}, Centres: []CentreID{"trust-1", "trust-2"},
			Framework: proficiency.Ref{ID: "ward-round", Version: proficiency.Version{Major: 1, Minor: 2, Patch: 3}}, Category: "clinical",
			Status: StatusSignedOff, Ready: true,
			Sections: []SectionCounts{{"airway", Counts{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}}, {Section: "breathing"}},
			Pending: []Pending{
				{With: "assessor-2", Request: 39, Since: at(2), Items: 3}, {With: "educator-3", Request: 40, Since: at(3), SignOff: true},
			},
			FirstEnrolledAt: at(4), EnrolledAt: at(5), CompleteBy: proficiency.Date{Year: 2027, Month: 2, Day: 28}, DueAt: at(6),
			SignedOffOn: proficiency.Date{Year: 2026, Month: 11, Day: 19}, SignOffUntil: at(7), SignOffStands: true,
			Lapses: []Lapse{{At: at(8), Items: 2}, {At: at(9), Items: 1}}, Trial: true,
			Serials: []string{"0000-0000-0000-0001", "0000-0000-0000-0000"}, GoodUntil: at(8),
		},
	} {
		b := AppendSummary(nil, &s)
		want := golden(t, "../summaries/"+name, b)
		require.Equal(t, string(want), string(b), "stored summaries would be written differently")
		got, err := ReadSummary(want)
		require.NoError(t, err, "a stored summary cannot be read any more")
		require.Equal(t, s, got)
	}
}

func TestSummariesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	known := `"format":"countersign-summary/1"`
	for name, c := range map[string]struct{ b, want string }{
		"nothing":            {``, "not a summary"},
		"not JSON":           {`{` + known, "not a summary"},
		"another type":       {`[]`, "not a summary"},
		"no version":         {`{}`, "only \"countersign-summary/1\" is known"},
		"more":               {`{` + known + `} {}`, "not a summary"},
		"a space":            {`{` + known + ` }`, "not as this software writes it"},
		"an unknown member":  {`{` + known + `,"weight":1}`, "weight"},
		"a member twice":     {`{` + known + `,"seq":1,"seq":1}`, "not as this software writes it"},
		"a zero member":      {`{` + known + `,"seq":0}`, "not as this software writes it"},
		"another order":      {`{"seq":1,` + known + `}`, "not as this software writes it"},
		"a time to the hour": {`{"at":"2026-11-20T09Z",` + known + `}`, "not a summary"},
		"a time that is none": {
			`{"at":"2026-02-30T09:00:00.000000Z",` + known + `}`, "not a summary",
		},
		"a day that is none":   {`{"complete_by":"2026-02-30",` + known + `}`, "not a date"},
		"statuses not packed":  {`{` + known + `,"items":"EDI="}`, "illegal base64"},
		"statuses with waste":  {`{` + known + `,"items":"EDJ"}`, "not as this software writes it"},
		"a version that is no": {`{` + known + `,"version":"1.0"}`, "not a version"},
		"too large":            {`{` + known + strings.Repeat(" ", MaxSummarySize) + `}`, "at most 8388608 are read"},
	} {
		s, err := ReadSummary([]byte(c.b))
		require.ErrorContains(t, err, c.want, name)
		require.Zero(t, s, name)
	}
	_, err := ReadSummary([]byte(`{"format":"countersign-summary/2","weight":1}`))
	require.ErrorIs(t, err, ErrNewerSummary)
}

// Nothing makes the reader panic, and what it accepts is what is written.
func FuzzReadSummary(f *testing.F) {
	for seed := range uint64(4) {
		s := generatedSummary(seed, seed%2 == 0)
		f.Add(AppendSummary(nil, &s))
	}
	f.Add([]byte(`{"format":"countersign-summary/1","lapses":[{}],"pending":[null],"sections":[{}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := ReadSummary(b)
		if err != nil {
			require.Zero(t, s)
			return
		}
		require.True(t, json.Valid(b))
		require.Equal(t, string(b), string(AppendSummary(nil, &s)))
	})
}
