package scenario

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"reflect"
	"strings"
	"time"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

func validPath(s string) bool { return fs.ValidPath(s) && !strings.Contains(s, "\n") }

var blankLines = []func() Line{
	func() Line { return new(Clock) }, func() Line { return new(Centre) }, func() Line { return new(Offer) },
	func() Line { return new(Confirmers) }, func() Line { return new(Actor) }, func() Line { return new(Change) },
	func() Line { return new(Staff) }, func() Line { return new(Award) }, func() Line { return new(Look) }, func() Line { return new(Erase) },
	func() Line { return new(Turn) },
}

var blankExpectations = []func() Expectation{
	func() Expectation { return new(StatusIs) }, func() Expectation { return new(ItemsAre) }, func() Expectation { return new(ReadyIs) },
	func() Expectation { return new(Missing) }, func() Expectation { return new(CountsAre) }, func() Expectation { return new(MayIs) },
	func() Expectation { return new(SeesIs) }, func() Expectation { return new(ListIs) }, func() Expectation { return new(PendingIs) },
	func() Expectation { return new(ContributorsAre) }, func() Expectation { return new(AccountableIs) },
	func() Expectation { return new(SupervisorsAre) }, func() Expectation { return new(CentresAre) }, func() Expectation { return new(AttributesAre) }, func() Expectation { return new(RatingsAre) },
	func() Expectation { return new(DecisionIs) }, func() Expectation { return new(PlanIs) }, func() Expectation { return new(AnswerIs) },
	func() Expectation { return new(CertificateIs) }, func() Expectation { return new(SerialIs) },
	func() Expectation { return new(CompleteByIs) }, func() Expectation { return new(EventsAre) }, func() Expectation { return new(Told) },
	func() Expectation { return new(OverriddenAre) }, func() Expectation { return new(LeftOutIs) }, func() Expectation { return new(ReliedOn) },
	func() Expectation { return new(DueIs) }, func() Expectation { return new(Golden) }, func() Expectation { return new(RoundIs) },
	func() Expectation { return new(SubmittedIs) }, func() Expectation { return new(VersionIs) },
}

// A generator fills values by reflection, so that a field added later without
// its place in the language makes a test fail.
type generator struct{ *rand.Rand }

func newGenerator(seed uint64) *generator { return &generator{rand.New(rand.NewPCG(seed, 11))} }

// closed are types of which only some values can be written.
var closed = map[reflect.Type][]string{
	reflect.TypeFor[workflow.Status]():         statuses,
	reflect.TypeFor[workflow.ItemStatus]():     itemStatuses,
	reflect.TypeFor[certificate.Status]():      certificateStatuses,
	reflect.TypeFor[proficiency.Rating]():      ratings,
	reflect.TypeFor[workflow.Kind]():           kinds,
	reflect.TypeFor[workflow.NoticeKind]():     noticeKinds,
	reflect.TypeFor[workflow.DutyKind]():       dutyKinds,
	reflect.TypeFor[roles.CentreKind]():        centreKinds,
	reflect.TypeFor[View]():                    {string(Overview), string(History), string(Refusal), string(Results), string(CertificateText), string(NoticeTexts)},
	reflect.TypeFor[ChangeKind]():              {string(Appoint), string(Revoke), string(Suspend), string(Reinstate), string(Deactivate), string(Activate)},
	reflect.TypeFor[proficiency.FrameworkID](): {"one", "two", "in", "three.4"},
}

func (g *generator) fill(v reflect.Value) {
	switch v.Type() {
	case reflect.TypeFor[source.Position](), reflect.TypeFor[place]():
		return
	case reflect.TypeFor[workflow.Foreign]():
		if g.IntN(2) == 0 {
			v.SetString(string(workflow.ForeignPerson("north", workflow.PersonID("p"+g.words()))))
		}
		return
	case reflect.TypeFor[proficiency.Ref]():
		v.Set(reflect.ValueOf(proficiency.Ref{ID: "one", Version: proficiency.Version{Minor: g.Uint32N(2)}}))
		return
	case reflect.TypeFor[proficiency.Date]():
		if g.IntN(2) == 0 {
			v.Set(reflect.ValueOf(proficiency.DateOf(time.Unix(g.Int64N(4e9), 0), time.UTC)))
		}
		return
	case reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.UnixMicro(1774744200e6 + g.Int64N(4)*g.Int64N(3600e6)).Truncate(time.Duration(1+g.IntN(2)) * time.Second).UTC()))
		return
	case reflect.TypeFor[canonical.Digest]():
		if g.IntN(2) == 0 {
			v.Set(reflect.ValueOf(canonical.Sum([]byte{byte(g.IntN(256))})))
		}
		return
	}
	if words, ok := closed[v.Type()]; ok {
		v.SetString(words[g.IntN(len(words))])
		return
	}
	g.fillKind(v)
}

func (g *generator) fillKind(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(g.words())
	case reflect.Bool:
		v.SetBool(g.IntN(2) == 0)
	case reflect.Int:
		v.SetInt(g.Int64N(1 << 10))
	case reflect.Uint64:
		v.SetUint(g.Uint64N(3))
	case reflect.Slice:
		if n := g.IntN(4); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				g.fill(v.Index(i))
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				g.fill(v.Field(i))
			}
		}
	case reflect.Uint32: // of a version
		v.SetUint(uint64(g.IntN(3)))
	default:
		panic(fmt.Sprintf("the generator does not know %s", v.Type()))
	}
}

// words hold what is hard to print, or means something elsewhere.
func (g *generator) words() string {
	odd := []string{
		"", "a", "item-1", "to", "all items", "all of x", "locked", "no items", "nothing", "the learner", "'", `"`, `\`, "\n", "\t", "\x00", "a..b", "learner-1..learner-3",
		"#", "!", "->", "a:", ":", ";", ",", "=", "[x]", "care@7", "é", "漢", "😀", "\u2028", "\ufeff", " ", "  x", "-1", "meanwhile", "expect", "x\r\ny", "```",
	}
	s := odd[g.IntN(len(odd))]
	for range g.IntN(3) {
		s += odd[g.IntN(len(odd))]
	}
	return s
}

// block is text of a block, whose lines end with line feeds.
func (g *generator) block() string { return strings.ReplaceAll(g.words(), "\r", "") }

func (g *generator) enrolment() Enrolment {
	var e Enrolment
	g.fill(reflect.ValueOf(&e).Elem())
	if g.IntN(2) == 0 {
		e.Centre = ""
	} else {
		e.Learner = ""
	}
	return e
}

func (g *generator) origin() string {
	return []string{Here, "north", "to", "elsewhere", "1.b-2"}[g.IntN(5)]
}

func (g *generator) reasons() (list []Reason) {
	g.fill(reflect.ValueOf(&list).Elem())
	for i := range list {
		if g.IntN(2) == 0 {
			list[i].Code = workflow.Code(codes[g.IntN(len(codes))])
		}
	}
	return append(list, Reason{Code: workflow.NotFound})
}

// step makes a step of a command.
func (g *generator) step(c workflow.Command) *Step {
	s := &Step{Actor: workflow.PersonID("p" + g.words()), Command: c}
	if g.IntN(2) == 0 {
		s.Request = workflow.RequestID("r" + g.words())
	}
	s.Outcome = []Outcome{Accepted, Unchanged, Replayed, Refused, Open}[g.IntN(5)]
	if s.Outcome == Refused {
		s.Reasons = g.reasons()
	}
	if _, opening := opens(s.Actor, c); !opening {
		s.About = []Enrolment{g.enrolment()}
		for range g.IntN(3) {
			s.About = append(s.About, g.enrolment())
		}
		if g.IntN(3) == 0 {
			s.Actor = TheLearner
		}
	}
	switch c := c.(type) {
	case *workflow.Confirm, *workflow.Reject:
		s.SeenBefore = g.IntN(2) == 0
	case *workflow.AcceptTransfer:
		g.fill(reflect.ValueOf(&s.Brought).Elem())
		s.Brought.Origin = g.origin()
	case *workflow.Redact:
		if g.IntN(2) == 0 || c.Text.IsZero() {
			*c, s.Words = workflow.Redact{}, g.words()
		}
	}
	return s
}
