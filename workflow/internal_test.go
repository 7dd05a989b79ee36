package workflow

import "github.com/countersign-go/countersign/proficiency"

// AfterState makes r the record that follows s, with these events in it, as
// the engine would; for tests of histories that no command makes.
func AfterState(fw *proficiency.Framework, s *State, r Record, events ...Event) Record {
	r.Format, r.Seq = RecordFormat, s.seq+1
	r.Framework, r.FrameworkDigest = fw.Ref(), fw.Digest()
	r.Events = append(r.Events, '[')
	for i, e := range events {
		if i > 0 {
			r.Events = append(r.Events, ',')
		}
		r.Events = e.appendJSON(r.Events)
		for _, t := range textsOf(e) {
			r.Texts = append(r.Texts, *t)
		}
	}
	r.Events = append(r.Events, ']')
	r.Hash = r.hashAfter(s.head)
	return r
}
