package roles

import (
	"context"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

// A Tenure is something that was so of a person at a centre for a time.
type Tenure struct {
	Kind   TenureKind
	Person PersonID
	// Role and Categories are those of an appointment; no categories means all.
	Role       RoleID
	Categories []proficiency.Category
	// From is the act that began it, and Until the one that ended it: zero while it lasts.
	From, Until TenureMark
}

// Lasts reports whether nothing has ended it.
func (t *Tenure) Lasts() bool { return t.Until.Seq == 0 }

// A TenureKind says what was so.
type TenureKind string

const (
	// TenureRole is holding a role. Whether it was in force at a moment depends on
	// the person's other tenures: see [Register.At].
	TenureRole TenureKind = "role"
	// TenureRegistered is being registered without being approved yet.
	TenureRegistered TenureKind = "registered"
	// TenureDelegate is being a delegate: approved and not deactivated.
	TenureDelegate TenureKind = "delegate"
	// TenureSuspended is being suspended.
	TenureSuspended TenureKind = "suspended"
)

// A TenureMark is the act that begins or ends something.
type TenureMark struct {
	Seq RegisterSeq
	At  time.Time
	// By is whose act it was, empty for the host's own; As the role relied on.
	By  PersonID
	As  RoleID
	Act ActKind
}

// History says who held what at the centre, with which categories, from when to
// when and by whose acts, and who was a delegate or suspended; in the order in
// which it began. It goes back to the first record; what a newer version wrote is
// not in it. A centre of which nothing is registered has none.
func (g *Register) History(ctx context.Context, id CentreID) ([]Tenure, error) {
	records, err := g.Records(ctx, id)
	if err != nil {
		return nil, err
	}
	s := newCentreState(id)
	if err := s.followedBy(records); err != nil {
		return nil, err
	}
	var h history
	for i := range records {
		events, _ := records[i].Decode() // what cannot be read changes nothing
		next := s.after(events)
		for _, p := range records[i].People {
			h.compare(p, s.entry(p), next.entry(p), records[i].mark())
		}
		s = next
	}
	return h.tenures, nil
}

func (r *RegisterRecord) mark() TenureMark {
	return TenureMark{Seq: r.Seq, At: r.At, By: r.Actor, As: r.As, Act: r.Kind}
}

type history struct{ tenures []Tenure }

// compare begins and ends what differs between two entries of one person,
// either of which may be missing.
func (h *history) compare(p PersonID, was, is *entry, mark TenureMark) {
	was, is = orBlank(was), orBlank(is)
	for _, kind := range [...]TenureKind{TenureRegistered, TenureDelegate, TenureSuspended} {
		h.turn(Tenure{Kind: kind, Person: p}, was.tenure(kind), is.tenure(kind), mark)
	}
	for _, a := range was.standing.Appointments {
		h.turn(tenureOf(p, &a), true, slices.ContainsFunc(is.standing.Appointments, a.same), mark)
	}
	for _, a := range is.standing.Appointments {
		h.turn(tenureOf(p, &a), slices.ContainsFunc(was.standing.Appointments, a.same), true, mark)
	}
}

func orBlank(x *entry) *entry {
	if x == nil {
		return &entry{}
	}
	return x
}

func tenureOf(p PersonID, a *Appointment) Tenure {
	return Tenure{Kind: TenureRole, Person: p, Role: a.Role, Categories: slices.Clone(a.Categories)}
}

// turn begins the tenure, or ends the one that lasts, if it was and is not the same.
func (h *history) turn(t Tenure, was, is bool, mark TenureMark) {
	switch {
	case is && !was:
		t.From = mark
		h.tenures = append(h.tenures, t)
	case was && !is:
		for i := len(h.tenures) - 1; i >= 0; i-- {
			if o := &h.tenures[i]; o.Lasts() && o.same(&t) {
				o.Until = mark
				return
			}
		}
	}
}

func (t *Tenure) same(o *Tenure) bool {
	return t.Kind == o.Kind && t.Person == o.Person && t.Role == o.Role && slices.Equal(t.Categories, o.Categories)
}

// tenure reports whether something is so.
func (x *entry) tenure(kind TenureKind) bool {
	switch kind {
	case TenureRegistered:
		return x.registered && !x.approved
	case TenureDelegate:
		return x.registered && x.approved && !x.deactivated
	case TenureSuspended:
		return x.suspended
	}
	return false
}
