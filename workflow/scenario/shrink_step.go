package scenario

import (
	"reflect"
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// simplify makes single lines say less.
func (s *shrinker) simplify() {
	for i := 0; i < len(s.moves) && !s.over(); i++ {
		for simpler := true; simpler && !s.over(); {
			simpler = false
			if i >= len(s.moves) {
				return
			}
			for _, l := range lessThan(s.moves[i].line) {
				moves := slices.Clone(s.moves)
				moves[i].line = l
				if simpler = s.again(moves, s.s.Frameworks); simpler || s.over() {
					break
				}
			}
		}
	}
}

// lessThan are lines that say a little less than one.
func lessThan(l Line) (out []Line) {
	switch l := l.(type) {
	case *Actor:
		return lessActors(l)
	case *Staff:
		for i := range l.People {
			if less := *l; len(l.People) > 1 {
				less.People = slices.Delete(slices.Clone(l.People), i, i+1)
				out = append(out, &less)
			}
		}
	case *Award:
		if less := *l; !l.Until.IsZero() {
			less.Until = proficiency.Date{}
			out = append(out, &less)
		}
	case *Centre:
		if less := *l; l.Zone != "" {
			less.Zone = ""
			out = append(out, &less)
		}
	case *Step:
		return lessSteps(l)
	}
	return out
}

func lessActors(l *Actor) (out []Line) {
	for i := range l.Roles {
		less := *l
		less.Roles = slices.Delete(slices.Clone(l.Roles), i, i+1)
		out = append(out, &less)
	}
	for i := range l.Centres {
		if less := *l; len(l.Centres) > 1 {
			less.Centres = slices.Delete(slices.Clone(l.Centres), i, i+1)
			out = append(out, &less)
		}
	}
	if less := *l; len(l.Categories) > 0 {
		less.Categories = nil
		out = append(out, &less)
	}
	return out
}

func lessSteps(l *Step) (out []Line) {
	for _, c := range lessOf(l.Command) {
		less := *l
		less.Command = c
		out = append(out, &less)
	}
	if less := *l; l.Brought.AsOf != 0 {
		less.Brought.AsOf = 0
		out = append(out, &less)
	}
	less := *l
	if less.Request, less.SeenBefore = "", false; less.Request != l.Request || less.SeenBefore != l.SeenBefore {
		out = append(out, &less)
	}
	return out
}

// lessOf are commands with one element of a list, or one field, less.
func lessOf(c workflow.Command) (out []workflow.Command) {
	v := reflect.ValueOf(c).Elem()
	less := func(change func(reflect.Value)) {
		p := reflect.New(v.Type())
		p.Elem().Set(v)
		change(p.Elem())
		if cmd, ok := p.Interface().(workflow.Command); ok {
			out = append(out, cmd)
		}
	}
	for i := range v.NumField() {
		switch f := v.Field(i); {
		case f.Kind() == reflect.Slice:
			for j := range f.Len() {
				less(func(to reflect.Value) { to.Field(i).Set(without(f, j)) })
			}
		case !f.IsZero() && spare(f):
			less(func(to reflect.Value) { to.Field(i).SetZero() })
		}
	}
	return append(append(out, lessAnswers(c)...), lessOverrides(c)...)
}

// spare reports whether a field may be left empty without the command being
// about somebody or something else: a text, a flag or a date.
func spare(f reflect.Value) bool {
	return f.Type() == reflect.TypeFor[string]() || f.Kind() == reflect.Bool || f.Type() == reflect.TypeFor[proficiency.Date]()
}

func without(list reflect.Value, i int) reflect.Value {
	out := reflect.MakeSlice(list.Type(), 0, list.Len())
	for j := range list.Len() {
		if j != i {
			out = reflect.Append(out, list.Index(j))
		}
	}
	return out
}

// lessAnswers leaves out what an answer comes with.
func lessAnswers(c workflow.Command) (out []workflow.Command) {
	assess, ok := c.(*workflow.SelfAssess)
	if !ok {
		return nil
	}
	for i, a := range assess.Items {
		bare := workflow.ItemAnswer{Item: a.Item, Answers: a.Answers}
		if !reflect.DeepEqual(a, bare) {
			own := *assess
			own.Items = slices.Clone(assess.Items)
			own.Items[i] = bare
			out = append(out, &own)
		}
	}
	return out
}

// lessOverrides lets go less, or nothing.
func lessOverrides(c workflow.Command) (out []workflow.Command) {
	enrol, ok := c.(*workflow.Enrol)
	if !ok || reflect.ValueOf(enrol.Override).IsZero() {
		return nil
	}
	bare := *enrol
	bare.Override = workflow.Override{}
	out = append(out, &bare)
	for i := range enrol.Override.Frameworks {
		less := *enrol
		less.Override.Frameworks = slices.Delete(slices.Clone(enrol.Override.Frameworks), i, i+1)
		out = append(out, &less)
	}
	return out
}
