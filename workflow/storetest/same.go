package storetest

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/countersign-go/countersign/workflow"
)

// same wants records to be as they were.
func same(got, want []workflow.Record) error {
	if len(got) != len(want) {
		return fmt.Errorf("%d records: want %d", len(got), len(want))
	}
	for i := range got {
		if d := difference(reflect.ValueOf(got[i]), reflect.ValueOf(want[i])); d != "" {
			return fmt.Errorf("record %d: %s", want[i].Seq, d[1:])
		}
	}
	return nil
}

// sameSummary wants a summary to be as it was.
func sameSummary(got, want workflow.Summary) error {
	if d := difference(reflect.ValueOf(got), reflect.ValueOf(want)); d != "" {
		return fmt.Errorf("the summary of %q: %s", want.Enrolment, d[1:])
	}
	return nil
}

// difference says where two values differ, "" for nowhere. It looks at exported
// fields, whichever there are, and does not tell no list from an empty one.
func difference(got, want reflect.Value) string {
	switch {
	case want.Type() == reflect.TypeFor[time.Time]():
		if g := got.Interface().(time.Time); g.Equal(want.Interface().(time.Time)) && g.Location() == time.UTC {
			return ""
		}
	case want.Type() == reflect.TypeFor[[]byte]():
		if bytes.Equal(got.Bytes(), want.Bytes()) {
			return ""
		}
	case want.Kind() == reflect.Struct:
		return differentField(got, want)
	case want.Kind() == reflect.Slice && got.Len() == want.Len():
		return differentElement(got, want)
	case reflect.DeepEqual(got.Interface(), want.Interface()):
		return ""
	}
	return fmt.Sprintf(" is %s: want %s", shown(got), shown(want))
}

func differentField(got, want reflect.Value) string {
	for i := range want.NumField() {
		f := want.Type().Field(i)
		if !f.IsExported() {
			continue
		}
		if d := difference(got.Field(i), want.Field(i)); d != "" {
			return "." + f.Name + d
		}
	}
	return ""
}

func differentElement(got, want reflect.Value) string {
	for i := range want.Len() {
		if d := difference(got.Index(i), want.Index(i)); d != "" {
			return fmt.Sprintf("[%d]%s", i, d)
		}
	}
	return ""
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
		return fmt.Sprintf("%s… (%d bytes)", strings.ToValidUTF8(text[:200], ""), len(text))
	}
	return text
}
