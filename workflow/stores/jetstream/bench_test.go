package jetstream_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	natsjs "github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/stores/internal/sample"
	"github.com/countersign-go/countersign/workflow/stores/jetstream"
)

// A contender stores one record after another, each caller's in an enrolment of its own.
type contender struct {
	append func(caller int, last workflow.Seq) error
	last   []workflow.Seq
	took   time.Duration
	waited [][]time.Duration // by caller, for each
}

func (c *contender) round(b *testing.B, each int) {
	errs := make([]error, len(c.last))
	var wg sync.WaitGroup
	begun := time.Now()
	for i := range c.last {
		wg.Go(func() {
			for range each {
				at := time.Now()
				if err := c.append(i, c.last[i]); err != nil {
					errs[i] = err
					return
				}
				c.last[i]++
				c.waited[i] = append(c.waited[i], time.Since(at))
			}
		})
	}
	wg.Wait()
	c.took += time.Since(begun)
	require.NoError(b, errors.Join(errs...))
}

// BenchmarkAppend compares an append with what it cannot do without: a message of
// the same size to a stream of the same kind, with the number that the last one
// on its subject must have, and the answer to it. Each round goes through all of
// them in turn, on the same disks, so that the ratios hold where the times do not:
//
//	go test -run '^$' -bench Append -benchtime 20x ./jetstream
//
// Servers answer when the disk has it. x-bare is the time of an append by that of
// the message alone, and x-words that of one with a remark of 200 bytes.
func BenchmarkAppend(b *testing.B) {
	for _, replicas := range []int{1, 3} {
		for _, callers := range []int{1, 8, 32} {
			b.Run(fmt.Sprintf("R%d/%d", replicas, callers), func(b *testing.B) { benchAppend(b, replicas, callers) })
		}
	}
}

func benchAppend(b *testing.B, replicas, callers int) {
	nc := connect(b, serveAll(b, replicas, true))
	s := on(b, nc, jetstream.Options{Name: "store", Create: true, Replicas: replicas, Shards: 1, Timeout: time.Minute})
	all := map[string]*contender{"bare": bare(b, nc, replicas)}
	all["store"] = &contender{append: func(caller int, last workflow.Seq) error {
		return s.Append(b.Context(), sample.Batch(workflow.EnrolmentID(fmt.Sprint("store-", caller)), last, ""))
	}}
	words := fmt.Sprintf("%200s", "")
	all["words"] = &contender{append: func(caller int, last workflow.Seq) error {
		return s.Append(b.Context(), sample.Batch(workflow.EnrolmentID(fmt.Sprint("words-", caller)), last, words))
	}}
	each := max(4, 128/callers)
	for _, c := range all {
		c.last, c.waited = make([]workflow.Seq, callers), make([][]time.Duration, callers)
		c.round(b, each)
		c.took, c.waited = 0, make([][]time.Duration, callers)
	}
	n := 0
	for b.Loop() {
		for _, name := range []string{"bare", "store", "words"} {
			all[name].round(b, each)
		}
		n += each * callers
	}
	for name, c := range all {
		b.ReportMetric(float64(n)/c.took.Seconds(), name+"/s")
	}
	for name, at := range map[string]float64{"p50-µs": 0.5, "p99-µs": 0.99} {
		waited := slices.Sorted(slices.Values(slices.Concat(all["store"].waited...)))
		b.ReportMetric(float64(waited[int(at*float64(len(waited)))].Microseconds()), name)
	}
	b.ReportMetric(float64(all["store"].took)/float64(all["bare"].took), "x-bare")
	b.ReportMetric(float64(all["words"].took)/float64(all["bare"].took), "x-words")
	b.ReportMetric(0, "ns/op") // that of a round says nothing
}

// bare publishes messages as large as the store's.
func bare(b *testing.B, nc *nats.Conn, replicas int) *contender {
	js, err := natsjs.New(nc)
	require.NoError(b, err)
	_, err = js.CreateStream(b.Context(), natsjs.StreamConfig{
		Name: "bare", Subjects: []string{"bare.>"}, Replicas: replicas, Compression: natsjs.S2Compression, Discard: natsjs.DiscardNew, AllowDirect: true,
	})
	require.NoError(b, err)
	data := make([]byte, 1000) // as the usual ones are
	places := map[int]uint64{}
	var mu sync.Mutex
	return &contender{append: func(caller int, last workflow.Seq) error {
		mu.Lock()
		at := places[caller]
		mu.Unlock()
		var ack *natsjs.PubAck
		for {
			var err error
			ack, err = js.Publish(b.Context(), "bare."+strconv.Itoa(caller), data, natsjs.WithExpectLastSequencePerSubject(at))
			var refused *natsjs.APIError
			if err == nil {
				break
			}
			if !errors.As(err, &refused) || refused.ErrorCode != 10164 { // the leader is not done yet with the one before, which it has answered
				return err
			}
		}
		mu.Lock()
		places[caller] = ack.Sequence
		mu.Unlock()
		return nil
	}}
}

var subjects = flag.Int("jetstream.subjects", 20_000, "of how many enrolments BenchmarkSubjects measures memory and restart")

// BenchmarkSubjects gives what a server needs for many enrolments, of two records
// each and with words in every other: bytes of memory and of the disk for each,
// and the time in which it is there again after it was stopped. The memory at once
// is that with the ids of requests, which a server forgets after two minutes.
//
//	go test -run '^$' -bench Subjects -benchtime 1x ./jetstream -jetstream.subjects 200000
func BenchmarkSubjects(b *testing.B) {
	folder := b.TempDir()
	for b.Loop() {
		o := &server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: folder, NoSigs: true, NoLog: true}
		s, err := server.NewServer(o)
		require.NoError(b, err)
		s.Start()
		require.True(b, s.ReadyForConnections(time.Minute))
		before := memory()
		nc := connect(b, s.ClientURL())
		store, err := jetstream.Open(b.Context(), nc, &jetstream.Options{Create: true, Replicas: 1, Shards: 4, Places: 1, Index: forgetful{}})
		require.NoError(b, err)
		begun := time.Now()
		require.NoError(b, sample.Fill(b.Context(), store, *subjects))
		b.ReportMetric(2*float64(*subjects)/time.Since(begun).Seconds(), "appends/s")
		require.NoError(b, store.Close())
		nc.Close()
		b.ReportMetric(float64(memory()-before)/float64(*subjects), "B-memory-at-once/enrolment")
		time.Sleep(130 * time.Second)
		b.ReportMetric(float64(memory()-before)/float64(*subjects), "B-memory/enrolment")
		info, err := s.Jsz(nil)
		require.NoError(b, err)
		b.ReportMetric(float64(info.Store)/float64(*subjects), "B-disk/enrolment")
		s.Shutdown()
		s.WaitForShutdown()
		begun = time.Now()
		again, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: folder, NoSigs: true, NoLog: true})
		require.NoError(b, err)
		again.Start()
		require.True(b, again.ReadyForConnections(10*time.Minute))
		b.ReportMetric(time.Since(begun).Seconds(), "s-restart")
		again.Shutdown()
		again.WaitForShutdown()
	}
	b.ReportMetric(0, "ns/op")
}

// A forgetful index keeps nothing, whose memory would be counted for the server's.
type forgetful struct{ jetstream.Index }

func (forgetful) Put(context.Context, string, uint64, []workflow.Summary) error { return nil }
func (forgetful) UpTo(context.Context, string) (uint64, error)                  { return 0, nil }

func memory() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
