package workflow_test

import (
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

func (o *oracle) first() workflow.CentreID {
	if len(o.centres) == 0 {
		return ""
	}
	return o.centres[0]
}

func (o *oracle) zone(c workflow.CentreID) *time.Location {
	if o.trial() {
		return o.f.Zone
	}
	return o.f.Centre(c).Location()
}

func (o *oracle) today(c workflow.CentreID) proficiency.Date {
	return proficiency.DateOf(o.f.Now, o.zone(c))
}

// addressee: not the learner; in a trial nobody else.
func (o *oracle) addressee(p workflow.PersonID) {
	o.unless(p != "" && o.trial() == o.own(p), "cannot be asked")
}

// mayConfirm: at one of the centres the person holds a role that its own rule,
// or else the content, names, and a role with confirm. A rule that names a role
// without it lets nobody confirm there.
func (o *oracle) mayConfirm(p workflow.PersonID, it *proficiency.Item, centres []workflow.CentreID) bool {
	return o.trial() || o.confirmsAt(p, it, centres) != ""
}

func (o *oracle) confirmsAt(p workflow.PersonID, it *proficiency.Item, centres []workflow.CentreID) workflow.CentreID {
	for _, c := range centres {
		if named := o.namedAt(c, it); o.holdsOne(p, named, c) && o.mayAt(p, roles.CanConfirm, c) {
			return c
		}
	}
	return ""
}

// namedAt are the roles that may confirm an item at a centre.
func (o *oracle) namedAt(c workflow.CentreID, it *proficiency.Item) []roles.RoleID {
	var general, own *workflow.ConfirmerOverride
	if facts := o.f.Centre(c); facts != nil {
		for i := range facts.Confirmers {
			switch rule := &facts.Confirmers[i]; rule.Item {
			case it.ID():
				own = rule
			case "":
				general = rule
			}
		}
	}
	if own == nil {
		own = general
	}
	if own == nil {
		return slices.Collect(it.ConfirmedBy().Values())
	}
	for _, r := range own.By {
		if !o.f.Policy.Role(r).Has(roles.CanConfirm) {
			return nil
		}
	}
	return own.By
}

func (o *oracle) at(c workflow.CentreID) roles.Scope {
	return roles.Scope{Centres: []workflow.CentreID{c}, Category: o.fw.Category()}
}

func (o *oracle) holdsOne(p workflow.PersonID, named []roles.RoleID, c workflow.CentreID) bool {
	return slices.ContainsFunc(named, func(r roles.RoleID) bool { return o.f.Policy.Holds(o.f.Person(p), r, o.at(c)) })
}

func (o *oracle) mayAt(p workflow.PersonID, capability roles.Capability, c workflow.CentreID) bool {
	return o.f.Policy.May(o.f.Person(p), capability, o.at(c)).Allowed()
}

// maySignOff: a role that the content names, and the capability, at one centre.
func (o *oracle) maySignOff(p workflow.PersonID, centres []workflow.CentreID) bool {
	return o.trial() || slices.ContainsFunc(centres, func(c workflow.CentreID) bool {
		return o.holdsOne(p, slices.Collect(o.fw.SignOff().By.Values()), c) && o.mayAt(p, roles.CanSignOff, c)
	})
}

// distinct: where the content asks for it, the person confirmed nothing that stands.
func (o *oracle) distinct(p workflow.PersonID) bool {
	for it := range o.fw.Items().Values() {
		confirmed := o.itemStatus(it, o.f.Now) == workflow.ItemStatusConfirmed
		if o.fw.SignOff().Distinct.Required && !o.trial() && confirmed && o.items[it.ID()].Decision.By == p && o.items[it.ID()].Decision.Original == nil {
			return false
		}
	}
	return true
}

// heldAt is a centre of the enrolment at which the actor holds the roles of a
// decision: the one it was made at, if it is there.
func (o *oracle) heldAt(d *workflow.Decided) workflow.CentreID {
	for _, c := range append([]workflow.CentreID{d.As.Centre}, o.centres...) {
		with := d.With.IsZero() || o.holdsOne(o.f.Actor, []roles.RoleID{d.With.Role}, c)
		if slices.Contains(o.centres, c) && with && o.holdsOne(o.f.Actor, []roles.RoleID{d.As.Role}, c) {
			return c
		}
	}
	return ""
}

// aboutOthers are the commands that put right what was done, by those with a capability.
func (o *oracle) aboutOthers(cmd workflow.Command) bool {
	switch c := cmd.(type) {
	case *workflow.RecordPaper:
		o.byCapability(roles.CanRecordPaper)
		o.paper(c)
	case *workflow.Waive:
		o.byCapability(roles.CanWaive)
		o.unless(!isEmpty(c.Justification), "no justification")
		o.each([]proficiency.ItemID{c.Item}, func(it *proficiency.Item, _ workflow.ItemView) {
			from := []workflow.ItemStatus{
				workflow.ItemStatusUnassessed, workflow.ItemStatusOngoing, workflow.ItemStatusAssessed, workflow.ItemStatusLapsed,
			}
			o.unless(it.Waiving().Allowed && slices.Contains(from, o.itemStatus(it, o.f.Now)), "not to be waived")
		})
	case *workflow.Unwaive:
		o.byCapability(roles.CanWaive)
		o.each([]proficiency.ItemID{c.Item}, func(_ *proficiency.Item, v workflow.ItemView) { o.unless(v.Waiver != nil, "not waived") })
	case *workflow.SetAside:
		o.byCapability(roles.CanSetAside)
		o.unless(!isEmpty(c.Reason), "no reason")
		ids := c.Items
		for id, v := range o.items {
			if c.DecidedBy != "" && (v.Decision != nil && v.Decision.By == c.DecidedBy || v.Waiver != nil && v.Waiver.By == c.DecidedBy) {
				ids = append(ids, id)
			}
		}
		o.each(ids, func(_ *proficiency.Item, v workflow.ItemView) {
			o.unless(v.Decision != nil || v.Waiver != nil, "not decided")
		})
	case *workflow.SetCompleteBy:
		o.byCapability(roles.CanSetCompleteBy)
		o.unless(c.On.IsZero() || !c.On.Before(o.today(o.first())), "in the past")
	case *workflow.SetAttributes:
		o.setsAttributes(c)
	case *workflow.OverrideRequirement:
		o.overrides(c)
	case *workflow.AcceptTransfer:
		o.transfers(c)
	case *workflow.SetContributors:
		o.setsContributors(c)
	case *workflow.SetAccountable:
		o.setsAccountable(c)
	case *workflow.RevokeSignOff:
		o.others()
		o.unless(o.may(roles.CanRevokeSignOff), "no capability")
		o.unless(!isEmpty(c.Reason) && len(o.given) > 0 && !o.revoked, "nothing to revoke")
	case *workflow.Reassign:
		o.reassigns(c)
	case *workflow.Redact:
		o.redacts(c)
	default:
		return false
	}
	return true
}

// paper: never decided here, nothing pending, the gates passed, a role that may
// confirm, and a date that still holds.
func (o *oracle) paper(c *workflow.RecordPaper) {
	at := workflow.CentreID("")
	if may := o.f.Policy.May(o.f.Person(o.f.Actor), roles.CanRecordPaper, o.scope()); !o.trial() && may.Allowed() {
		at = may.As.Centre
	} else if !o.trial() {
		return
	}
	since := o.fw.PaperSince().Date
	o.unless(!c.On.IsZero() && !o.today(at).Before(c.On) && (since.IsZero() || !c.On.Before(since)), "not of that day")
	o.unless(!isEmpty(c.ConfirmedBy), "by nobody")
	o.each(c.Items, func(it *proficiency.Item, v workflow.ItemView) {
		o.unless(o.counts(it) && v.Waiver == nil && v.Request == nil && !o.ever[it.ID()] && !o.behindGate(it, o.f.Now), "not to be recorded")
		o.unless(slices.Contains(o.namedAt(at, it), c.Role), "not in that role")
		until := endOf(monthsAfter(c.On, it.Validity().Months), o.zone(at))
		o.unless(it.Validity().Months == 0 || o.f.Now.Before(until), "lapsed")
	})
}

// reassigns: anything at all goes over, and the rest stays.
func (o *oracle) reassigns(c *workflow.Reassign) {
	o.unless(!o.withdrawn && !o.trial(), "withdrawn or a trial")
	o.others()
	o.unless(c.From == o.f.Actor && !c.Supervisor || o.may(roles.CanReassign), "no capability")
	o.unless(c.From != "" && c.From != c.To && c.To != "" && !o.own(c.To), "to nobody else")
	moves, stays := 0, 0
	o.pending(func(it *proficiency.Item, to workflow.PersonID) {
		switch {
		case to != c.From:
		case it == nil && o.maySignOff(c.To, o.centres) && o.distinct(c.To), it != nil && o.mayConfirm(c.To, it, o.centres):
			moves++
		default:
			stays++
		}
	})
	place := c.Supervisor && stays == 0 && slices.Contains(o.supervisors, c.From) && o.askable(c.To)
	o.unless(moves > 0 || place, "nothing moves")
}

func (o *oracle) askable(p workflow.PersonID) bool {
	s := o.f.Person(p)
	return o.f.Policy.May(s, roles.CanConfirm, o.scope()).Allowed() || o.f.Policy.May(s, roles.CanSignOff, o.scope()).Allowed()
}

// redacts: a text that is there, at a centre it was written at, or at any if
// the enrolment has none of these any more.
func (o *oracle) redacts(c *workflow.Redact) {
	o.others()
	var at []workflow.CentreID
	found := false
	if o.f.Record != nil {
		events, _ := o.f.Record.Decode()
		for _, e := range events {
			for _, t := range workflow.TextsIn(e) {
				if t.Digest == c.Text && t.Words != "" {
					found, at = true, append(at, writtenAt(e, o.f.RecordCentres)...)
				}
			}
		}
	}
	at = slices.DeleteFunc(at, func(c workflow.CentreID) bool { return !slices.Contains(o.centres, c) })
	if len(at) == 0 {
		at = o.centres
	}
	o.unless(found, "no such text")
	o.unless(o.trial() || slices.ContainsFunc(at, func(c workflow.CentreID) bool { return o.mayAt(o.f.Actor, roles.CanRedact, c) }), "no capability")
}

// writtenAt: who acts in a role writes at its centre, and everybody else at all that there were.
func writtenAt(e workflow.Event, all []workflow.CentreID) []workflow.CentreID {
	if as := workflow.RoleOf(e); !as.IsZero() {
		return []workflow.CentreID{as.Centre}
	}
	return all
}
