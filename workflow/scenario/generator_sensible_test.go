package scenario

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// sensible takes from a line what no file could say.
func (g *generator) sensible(l Line) {
	about := []Enrolment{g.enrolment()}
	switch l := l.(type) {
	case *Centre:
		l.Zone = []string{"", "UTC", "Pacific/Auckland"}[g.IntN(3)]
	case *Offer:
		if g.IntN(2) == 0 {
			l.Framework = ""
		}
	case *Actor:
		if len(l.Centres) == 0 {
			l.Roles, l.Categories = nil, nil
		}
	case *Change:
		if l.Kind != Appoint {
			l.Categories = nil
		}
		switch {
		case l.Kind != Appoint && l.Kind != Revoke:
			l.Role = ""
		case l.Kind == Appoint:
			l.Role = "r" + l.Role
		}
	case *Staff:
		l.People = append(l.People, "somebody")
	case *Award:
		if l.Framework.Version.Patch++; l.Annuls {
			l.Framework.Version, l.Until = proficiency.Version{}, proficiency.Date{}
		}
	case *Turn:
		l.To = g.origin()
	case *Look:
		l.About = about
	case *Erase:
		l.About = about
	}
}

// sensibleExpectation does so for expectations.
func (g *generator) sensibleExpectation(l *Expect) {
	switch e := l.What.(type) {
	case *StatusIs:
		if g.IntN(3) == 0 {
			e.Status = ""
		}
	case *Missing:
		e.Reasons = g.reasons()[g.IntN(2):]
	case *LeftOutIs:
		e.Items = g.reasons()[g.IntN(2):]
		for i := range e.Items {
			e.Items[i].Saying = nil
		}
	case *CountsAre:
		e.Counts = []Count{{Name: "confirmed", Items: g.IntN(100)}, {Name: countNames()[0]}}
		if g.IntN(2) == 0 {
			e.Section, e.Of, l.About = "", "p"+e.Of, nil
		} else {
			e.Of = ""
		}
	case *MayIs:
		e.Reasons = nil
		if e.Not && g.IntN(2) == 0 {
			e.Reasons = g.reasons()
		}
	case *SerialIs:
		l.About = nil
	case *ListIs:
		l.About = nil
		if g.IntN(2) == 0 {
			e.Status = ""
		}
	case *PendingIs:
		if e.Items == 0 && !e.SignOff {
			e.Requests = 0
		}
	case *Golden:
		if e.Text = g.block(); e.Text != "" {
			e.Text += "\n"
		}
		if e.View == Refusal || e.View == Results || e.View == NoticeTexts {
			l.About = nil
		}
	default:
		g.sensibleItem(e)
	}
}

func (g *generator) sensibleItem(e Expectation) {
	switch e := e.(type) {
	case *RecommendedAre:
		for i := range e.Recommended {
			e.Recommended[i].ID, e.Recommended[i].Of = "r"+e.Recommended[i].ID, "o"+e.Recommended[i].Of
		}
	case *DecisionIs:
		e.Outcome = workflow.Confirmed
		if g.IntN(3) == 0 {
			*e = DecisionIs{Item: e.Item}
		}
	case *EventsAre:
		e.Events = slices.Repeat([]string{eventKinds[g.IntN(len(eventKinds))]}, 1+g.IntN(3))
	case *SubmittedIs:
		if e.Round %= 4; e.Round == 0 {
			e.On, e.Until = proficiency.Date{}, proficiency.Date{}
		}
	case *RoundIs:
		e.Number++
	case *CertificateIs:
		if g.IntN(3) == 0 {
			e.Status = ""
		}
	case *RatingsAre:
		if len(e.Items) == 0 {
			e.Items = []proficiency.ItemID{"a"}
		}
	case *ItemsAre:
		e.Items = append(e.Items, AllOf("x"), proficiency.ItemID(g.words()))
	}
}
