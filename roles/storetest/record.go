package storetest

import (
	"fmt"
	"reflect"
	"time"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/roles"
)

// oddText holds what stores get wrong: text of two, three and four bytes a
// character, what databases and patterns read as signs, and what is not seen.
const oddText = "é 漢 😀 \u2028 ' \" ` \\ % _ * \t\n\r <&> $1 ? :a ; -- / .. \x01\x1f\x7f \u00a0 "

// record is a record with every field set, different for each seq.
func record(seq roles.RegisterSeq) roles.RegisterRecord {
	n := byte(seq)
	return roles.RegisterRecord{
		Format: roles.RegisterFormat, Seq: seq, At: noon.Add(time.Duration(seq) * time.Second),
		Actor: roles.PersonID(fmt.Sprint("manager-", seq)), As: "clinical-centre-manager",
		Request: fmt.Sprint("request-", seq), Act: canonical.Sum([]byte{n}), Kind: "appoint", Policy: canonical.Sum([]byte{n, 1}),
		People: []roles.PersonID{"assessor-2", roles.PersonID(fmt.Sprint("learner-", seq))},
		Events: fmt.Appendf(nil, `[{"n":%d}]`, seq), Hash: canonical.Sum([]byte{n, 2}),
	}
}

// noon has microseconds.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 123456000, time.UTC)

// records are those from first to last.
func records(first, last roles.RegisterSeq) (out []roles.RegisterRecord) {
	for seq := first; seq <= last; seq++ {
		out = append(out, record(seq))
	}
	return out
}

// about is a record about these people.
func about(seq roles.RegisterSeq, people ...roles.PersonID) roles.RegisterRecord {
	r := record(seq)
	r.People = people
	return r
}

// by is a record of another request.
func by(request string, seq roles.RegisterSeq) roles.RegisterRecord {
	r := record(seq)
	r.Request = request
	return r
}

// same wants records to be as they were.
func same(got, want []roles.RegisterRecord) error {
	if len(got) != len(want) {
		return fmt.Errorf("%d records: want %d", len(got), len(want))
	}
	for i := range got {
		if err := sameFields(reflect.ValueOf(got[i]), reflect.ValueOf(want[i])); err != nil {
			return fmt.Errorf("record %d: %w", want[i].Seq, err)
		}
	}
	return nil
}

func sameFields(got, want reflect.Value) error {
	for i := range want.NumField() {
		if g, w := got.Field(i), want.Field(i); !equal(g, w) {
			return fmt.Errorf("%s is %s: want %s", want.Type().Field(i).Name, shown(g), shown(w))
		}
	}
	return nil
}

// equal does not tell no list from an empty one.
func equal(got, want reflect.Value) bool {
	if g, ok := got.Interface().(time.Time); ok {
		return g.Equal(want.Interface().(time.Time)) && g.Location() == time.UTC
	}
	if got.Kind() == reflect.Slice && got.Len() == 0 && want.Len() == 0 {
		return true
	}
	return reflect.DeepEqual(got.Interface(), want.Interface())
}

// shown is a value as somebody who looks for a difference wants to see it, cut where it is long.
func shown(v reflect.Value) string {
	text := fmt.Sprintf("%#v", v)
	switch x := v.Interface().(type) {
	case []byte:
		text = fmt.Sprintf("%q", x)
	case fmt.Stringer:
		text = x.String()
	}
	if len(text) > 200 {
		return fmt.Sprintf("%.200s… (%d bytes)", text, len(text))
	}
	return text
}

// clones share nothing with rs.
func clones(rs []roles.RegisterRecord) (out []roles.RegisterRecord) {
	for _, r := range rs {
		out = append(out, r.Clone())
	}
	return out
}

// scribble writes over all that records refer to, and behind it.
func scribble(rs []roles.RegisterRecord) {
	for i := range rs {
		for j := range rs[i].People {
			rs[i].People[j] = "#"
		}
		for j := range rs[i].Events {
			rs[i].Events[j] = '#'
		}
		_, _ = append(rs[i].People, "#"), append(rs[i].Events, '#')
		rs[i] = roles.RegisterRecord{Seq: 999}
	}
	_ = append(rs, roles.RegisterRecord{Seq: 999})
}
