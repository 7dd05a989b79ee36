package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// onNATS starts a server in this process, and gives its URL.
func onNATS(t *testing.T, o server.Options) string {
	t.Helper()
	o.Host, o.Port, o.JetStream, o.StoreDir, o.NoSigs, o.NoLog = "127.0.0.1", server.RANDOM_PORT, true, t.TempDir(), true, true
	s, err := server.NewServer(&o)
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	if !s.ReadyForConnections(time.Minute) {
		t.Fatal("the server is not ready")
	}
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	return s.ClientURL()
}

// intoNATS are the flags of an import that makes streams on one server.
const intoNATS = " --frameworks " + ours + " --migrate --replicas 1 --shards 2 --no-registers"

// withoutRegister is an export as a store without registers gives it.
func withoutRegister(t *testing.T, lines string) string {
	t.Helper()
	begin, end := strings.Index(lines, "\n{\"centre\""), strings.Index(lines, "\n{\"end\"")
	if begin < 0 || end < begin {
		t.Fatal("there is no register in it")
	}
	return lines[:begin] + strings.Replace(lines[end:], `"registers":1`, `"registers":0`, 1)
}

// A store moves from SQLite to JetStream and back to the byte, its registers
// apart, and is looked after there as here.
func TestNATS(t *testing.T) {
	t.Parallel()
	url := onNATS(t, server.Options{}) + "/moved"
	s := newStage(t)
	if _, errs, code := s.run("store verify " + url); code != exitUnreadable || !strings.Contains(errs, "store import --migrate makes them") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	into := "store import " + url + " DIR/full.lines" + intoNATS
	if out := s.fine(into); !strings.Contains(out, "the register of trust-1: left out\n4 imported, 0 there already, 0 refused, 1 left out") {
		t.Error(out)
	}
	if out := s.fine(into); !strings.Contains(out, "0 imported, 4 there already") {
		t.Error(out)
	}
	if out := s.fine("store verify " + url + " --frameworks " + ours); out != "4 enrolments, 0 registers: 0 findings\n" {
		t.Error(out)
	}
	if _, errs, code := s.run("store verify " + strings.TrimSuffix(url, "/moved")); code != exitUnreadable {
		t.Errorf("they have another name: exit code %d: %s", code, errs)
	}
	bare := withoutRegister(t, s.read("full.lines"))
	s.fine("store export " + url + " DIR/bare.lines --workers 3")
	if s.read("bare.lines") != bare {
		t.Errorf("exported is\n%s", s.read("bare.lines"))
	}
	s.fine("store import " + url + " DIR/bare.lines --frameworks " + ours)
	s.fine("store import DIR/back.db DIR/bare.lines --frameworks " + ours)
	s.fine("store verify DIR/back.db --frameworks " + ours)
	if s.fine("store export DIR/back.db -") != bare {
		t.Error("what came back is not the same")
	}
	for selection, want := range map[string]string{
		"--after learner-2":                          "learner-3 learner-4",
		"--learner learner-2":                        "learner-2",
		"--centre trust-1":                           "learner-1 learner-4",
		"--framework hand-hygiene":                   "learner-1 learner-2",
		"--enrolment learner-3":                      "learner-3",
		"--framework hand-hygiene --after learner-1": "learner-2",
	} {
		if got := strings.Join(exportedIDs(t, s.fine("store export "+url+" - "+selection)), " "); got != want {
			t.Errorf("%q selects %q, not %q", selection, got, want)
		}
	}
}

// Files with registers are refused before anything is put in, as is what could
// have any, and what is no export as everywhere.
func TestRegistersIntoNATS(t *testing.T) {
	t.Parallel()
	url := onNATS(t, server.Options{}) + "/none"
	s := newStage(t)
	s.write("bare.lines", withoutRegister(t, s.read("full.lines")))
	for args, want := range map[string]string{
		"DIR/full.lines": "the file has 1 register of roles, and a NATS keeps none; nothing was put in: give --no-registers",
		"-":              "standard input may have some at its end",
	} {
		_, errs, code := s.run("store import " + url + " " + args + " --migrate --replicas 1 --frameworks " + ours)
		if code != exitUsage || !strings.Contains(errs, want) {
			t.Errorf("%s: exit code %d: %s", args, code, errs)
		}
	}
	if _, _, code := s.run("store verify " + url); code != exitUnreadable {
		t.Error("there are streams")
	}
	if _, errs, code := s.run("store import " + url + " DIR/absent.lines --migrate --replicas 1"); code != exitUnreadable || !strings.Contains(errs, "no such file") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	s.fine("store import " + url + " DIR/bare.lines --migrate --replicas 1 --frameworks " + ours)
	if out := s.fine("store import DIR/without.db DIR/full.lines --no-registers --frameworks " + ours); !strings.Contains(out, "1 left out") {
		t.Error(out)
	}
	if s.fine("store export DIR/without.db -") != s.read("bare.lines") {
		t.Error("a register is there that was left out")
	}
}

// Stopped behind any line, and run again, an import does the rest.
func TestImportIntoNATSGoesOn(t *testing.T) {
	t.Parallel()
	url := onNATS(t, server.Options{})
	s := newStage(t)
	bare := withoutRegister(t, s.read("full.lines"))
	for n := 1; n <= 4; n++ {
		ctx, stop := context.WithCancel(t.Context())
		var errs bytes.Buffer
		store := fmt.Sprint(url, "/stopped-", n)
		to := "store import " + store + " DIR/full.lines --workers 1" + intoNATS
		s.runOn(ctx, Command{Stdout: &stopping{io.Discard, n, stop}, Stderr: &errs}, to)
		if n < 3 && !strings.Contains(errs.String(), "is done: go on with --after") {
			t.Errorf("stopped behind %d: %s", n, errs.String())
		}
		s.fine(to)
		if s.fine("store export "+store+" -") != bare {
			t.Errorf("stopped behind %d, it is not the same", n)
		}
	}
}

// Of a line that was changed nothing is put in, and everything else is.
func TestChangedLineIntoNATS(t *testing.T) {
	t.Parallel()
	url := onNATS(t, server.Options{})
	s := newStage(t)
	out, errs, code := s.run("store import " + url + " DIR/changed.lines" + intoNATS)
	if code != exitFound || errs != "" || !strings.Contains(out, "learner-4: refused: ") || !strings.Contains(out, "3 imported, 0 there already, 1 refused, 1 left out") {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
	if got := strings.Join(exportedIDs(t, s.fine("store export "+url+" -")), " "); got != "learner-1 learner-2 learner-3" {
		t.Errorf("there are %s", got)
	}
}

// change puts another message in the place of the last one on a subject.
func change(t *testing.T, url, stream, subject string, to func([]byte) []byte) {
	t.Helper()
	nc, err := nats.Connect(url)
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	messages, err := js.Stream(t.Context(), stream)
	if err != nil {
		t.Fatal(err)
	}
	m, err := messages.GetLastMsgForSubject(t.Context(), subject)
	if err != nil {
		t.Fatal(err)
	}
	if err := messages.SecureDeleteMsg(t.Context(), m.Sequence); err != nil {
		t.Fatal(err)
	}
	changed := to(m.Data)
	if bytes.Equal(changed, m.Data) {
		t.Fatal("nothing is changed")
	}
	if _, err := js.Publish(t.Context(), subject, changed); err != nil {
		t.Fatal(err)
	}
}

// What somebody changed in the streams is found, and said of the enrolment that
// it was done to. An export has all else, and says what it lacks.
func TestDamageInNATS(t *testing.T) {
	t.Parallel()
	url := onNATS(t, server.Options{})
	s := newStage(t)
	s.fine("store import " + url + " DIR/full.lines --frameworks " + ours + " --migrate --replicas 1 --shards 1 --no-registers")
	change(t, url, "countersign-0", "countersign.0.learner-4.r", func(b []byte) []byte {
		return bytes.Replace(b, []byte(`"actor":"learner-4"`), []byte(`"actor":"learner-5"`), 1)
	})
	out, errs, code := s.run("store verify " + url + " --frameworks " + ours)
	const broken = "learner-4, record 1: does not have the hash that follows from its content and the record before [chain-broken]\nremedy: "
	if code != exitFound || errs != "" || !strings.HasPrefix(out, broken) || !strings.HasSuffix(out, "\n4 enrolments, 0 registers: 1 finding\n") {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
	out, errs, code = s.run("store export " + url + " -")
	if code != exitFound || !strings.Contains(errs, "learner-4: record 1: does not have the hash") || len(exportedIDs(t, out)) != 4 {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
	change(t, url, "countersign-0", "countersign.0.learner-2.r", func(b []byte) []byte { return b[:len(b)-1] })
	out, errs, code = s.run("store verify " + url + " --format json --frameworks " + ours)
	if code != exitFound || errs != "" || !strings.Contains(out, `{"code":"record-damaged","enrolment":"learner-2",`) || !strings.HasSuffix(out, "\n{\"enrolments\":4,\"registers\":0,\"findings\":2}\n") {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
	out, errs, code = s.run("store export " + url + " -")
	if code != exitFound || !strings.Contains(errs, "learner-2: ") || strings.Join(exportedIDs(t, out), " ") != "learner-1 learner-3 learner-4" {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
}

// Who may use a NATS is said in its URL, or by the environment, and what is
// secret of it is shown nowhere.
func TestUsersOfNATS(t *testing.T) {
	url := onNATS(t, server.Options{Username: "keeper", Password: "hunter22"})
	host := strings.TrimPrefix(url, "nats://")
	s := newStage(t)
	s.write("bare.lines", withoutRegister(t, s.read("full.lines")))
	_, errs, code := s.run("store verify " + url)
	if code != exitUnreadable || !strings.Contains(errs, host+": nats: Authorization Violation") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	s.fine("store import nats://keeper:hunter22@" + host + ",keeper:hunter22@" + host + "/learning DIR/bare.lines --migrate --replicas 1 --frameworks " + ours)
	t.Setenv("NATS_USER", "keeper")
	t.Setenv("NATS_PASSWORD", "hunter22")
	s.fine("store verify " + url + "/learning --frameworks " + ours)
	for _, bad := range []string{"nats://keeper:hunter22@127.0.0.1:1", "nats://keeper:hunter22@" + host + ":x", "nats://keeper:hunter22@" + host + "/no.name", "nats://keeper:hunter22@" + host + "/a?b=c"} {
		if out, errs, code := s.run("store verify -v " + bad); code == exitFine || strings.Contains(out+errs, "hunter22") {
			t.Errorf("%s: exit code %d: %s%s", bad, code, out, errs)
		}
	}
}

// Addresses are those of NATS, with a name behind the last server.
func TestNATSAddress(t *testing.T) {
	t.Parallel()
	for named, want := range map[string]string{
		"nats://a":                           "nats://a of ",
		"nats://a:4222/":                     "nats://a:4222 of ",
		"nats://a:4222/learning":             "nats://a:4222 of learning",
		"nats://u:p@a:4222,u:p@b/learning":   "nats://u:p@a:4222 nats://u:p@b of learning",
		"tls://token@a,tls://token@b:1/x-y_": "tls://token@a tls://token@b:1 of x-y_",
		"nats://[::1]:4222/x":                "nats://[::1]:4222 of x",
		"nats://":                            "",
		"nats://a/x,b/x":                     "",
		"nats://a:port/x":                    "",
		"nats://a/x?tls=no":                  "",
		"nats://a/x#y":                       "",
		"nats://a,,b":                        "",
	} {
		a, err := natsAddressOf(named)
		got := strings.Join(a.servers, " ") + " of " + a.name
		if (err != nil) != (want == "") || err == nil && got != want {
			t.Errorf("%s: %s, %v", named, got, err)
		}
	}
}

// A store moves from PostgreSQL to JetStream and back to the byte.
func TestPostgresAndNATS(t *testing.T) {
	t.Parallel()
	there, flags := onPostgres(t)
	back, flagsBack := onPostgres(t)
	url := onNATS(t, server.Options{})
	s := newStage(t)
	s.fine("store import " + there + " DIR/full.lines --migrate --frameworks " + ours + flags)
	s.fine("store export " + there + " DIR/there.lines" + flags)
	s.fine("store import " + url + " DIR/there.lines" + intoNATS)
	s.fine("store export " + url + " DIR/streams.lines")
	s.fine("store import " + back + " DIR/streams.lines --migrate --frameworks " + ours + flagsBack)
	s.fine("store verify " + back + " --frameworks " + ours + flagsBack)
	if s.fine("store export "+back+" -"+flagsBack) != withoutRegister(t, s.read("full.lines")) {
		t.Error("what came back is not the same")
	}
}
