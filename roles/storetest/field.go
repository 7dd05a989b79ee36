package storetest

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/countersign-go/countersign/roles"
)

const asItIs = "A store keeps every field as it is and need not understand any"

func fieldCases() []Case {
	return []Case{
		{"fields/all", asItIs, fieldsAll},
		{"fields/unknown", asItIs, fieldsUnknown},
		{"fields/empty", asItIs, fieldsEmpty},
		{"fields/text", asItIs, fieldsText},
		{"fields/people", asItIs, fieldsPeople},
		{"fields/events", asItIs, fieldsEvents},
		{"fields/times", "At is when it happened: UTC, to the microsecond", fieldsTimes},
	}
}

func fieldsAll(s roles.RegisterStore) error { return keeps(s, records(1, 3)...) }

// fieldsUnknown has what a later version of the library may write.
func fieldsUnknown(s roles.RegisterStore) error {
	r := record(1)
	r.Format, r.Kind, r.As = math.MaxInt32, "kind-of-later", "role-of-later"
	next := record(2)
	next.Format = 2
	return keeps(s, r, next)
}

// fieldsEmpty has a record of the host's own, and one with as little as there can be.
func fieldsEmpty(s roles.RegisterStore) error {
	host := record(2)
	host.Actor, host.As, host.People = "", "", nil
	return keeps(s, roles.RegisterRecord{Seq: 1, At: noon, Events: []byte("[]")}, host)
}

func fieldsText(s roles.RegisterStore) error {
	odd, long := record(1), record(2)
	for r, text := range map[*roles.RegisterRecord]string{&odd: oddText, &long: strings.Repeat("😀", 64)} { // 256 bytes
		r.Actor, r.As, r.Request, r.Kind = roles.PersonID(text), roles.RoleID(text+"r"), text+"q", roles.ActKind(text+"k")
		r.People = []roles.PersonID{roles.PersonID(text)}
	}
	return keeps(s, odd, long)
}

// fieldsPeople has people whom one who joins, folds or tidies up their ids would
// mistake. They stand in order, byte by byte.
func fieldsPeople(s roles.RegisterStore) error {
	ids := about(1, " ", "\"", "'", ",", "A", "[]", "a", "a ", "a,b", "a\\,b", "a\u0301", "{a}", "á", "😀")
	many := about(2)
	for i := range 300 {
		many.People = append(many.People, roles.PersonID(fmt.Sprintf("learner-%03d", i)))
	}
	return keeps(s, ids, many)
}

// fieldsEvents has JSON that comes back otherwise from one who reads and writes it, and much of it.
func fieldsEvents(s roles.RegisterStore) error {
	odd, much := record(1), record(2)
	odd.Events = []byte(`[{"b":1,"a":1.0,"a":1e2}, {"c":"\u00e9é😀\/<&>\u2028","d":9007199254740993,"e":null} ]`)
	much.Events = []byte(`["` + string(bytes.Repeat([]byte("é"), 50_000)) + `"]`)
	return keeps(s, odd, much)
}

// fieldsTimes has times beyond what nanoseconds since 1970 hold, and before that year.
func fieldsTimes(s roles.RegisterStore) error {
	var rs []roles.RegisterRecord
	for _, at := range []time.Time{
		{},
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
		r := record(roles.RegisterSeq(len(rs) + 1))
		r.At = at
		rs = append(rs, r)
	}
	return keeps(s, rs...)
}
