package sqlstore

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
)

const (
	someUUID   = "85ee0fd3-1113-931f-2378-322ba5a4c1b0"
	someBase32 = "zf6skmprquncaxzszb4lzkvm24"
)

// again packs and unpacks what pack takes of a record.
func again(t *testing.T, r *workflow.Record, centre string) (packed []byte) {
	t.Helper()
	packed = pack(r, centre)
	got := workflow.Record{}
	require.NoError(t, unpack(packed, centre, &got))
	require.Equal(t, r.Command, got.Command)
	require.Equal(t, r.Actor, got.Actor)
	require.Equal(t, r.Request, got.Request)
	require.Equal(t, r.Register, got.Register)
	require.Equal(t, string(r.Events), string(got.Events))

	alone := workflow.Record{Seq: r.Seq}
	require.NoError(t, unpack(packAlone(r), "", &alone))
	require.Equal(t, *r, alone)
	return packed
}

// What nearly every record holds takes a few bytes beside its ids, each id 17
// bytes once and one where it stands again.
func TestPackedSize(t *testing.T) {
	t.Parallel()
	const centre = "6b7b8c9d-881d-4358-9d86-f3ed3edbb2a9"
	const ids = 1 + 16 + 2*17 + 3 + 3 // version, command, actor and request, register, ends of fields
	for events, want := range map[string]int{
		`[{"answers":[{"answer":"achieved"}],"basis":12,"contributor":"` + someUUID + `","event":"answered","item":"1.2.1.a","meets":true,"round":1}]`: 3 + 2 + 3 + 7 + 1,
		`[{"as":{"centre":"` + centre + `","role":"assessor"},"event":"requested","item":"1.2.1.a","to":"d2238857-1d1f-8b44-559c-ea3cb97fc4b1"}]`:      1 + 1 + 1 + 7 + 1 + 17 + 1,
		`[{"as":{"centre":"` + centre + `","role":"assessor"},"basis":12,"event":"decided","item":"1.2.1.a","outcome":"confirmed"}]`:                   2 + 1 + 2 + 1 + 7 + 1,
	} {
		r := workflow.Record{Actor: someUUID, Request: someBase32, Register: centre + "@7", Events: []byte(events)}
		require.Len(t, again(t, &r, centre), ids+want, events)
	}
}

// Whatever the bytes are, they come back.
func TestPackedComesBack(t *testing.T) {
	t.Parallel()
	digest := canonical.Sum(nil).String()
	pieces := append([]string{
		"", "a", "abc", someUUID, strings.ToUpper(someUUID), someUUID[:35] + "g", strings.Replace(someUUID, "-", "0", 2), someBase32, someBase32[:25] + "5", digest, digest[:70] + "A",
		"\x00", "\x04", "\x08", "\x80", "\xff", "é😀", "\"", " ", strings.Repeat("\x00", 255), strings.Repeat("\xfe", 256), strings.Repeat("\x01", 257),
	}, phrases[:]...)
	m := rand.New(rand.NewPCG(5, 5))
	text := func() string {
		var b strings.Builder
		for range m.IntN(12) {
			b.WriteString(pieces[m.IntN(len(pieces))])
			if m.IntN(2) == 0 {
				b.WriteByte('"')
			}
		}
		return b.String()
	}
	for range 5000 {
		r := workflow.Record{Actor: workflow.PersonID(text()), Request: workflow.RequestID(text()), Register: text(), Events: []byte(text())}
		r.Command[m.IntN(16)] = byte(m.Uint32())
		r.Format, r.Kind, r.FrameworkDigest, r.PolicyDigest = m.IntN(300), workflow.Kind(text()), canonical.Sum(r.Events), canonical.Sum([]byte(r.Register))
		r.Framework = proficiency.Ref{ID: proficiency.FrameworkID(text()), Version: proficiency.Version{Minor: m.Uint32()}}
		again(t, &r, text())
	}
	var many workflow.Record
	for i := range 3 * maxWords {
		id := fmt.Sprintf("%08x%s", i%40, someUUID[8:])
		many.Events = append(many.Events, id+`"`...)
	}
	again(t, &many, "")
}

// What somebody cut off or changed is an error and no panic.
func TestDamagedPacked(t *testing.T) {
	t.Parallel()
	r := workflow.Record{Actor: someUUID, Request: someBase32, Register: "trust-1@7", Events: []byte("[{\"comment\":\"" + canonical.Sum(nil).String() + `"}]` + "\xff")}
	packed := pack(&r, "")
	for n := range 17 + 17 + 1 + 17 + 1 { // up to the end of the last field but the events
		require.ErrorIs(t, unpack(packed[:n], "", new(workflow.Record)), errPacked, "%d bytes", n)
	}
	for i := range packed {
		for _, c := range []byte{0, 1, 2, 3, 4, 5, 8, 9, 0x1f, 0x7f, 0x80, 0xff} {
			changed := append([]byte(nil), packed...)
			changed[i] = c
			_ = unpack(changed, "", new(workflow.Record))
		}
	}
	alone := packAlone(&r)
	for n := range 17 + 64 + 6 {
		require.Error(t, unpack(alone[:n], "", new(workflow.Record)), "%d bytes", n)
	}
	packed[0] = 3
	require.ErrorIs(t, unpack(packed, "", new(workflow.Record)), errPacked, "a version that is none")
}

// What was stored with a list of phrases is read with it.
func TestPhrasesNeverChange(t *testing.T) {
	t.Parallel()
	require.Equal(t, "sha256:bde993fb3e73833c740eaa712e65df48b706f9db0f477795b89ac513ca0875ca", canonical.Sum([]byte(strings.Join(phrases[:], "\n"))).String())
	require.LessOrEqual(t, len(phrases), 0x100-firstPhrase)
}

func BenchmarkPack(b *testing.B) {
	r := workflow.Record{Actor: someUUID, Request: someBase32, Register: "6b7b8c9d-881d-4358-9d86-f3ed3edbb2a9@12",
		Events: []byte(`[{"as":{"centre":"6b7b8c9d-881d-4358-9d86-f3ed3edbb2a9","role":"assessor"},"event":"requested","item":"1.2.1.a","to":"d2238857-1d1f-8b44-559c-ea3cb97fc4b1"}]`)}
	packed := pack(&r, "")
	b.Run("pack", func(b *testing.B) {
		for b.Loop() {
			pack(&r, "")
		}
	})
	b.Run("unpack", func(b *testing.B) {
		for b.Loop() {
			var got workflow.Record
			if err := unpack(packed, "", &got); err != nil {
				b.Fatal(err)
			}
		}
	})
}
