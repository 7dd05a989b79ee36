package scenario

import "github.com/countersign-go/countersign/workflow"

// spoilt is a command that could make sense but for one thing that it says, so
// that nothing else hides whether that is refused.
func (w *walker) spoilt() *Step {
	s := w.onward()
	if s == nil || w.chance(2) {
		s = w.anything()
	}
	t := w.tale(w.focus)
	switch c := s.Command.(type) {
	case *workflow.SelfAssess:
		w.spoilAnswers(t, c)
	case *workflow.ChooseOptional:
		c.Overwrite = false
	case *workflow.ClearAnswer:
		c.Overwrite = false
	case *workflow.RequestConfirmation:
		c.To = w.self()
	case *workflow.RequestSignOff:
		c.Accept = false
	case *workflow.SignOff:
		c.Accept = false
	case *workflow.Reject:
		w.spoilRejection(t, c)
	case *workflow.RecordPaper:
		w.spoilPaper(t, c)
	case *workflow.SetCompleteBy:
		c.On = laterBy(w.today(t.firstCentre()), -1)
	case *workflow.AddCentre:
		c.Centre = "nowhere"
	default:
		w.spoilWords(c)
	}
	return s
}

// spoilWords takes away what must be said.
func (w *walker) spoilWords(c workflow.Command) {
	none := oneIn(w, []string{"", " "})
	switch c := c.(type) {
	case *workflow.Revise:
		if c.Reason = none; w.chance(2) {
			c.Reason, c.Actions = "a reason", nil
		}
	case *workflow.SetAside:
		c.Reason = none
	case *workflow.Waive:
		c.Justification = none
	case *workflow.DeclineSignOff:
		c.Reason = none
	case *workflow.RevokeSignOff:
		c.Reason = none
	case *workflow.SetAttributes:
		c.Reason = none
	case *workflow.OverrideRequirement:
		c.Reason = none
	case *workflow.Enrol:
		c.Override.Reason = none
	case *workflow.SetAccountable:
		c.Reason = none
	case *workflow.SetContributors:
		c.Contributors = nil
	case *workflow.Withdraw:
		c.Reason = none
	case *workflow.Comment:
		c.Comment = none
	}
}

func (w *walker) spoilAnswers(t *tale, c *workflow.SelfAssess) {
	if len(c.Items) == 0 || w.chance(3) {
		c.Overwrite = false
		return
	}
	a := &c.Items[w.IntN(len(c.Items))]
	switch w.IntN(5) {
	case 0:
		a.On = laterBy(w.today(t.firstCentre()), 1)
	case 4:
		if len(a.Answers) > 0 {
			a.Answers[0].On = laterBy(w.today(t.firstCentre()), 1)
		}
	case 1:
		a.Comment, a.Evidence = "", nil
	case 2:
		a.Answers = nil
	case 3:
		a.Answers = append(a.Answers, workflow.Given{Question: "no-such-question", Answer: "done"})
	}
}

func (w *walker) spoilRejection(t *tale, c *workflow.Reject) {
	switch w.IntN(3) {
	case 0:
		c.Reason = " "
	case 1:
		c.Actions = nil
	case 2:
		c.ReviewOn = laterBy(w.today(t.firstCentre()), -1)
	}
}

func (w *walker) spoilPaper(t *tale, c *workflow.RecordPaper) {
	switch w.IntN(4) {
	case 0:
		c.ConfirmedBy = ""
	case 1:
		c.Role = "learner"
	case 2:
		c.On = laterBy(w.today(t.firstCentre()), 1)
	case 3:
		c.On = laterBy(w.today(t.firstCentre()), -12*20)
	}
}
