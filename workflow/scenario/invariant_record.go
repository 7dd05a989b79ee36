package scenario

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/countersign-go/countersign/workflow"
)

func recordInvariants() []Invariant {
	return []Invariant{
		{"errors", "A command is accepted or refused; where the store works, nothing else comes of it.", 0, checkErrors},
		{"one-record", "An accepted command is one record; one that is refused, replayed or changes nothing stores nothing.", 0, checkOneRecord},
		{"denied", "A refused command changes nothing, and says at least one reason, each with a code and a message.", 0, checkDenied},
		{"time", "A record is of the instant of its command, in UTC to the microsecond, and times never go back.", 0, checkTime},
		{"replay", "The state that the engine gives, and the summary that it stores, are what the stored records add up to.", 0, checkReplay},
		{"chain", "The records of an enrolment verify as one chain, and replayed from nothing they give the same state.", 401, checkChain},
		{"redaction", "A text that is redacted is gone from every record at once.", 0, checkRedaction},
		{"redacted", "Words that were redacted, or erased with their enrolment, stand nowhere in the store.", 97, checkRedacted},
	}
}

func checkErrors(_, after *Moment) error {
	if after.Err == nil || after.Denied != nil {
		return nil
	}
	return fmt.Errorf("%s by %s failed: %w", after.Request.Command.Kind(), after.Request.Actor, after.Err)
}

func checkOneRecord(before, after *Moment) error {
	want := 0
	if after.Stored() {
		want = 1
	}
	switch r := after.Result.Record; {
	case len(after.Records) != want:
		return fmt.Errorf("%d records were stored, want %d", len(after.Records), want)
	case want == 0:
		return nil
	case after.Records[0].Seq != before.State.Seq()+1:
		return fmt.Errorf("record %d was stored behind record %d", after.Records[0].Seq, before.State.Seq())
	case after.Records[0].Hash != r.Hash || after.Records[0].Seq != r.Seq:
		return errors.New("the record that is stored is not the one that was given")
	case r.Kind != after.Request.Command.Kind() || r.Actor != after.Request.Actor || r.Request != after.Request.ID:
		return fmt.Errorf("the record says that %s gave %s with the id %q", r.Actor, r.Kind, r.Request)
	}
	return nil
}

func checkDenied(before, after *Moment) error {
	if after.Denied == nil {
		return nil
	}
	if before.State.Head() != after.State.Head() || len(after.stored) > 0 {
		return errors.New("it was refused, and something was stored")
	}
	if len(after.Denied.Reasons) == 0 {
		return errors.New("it was refused without a reason")
	}
	for _, r := range after.Denied.Reasons {
		if r.Code == "" || r.Message == "" {
			return fmt.Errorf("it was refused without a code or message: %+v", r)
		}
		if r.Code == workflow.NotFound && len(after.Denied.Reasons) > 1 {
			return errors.New("not-found does not stand alone")
		}
	}
	return nil
}

func checkTime(before, after *Moment) error {
	for _, r := range after.Records {
		want := after.Now
		if want.Before(before.tale.at) {
			want = before.tale.at
		}
		if !r.At.Equal(want.Truncate(time.Microsecond)) || r.At.Location() != time.UTC {
			return fmt.Errorf("record %d is of %s, and it was %s", r.Seq, r.At, want)
		}
	}
	return nil
}

func checkReplay(_, after *Moment) error {
	if !after.tale.exists || len(after.Records) == 0 {
		return nil
	}
	want := after.summary()
	if after.Stored() && after.Result.State.Head() == after.State.Head() {
		given := workflow.Summarise(after.Framework, &after.Result.State, after.Now)
		if d := summaryDiffers(&given, want); d != "" {
			return fmt.Errorf("in the state that the engine gave, against what the records add up to, %s", d)
		}
	}
	for i := range after.stored {
		if d := summaryDiffers(&after.stored[i].Summary, want); d != "" {
			return fmt.Errorf("in the summary that was stored, against what the records add up to, %s", d)
		}
	}
	return nil
}

// checkChain reads everything again.
func checkChain(_, after *Moment) error {
	if after.tale.seq == 0 {
		return nil
	}
	records, err := after.x.load(after.ID, 0)
	if err != nil {
		return err
	}
	if err := workflow.Verify(after.ID, records); err != nil {
		return err
	}
	if after.tale.plan.fw == nil {
		return nil
	}
	fw := after.tale.plan.fw
	again := workflow.Replay(workflow.NewState(after.ID, fw.Index()), records)
	if again.Seq() != after.State.Seq() || again.Head() != after.State.Head() {
		return fmt.Errorf("the store has %d records, and there were %d", again.Seq(), after.State.Seq())
	}
	a, b := workflow.Summarise(fw, &again, after.Now), workflow.Summarise(fw, &after.State, after.Now)
	if d := summaryDiffers(&a, &b); d != "" {
		return fmt.Errorf("all records at once add up to something else than one after the other: %s", d)
	}
	for it := range fw.Items().Values() {
		if x, y := workflow.ItemStatusOf(fw, &again, it, after.Now), workflow.ItemStatusOf(fw, &after.State, it, after.Now); x != y {
			return fmt.Errorf("replayed at once %s is %s, one after the other %s", it.ID(), x, y)
		}
	}
	return nil
}

func checkRedaction(before, after *Moment) error {
	if len(after.Records) == 0 || after.Request.Command.Kind() != workflow.KindRedact {
		return nil
	}
	return checkRedacted(before, after)
}

// checkRedacted looks through everything that the store has, and the state.
func checkRedacted(_, after *Moment) error {
	gone := after.tale.redacted
	if len(gone) == 0 {
		return nil
	}
	records, err := after.x.load(after.ID, 0)
	if err != nil {
		return err
	}
	for i := range records {
		for j := range records[i].Texts {
			if t := &records[i].Texts[j]; t.Words != "" && slices.ContainsFunc(gone, func(g workflow.Text) bool { return g.Digest == t.Digest }) {
				return fmt.Errorf("record %d still says %q", records[i].Seq, t.Words)
			}
		}
	}
	for i := range after.tale.items {
		id := after.tale.plan.items[i].ID()
		v := after.State.Item(id)
		texts := append(textsOf(&v), textsIn(v.Former)...)
		for _, r := range after.State.Rounds() {
			texts = append(texts, textsIn(r.Answer(id))...)
		}
		for _, t := range texts {
			if t != nil && t.Words != "" && slices.ContainsFunc(gone, func(g workflow.Text) bool { return g.Digest == t.Digest }) {
				return fmt.Errorf("the state still says %q of %s", t.Words, id)
			}
		}
	}
	for _, o := range after.State.Overrides() {
		if t := o.Reason; t != nil && t.Words != "" && slices.ContainsFunc(gone, func(g workflow.Text) bool { return g.Digest == t.Digest }) {
			return fmt.Errorf("the state still says %q of %s", t.Words, o.Framework)
		}
	}
	return nil
}

// textsIn are the free texts of an answer; some are nil.
func textsIn(a *workflow.Answered) (out []*workflow.Text) {
	if a == nil {
		return nil
	}
	out = append(out, a.Comment)
	for i := range a.Answers {
		out = append(out, a.Answers[i].Comment)
	}
	for _, e := range a.Evidence {
		out = append(out, e.Title, e.Location)
	}
	return out
}

// textsOf are the free texts of what is known of an item; some are nil.
func textsOf(v *workflow.ItemView) (out []*workflow.Text) {
	out = textsIn(v.Answer)
	for _, d := range []*workflow.Decided{v.Decision, v.Plan} {
		if d == nil {
			continue
		}
		out = append(out, d.Comment, d.Reason, d.OnBehalfOf)
		if d.Plan != nil {
			out = append(append(out, d.Plan.Actions...), d.Plan.EvidenceAsked)
		}
		if d.Paper != nil {
			out = append(out, d.Paper.ConfirmedBy)
			for _, e := range d.Paper.Evidence {
				out = append(out, e.Title, e.Location)
			}
		}
	}
	if v.Waiver != nil {
		out = append(out, v.Waiver.Justification)
	}
	return out
}
