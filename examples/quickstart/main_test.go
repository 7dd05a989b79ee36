package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/countersign-go/countersign/workflow"
)

var update = flag.Bool("update", false, "write testdata/transcript.txt anew")

// TestTranscript holds what people read to what they were told it is.
func TestTranscript(t *testing.T) {
	t.Parallel()
	out := t.TempDir()
	var b bytes.Buffer
	if err := run(&b, out, "", false); err != nil {
		t.Fatal(err)
	}
	got := strings.ReplaceAll(b.String(), out, "FOLDER")
	golden := filepath.Join("testdata", "transcript.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the transcript changed; if that is right, run go test ./examples/quickstart -update\n%s", got)
	}
}

func TestFilesProveThemselves(t *testing.T) {
	t.Parallel()
	onceUnderRace(t)
	out := filepath.Join(t.TempDir(), "made", "on", "the", "way")
	if err := run(&bytes.Buffer{}, out, "", false); err != nil {
		t.Fatal(err)
	}
	record, err := os.ReadFile(filepath.Join(out, "record.json"))
	if err != nil {
		t.Fatal(err)
	}
	_, records, err := workflow.ReadExport(record)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(record, []byte("Example learner")) {
		t.Error("a name from the directory stands in the record")
	}
	for _, name := range []string{"certificate.html", "certificate.txt"} {
		b, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(b, []byte("Example learner 1")) || !bytes.Contains(b, []byte("H6GN-HJ0Q-NXEP-P1PC")) {
			t.Errorf("%s lacks the learner or the serial", name)
		}
	}
	if b, err := os.ReadFile(filepath.Join(out, "certificate.pdf")); err != nil || !bytes.HasPrefix(b, []byte("%PDF-")) {
		t.Errorf("the certificate as PDF: %v", err)
	}
	if last := records[len(records)-1]; last.Kind != workflow.KindSignOff {
		t.Errorf("the last record is %s", last.Kind)
	}
}

func TestLiveProgressWritesOverItsLine(t *testing.T) {
	t.Parallel()
	onceUnderRace(t)
	var b bytes.Buffer
	if err := run(&b, t.TempDir(), "", true); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "\r"); n != 658 {
		t.Errorf("%d progress lines written over, want one for each mandatory item", n)
	}
}

func TestFolderThatCannotBe(t *testing.T) {
	t.Parallel()
	onceUnderRace(t)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(&bytes.Buffer{}, filepath.Join(file, "below"), "", false); err == nil {
		t.Error("a folder below a file was accepted")
	}
}

// onceUnderRace leaves further journeys to the run without the race detector, which
// has nothing to find in more of the same.
func onceUnderRace(t *testing.T) {
	t.Helper()
	if underRace {
		t.Skip("the race detector has seen one journey")
	}
}
