package certificate

import (
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// An Activity is what one item rested on at the sign-off: on somebody's
// confirmation, on one that was recorded from paper or taken over from elsewhere,
// or on a waiver.
type Activity struct {
	Item proficiency.ItemID
	// Section is the number and title of the item's section, and Statement its own label and statement.
	Section, Statement string
	// Confirmer is the place in [Content].Confirmers of who confirmed it, from
	// 0; -1 where it was recorded from paper, taken over from elsewhere or waived.
	Confirmer int
	// Paper is the date on the paper; zero for no paper. Who is named there, in
	// words of whoever recorded it, stays in the record.
	Paper  proficiency.Date
	Waived bool
	// Elsewhere is who confirmed it at another installation; zero where nobody did.
	Elsewhere Elsewhere
}

// Elsewhere is somebody of another installation who confirmed there, or recorded
// a confirmation from paper.
type Elsewhere struct {
	By    workflow.Foreign
	Paper bool
}

// IsZero reports whether nobody did.
func (e Elsewhere) IsZero() bool { return e == Elsewhere{} }

// withoutConfirmer is Activity.Confirmer where nobody confirmed here.
const withoutConfirmer = -1

// activityOf is what stood at the sign-off, in the framework's order. It is taken from
// the records, because the state says how things stand now: an item may have been renewed since.
func activityOf(fw *proficiency.Framework, s *workflow.State, given *workflow.SignedOff, records []workflow.Record) (all []Activity, deciders []workflow.PersonID, err error) {
	head := Head{Record: given.Seq, Hash: s.LastSignOffHash()}
	if err := head.Verify(s.ID(), records); err != nil {
		return nil, nil, fmt.Errorf("certificate: Options.Records are not those of the enrolment: %w", err)
	}
	end := slices.IndexFunc(records, func(r workflow.Record) bool { return r.Seq == given.Seq })
	then := workflow.Replay(workflow.NewState(s.ID(), fw.Index()), records[:end+1])
	for it := range fw.Items().Values() {
		a := Activity{Item: it.ID(), Section: heading(it.Section()), Statement: labelled(it, it.Statement()), Confirmer: withoutConfirmer}
		var by workflow.PersonID
		switch workflow.ItemStatusOf(fw, &then, it, given.At) {
		case workflow.ItemStatusWaived:
			a.Waived = true
		case workflow.ItemStatusConfirmed:
			switch d := then.Item(it.ID()).Decision; {
			case d.Paper != nil:
				a.Paper = d.Paper.On
			case d.Original != nil:
				a.Elsewhere = Elsewhere{By: d.Original.By, Paper: d.Original.Paper}
			default:
				by = d.By
			}
		default: // not chosen, not applicable, or not needed
			continue
		}
		all, deciders = append(all, a), append(deciders, by)
	}
	return all, deciders, nil
}

// labelled is a statement behind the item's number or, without one, as it is.
func labelled(it *proficiency.Item, statement string) string {
	return clean(it.Number() + " " + statement)
}

// saidActivity is an activity as somebody reads it.
type saidActivity struct {
	*Activity
	section, statement said
	begins             bool // the section: it is another than that of the activity before
}

// activity is what the framework says of each activity in the reader's languages.
func (r *reading) activity(c *Certificate) []saidActivity {
	all := make([]saidActivity, len(c.content.Activity))
	own := func(text string) proficiency.Text {
		return proficiency.Text{Text: text, Language: c.content.Framework.Language}
	}
	var texts proficiency.Texts
	if c.framework != nil {
		texts = c.framework.In(c.languages...)
	}
	for i := range c.content.Activity {
		a := &c.content.Activity[i]
		section, statement := own(a.Section), own(a.Statement)
		if c.framework != nil {
			it := c.framework.Item(a.Item)
			title, words := texts.SectionTitle(it.Section()), texts.Statement(it)
			section = proficiency.Text{Text: clean(it.Section().Number() + " " + title.Text), Language: title.Language}
			statement = proficiency.Text{Text: labelled(it, words.Text), Language: words.Language}
		}
		begins := i == 0 || a.Section != c.content.Activity[i-1].Section
		all[i] = saidActivity{a, r.say(section), r.say(statement), begins}
	}
	return all
}
