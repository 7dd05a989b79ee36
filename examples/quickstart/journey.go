package main

import (
	"context"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

func (j *journey) enrol() error {
	j.say("1. Enrol. %s enrols %s at %s.", educator, learner, trust)
	res, err := j.do(educator, &workflow.Enrol{
		Learner: learner, Framework: proficiency.Ref{ID: step1}, Centre: trust,
		CompleteBy: proficiency.Date{Year: 2027, Month: 11, Day: 30},
	})
	if err != nil {
		return err
	}
	j.id = res.Enrolment
	view, err := j.engine.View(context.Background(), learner, j.id)
	if err != nil {
		return err
	}
	j.fw = view.Framework
	j.say("    %s (%s), %d proficiencies, %d of them mandatory", j.fw.Title(), j.fw.Ref(), j.fw.Items().Len(), len(j.mandatory()))
	j.say("    enrolment %s, pinned to %.20s…", j.id, j.fw.Digest())
	j.say("   %s has nothing to do with it, and learns nothing, not even that it exists:", stranger)
	return j.refused(stranger, workflow.Answer("1.2.1.a", "achieved"))
}

// gate takes the learning contract, which comes before everything else.
func (j *journey) gate() error {
	j.say("2. The learning contract. The learner cannot begin before agreeing to the declaration,")
	j.say("   and a first answer waits for the contract:")
	if err := j.refused(learner, workflow.Answer("contract-learner", "agree")); err != nil {
		return err
	}
	if _, err := j.do(learner, &workflow.Agree{}); err != nil {
		return err
	}
	if err := j.refused(learner, workflow.Answer("1.2.1.a", "achieved")); err != nil {
		return err
	}
	contract := []struct {
		item   proficiency.ItemID
		by     workflow.PersonID
		behalf string
	}{
		{"contract-learner", assessor, ""}, {"contract-lead-assessor", educator, "the lead assessor"},
		{"contract-lead-nurse", manager, "the lead nurse"},
	}
	for _, c := range contract {
		if err := j.answer("agree", c.item); err != nil {
			return err
		}
		if err := j.send(c.by, c.item); err != nil {
			return err
		}
		if err := j.confirm(c.by, c.behalf, c.item); err != nil {
			return err
		}
	}
	j.say("    agreed and confirmed: the other sections are open")
	return nil
}

func (j *journey) assess() error {
	j.say("3. Self-assess. An answer is one of the scale's, and only one that meets can be sent:")
	if err := j.refused(learner, workflow.Answer("1.2.1.a", "yes")); err != nil {
		return err
	}
	if err := j.answer("ongoing", "1.2.1.a"); err != nil {
		return err
	}
	if err := j.refused(learner, &workflow.RequestConfirmation{Items: []proficiency.ItemID{"1.2.1.a"}, To: assessor}); err != nil {
		return err
	}
	return j.answer("achieved", j.section("respiratory-anatomy")...)
}

// decide shows one confirmation, several at once, and a rejection brought through.
func (j *journey) decide() error {
	items := j.section("respiratory-anatomy")
	j.say("4. Countersign. %s is sent %d proficiencies at once, confirms one, then the others,", assessor, len(items))
	j.say("   and rejects the last with an action plan.")
	if err := j.send(assessor, items...); err != nil {
		return err
	}
	j.say("   Nobody else can decide on them:")
	if err := j.refused(educator, &workflow.Confirm{Items: j.decisions(items[:1]...)}); err != nil {
		return err
	}
	last := items[len(items)-1]
	if err := j.confirm(assessor, "", items[0]); err != nil {
		return err
	}
	if err := j.confirm(assessor, "", items[1:len(items)-1]...); err != nil {
		return err
	}
	_, err := j.do(assessor, &workflow.Reject{
		Items: j.decisions(last), Reason: "The peripheral chemoreceptors were left out.",
		Actions:  []string{"Read the chapter on the control of breathing", "Explain it to me on the next shift"},
		ReviewOn: proficiency.Date{Year: 2026, Month: 12, Day: 15},
	})
	if err != nil {
		return err
	}
	j.showPlan(last)
	if err := j.answer("achieved", last); err != nil {
		return err
	}
	if err := j.send(assessor, last); err != nil {
		return err
	}
	return j.confirm(assessor, "", last)
}

func (j *journey) showPlan(item proficiency.ItemID) {
	rejected := j.state.Item(item).Plan
	j.say("    %s is %s: %s", item, j.status(item), rejected.Reason)
	for _, a := range rejected.Plan.Actions {
		j.say("      - %s", a)
	}
	j.say("    the learner works on it, saves the answer again, sends it, and it is confirmed")
}

func (j *journey) tooEarly() error {
	j.say("5. Too early. A sign-off now is refused, with everything that is missing and the line that asks for it:")
	return j.refused(learner, &workflow.RequestSignOff{To: educator, Accept: true})
}

// theRest brings everything else through, section by section.
func (j *journey) theRest() error {
	mandatory := j.mandatory()
	j.say("6. The months in between. The learner works through the rest, some of it in batches:")
	done := 0
	for start := 0; start < len(mandatory); {
		end := start
		for end < len(mandatory) && j.fw.Item(mandatory[end]).Section() == j.fw.Item(mandatory[start]).Section() {
			end++
		}
		if batch := j.unconfirmed(mandatory[start:end]); len(batch) > 0 {
			if err := j.through(batch); err != nil {
				return err
			}
		}
		for range mandatory[start:end] {
			done++
			j.progress(done, len(mandatory))
		}
		start = end
	}
	return nil
}

func (j *journey) through(items []proficiency.ItemID) error {
	if err := j.answer("achieved", items...); err != nil {
		return err
	}
	if err := j.send(assessor, items...); err != nil {
		return err
	}
	return j.confirm(assessor, "", items...)
}

func (j *journey) signOff() error {
	j.say("7. Sign-off. %s confirms, but may not sign off:", assessor)
	if err := j.refused(learner, &workflow.RequestSignOff{To: assessor, Accept: true}); err != nil {
		return err
	}
	if _, err := j.do(learner, &workflow.RequestSignOff{To: educator, Accept: true}); err != nil {
		return err
	}
	res, err := j.do(educator, &workflow.SignOff{Accept: true})
	if err != nil {
		return err
	}
	j.say("    signed off by %s on %s, certificate %s", educator, res.State.LastSignOff().On, res.State.LastSignOff().Serial)
	j.say("   From here on, changing an answer has a price, and says so first:")
	return j.refused(learner, workflow.Answer("1.2.1.a", "ongoing"))
}

// answer gives one answer to several items in one command.
func (j *journey) answer(answer proficiency.AnswerID, items ...proficiency.ItemID) error {
	c := &workflow.SelfAssess{}
	for _, id := range items {
		c.Items = append(c.Items, workflow.ItemAnswer{Item: id, Answers: []workflow.Given{{Answer: answer}}})
	}
	_, err := j.do(learner, c)
	return err
}

func (j *journey) send(to workflow.PersonID, items ...proficiency.ItemID) error {
	_, err := j.do(learner, &workflow.RequestConfirmation{Items: items, To: to})
	return err
}

func (j *journey) confirm(by workflow.PersonID, onBehalfOf string, items ...proficiency.ItemID) error {
	_, err := j.do(by, &workflow.Confirm{Items: j.decisions(items...), OnBehalfOf: onBehalfOf})
	return err
}

// decisions name, for each item, the answer that is decided on: the one on the screen.
func (j *journey) decisions(items ...proficiency.ItemID) (out []workflow.Seen) {
	for _, id := range items {
		out = append(out, workflow.Seen{Item: id, Basis: j.state.Item(id).Basis()})
	}
	return out
}

func (j *journey) section(id proficiency.SectionID) (items []proficiency.ItemID) {
	for it := range j.fw.Section(id).AllItems().Values() {
		items = append(items, it.ID())
	}
	return items
}

func (j *journey) mandatory() (items []proficiency.ItemID) {
	for it := range j.fw.Items().Values() {
		if !it.Optional() {
			items = append(items, it.ID())
		}
	}
	return items
}

func (j *journey) unconfirmed(items []proficiency.ItemID) (out []proficiency.ItemID) {
	for _, id := range items {
		if j.status(id) != workflow.ItemStatusConfirmed {
			out = append(out, id)
		}
	}
	return out
}

func (j *journey) status(item proficiency.ItemID) workflow.ItemStatus {
	return workflow.ItemStatusOf(j.fw, &j.state, j.fw.Item(item), j.now)
}
