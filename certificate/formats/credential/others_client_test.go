package credential_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// others are verifiers by others, in a process that is asked one question after
// another. It ends with its standard input, that is, with the tests.
type others struct {
	in    io.Writer
	out   *bufio.Reader
	stays sync.Mutex
}

var startOthers = sync.OnceValues(func() (*others, error) {
	script := os.Getenv("COUNTERSIGN_CREDENTIAL_VERIFIER")
	if script == "" {
		return nil, nil
	}
	cmd := exec.Command("node", script)
	in, errIn := cmd.StdinPipe()
	out, errOut := cmd.StdoutPipe()
	if err := errors.Join(errIn, errOut); err != nil {
		return nil, err
	}
	return &others{in: in, out: bufio.NewReaderSize(out, 1<<20)}, cmd.Start()
})

// askOthers skips the test where they are not at hand, but not where CI is to
// prove that they accept what is issued here, nor where they were promised.
func askOthers(t *testing.T) *others {
	t.Helper()
	o, err := startOthers()
	require.NoError(t, err)
	if o == nil {
		const how = "no verifiers by others: `npm ci` in a copy of .ci/credential-verifier, and set COUNTERSIGN_CREDENTIAL_VERIFIER to its verifier.mjs"
		if os.Getenv("CI") == "true" {
			t.Fatal(how)
		}
		t.Skip(how)
	}
	return o
}

// A question is one line to them.
type question struct {
	Op        string                     `json:"op"`
	Now       time.Time                  `json:"now"`
	Document  json.RawMessage            `json:"document,omitempty"`
	Documents map[string]json.RawMessage `json:"documents,omitempty"`
	Schema    json.RawMessage            `json:"schema,omitempty"`
	List      []json.RawMessage          `json:"list,omitempty"`
	Token     string                     `json:"token,omitempty"`
	Quads     string                     `json:"quads,omitempty"`
	URL       string                     `json:"url,omitempty"`
	Numbers   []string                   `json:"numbers,omitempty"`
}

// ask gives the answer in into, or what went wrong.
func (o *others) ask(t *testing.T, q question, into any) (wrong string) {
	t.Helper()
	o.stays.Lock()
	defer o.stays.Unlock()
	line, err := json.Marshal(q)
	require.NoError(t, err)
	_, err = o.in.Write(append(line, '\n'))
	require.NoError(t, err)
	line, err = o.out.ReadBytes('\n')
	require.NoError(t, err)
	var answer struct {
		OK    json.RawMessage
		Error string
	}
	require.NoError(t, json.Unmarshal(bytes.TrimSpace(line), &answer), "%s", line)
	if answer.Error == "" && into != nil {
		require.NoError(t, json.Unmarshal(answer.OK, into))
	}
	return answer.Error
}

// official is a file of test data that is not ours to copy.
func official(t testing.TB, name string) []byte {
	t.Helper()
	data := os.Getenv("COUNTERSIGN_TESTDATA")
	if data == "" {
		t.Skip("COUNTERSIGN_TESTDATA names no folder with official samples and vectors")
	}
	b, err := os.ReadFile(data + "/credentials/" + name)
	require.NoError(t, err)
	return b
}
