package workflow

import (
	"fmt"
	"reflect"
	"testing"
	"time"
	"unsafe"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// A flatState is a state by value: without the shape of what it is kept in.
type flatState struct {
	State   State
	Items   flatItems
	Recent  []recentRequest
	Earlier []earlierRound
	Then    []flatItems // of those
}

type flatItems struct {
	IDs   []proficiency.ItemID
	Items []itemState
}

func flat(s *State) flatState {
	f := flatState{State: *s, Items: itemsBy(s), Recent: s.recent.kept()}
	f.State.index, f.State.edit, f.State.items, f.State.extra, f.State.recent = nil, 0, tree{}, nil, recent{}
	if s.rounds == nil {
		return f
	}
	own := *s.rounds
	f.State.rounds = &own
	for e := own.earlier; e != nil; e = e.next {
		f.Earlier = append(f.Earlier, earlierRound{number: e.number, submitted: e.submitted, head: e.head})
		f.Then = append(f.Then, itemsBy(&State{index: s.index, items: e.items, extra: e.extra}))
	}
	own.earlier = nil
	return f
}

func itemsBy(s *State) (f flatItems) {
	s.each(func(id proficiency.ItemID, it *itemState) bool {
		if *it != none {
			f.IDs, f.Items = append(f.IDs, id), append(f.Items, *it)
		}
		return true
	})
	return f
}

// sameState says where two states differ, in whatever they hold but hints.
func sameState(a, b *State) string {
	hints := cmp.FilterPath(func(p cmp.Path) bool {
		f, ok := p.Last().(cmp.StructField)
		return ok && (f.Name() == "ordinal" || f.Name() == "one")
	}, cmp.Ignore())
	return cmp.Diff(flat(a), flat(b), cmp.Exporter(func(reflect.Type) bool { return true }), cmpopts.EquateEmpty(), hints)
}

// again is a state that was written and read.
func again(t *testing.T, s *State) State {
	t.Helper()
	b := appendState(nil, s)
	read, ok := readState(b, s.index)
	require.True(t, ok, "%x", b)
	require.Equal(t, b, appendState(nil, &read), "what was read is written as it was")
	require.Empty(t, sameState(s, &read))
	return read
}

// Whatever walks come to, a state that was written and read in between is the
// same, goes on in the same way, and leaves the one before it as it was.
func TestStatesAreReadAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	OneGoroutine(t)
	seen := map[string]bool{}
	for seed := uint64(4); seed < 13; seed++ { // the last but one is a trial, the last in rounds
		w := newPureWalk(t, seed)
		s := NewState("e", w.Framework.Index())
		read := s
		for n := range 500 {
			events, r := w.decided(t, &s, n)
			if len(events) == 0 {
				continue
			}
			seen[string(r.Kind)] = true
			s, read = Apply(s, r), Apply(read, r.Clone())
			if w.IntN(40) > 0 && r.Kind != KindRedact {
				continue
			}
			require.Empty(t, sameState(&s, &read), "seed %d, step %d", seed, n)
			require.Equal(t, Summarise(w.Framework, &s, s.at), Summarise(w.Framework, &read, s.at))
			before := appendState(nil, &read)
			next := again(t, &read)
			_ = Replay(next, []Record{r.Clone()})
			require.Equal(t, before, appendState(nil, &read))
			require.Equal(t, before, appendState(nil, &next))
			read = next
		}
	}
	for _, kind := range walkedKinds {
		if kind != KindAgree && !ofCentres(kind) { // there is nothing to agree to, and no centre
			require.True(t, seen[string(kind)], "the walks never did a %s", kind)
		}
	}
}

// A filler gives every field below a value another value, by reflection:
// whatever is added later is among them.
type filler struct {
	n int
	// standing is the field of the decision that stands on an item: no other has
	// decisions beside it, and none of these has.
	standing string
}

// unkept are the fields that a snapshot does not keep, each for a reason that
// its coder gives.
var unkept = map[string]bool{
	"State.index": true, "State.edit": true, "State.newer": true, "State.items": true, "State.extra": true, "State.recent": true,
	"enrolment.erased": true, "earlierSignOff.next": true, "earlierRound.next": true, "earlierRound.items": true, "earlierRound.extra": true,
	"TransferAccepted.Items": true, "TransferAccepted.Decisions": true, "TransferAccepted.Left": true,
	"Answered.ordinal": true, "Answered.one": true, "Requested.ordinal": true, "Decided.ordinal": true, "Waived.ordinal": true,
}

func (f *filler) fill(t *testing.T, v reflect.Value) {
	f.n++
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.UnixMicro(int64(f.n)).UTC()))
		return
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			field := v.Type().Field(i)
			name := v.Type().Name() + "." + field.Name
			if unkept[name] || name == "Decided.also" && f.standing != "itemState.decision" {
				continue
			}
			if was := f.standing; name == "Decided.also" || v.Type() == reflect.TypeFor[itemState]() {
				f.standing = name
				defer func() { f.standing = was }()
			}
			f.fill(t, reflect.NewAt(field.Type, unsafe.Pointer(v.Field(i).UnsafeAddr())).Elem())
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(t, v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		f.fill(t, v.Index(0))
		f.fill(t, v.Index(1))
	case reflect.Array:
		for i := range v.Len() {
			f.fill(t, v.Index(i))
		}
	case reflect.String:
		v.SetString(fmt.Sprint("value ", f.n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(f.n))
	case reflect.Uint8, reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(f.n % 256))
	default:
		t.Fatalf("there is no value for a %s: say what a snapshot makes of it", v.Type())
	}
}

// A state that has everything that there is comes back with everything. If this
// fails because a field was added, teach it to its coder and give
// snapshotFormat another number.
func TestEveryFieldOfAStateIsKept(t *testing.T) {
	t.Parallel()
	fw := generated(t, 20)
	f := &filler{}
	s := State{index: fw.Index(), edit: 1}
	f.fill(t, reflect.ValueOf(&s).Elem())
	s.signOff.earlier.next = new(earlierSignOff)
	f.fill(t, reflect.ValueOf(s.signOff.earlier.next).Elem())
	s.rounds.earlier.next = new(earlierRound)
	f.fill(t, reflect.ValueOf(s.rounds.earlier.next).Elem())
	f.fill(t, reflect.ValueOf(s.rounds.earlier.next.items.write(7, 1)).Elem())
	then := State{edit: 1}
	f.fill(t, reflect.ValueOf(then.ownExtra("of-that-round")).Elem())
	s.rounds.earlier.next.extra = then.extra
	for _, i := range []int{0, 1, 7, 19} {
		f.fill(t, reflect.ValueOf(s.items.write(i, 1)).Elem())
	}
	s.items.write(9, 1).decision = s.items.at(7).decision
	s.items.write(9, 1).plan = s.items.at(7).decision
	f.fill(t, reflect.ValueOf(s.ownExtra("of-another-version")).Elem())
	var e recentRequest
	f.fill(t, reflect.ValueOf(&e).Elem())
	s.recent = s.recent.add(e)
	read := again(t, &s)
	require.Same(t, read.items.at(9).decision, read.items.at(9).plan, "a rejection is kept once")
	require.Equal(t, s.recent.n, read.recent.n)
	_, found := read.recent.find(e.id)
	require.True(t, found)
	require.Equal(t, map[string]string{
		"countersign-snapshot/1": "sha256:cadd2f20157a6659f158ba42dbf43e52c387866605de2eba48f39499937e5e3d",
		"countersign-snapshot/2": "sha256:15e6200df6d0de651d16669f04aa14942af9d292b8525083a54a06047f1edd64",
		"countersign-snapshot/3": "sha256:6550044cf5a6f944fea04ee4ee993df384453a6284d64f5015998472a416bfc3",
		"countersign-snapshot/4": "sha256:b9ca241ffb5a4b72f5d25a9b820a65db50e40fb12a00390016d9bd3df3c9d0cd",
	}[snapshotFormat], canonical.Sum(appendState(nil, &s)).String(), "another form has another name")
}

// The numbers of requests that are known are those that must be, in their order.
func TestRequestsAreKnownAfterReading(t *testing.T) {
	t.Parallel()
	s := State{enrolment: &enrolment{}}
	for n := range 3 * RecentRequests {
		s.recent = s.recent.add(recentRequest{id: RequestID(fmt.Sprint(n)), seq: Seq(n)})
	}
	read := again(t, &s)
	for n := range 3 * RecentRequests {
		e, found := read.recent.find(RequestID(fmt.Sprint(n)))
		require.Equal(t, n >= 2*RecentRequests, found)
		require.True(t, !found || e.seq == Seq(n))
	}
	next := read.recent.add(recentRequest{id: "one"})
	other := read.recent.add(recentRequest{id: "other"})
	_, found := next.find("other")
	require.False(t, found)
	_, found = other.find("other")
	require.True(t, found)
}

// Whatever is read as a state, it is read or not, in room that its length bounds.
func FuzzReadState(f *testing.F) {
	fw := generated(f, 20)
	c := newBenchCase(f, 20)
	f.Add(appendState(nil, &c.state))
	s := State{index: fw.Index(), edit: 1}
	f.Add(appendState(nil, &s))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		s, ok := readState(b, fw.Index())
		if !ok {
			return
		}
		written := appendState(nil, &s)
		read, ok := readState(written, fw.Index())
		require.True(t, ok)
		require.Equal(t, written, appendState(nil, &read))
	})
}

func BenchmarkReadState450Events(b *testing.B) {
	c := newBenchCase(b, 670)
	c.history(b)
	snapshot := appendState(nil, &c.state)
	b.Run("write", func(b *testing.B) {
		b.ReportAllocs()
		b.ReportMetric(float64(len(snapshot)), "B")
		for range b.N {
			appendState(nil, &c.state)
		}
	})
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for range b.N {
			if _, ok := readState(snapshot, c.fw.Index()); !ok {
				b.Fatal("not read")
			}
		}
	})
}
