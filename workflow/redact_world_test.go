package workflow_test

import (
	"context"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

const spokenContent = `format: countersign/v1
id: words
version: 1.0.0
title: Words
category: clinical
scales: {done: [{id: not-yet, label: Not yet}, {id: done, label: Done, meets: true}]}
defaults: {scale: done, kind: skill, confirmed_by: [assessor, educator-manager], waivable: true}
attributes: {role: {label: Role, values: [{id: clinical, label: Clinical}, {id: office, label: Not clinical}]}}
sign_off: {by: [educator-manager]}
requires: [{framework: glove-use, before: sign-off}]
sections:
  - id: all
    title: All
    proficiencies:
      - {id: asked, statement: Is asked.}
      - {id: paper, statement: Is on paper.}
      - {id: spared, statement: Is spared.}
      - {id: taught, statement: Is taught., confirmed_by: [educator-manager]}
      - {id: typed, statement: Is typed., optional: true, applies_to: {role: [office]}}
`

const (
	far  workflow.PersonID = "manager-9"  // Clinical Centre Manager of trust-9
	both workflow.PersonID = "assessor-5" // an assessor at trust-1, and an educator at trust-9
)

// spokenWorld is a world on content on which everything can be said, with
// learner-1 enrolled at trust-1.
func spokenWorld(t *testing.T) *world {
	t.Helper()
	w := newWorldOn(t, fstest.MapFS{
		"words/1.0.0/words.yaml":     {Data: []byte(spokenContent)},
		"words/1.0.0/lifecycle.yaml": {Data: []byte("status: published\npublished: 2026-01-01\n")},
	})
	w.host.Delegate(far, "trust-9", "clinical-centre-manager")
	w.host.Delegate(both, "trust-1", "assessor")
	w.host.Delegate(both, "trust-9", "educator-manager")
	w.host.Delegate(versed, "trust-9", "clinical-centre-manager")
	w.enrol(educator, learner, proficiency.Ref{ID: "words"})
	return w
}

// said makes words that nothing else holds, and that say what they are.
type said struct{ n int }

func (s *said) a(what string) string {
	s.n++
	return fmt.Sprintf("Zanzibar %03d, %s", s.n, what)
}

var saidWords = regexp.MustCompile(`Zanzibar \d{3}, [a-z ]+`)

// spoken is a world in which everything has been written that can be written,
// in words of its own, up to the withdrawal.
func spoken(t *testing.T) *world {
	t.Helper()
	w, s := spokenWorld(t), &said{}
	log := func() []workflow.EvidenceRef {
		return []workflow.EvidenceRef{{Title: s.a("title"), Location: s.a("location")}, {Title: s.a("second title")}}
	}
	save := func(id proficiency.ItemID) {
		answer := w.meeting(id)
		answer.Comment, answer.Evidence = s.a("answer"), log()
		answer.Answers[0].Comment = s.a("comment on an answer")
		w.do(learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{answer}})
	}
	w.do(educator, &workflow.SetAttributes{Attributes: inRole("office"), Reason: s.a("other attributes")})
	w.do(educator, &workflow.OverrideRequirement{Framework: "glove-use", Reason: s.a("override")})
	save("asked")
	w.do(learner, &workflow.Comment{Comment: s.a("comment")})
	w.do(educator, &workflow.Comment{Item: "asked", Comment: s.a("comment on an item")})
	w.answer("taught")
	w.send(educator, "asked", "taught")
	w.do(educator, &workflow.Reject{
		Items: w.decisions("asked", "taught"), Reason: s.a("rejection"), Actions: []string{s.a("action"), s.a("second action")},
		EvidenceAsked: s.a("evidence asked"),
	})
	save("asked")
	w.answer("taught")
	w.send(educator, "asked", "taught")
	w.do(educator, &workflow.Confirm{Items: w.decisions("asked", "taught"), Comment: s.a("confirmation"), OnBehalfOf: s.a("on behalf of")})
	w.do(educator, &workflow.Revise{Item: "asked", To: workflow.Rejected, Reason: s.a("revision"), Actions: []string{s.a("action of a revision")}})
	w.do(educator, &workflow.Revise{Item: "asked", To: workflow.Confirmed, Reason: s.a("second revision")})
	w.do(educator, &workflow.RecordPaper{
		Items: items{"paper"}, ConfirmedBy: s.a("paper"), Role: "assessor", On: day(2026, 3, 1), Evidence: log(),
	})
	w.do(lead, &workflow.SetAside{Items: items{"paper"}, Reason: s.a("setting aside")})
	w.pass("paper")
	w.do(educator, &workflow.Waive{Item: "spared", Justification: s.a("waiver")})
	w.do(educator, &workflow.Unwaive{Item: "spared", Reason: s.a("end of a waiver")})
	w.do(educator, &workflow.Waive{Item: "spared", Justification: s.a("second waiver")})
	for range 3 {
		w.do(learner, &workflow.RequestSignOff{To: educator})
		w.do(educator, &workflow.DeclineSignOff{Reason: s.a("decline")})
		w.do(learner, &workflow.RequestSignOff{To: educator})
		w.do(educator, &workflow.SignOff{Comment: s.a("sign-off")})
		w.do(lead, &workflow.RevokeSignOff{Reason: s.a("revocation")})
	}
	w.do(learner, &workflow.RequestSignOff{To: educator})
	w.do(educator, &workflow.DeclineSignOff{Reason: s.a("last decline")})
	w.do(admin, &workflow.Withdraw{Reason: s.a("withdrawal")})
	return w
}

// A saying is a free text as a record holds it.
type saying struct {
	path string
	seq  workflow.Seq
	text workflow.Text
}

func (s saying) redact() *workflow.Redact {
	return &workflow.Redact{Record: s.seq, Text: s.text.Digest}
}

// sayings are the texts of the stored records that have words, each where it
// was written first, in order.
func (w *world) sayings() (out []saying) {
	w.t.Helper()
	seen := map[string]bool{}
	for _, r := range w.records() {
		events, err := r.Decode()
		require.NoError(w.t, err)
		for _, e := range events {
			for _, p := range workflow.PlacedTexts(e) {
				if name := p.Text.Digest.String(); p.Text.Words != "" && !seen[name] {
					seen[name] = true
					out = append(out, saying{path: p.Path, seq: r.Seq, text: *p.Text})
				}
			}
		}
	}
	return out
}

// saying is the one whose words contain what.
func (w *world) saying(what string) saying {
	w.t.Helper()
	all := w.sayings()
	i := slices.IndexFunc(all, func(s saying) bool { return strings.Contains(s.text.Words, what) })
	require.GreaterOrEqual(w.t, i, 0, "nobody said %q", what)
	return all[i]
}

func (w *world) records() []workflow.Record {
	w.t.Helper()
	records, err := w.store.Load(context.Background(), w.id, 0)
	require.NoError(w.t, err)
	return records
}

func (w *world) exported() []byte { return workflow.AppendExport(nil, w.id, w.records()) }

// silent wants no trace of what was said in a value, with everything that it
// points to, in whatever form: neither words nor salt.
func (s saying) silent(t testing.TB, what string, v any) {
	t.Helper()
	everywhere := everything(v)
	if b, ok := v.([]byte); ok {
		everywhere += string(b)
	}
	for _, trace := range []string{
		s.text.Words, hex.EncodeToString([]byte(s.text.Words)), hex.EncodeToString(s.text.Salt[:]),
		hex.EncodeToString([]byte(hex.EncodeToString(s.text.Salt[:]))),
	} {
		if strings.Contains(everywhere, trace) {
			assert.Failf(t, "a trace is left", "%s: %s of %s", what, trace, s.path)
		}
	}
}

// states are what several engines make of the enrolment now: one that gave the
// command, one that remembers it from before, one without memory; and what the
// records add up to.
func (w *world) states(others ...*workflow.Engine) map[string]workflow.State {
	w.t.Helper()
	replayed := workflow.Replay(workflow.NewState(w.id, w.fw.Index()), w.records())
	out := map[string]workflow.State{"result": w.state, "replayed": replayed}
	for i, e := range append([]*workflow.Engine{w.engine}, others...) {
		v, err := e.View(w.ctx, learner, w.id)
		require.NoError(w.t, err)
		out[fmt.Sprint("engine ", i)] = v.State
	}
	return out
}
