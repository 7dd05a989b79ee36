package workflow_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// facts is everything that a state tells, line by line, by value: two states
// that mean the same give the same lines.
func facts(fw *proficiency.Framework, s *workflow.State) []string {
	d := dumper{}
	d.line("enrolment", s.ID(), s.Seq(), s.Head().String(), s.At(), s.Exists(), s.Newer())
	d.line("framework", s.Framework().String(), s.FrameworkDigest().String())
	d.line("people", s.Learner(), s.Centres(), s.Supervisors(), s.EnrolledAt(), s.Trial(), s.Attributes(), s.Subject(), s.Contributors(), s.Accountable())
	due, end := s.CompleteBy()
	d.line("events", s.Enrolment(), s.Agreed(), s.Withdrawal(), s.SignOffRequest(), s.LastDecline(), due, end)
	d.line("sign-offs", s.LastSignOff(), s.LastSignOffVoided(), s.SignOffs(), s.LastSignOffRevoked(), s.LastSignOffUntil(), s.LastSignOffHash().String())
	for _, given := range s.SignOffs() {
		d.line("revoked", given.Serial, s.Revoked(given.Serial))
	}
	for _, r := range s.Rounds() {
		d.line("round", r.Number, r.Submitted, r.Head.String())
		for it := range fw.Items().Values() {
			d.line(it.ID(), r.Answer(it.ID()))
		}
	}
	d.line("unseen", workflow.Unseen(s))
	d.line("contents", func() (at []string) {
		for n := range s.Seq() {
			ref, digest := s.ContentAt(n + 1)
			if is := ref.String() + " " + digest.String(); len(at) == 0 || !strings.HasSuffix(at[len(at)-1], is) {
				at = append(at, fmt.Sprint("from ", n+1, " ", is))
			}
		}
		return at
	}())
	for section := range fw.AllSections().Values() {
		d.line(section.ID(), s.SectionChosen(section.ID()))
	}
	now := s.At()
	for it := range fw.Items().Values() {
		d.line(it.ID(), workflow.ItemStatusOf(fw, s, it, now), s.Item(it.ID()))
	}
	d.line("status", workflow.StatusOf(fw, s, now), workflow.Ready(fw, s, now), workflow.Readiness(fw, s, now))
	d.line("summary", workflow.Summarise(fw, s, now))
	return d.lines
}

// everything is the value of v with all that it points to, unexported fields too.
func everything(v any) string {
	d := dumper{unexported: true}
	d.line(v)
	return d.lines[0]
}

// A dumper writes values in full: what pointers point to rather than where.
type dumper struct {
	unexported bool
	lines      []string
	b          strings.Builder
}

func (d *dumper) line(values ...any) {
	d.b.Reset()
	for i, v := range values {
		if i > 0 {
			d.b.WriteByte(' ')
		}
		d.value(reflect.ValueOf(v))
	}
	d.lines = append(d.lines, d.b.String())
}

var (
	timeType      = reflect.TypeFor[time.Time]()
	frameworkType = reflect.TypeFor[*proficiency.Framework]()
)

func (d *dumper) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			d.b.WriteString("nil")
			return
		}
		if v.Type() == frameworkType { // whose parts lead back to it, and never change
			fmt.Fprintf(&d.b, "framework %x", v.Pointer())
			return
		}
		d.value(v.Elem())
	case reflect.Struct:
		if v.Type() == timeType && v.CanInterface() {
			d.b.WriteString(v.Interface().(time.Time).Format(time.RFC3339Nano))
			return
		}
		d.structure(v)
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			fmt.Fprintf(&d.b, "%x", v)
			return
		}
		d.b.WriteByte('[')
		for i := range v.Len() {
			d.value(v.Index(i))
			d.b.WriteByte(' ')
		}
		d.b.WriteByte(']')
	case reflect.Map:
		d.mapping(v)
	case reflect.Func:
		d.b.WriteString("func")
	default:
		fmt.Fprintf(&d.b, "%v", v)
	}
}

func (d *dumper) structure(v reflect.Value) {
	d.b.WriteByte('{')
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.IsExported() || d.unexported {
			d.b.WriteString(f.Name + ":")
			d.value(v.Field(i))
			d.b.WriteByte(' ')
		}
	}
	d.b.WriteByte('}')
}

func (d *dumper) mapping(v reflect.Value) {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	d.b.WriteString("map[")
	for _, k := range keys {
		fmt.Fprintf(&d.b, "%v:", k)
		d.value(v.MapIndex(k))
		d.b.WriteByte(' ')
	}
	d.b.WriteByte(']')
}
