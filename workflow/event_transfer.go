package workflow

import (
	"encoding/json"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// TransferAccepted says that the record of an enrolment that was kept elsewhere
// was taken over: that it was verified, what of it is confirmed here from now on,
// and what was left out. Free texts of it are not: they stay where they were written.
type TransferAccepted struct {
	Stamp `json:"-"`
	// Origin is the installation that kept the record, and Learner whose it is there.
	Origin  string  `json:"origin"`
	Learner Foreign `json:"learner"`
	// Enrolment is the enrolment there, Record the number of its last record, and
	// Head the hash of that.
	Enrolment EnrolmentID      `json:"enrolment"`
	Record    Seq              `json:"record"`
	Head      canonical.Digest `json:"head"`
	// Framework and Digest are the content that it was on with its last record.
	Framework proficiency.Ref  `json:"framework"`
	Digest    canonical.Digest `json:"digest"`
	// As is the role relied on.
	As Held `json:"as"`
	// SignOff is the sign-off that stands there; zero for none.
	SignOff Attainment `json:"sign_off"`
	// Decisions are the confirmations that stand there of what was taken over.
	Decisions []Original `json:"decisions"`
	// Items are what was taken over.
	Items []TakenOver `json:"items"`
	// Left is what was left out.
	Left []LeftOut `json:"left"`
}

// TakenOver is an item that is confirmed by a confirmation that was given elsewhere.
type TakenOver struct {
	Item    proficiency.ItemID `json:"item"`
	Answers []KeptAnswer       `json:"answers"`
	// Decisions are places in the event's Decisions, from 0: the first is the one
	// that lapses first.
	Decisions []int `json:"decisions"`
}

// UnmarshalJSON reads the form in which records hold it, the version beside the
// id of the framework.
func (e *TransferAccepted) UnmarshalJSON(b []byte) (err error) {
	type plain TransferAccepted
	m := struct {
		*plain
		Framework proficiency.FrameworkID `json:"framework"`
		Version   string                  `json:"version"`
	}{plain: (*plain)(e)}
	if err := json.Unmarshal(b, &m); err != nil {
		return err
	}
	e.Framework.ID = m.Framework
	if m.Version != "" {
		e.Framework.Version, err = proficiency.ParseVersion(m.Version)
	}
	return err
}

func (e *TransferAccepted) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.held("as", e.As)
	o.list("decisions", len(e.Decisions), func(dst []byte, i int) []byte { return e.Decisions[i].appendJSON(dst) })
	o.digest("digest", e.Digest)
	o.str("enrolment", string(e.Enrolment))
	o.event(e.EventKind())
	o.str("framework", string(e.Framework.ID))
	o.digest("head", e.Head)
	o.list("items", len(e.Items), func(dst []byte, i int) []byte { return e.Items[i].appendJSON(dst) })
	o.str("learner", string(e.Learner))
	o.list("left", len(e.Left), func(dst []byte, i int) []byte {
		l := open(dst)
		l.str("code", string(e.Left[i].Code))
		l.items("items", e.Left[i].Items)
		return l.close()
	})
	o.str("origin", e.Origin)
	o.int("record", int64(e.Record))
	if e.SignOff != (Attainment{}) {
		o.key("sign_off")
		o.b = e.SignOff.appendJSON(o.b)
	}
	if e.Framework.Version != (proficiency.Version{}) {
		o.str("version", e.Framework.Version.String())
	}
	return o.close()
}

func (t *TakenOver) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.kept(t.Answers)
	o.list("decisions", len(t.Decisions), func(dst []byte, i int) []byte { return canonical.AppendInt(dst, int64(t.Decisions[i])) })
	o.str("item", string(t.Item))
	return o.close()
}

func (d *Original) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.held("as", d.As)
	o.time("at", d.At)
	o.str("by", string(d.By))
	o.bool("paper", d.Paper)
	o.int("record", int64(d.Record))
	if d.Term != nil {
		o.key("term")
		o.b = d.Term.appendJSON(o.b)
	}
	return o.close()
}
