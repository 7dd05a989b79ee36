package storetest

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
)

// oddText holds what stores get wrong: text of two, three and four bytes a
// character, what databases and patterns read as signs, and what is not seen.
const oddText = "é 漢 😀 \u2028 ' \" ` \\ % _ * \t\n\r <&> $1 ? :a ; -- / .. \x01\x1f\x7f \u00a0 "

// noon has microseconds.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 123456000, time.UTC)

// record is a record with every field set, different for each seq; but all have
// texts of the same two digests.
func record(seq workflow.Seq) workflow.Record {
	n := byte(seq)
	return workflow.Record{
		Format: workflow.RecordFormat, Seq: seq, At: noon.Add(time.Duration(seq%1e6) * time.Second),
		Actor: workflow.PersonID(fmt.Sprint("learner-", seq)), Request: workflow.RequestID(fmt.Sprint("request-", seq)),
		Command: workflow.CommandDigest{n, 0, 255}, Kind: "comment",
		Framework:       proficiency.Ref{ID: "hand-hygiene", Version: proficiency.Version{Major: 1, Minor: uint32(seq), Patch: math.MaxUint32}},
		FrameworkDigest: canonical.Sum([]byte{n}), PolicyDigest: canonical.Sum([]byte{n, 1}), Register: fmt.Sprint("position-", seq),
		Events: fmt.Appendf(nil, `[{"n":%d}]`, seq), Hash: canonical.Sum([]byte{n, 2}),
		Texts: []workflow.Text{text(seq, 0), text(seq, 1)},
	}
}

// text is that at a place of a record.
func text(seq workflow.Seq, place int) workflow.Text {
	return workflow.Text{
		Words: fmt.Sprintf("text %d of record %d", place, seq), Salt: [16]byte{byte(seq), 0, byte(place), 255},
		Digest: canonical.Sum([]byte{byte(place)}),
	}
}

// records are those from first to last.
func records(first, last workflow.Seq) (out []workflow.Record) {
	for seq := first; seq <= last; seq++ {
		out = append(out, record(seq))
	}
	return out
}

// by is a record of another request.
func by(request string, seq workflow.Seq) workflow.Record {
	r := record(seq)
	r.Request = workflow.RequestID(request)
	return r
}

// clones share nothing with rs.
func clones(rs []workflow.Record) []workflow.Record {
	out := slices.Clone(rs)
	for i := range out {
		out[i] = out[i].Clone()
	}
	return out
}

// inUTC are records that do not show in which zone a store reads its times.
func inUTC(rs []workflow.Record) []workflow.Record {
	rs = slices.Clone(rs)
	for i := range rs {
		rs[i].At = rs[i].At.UTC()
	}
	return rs
}

// scribble writes over all that records refer to, and behind it.
func scribble(rs []workflow.Record) {
	for i := range rs {
		for j := range rs[i].Events {
			rs[i].Events[j] = '#'
		}
		for j := range rs[i].Texts {
			rs[i].Texts[j] = workflow.Text{Words: "#"}
		}
		_, _ = append(rs[i].Events, '#'), append(rs[i].Texts, workflow.Text{Words: "#"})
		rs[i] = workflow.Record{Seq: 999}
	}
	_ = append(rs, workflow.Record{Seq: 999})
}
