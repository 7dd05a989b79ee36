package workflow

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

// summaryFormat names the stored form of a summary.
const summaryFormat = "countersign-summary/1"

// MaxSummarySize is the greatest size of a stored summary that ReadSummary
// reads, in bytes: room for some ten thousand requests that are pending.
const MaxSummarySize = 8 << 20

// ErrNewerSummary means that a later version of this software wrote the
// summary. It can be made again from the enrolment's records.
var ErrNewerSummary = errors.New("workflow: the summary's form is not known to this version")

// AppendSummary appends a summary in the form in which stores keep it: JSON in
// canonical form that names its version, without members that are zero. Times
// are taken in UTC, to the microsecond, in the years 1 to 9999; strings are
// UTF-8. What is so comes back from [ReadSummary] as it was, but that an empty
// list and none are the same. It is as confidential as the enrolment.
func AppendSummary(dst []byte, s *Summary) []byte {
	o := open(dst)
	o.str("accountable", string(s.Accountable))
	o.time("at", s.At.UTC())
	o.settings(s.Attributes)
	o.str("category", string(s.Category))
	strs(&o, "centres", s.Centres)
	o.date("complete_by", s.CompleteBy)
	strs(&o, "contributors", s.Contributors)
	strs(&o, "deciders", s.Deciders)
	o.time("due_at", s.DueAt.UTC())
	o.time("enrolled_at", s.EnrolledAt.UTC())
	o.str("enrolment", string(s.Enrolment))
	o.time("first_enrolled_at", s.FirstEnrolledAt.UTC())
	o.str("format", summaryFormat)
	o.str("framework", string(s.Framework.ID))
	o.time("good_until", s.GoodUntil.UTC())
	o.str("items", base64.RawStdEncoding.EncodeToString([]byte(s.Items)))
	o.list("lapses", len(s.Lapses), func(dst []byte, i int) []byte { return s.Lapses[i].appendJSON(dst) })
	o.str("learner", string(s.Learner))
	o.list("pending", len(s.Pending), func(dst []byte, i int) []byte { return s.Pending[i].appendJSON(dst) })
	o.bool("ready", s.Ready)
	o.int("round", int64(s.Round))
	o.list("sections", len(s.Sections), func(dst []byte, i int) []byte { return s.Sections[i].appendJSON(dst) })
	o.int("seq", int64(s.Seq))
	strs(&o, "serials", s.Serials)
	o.bool("sign_off_stands", s.SignOffStands)
	o.time("sign_off_until", s.SignOffUntil.UTC())
	o.date("signed_off_on", s.SignedOffOn)
	o.str("status", string(s.Status))
	if s.Submission != (Submission{}) {
		o.key("submission")
		o.b = s.Submission.appendJSON(o.b)
	}
	strs(&o, "supervisors", s.Supervisors)
	o.bool("trial", s.Trial)
	if s.Framework.Version != (proficiency.Version{}) {
		o.str("version", s.Framework.Version.String())
	}
	return o.close()
}

func strs[S ~string](o *object, name string, list []S) {
	o.list(name, len(list), func(dst []byte, i int) []byte { return quoted(dst, string(list[i])) })
}

func (l *Lapse) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.time("at", l.At.UTC())
	o.int("items", int64(l.Items))
	return o.close()
}

func (p *Pending) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.int("items", int64(p.Items))
	o.int("request", int64(p.Request))
	o.bool("sign_off", p.SignOff)
	o.time("since", p.Since.UTC())
	o.str("with", string(p.With))
	return o.close()
}

func (c *SectionCounts) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.int("assessed", int64(c.Assessed))
	o.int("confirmed", int64(c.Confirmed))
	o.int("counting", int64(c.Counting))
	o.int("groups", int64(c.Groups))
	o.int("groups_met", int64(c.GroupsMet))
	o.int("lapsed", int64(c.Lapsed))
	o.int("ongoing", int64(c.Ongoing))
	o.int("rejected", int64(c.Rejected))
	o.int("requested", int64(c.Requested))
	o.str("section", string(c.Section))
	o.int("waived", int64(c.Waived))
	return o.close()
}

// ReadSummary reads what AppendSummary wrote, to the byte. The error wraps
// [ErrNewerSummary] where a later version wrote it. Nothing in b is trusted,
// and nothing of it is kept.
func ReadSummary(b []byte) (Summary, error) {
	if len(b) > MaxSummarySize {
		return Summary{}, fmt.Errorf("workflow: the summary has %d bytes: at most %d are read", len(b), MaxSummarySize)
	}
	var x storedSummary
	if err := strictJSON(b, &x); err != nil || x.Format != summaryFormat {
		return Summary{}, notThisForm(b, err)
	}
	s, err := x.summary()
	if err == nil && !bytes.Equal(AppendSummary(nil, &s), b) {
		err = errors.New("it is not as this software writes it")
	}
	if err != nil {
		return Summary{}, fmt.Errorf("workflow: this is not a summary: %w", err)
	}
	return s, nil
}

// notThisForm says why b is no summary of the form that is known here, given what
// reading it as one came to.
func notThisForm(b []byte, err error) error {
	var named struct {
		Format string `json:"format"`
	}
	if unnamed := json.Unmarshal(b, &named); unnamed != nil {
		err = unnamed
	} else if named.Format != summaryFormat {
		return fmt.Errorf("%w: it is %s: only %q is known", ErrNewerSummary, quoteID(named.Format), summaryFormat)
	}
	return fmt.Errorf("workflow: this is not a summary: %w", err)
}

// storedTime reads what object.time writes; absent is the zero time.
type storedTime struct{ time.Time }

func (t *storedTime) UnmarshalJSON(b []byte) (err error) {
	t.Time, err = time.Parse(`"`+timeFormat+`"`, string(b))
	return err
}

// summary is what was stored, if what was read is to the byte what is written.
func (x *storedSummary) summary() (Summary, error) {
	s := Summary{
		Enrolment: x.Enrolment, Seq: x.Seq, At: x.At.Time, Learner: x.Learner, Supervisors: x.Supervisors, Deciders: x.Deciders,
		Centres: x.Centres, Framework: proficiency.Ref{ID: x.Framework}, Category: x.Category, Attributes: x.Attributes, Status: x.Status, Ready: x.Ready,
		FirstEnrolledAt: x.FirstEnrolledAt.Time, EnrolledAt: x.EnrolledAt.Time, CompleteBy: x.CompleteBy, DueAt: x.DueAt.Time,
		SignedOffOn: x.SignedOffOn, SignOffUntil: x.SignOffUntil.Time, SignOffStands: x.SignOffStands, Trial: x.Trial,
		Serials: x.Serials, GoodUntil: x.GoodUntil.Time, Round: x.Round, Submission: x.Submission.submission(), Contributors: x.Contributors, Accountable: x.Accountable,
	}
	for _, c := range x.Sections {
		s.Sections = append(s.Sections, SectionCounts{c.Section, Counts(c.storedCounts)})
	}
	for _, p := range x.Pending {
		s.Pending = append(s.Pending, Pending{With: p.With, Request: p.Request, Since: p.Since.Time, Items: p.Items, SignOff: p.SignOff})
	}
	for _, l := range x.Lapses {
		s.Lapses = append(s.Lapses, Lapse{At: l.At.Time, Items: l.Items})
	}
	items, err := base64.RawStdEncoding.DecodeString(x.Items)
	if s.Items = ItemStatuses(items); err != nil || x.Version == "" {
		return s, err
	}
	s.Framework.Version, err = proficiency.ParseVersion(x.Version)
	return s, err
}

type storedSummary struct {
	Accountable     PersonID                `json:"accountable"`
	At              storedTime              `json:"at"`
	Attributes      []proficiency.Setting   `json:"attributes"`
	Category        proficiency.Category    `json:"category"`
	Centres         []CentreID              `json:"centres"`
	CompleteBy      proficiency.Date        `json:"complete_by"`
	Contributors    []PersonID              `json:"contributors"`
	Deciders        []PersonID              `json:"deciders"`
	DueAt           storedTime              `json:"due_at"`
	EnrolledAt      storedTime              `json:"enrolled_at"`
	Enrolment       EnrolmentID             `json:"enrolment"`
	FirstEnrolledAt storedTime              `json:"first_enrolled_at"`
	Format          string                  `json:"format"`
	Framework       proficiency.FrameworkID `json:"framework"`
	GoodUntil       storedTime              `json:"good_until"`
	Items           string                  `json:"items"`
	Lapses          []struct {
		At    storedTime `json:"at"`
		Items int        `json:"items"`
	} `json:"lapses"`
	Learner PersonID `json:"learner"`
	Pending []struct {
		Items   int        `json:"items"`
		Request Seq        `json:"request"`
		SignOff bool       `json:"sign_off"`
		Since   storedTime `json:"since"`
		With    PersonID   `json:"with"`
	} `json:"pending"`
	Ready         bool             `json:"ready"`
	Round         int              `json:"round"`
	Sections      []storedSection  `json:"sections"`
	Seq           Seq              `json:"seq"`
	Serials       []string         `json:"serials"`
	SignOffStands bool             `json:"sign_off_stands"`
	SignOffUntil  storedTime       `json:"sign_off_until"`
	SignedOffOn   proficiency.Date `json:"signed_off_on"`
	Status        Status           `json:"status"`
	Submission    storedSubmission `json:"submission"`
	Supervisors   []PersonID       `json:"supervisors"`
	Trial         bool             `json:"trial"`
	Version       string           `json:"version"`
}

type storedSection struct {
	Section proficiency.SectionID `json:"section"`
	storedCounts
}

// storedCounts has the fields of Counts, so that the one converts to the other
// and the compiler notices a field added.
type storedCounts struct {
	Counting  int `json:"counting"`
	Ongoing   int `json:"ongoing"`
	Assessed  int `json:"assessed"`
	Requested int `json:"requested"`
	Confirmed int `json:"confirmed"`
	Rejected  int `json:"rejected"`
	Lapsed    int `json:"lapsed"`
	Waived    int `json:"waived"`
	Groups    int `json:"groups"`
	GroupsMet int `json:"groups_met"`
}
