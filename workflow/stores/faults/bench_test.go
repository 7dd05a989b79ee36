//go:build unix

package faults_test

import (
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow/stores/internal/sample"
	"github.com/countersign-go/countersign/workflow/stores/postgres"
)

var enrolments = flag.Int("faults.enrolments", 20_000, "of how many enrolments BenchmarkEnrolments measures disk, memory and restart")

// BenchmarkEnrolments gives what a PostgreSQL needs for many enrolments, of two
// records each and with words in every other, beside BenchmarkSubjects of package
// jetstream: bytes of the disk for each; memory of all its processes; and the time
// in which it answers again after it was stopped on the spot, with what there is
// to read of its log.
//
//	go test -run '^$' -bench Enrolments -benchtime 1x ./faults -faults.enrolments 200000
func BenchmarkEnrolments(b *testing.B) {
	for b.Loop() {
		server := newServer(b)
		store, err := postgres.Open(b.Context(), server.url(), &postgres.Options{Migrate: true, MaxConns: 16})
		require.NoError(b, err)
		begun := time.Now()
		require.NoError(b, sample.Fill(b.Context(), store, *enrolments))
		b.ReportMetric(2*float64(*enrolments)/time.Since(begun).Seconds(), "appends/s")
		var size int64
		require.NoError(b, store.DB().QueryRowContext(b.Context(), "SELECT pg_database_size(current_database())").Scan(&size))
		b.ReportMetric(float64(size)/float64(*enrolments), "B-disk/enrolment")
		b.ReportMetric(float64(server.memory())/(1<<20), "MiB-memory")
		require.NoError(b, store.Close())
		server.stop("immediate")
		begun = time.Now()
		server.start()
		store, err = postgres.Open(b.Context(), server.url(), nil)
		require.NoError(b, err)
		records, err := store.Load(b.Context(), sample.ID(0), 0)
		require.NoError(b, err)
		require.Len(b, records, 2)
		b.ReportMetric(time.Since(begun).Seconds(), "s-restart")
		require.NoError(b, store.Close())
	}
	b.ReportMetric(0, "ns/op")
}

// memory is that of all of the server's processes, in bytes, what they share
// counted once. It asks Linux.
func (s *server) memory() (sum int64) {
	s.Helper()
	file, err := os.ReadFile(filepath.Join(s.data(), "postmaster.pid"))
	require.NoError(s, err)
	first, _, _ := strings.Cut(string(file), "\n")
	children, err := os.ReadFile(filepath.Join("/proc", first, "task", first, "children"))
	require.NoError(s, err)
	for _, pid := range append(strings.Fields(string(children)), first) {
		rollup, err := os.ReadFile(filepath.Join("/proc", pid, "smaps_rollup"))
		require.NoError(s, err)
		for line := range strings.Lines(string(rollup)) {
			if f := strings.Fields(line); f[0] == "Pss:" {
				n, err := strconv.ParseInt(f[1], 10, 64)
				require.NoError(s, err)
				sum += n << 10
			}
		}
	}
	require.NotZero(s, sum)
	return sum
}
