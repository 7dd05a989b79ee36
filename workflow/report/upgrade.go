package report

import (
	"cmp"
	"errors"
	"iter"
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// UpgradeCounts are numbers of items, by what becomes of a learner's results.
type UpgradeCounts struct {
	// Kept are those on which everything stays.
	Kept int
	// ConfirmAgain are those of which the answer is kept, and AssessAgain those
	// to be assessed anew.
	ConfirmAgain, AssessAgain int
	// New are those that count and have no results.
	New int
	// Lost are those that are asked no more. Their results stay in the history.
	Lost int
}

func (c *UpgradeCounts) add(as workflow.Carrying) {
	switch as {
	case workflow.CarryingKept:
		c.Kept++
	case workflow.CarryingReconfirm:
		c.ConfirmAgain++
	case workflow.CarryingReassess:
		c.AssessAgain++
	case workflow.CarryingNew:
		c.New++
	case workflow.CarryingLost:
		c.Lost++
	}
}

// plus is the sum of two.
func (c UpgradeCounts) plus(o UpgradeCounts) UpgradeCounts {
	return UpgradeCounts{c.Kept + o.Kept, c.ConfirmAgain + o.ConfirmAgain, c.AssessAgain + o.AssessAgain, c.New + o.New, c.Lost + o.Lost}
}

// An UpgradeRow is what an upgrade would do to one enrolment.
type UpgradeRow struct {
	Enrolment workflow.EnrolmentID
	Learner   workflow.PersonID
	From      proficiency.Ref
	// To is the version that it would go on with; that of From where nothing would change.
	To proficiency.Version
	UpgradeCounts
	// Before and After are the statuses of the enrolment.
	Before, After workflow.Status
	// AsksAgain says that anything is asked again or anew, Agreement that this is
	// so of the declaration, and SignOffRequest that a request for sign-off ends.
	AsksAgain, Agreement, SignOffRequest bool
	// Refused is why it would not be done, each reason once; none where it would.
	Refused []workflow.Code
}

// An UpgradeItem is what an upgrade would do to one item, over all enrolments.
type UpgradeItem struct {
	Item proficiency.ItemID
	UpgradeCounts
}

// Upgrades are what an upgrade would do to many enrolments.
type Upgrades struct {
	// Rows are by learner.
	Rows []UpgradeRow
	// Items are those of the new version of which anything is asked again, in its
	// order, and then those that are lost.
	Items []UpgradeItem
	// Total is over all rows.
	Total UpgradeCounts
	// Changed, Unchanged and Refused are numbers of enrolments: those that would
	// go on, those that are on the version already, and those that are refused it.
	Changed, Unchanged, Refused int
	// AskedAgain of those that would go on are asked anything again or anew, and
	// SignOffs lose a sign-off that stands for the status.
	AskedAgain, SignOffs int
}

// PlanUpgrades adds up what [workflow.Engine.PlanUpgrades] gives. What would be
// refused is a row, too. It stops at the first other error, and gives that with
// what came before: a plan with a gap is none.
func PlanUpgrades(plans iter.Seq2[workflow.PlannedUpgrade, error]) (Upgrades, error) {
	var u Upgrades
	var failed error
	items := map[proficiency.ItemID]int{}
	for p, err := range plans {
		var denied *workflow.Denied
		if err != nil && !errors.As(err, &denied) {
			failed = err
			break
		}
		u.add(&p, denied, items)
	}
	slices.SortStableFunc(u.Rows, func(a, b UpgradeRow) int {
		return cmp.Or(cmp.Compare(a.Learner, b.Learner), cmp.Compare(a.Enrolment, b.Enrolment))
	})
	u.Items = slices.DeleteFunc(u.Items, func(i UpgradeItem) bool { return i.ConfirmAgain+i.AssessAgain+i.New+i.Lost == 0 })
	return u, failed
}

func (u *Upgrades) add(p *workflow.PlannedUpgrade, denied *workflow.Denied, items map[proficiency.ItemID]int) {
	row := UpgradeRow{Enrolment: p.Enrolment, Learner: p.Learner, From: p.On, To: p.On.Version}
	switch {
	case denied != nil:
		u.Refused++
		for _, r := range denied.Reasons {
			if !slices.Contains(row.Refused, r.Code) {
				row.Refused = append(row.Refused, r.Code)
			}
		}
	case p.Plan == nil:
		u.Unchanged++
	default:
		u.Changed++
		row.plan(p.Plan)
		for i := range p.Plan.Items {
			c := &p.Plan.Items[i]
			at, known := items[c.Item]
			if !known {
				at = len(u.Items)
				items[c.Item], u.Items = at, append(u.Items, UpgradeItem{Item: c.Item})
			}
			u.Items[at].add(c.Carrying)
		}
		u.Total = u.Total.plus(row.UpgradeCounts)
		if row.AsksAgain {
			u.AskedAgain++
		}
		if row.Before == workflow.StatusSignedOff && row.After != workflow.StatusSignedOff {
			u.SignOffs++
		}
	}
	u.Rows = append(u.Rows, row)
}

func (r *UpgradeRow) plan(p *workflow.UpgradePlan) {
	r.To, r.Before, r.After = p.To.Version, p.Before, p.Status
	r.AsksAgain, r.Agreement, r.SignOffRequest = p.AsksAgain, p.Agreement, p.SignOffRequest
	for i := range p.Items {
		r.add(p.Items[i].Carrying)
	}
}

// refusal reports whether an error is a refusal.
func refusal(err error) bool {
	var denied *workflow.Denied
	return errors.As(err, &denied)
}
