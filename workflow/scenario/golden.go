package scenario

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/workflow"
)

// ids is the directory of a scenario, where people and centres are called by their ids.
type ids struct{}

// NamesOfPeople implements [certificate.Directory].
func (ids) NamesOfPeople(_ context.Context, list []workflow.PersonID) (map[workflow.PersonID]certificate.Person, error) {
	out := map[workflow.PersonID]certificate.Person{}
	for _, id := range list {
		out[id] = certificate.Person{Name: string(id)}
	}
	return out, nil
}

// NamesOfCentres implements [certificate.Directory].
func (ids) NamesOfCentres(_ context.Context, list []workflow.CentreID) (map[workflow.CentreID]string, error) {
	out := map[workflow.CentreID]string{}
	for _, id := range list {
		out[id] = string(id)
	}
	return out, nil
}

// golden makes the text that a golden part should be.
func (w *world) golden(l *Expect, g *Golden) {
	var b strings.Builder
	switch g.View {
	case NoticeTexts:
		if err := w.noticeTexts(&b); err != nil {
			w.cannot(l, err)
			return
		}
	case Refusal:
		w.refusal(&b)
	case Results:
		w.results(&b)
	default:
		for i, e := range l.About {
			if i > 0 {
				b.WriteByte('\n')
			}
			now, err := w.load(e)
			if err == nil {
				err = w.show(&b, g.View, &now)
			}
			if err != nil {
				w.cannot(l, err)
				return
			}
		}
	}
	w.goldens = append(w.goldens, shown{l, tidy(b.String())})
}

// tidy has no white space at the ends of lines, which editors like to remove.
func tidy(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t")
	}
	return strings.Join(lines, "\n")
}

func (w *world) show(b *strings.Builder, v View, now *snapshot) error {
	switch {
	case now.fw == nil:
		b.WriteString("there is no such enrolment\n")
	case v == Overview:
		return w.overview(b, now)
	case v == History:
		return w.history(b, now)
	case v == CertificateText:
		cert, err := certificate.For(w.ctx, now.signedOff, &now.state, w.host.now, ids{}, &certificate.Options{Policy: w.policy})
		if err != nil {
			fmt.Fprintln(b, err)
			return nil
		}
		return cert.WriteText(b)
	}
	return nil
}

func (w *world) refusal(b *strings.Builder) {
	for i := range w.last {
		if d := w.last[i].denied(); d != nil {
			b.WriteString(d.Error() + "\n")
		}
	}
}

func (w *world) results(b *strings.Builder) {
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	for i := range w.last {
		o := &w.last[i]
		fmt.Fprintf(t, "%s\t%s\t", o.about, o.about.Framework)
		if d := o.denied(); d != nil {
			var reasons []string
			for _, r := range d.Reasons {
				reasons = append(reasons, strings.TrimSpace(string(r.Code)+" "+string(r.Item)))
			}
			fmt.Fprintf(t, "refused: %s\n", strings.Join(reasons, ", "))
			continue
		}
		switch became(&o.res) {
		case Accepted:
			fmt.Fprintln(t, "done")
		default:
			fmt.Fprintln(t, became(&o.res))
		}
	}
	_ = t.Flush() // to memory
}

// overview is the status and each item with its answer and decision.
func (w *world) overview(b *strings.Builder, now *snapshot) error {
	missing, err := w.missing(now)
	if err != nil {
		return err
	}
	fmt.Fprintf(b, "%s: %s on %s, %d missing%s\n", now.about, workflow.StatusOf(now.fw, &now.state, w.host.now), now.fw.Ref(), len(missing), inRound(now))
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	for it := range now.fw.Items().Values() {
		v := now.state.Item(it.ID())
		answer, by := "", ""
		if v.Answer != nil {
			answer = answerText(given(v.Answer))
		}
		if v.Answer != nil && now.about.Centre != "" {
			answer += " by " + string(v.Answer.Contributor)
		}
		switch {
		case v.Request != nil:
			by = "asked: " + string(v.Request.To)
		case v.Decision != nil:
			by = string(v.Decision.Outcome) + " by " + string(v.Decision.By)
			if from := originalBy(v.Decision); from != "" {
				by += ", transferred from " + string(from)
			}
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", it.ID(), workflow.ItemStatusOf(now.fw, &now.state, it, w.host.now), answer, by)
	}
	return t.Flush()
}

// inRound says which round it is, where there are rounds.
func inRound(now *snapshot) string {
	if !now.fw.Unsupervised().Set {
		return ""
	}
	return fmt.Sprintf(", round %d", len(now.state.Rounds()))
}

// history is each record with its events.
func (w *world) history(b *strings.Builder, now *snapshot) error {
	local := (&writer{zone: w.s.Zone}).local
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	for i := range now.records {
		r := &now.records[i]
		events, err := r.Decode()
		if err != nil {
			return err
		}
		var kinds []string
		for _, e := range events {
			kinds = append(kinds, e.EventKind())
		}
		fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%s\n", r.Seq, local(r.At).Format(wallClock), r.Actor, r.Kind, strings.Join(kinds, ", "))
	}
	return t.Flush()
}

// check has nothing to do: golden parts are compared when everything was run.
func (*Golden) check(*check) {}
