package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/stores/postgres"
	"github.com/countersign-go/countersign/workflow/stores/sqlite"
)

// What is exported of what was imported is the same to the byte, and the
// imported store verifies: nothing of erased enrolments, trials, redacted texts
// or registers is lost.
func TestImportedIsTheSame(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.fine("store import DIR/new.db DIR/full.lines --frameworks " + ours)
	s.fine("store verify DIR/new.db --frameworks " + ours)
	if got := s.fine("store export DIR/new.db - --workers 3"); got != s.read("full.lines") {
		t.Errorf("exported is\n%s", got)
	}
	full := s.read("full.lines")
	if strings.Contains(full, "in confidence") || !strings.Contains(full, "nothing of it") || !strings.Contains(full, `"kind":"erase"`) {
		t.Errorf("it should have words, but those redacted, and what is left of the erased one:\n%s", full)
	}
	enrolled, err := sqlite.Open(t.Context(), s.in("new.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := newEngine(t, enrolled).Do(t.Context(), workflow.Request{Actor: "learner-1", Enrolment: "learner-1", Command: &workflow.Comment{Comment: "on it goes"}})
	if err != nil || res.Record.Seq != 5 || enrolled.Close() != nil {
		t.Errorf("record %d: %v", res.Record.Seq, err)
	}
	out := s.fine("store import DIR/new.db DIR/full.lines")
	if !strings.Contains(out, "learner-1: there already") {
		t.Errorf("what has gone on is not there already: %s", out)
	}
}

// Stopped behind any line, and run again, an import does the rest.
func TestImportGoesOn(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	for n := 1; n <= 5; n++ {
		ctx, stop := context.WithCancel(t.Context())
		var errs bytes.Buffer
		to := fmt.Sprintf("store import DIR/new%d.db DIR/full.lines --workers 1 --frameworks %s", n, ours)
		s.runOn(ctx, Command{Stdout: &stopping{io.Discard, n, stop}, Stderr: &errs}, to)
		if n < 3 && !strings.Contains(errs.String(), "is done: go on with --after") {
			t.Errorf("stopped behind %d: %s", n, errs.String())
		}
		s.fine(to)
		if s.fine(fmt.Sprintf("store export DIR/new%d.db -", n)) != s.read("full.lines") {
			t.Errorf("stopped behind %d, it is not the same", n)
		}
	}
}

// Whatever was written of a file before everything ended, the same command
// makes it whole.
func TestExportGoesOn(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	full := s.read("full.lines")
	for n := 0; n < len(full); n += 97 {
		s.write("cut.lines.partial", full[:n])
		if err := os.Remove(s.in("cut.lines")); err != nil {
			t.Fatal(err)
		}
		if n > 0 && n < len(firstLine) {
			_, errs, code := s.run("store export DIR/clean.db DIR/cut.lines")
			if code != exitUnreadable || !strings.Contains(errs, "no exported store") {
				t.Errorf("%d: %s", code, errs)
			}
			s.write("cut.lines", "")
			continue
		}
		s.fine("store export DIR/clean.db DIR/cut.lines")
		if s.read("cut.lines") != full {
			t.Fatalf("gone on behind %d bytes, it is not the same", n)
		}
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if code := s.runOn(gone, Command{Stdout: io.Discard, Stderr: io.Discard}, "store export DIR/clean.db DIR/gone.lines"); code != exitUnreadable {
		t.Errorf("exit code %d", code)
	}
	if _, err := os.Stat(s.in("gone.lines")); err == nil {
		t.Error("what is not whole has the name of what is")
	}
}

// exported are the ids of the enrolments in an export.
func exportedIDs(t *testing.T, lines string) (ids []string) {
	t.Helper()
	r := newLineReader(strings.NewReader(lines))
	if err := r.head(); err != nil {
		t.Fatal(err)
	}
	for {
		l, err := r.next()
		if err != nil {
			t.Fatal(err)
		}
		if l.end != nil {
			return ids
		}
		ids = append(ids, string(l.enrolment)+string(l.centre))
	}
}

func TestSelections(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	for selection, want := range map[string]string{
		"":                         "learner-1 learner-2 learner-3 learner-4 trust-1",
		"--after learner-2":        "learner-3 learner-4 trust-1",
		"--learner learner-2":      "learner-2",
		"--centre trust-1":         "learner-1 learner-4",
		"--framework hand-hygiene": "learner-1 learner-2",
		"--framework hand-hygiene --after learner-1":    "learner-2",
		"--framework hand-hygiene --learner learner-1":  "learner-1",
		"--enrolment learner-3 --enrolment learner-1":   "learner-1 learner-3",
		"--enrolment learner-3 --after learner-3":       "",
		"--centre trust-9":                              "",
		"--centre trust-1 --framework ward --workers 1": "learner-4",
	} {
		got := strings.Join(exportedIDs(t, s.fine("store export DIR/clean.db - "+selection)), " ")
		if got != want {
			t.Errorf("%q selects %q, not %q", selection, got, want)
		}
	}
}

// In what is damaged everything else goes on.
func TestDamageStopsNothing(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	const of = " WHERE enrolment = (SELECT key FROM countersign_enrolments WHERE id = "
	makeStore(t, s.in("worse.db"), "UPDATE countersign_records SET hash = x'00'"+of+"'learner-1')", "DELETE FROM countersign_records"+of+"'learner-3')")
	out, errs, code := s.run("store export DIR/worse.db -")
	if code != exitFound || strings.Count(errs, "\n") != 2 || strings.Join(exportedIDs(t, out), " ") != "learner-2 learner-4 trust-1" {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
	out, errs, code = s.run("store verify DIR/worse.db --frameworks " + ours)
	if code != exitFound || errs != "" || !strings.Contains(out, "[record-damaged]") || !strings.Contains(out, "[last-differs]") || !strings.Contains(out, "2 findings") {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
	if _, errs, code := s.run("store verify DIR/clean.db --prefix other_"); code != exitUnreadable || !strings.Contains(errs, "the database lacks migrations") {
		t.Errorf("exit code %d\n%s", code, errs)
	}
	file := []byte(s.read("clean.db"))
	for i := len(file) / 2; i < len(file); i++ {
		file[i] ^= 0x55
	}
	s.write("spoilt.db", string(file))
	if out, errs, code := s.run("store verify DIR/spoilt.db --frameworks " + ours); code == exitFine {
		t.Errorf("a spoilt file is fine:\n%s%s", out, errs)
	}
}

// The bar is drawn on a terminal alone, and what is found stands clear of it.
func TestBarIsForTerminals(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	var screen bytes.Buffer
	code := s.runOn(t.Context(), Command{Stdout: &screen, Stderr: &screen, Terminal: &screen}, "store verify DIR/damaged.db --workers 1 --frameworks "+ours)
	if code != exitFound || !strings.Contains(screen.String(), "\r[######") {
		t.Errorf("%d: %q", code, screen.String())
	}
	for line := range strings.Lines(screen.String()) {
		if shown := line[strings.LastIndex(line, "\r")+1:]; strings.Contains(shown, "#") {
			t.Errorf("the bar is left standing: %q", shown)
		}
	}
}

// -v says what is done, on standard error, and nothing that people wrote.
func TestLogs(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	out, errs, code := s.run("store verify -v DIR/clean.db --frameworks " + ours)
	if code != exitFine || !strings.Contains(errs, "looked through the store") || strings.Contains(out, "level=") {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
}

// onPostgres is the URL of a server, and the flags for a schema of its own.
func onPostgres(t *testing.T) (url, flags string) {
	t.Helper()
	url = os.Getenv("COUNTERSIGN_POSTGRES")
	if url == "" {
		const what = "no PostgreSQL: set COUNTERSIGN_POSTGRES to the URL of a database in which schemas may be made, such as postgres://postgres@127.0.0.1/postgres"
		if os.Getenv("CI") == "true" {
			t.Fatal(what)
		}
		t.Skip(what)
	}
	schema := "test_" + strings.ToLower(rand.Text()[:16])
	db, err := sql.Open("pgx", url)
	if err == nil {
		_, err = db.ExecContext(t.Context(), "CREATE SCHEMA "+schema)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := db.ExecContext(context.WithoutCancel(t.Context()), "DROP SCHEMA "+schema+" CASCADE"); err != nil || db.Close() != nil {
			t.Error(err)
		}
	})
	return url, " --prefix p_ --schema " + schema
}

// A store moves from SQLite to PostgreSQL and back, and is looked after there
// as here.
func TestPostgres(t *testing.T) {
	t.Parallel()
	url, flags := onPostgres(t)
	s := newStage(t)
	into := "store import " + url + " DIR/full.lines --frameworks " + ours + flags
	if _, errs, code := s.run(into); code != exitUnreadable || !strings.Contains(errs, "lacks migrations") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	s.fine(into + " --migrate")
	if out := s.fine(into); !strings.Contains(out, "0 imported, 5 there already") {
		t.Error(out)
	}
	s.fine("store verify " + url + " --frameworks " + ours + flags)
	if s.fine("store export "+url+" -"+flags) != s.read("full.lines") {
		t.Error("it is not the same")
	}
	words := strings.Fields(flags)
	p, err := postgres.Open(t.Context(), url, &postgres.Options{Prefix: words[1], Schema: words[3]})
	if err == nil {
		_, err = p.DB().ExecContext(t.Context(), "UPDATE "+words[3]+".p_enrolments SET status = 'ready' WHERE id = 'learner-1'")
	}
	if err != nil || p.Close() != nil {
		t.Fatal(err)
	}
	if out, _, code := s.run("store verify " + url + " --frameworks " + ours + flags); code != exitFound || !strings.Contains(out, "learner-1: lists go by what the summary does not say: status [row-differs]") {
		t.Errorf("exit code %d: %s", code, out)
	}
	s.fine("store rebuild " + url + " --frameworks " + ours + flags)
	s.fine("store verify " + url + " --frameworks " + ours + flags)
}

// A password is shown nowhere.
func TestPasswordIsNotShown(t *testing.T) {
	t.Parallel()
	s := &stage{t, t.TempDir()}
	out, errs, code := s.run("store verify -v postgres://keeper:hunter22@127.0.0.1:1/learning?connect_timeout=1")
	if code != exitUnreadable || strings.Contains(out+errs, "hunter22") {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
}
