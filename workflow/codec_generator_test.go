package workflow

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// A generator fills events and commands with values by reflection, whatever
// fields they have, so that a field added later without its place in the codec
// makes a test fail.
type generator struct {
	*rand.Rand
	// full fills everything; otherwise about every third value stays zero.
	full bool
}

func newGenerator(seed uint64, full bool) *generator {
	return &generator{Rand: rand.New(rand.NewPCG(seed, 7)), full: full}
}

var (
	stampType = reflect.TypeFor[Stamp]()

	transferType = reflect.TypeFor[Transfer]()
	textType     = reflect.TypeFor[Text]()
	dateType     = reflect.TypeFor[proficiency.Date]()
	digestType   = reflect.TypeFor[canonical.Digest]()
	timeType     = reflect.TypeFor[time.Time]()
)

// fill sets every exported field below v. What it does not know is a failure of the test, not a gap in it.
func (g *generator) fill(v reflect.Value) {
	if !g.full && g.IntN(3) == 0 {
		return
	}
	switch v.Type() {
	case stampType: // comes from the record
		return
	case textType:
		v.Set(reflect.ValueOf(g.text()))
		return
	case dateType:
		v.Set(reflect.ValueOf(g.date()))
		return
	case timeType:
		v.Set(reflect.ValueOf(g.time()))
		return
	case transferType:
		s := NewState(EnrolmentID(g.words()), nil)
		v.Set(reflect.ValueOf(Transfer{read: &foreignRecord{origin: g.words(), state: s}}))
		return
	case digestType:
		v.Set(reflect.ValueOf(canonical.Sum(g.bytes(8))))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(g.words())
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(1 + g.Int64N(canonical.MaxInt))
	case reflect.Uint32, reflect.Uint64:
		v.SetUint(1 + g.Uint64N(1<<31))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		if v.Type().Elem() == textType {
			v.Elem().Set(reflect.ValueOf(g.text())) // a text that is there is never blank
		} else {
			g.fill(v.Elem())
		}
	case reflect.Slice:
		g.slice(v)
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Tag.Get("json") != "-" { // which is not of the form
				g.fill(v.Field(i))
			}
		}
	default:
		panic(fmt.Sprintf("the generator does not know %s", v.Type()))
	}
}

func (g *generator) slice(v reflect.Value) {
	v.Set(reflect.MakeSlice(v.Type(), 1+g.IntN(3), 4))
	for i := range v.Len() {
		if e := v.Index(i); e.Kind() == reflect.Pointer {
			e.Set(reflect.New(e.Type().Elem()))
			e.Elem().Set(reflect.ValueOf(g.text()))
		} else {
			g.fill(e)
		}
	}
}

// words are never empty and hold what encoders get wrong.
func (g *generator) words() string {
	odd := []string{`"`, `\`, "\n", "\x00", "\x1f", "\x7f", "<&>", "é", "漢", "😀", "\u2028", "\ufffd", "a", "item-1", "/", "e\u0301"}
	s := odd[g.IntN(len(odd))]
	for range g.IntN(6) {
		s += odd[g.IntN(len(odd))]
	}
	return s
}

func (g *generator) text() Text {
	t := Text{Words: g.words()}
	copy(t.Salt[:], g.bytes(16))
	t.Digest = textDigest(t.Salt, t.Words)
	return t
}

func (g *generator) date() proficiency.Date {
	day := time.Date(1+g.IntN(9998), time.Month(1+g.IntN(12)), 1+g.IntN(31), 0, 0, 0, 0, time.UTC)
	return proficiency.DateOf(day, time.UTC)
}

func (g *generator) time() time.Time {
	return time.Date(1+g.IntN(9998), 1, 1+g.IntN(365), 0, 0, 0, 1000*g.IntN(1e6), time.UTC)
}

func (g *generator) bytes(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(g.Uint32())
	}
	return b
}

// event makes an event of a kind.
func (g *generator) event(kind string) Event {
	e := blankEvents[kind]()
	v := reflect.ValueOf(e).Elem()
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.IsExported() && f.Tag.Get("json") != "-" { // which is not of the form
			g.fill(v.Field(i))
		}
	}
	return e
}

// FillAtRandom fills what v points to with odd values, for the tests outside of the package.
func FillAtRandom(seed uint64, v any) { newGenerator(seed, false).fill(reflect.ValueOf(v).Elem()) }

// FillInFull is FillAtRandom that leaves nothing out.
func FillInFull(seed uint64, v any) { newGenerator(seed, true).fill(reflect.ValueOf(v).Elem()) }

// textsIn finds the texts below v by reflection: the second opinion to textsOf.
func textsIn(v reflect.Value) (ts []*Text) {
	switch v.Kind() {
	case reflect.Pointer:
		if t, ok := v.Interface().(*Text); ok && t != nil {
			return []*Text{t}
		}
		if !v.IsNil() {
			return textsIn(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			ts = append(ts, textsIn(v.Index(i))...)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				ts = append(ts, textsIn(v.Field(i))...)
			}
		}
	}
	return ts
}

// TextsIn gives the texts of an event, RoleOf the role that it rests on, found by reflection.
func TextsIn(e Event) []*Text { return textsIn(reflect.ValueOf(e)) }

// TextsBelow gives the texts of anything else.
func TextsBelow(v any) []*Text { return textsIn(reflect.ValueOf(v)) }

// RoleOf is zero for an event that has no role.
func RoleOf(e Event) (as Held) {
	if f := reflect.ValueOf(e).Elem().FieldByName("As"); f.IsValid() {
		as, _ = f.Interface().(Held)
	}
	return as
}

// EventKinds are the names of all kinds of event.
func EventKinds() []string { return kinds() }

// datesIn finds the dates below v by reflection.
func datesIn(v reflect.Value) (ds []*proficiency.Date) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			return datesIn(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			ds = append(ds, datesIn(v.Index(i))...)
		}
	case reflect.Struct:
		if v.Type() == dateType {
			return []*proficiency.Date{v.Addr().Interface().(*proficiency.Date)}
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				ds = append(ds, datesIn(v.Field(i))...)
			}
		}
	}
	return ds
}

// recordOf is a first record that holds the events and their texts, dated and hashed.
func recordOf(id EnrolmentID, events ...Event) Record {
	r := Record{
		Format: RecordFormat, Seq: 1, At: time.Date(2026, 11, 20, 9, 30, 0, 123456000, time.UTC), Actor: "actor-1",
		Request: "request-1", Command: CommandDigest{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}, Kind: "kind",
		Framework:       proficiency.Ref{ID: "ward-round", Version: proficiency.Version{Major: 1}},
		FrameworkDigest: canonical.Sum([]byte("content")), PolicyDigest: canonical.Sum([]byte("policy")), Register: "register-7",
	}
	r.Events = append(r.Events, '[')
	for i, e := range events {
		*e.stamp() = Stamp{Seq: r.Seq, At: r.At, By: r.Actor}
		if i > 0 {
			r.Events = append(r.Events, ',')
		}
		r.Events = e.appendJSON(r.Events)
		for _, t := range textsIn(reflect.ValueOf(e)) {
			r.Texts = append(r.Texts, *t)
		}
	}
	r.Events = append(r.Events, ']')
	r.Hash = r.hashAfter(genesis(id))
	return r
}

func kinds() []string {
	var all []string
	for k := range blankEvents {
		all = append(all, k)
	}
	return all
}
