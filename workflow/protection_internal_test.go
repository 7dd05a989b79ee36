package workflow

import (
	"reflect"
	"slices"
	"strings"
)

// A Member is one value that a record, an event or a summary is made of, by
// its place, such as "plan.actions".
type Member struct {
	Path string
	Type reflect.Type
}

// MembersOf are the members of a struct with everything below it, by
// reflection: whatever is added later is among them. They have the names by
// which they are stored, or else those of their fields.
func MembersOf(t reflect.Type) (out []Member) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	for f := range fieldsOf(t) {
		if f.Type == stampType {
			continue
		}
		name := nameOf(f)
		below := MembersOf(f.Type)
		if whole(f.Type) || len(below) == 0 {
			out = append(out, Member{Path: name, Type: f.Type})
			continue
		}
		for _, m := range below {
			if !f.Anonymous {
				m.Path = name + "." + m.Path
			}
			out = append(out, m)
		}
	}
	return out
}

// fieldsOf are the exported fields of a struct; none of anything else.
func fieldsOf(t reflect.Type) func(func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		if t.Kind() != reflect.Struct || whole(t) {
			return
		}
		for i := range t.NumField() {
			f := t.Field(i)
			stored := f.Anonymous || f.Tag.Get("json") != "-"
			if f.IsExported() && stored && !yield(f) {
				return
			}
		}
	}
}

// whole is for structs that are one value.
func whole(t reflect.Type) bool {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return slices.Contains([]reflect.Type{textType, dateType, digestType, timeType, reflect.TypeFor[Held]()}, t) || strings.HasSuffix(t.PkgPath(), "/proficiency")
}

func nameOf(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "" || name == "-" {
		return f.Name
	}
	return name
}

// IsText and IsPerson tell what a member holds.
func (m Member) IsText() bool { return m.is(textType) }

// IsPerson reports whether the member holds ids of people, here or elsewhere.
func (m Member) IsPerson() bool {
	return m.is(reflect.TypeFor[PersonID]()) || m.is(reflect.TypeFor[Foreign]())
}

func (m Member) is(want reflect.Type) bool {
	t := m.Type
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return t == want
}

// EventMembers are the members of every kind of event.
func EventMembers() map[string][]Member {
	out := map[string][]Member{}
	for kind, blank := range blankEvents {
		out[kind] = MembersOf(reflect.TypeOf(blank()))
	}
	return out
}

// A PlacedText is a free text and where it stands, such as "decided.plan.actions".
type PlacedText struct {
	Path string
	Text *Text
}

// PlacedTexts finds the texts of an event by reflection, whatever textsOf thinks.
func PlacedTexts(e Event) []PlacedText { return placed(e.EventKind(), reflect.ValueOf(e).Elem()) }

func placed(path string, v reflect.Value) (out []PlacedText) {
	for f := range fieldsOf(v.Type()) {
		out = append(out, placedIn(path+"."+nameOf(f), v.FieldByIndex(f.Index))...)
	}
	return out
}

func placedIn(path string, v reflect.Value) (out []PlacedText) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		if t, ok := v.Interface().(*Text); ok {
			return []PlacedText{{path, t}}
		}
		return placedIn(path, v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			out = append(out, placedIn(path, v.Index(i))...)
		}
		return out
	}
	return placed(path, v)
}

// Cached are the states that an engine keeps.
func (e *Engine) Cached() (states []State) {
	e.cache.mu.Lock()
	defer e.cache.mu.Unlock()
	for _, c := range e.cache.byID {
		states = append(states, c.Value.(*cached).l.state)
	}
	return states
}

// DigestOf is the digest by which a request is told from others with its id.
func (e *Engine) DigestOf(req Request) CommandDigest { return e.commandDigest(&req) }

// RandomEvent is an event of any kind with odd values in it.
func RandomEvent(seed uint64) Event {
	g := newGenerator(seed, false)
	all := kinds()
	slices.Sort(all)
	return g.event(all[g.IntN(len(all))])
}
