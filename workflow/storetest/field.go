package storetest

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
)

const asItIs = "A store keeps every exported field as it is and need not understand any."

func fieldCases() []Case {
	return []Case{
		{"fields/all", asItIs, fieldsAll},
		{"fields/unknown", asItIs, fieldsUnknown},
		{"fields/empty", "The one record that is left of an erased enrolment has no actor and no request.", fieldsEmpty},
		{"fields/odd", asItIs, fieldsOdd},
		{"fields/events", asItIs, fieldsEvents},
		{"fields/texts", "Texts are the words and salts of the free texts that Events name by digest.", fieldsTexts},
		{"fields/large", "MaxRecordSize is the greatest size of a record's canonical bytes with its texts, in bytes.", fieldsLarge},
		{"fields/times", "At is when it happened: UTC, to the microsecond", fieldsTimes},
	}
}

func fieldsAll(s workflow.Store) error { return keeps(s, records(1, 3)...) }

// fieldsUnknown has what a later version of the library may write.
func fieldsUnknown(s workflow.Store) error {
	r := record(1)
	r.Format, r.Kind, r.Register = math.MaxInt32, "kind-of-later", `{"position":"of-later"}`
	r.Events = []byte(`[{"kind":"event-of-later","more":{"z":[1,2,{}]}}]`)
	next := record(2)
	next.Format = 2
	return keeps(s, r, next)
}

// fieldsEmpty has a record with as little as there can be, between others.
func fieldsEmpty(s workflow.Store) error {
	return keeps(s, record(1), workflow.Record{Seq: 2, At: noon.Add(time.Minute), Events: []byte("[]")}, record(3))
}

func fieldsOdd(s workflow.Store) error {
	odd, long := record(1), record(2)
	for r, text := range map[*workflow.Record]string{&odd: oddText, &long: strings.Repeat("😀", workflow.MaxIDLength/4)} {
		r.Actor, r.Request, r.Kind = workflow.PersonID(text), workflow.RequestID(text), workflow.Kind(text)
		r.Framework.ID, r.Register = proficiency.FrameworkID(text), text
		r.Texts[0].Words = text
	}
	return keeps(s, odd, long)
}

// fieldsEvents has JSON that comes back otherwise from one who reads and writes it, and much of it.
func fieldsEvents(s workflow.Store) error {
	odd, much := record(1), record(2)
	odd.Events = []byte(`[{"b":1,"a":1.0,"a":1e2}, {"c":"\u00e9é😀\/<&>\u2028","d":9007199254740993,"e":null} ]`)
	much.Events = []byte(`["` + string(bytes.Repeat([]byte("é"), 50_000)) + `"]`)
	return keeps(s, odd, much)
}

// fieldsTexts has long texts, many, none, and some that were erased before they came here.
func fieldsTexts(s workflow.Store) error {
	const longest = 16 << 10
	long, many, none, erased := record(1), record(2), record(3), record(4)
	for i, letter := range []string{"😀", "漢", "é", "x"} {
		long.Texts = append(long.Texts, workflow.Text{Words: strings.Repeat(letter, longest/len(letter)), Digest: canonical.Sum([]byte(letter)), Salt: [16]byte{1, byte(i)}})
	}
	for i := range 300 {
		many.Texts = append(many.Texts, workflow.Text{Words: fmt.Sprint("text ", i, ", of many"), Digest: canonical.Sum(fmt.Append(nil, i))})
	}
	none.Texts = nil
	for i := range erased.Texts {
		erased.Texts[i] = workflow.Text{Digest: erased.Texts[i].Digest}
	}
	return keeps(s, long, many, none, erased)
}

// fieldsLarge has records as large as there are: by their events, and by the words of one text.
func fieldsLarge(s workflow.Store) error {
	const most = workflow.MaxRecordSize - 2<<10 // the rest is for all other fields
	events, words := record(1), record(2)
	events.Events = []byte(`["` + strings.Repeat("e", most) + `"]`)
	words.Texts[0].Words = strings.Repeat("😀", most/4)
	return keeps(s, events, words)
}

// fieldsTimes has times beyond what nanoseconds since 1970 hold, and before that year.
func fieldsTimes(s workflow.Store) error {
	var rs []workflow.Record
	for _, at := range []time.Time{
		{},
		time.Date(1, 1, 1, 0, 0, 0, 1000, time.UTC),
		time.Date(1000, 1, 1, 0, 0, 0, 1000, time.UTC),
		time.Date(1969, 12, 31, 23, 59, 59, 999_999_000, time.UTC),
		time.Unix(0, 0).UTC(),
		time.Date(2026, 3, 29, 1, 30, 0, 0, time.UTC), // an hour that clocks in Europe skip
		time.Date(2026, 10, 25, 1, 30, 0, 1000, time.UTC),
		time.Date(2026, 10, 25, 1, 30, 0, 999_999_000, time.UTC),
		time.Date(2038, 1, 19, 3, 14, 8, 0, time.UTC),
		time.Date(2262, 4, 12, 0, 0, 0, 0, time.UTC),
		time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC),
	} {
		r := record(workflow.Seq(len(rs) + 1))
		r.At = at
		rs = append(rs, r)
	}
	return keeps(s, rs...)
}
