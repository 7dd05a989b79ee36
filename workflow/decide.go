package workflow

import (
	"errors"
	"fmt"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// MaxItems is the greatest number of items that one command may name.
const MaxItems = 1000

var (
	errNoNonce  = errors.New("workflow: the facts lack the nonce that the command needs")
	errOther    = errors.New("workflow: the state is that of another enrolment than the command opens")
	errNoPolicy = errors.New("workflow: the facts lack the policy of roles")
	errContent  = errors.New("workflow: the framework is not the one that the enrolment is pinned to")
)

// Decide says what cmd would change, or returns *[Denied] with every reason
// against it. No events and no error mean that nothing would change. It reads
// no clock, store or network: the same arguments give the same events. Any
// other error means that the facts or the framework are not what the command
// needs, which is a fault of the caller, not of whoever gave the command.
//
// The events rest on s: they are for the record after s.Seq().
func Decide(fw *proficiency.Framework, s *State, f Facts, cmd Command) ([]Event, error) {
	d := decider{fw: fw, s: s, f: f, kind: cmd.Kind(), draw: drawer{nonce: f.Nonce, id: s.enr().id, seq: s.seq + 1}}
	if err := d.prepare(); err != nil {
		return nil, err
	}
	if c, ok := cmd.(opening); ok {
		if ref := c.framework(); !names(ref, fw, s) {
			return nil, fmt.Errorf("%w: it was to be enrolled on %s", errContent, ref)
		}
		if !concerns(c, s) {
			return nil, errOther
		}
		d.open(c)
	} else if d.visible() && d.fits(cmd) {
		d.dispatch(cmd)
	}
	d.datesExist()
	if len(d.reasons) > 0 {
		return nil, &Denied{Kind: cmd.Kind(), Reasons: d.reasons}
	}
	if d.unsalted {
		return nil, errNoNonce
	}
	if d.untold {
		return nil, errNoTarget
	}
	return d.events, nil
}

// A decider is one decision in the making. It lives on the stack: the calls
// below are static so that it can.
type decider struct {
	fw    *proficiency.Framework
	s     *State
	f     Facts // by value: a pointer would put it on the heap
	kind  Kind  // of the command
	actor *roles.Standing
	draw  drawer
	stamp Stamp

	events    []Event
	reasons   []Reason
	overwrite bool  // the learner accepts that something is lost
	voids     Cause // why the standing sign-off falls, if it does
	renewed   bool  // a confirmation that is in date is renewed
	unsalted  bool  // a text or serial was wanted and there is no nonce
	untold    bool  // the version to go on with was wanted and is not among the facts
}

func (d *decider) prepare() error {
	if d.f.Policy == nil {
		return errNoPolicy
	}
	if d.fw == nil && d.s.Exists() {
		return errContent
	}
	if d.s.Exists() && d.s.enr().digest != d.fw.Digest() {
		return fmt.Errorf("%w: it is pinned to %s %s, given was %s %s", errContent,
			d.s.Framework(), d.s.FrameworkDigest(), d.fw.Ref(), d.fw.Digest())
	}
	d.actor = d.f.Person(d.f.Actor)
	at := d.f.Now.UTC()
	at = at.Add(-time.Duration(at.Nanosecond() % 1000)) // to the microsecond
	if at.Before(d.s.at) {                              // the record's time never goes back
		at = d.s.at
	}
	d.stamp = Stamp{Seq: d.s.seq + 1, At: at, By: d.f.Actor}
	return nil
}

// visible denies with the one reason that tells nothing to whoever may not
// see the enrolment, and with the one that matters where nothing can be done.
func (d *decider) visible() bool {
	switch {
	case !d.s.Exists() || !d.mayView():
		d.refuse(noSuchEnrolment)
	case d.s.newer:
		d.refuse(newer)
	default:
		return true
	}
	return false
}

// noSuchEnrolment is the same whether there is none or the actor may not see it.
var noSuchEnrolment = Reason{Code: NotFound, Message: "there is no such enrolment"}

var newer = Reason{
	Code:    WrittenByNewerVersion,
	Message: "the enrolment holds records of a newer version of this software",
	Remedy:  "update this software",
}

func (d *decider) dispatch(cmd Command) {
	switch c := cmd.(type) {
	case *SelfAssess:
		c.decide(d)
	case *RequestConfirmation:
		c.decide(d)
	case *Confirm:
		c.decide(d)
	case *Reject:
		c.decide(d)
	case *Revise:
		c.decide(d)
	case *ClearAnswer:
		c.decide(d)
	case *WithdrawRequest:
		c.decide(d)
	case *ChooseOptional:
		c.decide(d)
	case *SetAside:
		c.decide(d)
	case *RecordPaper:
		c.decide(d)
	case *Waive:
		c.decide(d)
	case *Unwaive:
		c.decide(d)
	case *SetAttributes:
		c.decide(d)
	case *AcceptTransfer:
		c.decide(d)
	default:
		d.dispatchEnrolment(cmd)
		return
	}
	d.consequences()
}

// dispatchEnrolment is for commands on the enrolment as a whole, which say
// themselves what becomes of a sign-off.
func (d *decider) dispatchEnrolment(cmd Command) {
	switch c := cmd.(type) {
	case *Agree:
		c.decide(d)
	case *AddSupervisor:
		c.decide(d)
	case *RemoveSupervisor:
		c.decide(d)
	case *RequestSignOff:
		c.decide(d)
	case *WithdrawSignOff:
		c.decide(d)
	case *SignOff:
		c.decide(d)
	case *DeclineSignOff:
		c.decide(d)
	case *Withdraw:
		c.decide(d)
	case *RevokeSignOff:
		c.decide(d)
	case *Submit:
		c.decide(d)
	case *Redact:
		c.decide(d)
	default:
		d.dispatchOther(cmd)
	}
}

// dispatchOther is for commands that leave items and sign-off as they are, but
// for what is pending.
func (d *decider) dispatchOther(cmd Command) {
	switch c := cmd.(type) {
	case *Comment:
		c.decide(d)
	case *Remind:
		c.decide(d)
	case *RemindSignOff:
		c.decide(d)
	case *Reassign:
		c.decide(d)
	case *SetCompleteBy:
		c.decide(d)
	case *Upgrade:
		c.decide(d)
	case *OverrideRequirement:
		c.decide(d)
	case *SetContributors:
		c.decide(d)
	case *SetAccountable:
		c.decide(d)
	case *AddCentre:
		c.decide(d)
	case *RemoveCentre:
		c.decide(d)
	}
}

// consequences adds what follows for the sign-off from what happened to items:
// a standing one falls, a pending request for one is withdrawn with the
// readiness it rested on.
func (d *decider) consequences() {
	if len(d.reasons) > 0 || len(d.events) == 0 {
		return
	}
	if d.voids != "" && d.s.signedOff() {
		given := d.s.signOff.given
		d.add(&SignOffVoided{Stamp: d.stamp, Serial: given.Serial, Signatory: given.By, Cause: d.voids})
	}
	if d.renewed {
		d.extendSignOff()
	}
	if d.s.signOff.request == nil || !Ready(d.fw, d.s, d.stamp.At) {
		return // what the clock took is not lost by a command
	}
	if after := d.after(); !Ready(d.fw, &after, d.stamp.At) {
		d.endSignOffRequest(CauseNotReady)
	}
}

// extendSignOff moves the end of a sign-off that is in date, now that an item
// was renewed before its end.
func (d *decider) extendSignOff() {
	if d.voids != "" || !d.s.signedOff() || !d.s.inDate(d.stamp.At) {
		return
	}
	after := d.after()
	if until := readyUntil(d.fw, &after, d.stamp.At); !until.Equal(d.s.signOff.until) {
		d.add(&SignOffExtended{Stamp: d.stamp, Serial: d.s.signOff.given.Serial, Until: until})
	}
}

// datesExist refuses dates that no record can hold.
func (d *decider) datesExist() {
	for _, e := range d.events {
		if bad := badDate(e); !bad.IsZero() {
			d.refuse(Reason{
				Code: InvalidDate, Message: bad.String() + " is not a date that a record can hold", Item: itemOf(e),
				Params: map[string]string{"date": bad.String()}, Remedy: "give a date that exists",
			})
		}
	}
}

// after is the state that the events so far lead to.
func (d *decider) after() State {
	fw := contentAfter(d.fw, &d.f, d.events)
	r := Record{
		Format: RecordFormat, Seq: d.stamp.Seq, At: d.stamp.At, Actor: d.stamp.By,
		Framework: fw.Ref(), FrameworkDigest: fw.Digest(), events: d.events,
	}
	return Apply(*d.s, r)
}

// alone makes an event to be added. Most commands have one event; its list is
// then made in the same piece of memory.
func alone[E any](d *decider) *E {
	if d.events != nil {
		return new(E)
	}
	both := new(struct {
		list [1]Event
		e    E
	})
	d.events = both.list[:0]
	return &both.e
}

func (d *decider) add(e Event)     { d.events = append(d.events, e) }
func (d *decider) refuse(r Reason) { d.reasons = append(d.reasons, r) }

// refuseRole passes on why roles refused; item is empty where it is not about one.
func (d *decider) refuseRole(rs []roles.Reason, item proficiency.ItemID) {
	for _, r := range rs {
		d.refuse(fromRole(r, item))
	}
}

// text salts a free text, once it is checked.
func (d *decider) text(what, words string) *Text { return d.textOn(nil, what, words) }

// textOn is text for what is written about one item; nil is none.
func (d *decider) textOn(it *proficiency.Item, what, words string) *Text {
	if words == "" {
		return nil
	}
	if wrong := checkText(what, words); wrong != "" {
		d.refuseText(it, what, wrong)
		return nil
	}
	if d.draw.nonce == [32]byte{} {
		d.unsalted = true
		return nil
	}
	return d.draw.text(words)
}

func (d *decider) refuseText(it *proficiency.Item, what, wrong string) {
	r := Reason{Code: InvalidText, Message: wrong, Params: map[string]string{"what": what}, Remedy: "write it shorter or as plain text"}
	if it != nil {
		r.Item, r.Message, r.Params["item"] = it.ID(), it.Label()+": "+wrong, it.Label()
	}
	d.refuse(r)
}

// scope is where the actor's roles count on this enrolment.
func (d *decider) scope() roles.Scope {
	return roles.Scope{Centres: d.s.enr().centres, Category: d.fw.Category()}
}
