package proficiency_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// An editor talks to a language server as editors do (Language Server
// Protocol 3.17, base protocol over standard input and output). It is for one
// goroutine, and waits for messages, never for time to pass.
type editor struct {
	t        *testing.T
	to       io.Writer
	messages chan message
	calls    int
	shown    map[string][]lspDiagnostic // the last diagnostics of each file
}

// A message is a request, a response or a notification.
type message struct {
	ID     json.RawMessage `json:"id,omitempty"`
	Method string          `json:"method,omitempty"`
	Params json.RawMessage `json:"params,omitempty"`
	Result json.RawMessage `json:"result,omitempty"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error,omitempty"`
}

// An lspPosition counts lines and UTF-16 units from 0.
type lspPosition struct {
	Line      int `json:"line"`
	Character int `json:"character"`
}

type lspRange struct {
	Start lspPosition `json:"start"`
	End   lspPosition `json:"end"`
}

type lspDiagnostic struct {
	Range   lspRange `json:"range"`
	Message string   `json:"message"`
}

// startEditor starts the server, or skips the test where there is none, but not where one was promised.
func startEditor(t *testing.T) *editor {
	t.Helper()
	const variable = "COUNTERSIGN_YAML_LANGUAGE_SERVER"
	server := os.Getenv(variable)
	if info, err := os.Stat(server); err != nil || info.IsDir() {
		what := "no language server: run `npm install yaml-language-server` in any folder, and set " + variable +
			" to its node_modules/yaml-language-server/bin/yaml-language-server"
		if os.Getenv("CI") == "true" || server != "" {
			t.Fatal(what)
		}
		t.Skip(what)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	cmd := exec.CommandContext(ctx, "node", server, "--stdio")
	to, err := cmd.StdinPipe()
	require.NoError(t, err)
	from, err := cmd.StdoutPipe()
	require.NoError(t, err)
	var errs strings.Builder
	cmd.Stderr = &errs
	require.NoError(t, cmd.Start())
	e := &editor{t: t, to: to, messages: make(chan message), shown: map[string][]lspDiagnostic{}}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer close(e.messages)
		receive(ctx, from, e.messages)
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
		_ = cmd.Wait() // it was ended
		if t.Failed() {
			t.Log(errs.String())
		}
	})
	e.initialize()
	return e
}

// receive gives each message that is read, until there are no more.
func receive(ctx context.Context, from io.Reader, messages chan<- message) {
	r := bufio.NewReader(from)
	for {
		m, err := readMessage(r)
		if err != nil {
			return
		}
		select {
		case messages <- m:
		case <-ctx.Done():
			return
		}
	}
}

func readMessage(r *bufio.Reader) (m message, err error) {
	length := -1
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return m, err
		}
		line = strings.TrimSpace(line)
		if line == "" {
			break
		}
		if n, ok := strings.CutPrefix(line, "Content-Length: "); ok {
			if length, err = strconv.Atoi(n); err != nil {
				return m, err
			}
		}
	}
	if length < 0 {
		return m, errors.New("a message without its length")
	}
	b := make([]byte, length)
	if _, err := io.ReadFull(r, b); err != nil {
		return m, err
	}
	return m, json.Unmarshal(b, &m)
}

func (e *editor) send(fields map[string]any) {
	e.t.Helper()
	fields["jsonrpc"] = "2.0"
	b, err := json.Marshal(fields)
	require.NoError(e.t, err)
	_, err = fmt.Fprintf(e.to, "Content-Length: %d\r\n\r\n%s", len(b), b)
	require.NoError(e.t, err)
}

func (e *editor) notify(method string, params any) {
	e.t.Helper()
	e.send(map[string]any{"method": method, "params": params})
}

// call sends a request and reads its result, and whatever comes before it.
func (e *editor) call(method string, params, result any) {
	e.t.Helper()
	e.calls++
	id := strconv.Itoa(e.calls)
	e.send(map[string]any{"id": e.calls, "method": method, "params": params})
	for {
		m := e.next()
		if m.Method != "" || string(m.ID) != id {
			continue
		}
		require.Nil(e.t, m.Error, method)
		if result != nil {
			require.NoError(e.t, json.Unmarshal(m.Result, result), "%s", m.Result)
		}
		return
	}
}

// next reads a message. Questions of the server are answered, and diagnostics kept.
func (e *editor) next() message {
	e.t.Helper()
	m, more := <-e.messages
	require.True(e.t, more, "the server ended, or took too long")
	switch {
	case m.Method == "textDocument/publishDiagnostics":
		var p struct {
			URI         string          `json:"uri"`
			Diagnostics []lspDiagnostic `json:"diagnostics"`
		}
		require.NoError(e.t, json.Unmarshal(m.Params, &p))
		e.shown[p.URI] = p.Diagnostics
	case m.Method == "workspace/configuration":
		e.send(map[string]any{"id": m.ID, "result": configuration(m.Params)})
	case m.Method != "" && len(m.ID) > 0:
		e.send(map[string]any{"id": m.ID, "result": nil})
	}
	return m
}

// configuration is what somebody has set who has set nothing, but that nothing is fetched.
func configuration(params json.RawMessage) []any {
	var asked struct {
		Items []struct {
			Section string `json:"section"`
		} `json:"items"`
	}
	_ = json.Unmarshal(params, &asked) // it is then given nothing
	values := make([]any, len(asked.Items))
	for i, item := range asked.Items {
		if item.Section == "yaml" {
			values[i] = map[string]any{
				"validate": true, "hover": true, "completion": true, "schemaStore": map[string]any{"enable": false},
			}
		}
	}
	return values
}

func (e *editor) initialize() {
	e.t.Helper()
	e.call("initialize", map[string]any{
		"processId": os.Getpid(),
		"rootUri":   nil,
		"capabilities": map[string]any{
			"workspace": map[string]any{"configuration": true, "didChangeConfiguration": map[string]any{"dynamicRegistration": true}},
			"textDocument": map[string]any{
				"hover":              map[string]any{"contentFormat": []string{"markdown"}},
				"completion":         map[string]any{"completionItem": map[string]any{"documentationFormat": []string{"markdown"}, "snippetSupport": true}},
				"publishDiagnostics": map[string]any{},
			},
		},
	}, nil)
	e.notify("initialized", map[string]any{})
}

// A buffer is a file that is open in the editor.
type buffer struct {
	*editor
	uri, text string
}

// open opens a file with a text, which need not be what is on the disk, and
// waits until the server has looked at it.
func (e *editor) open(file, text string) buffer {
	e.t.Helper()
	whole, err := filepath.Abs(file)
	require.NoError(e.t, err)
	b := buffer{e, (&url.URL{Scheme: "file", Path: filepath.ToSlash(whole)}).String(), text}
	e.notify("textDocument/didOpen", map[string]any{
		"textDocument": map[string]any{"uri": b.uri, "languageId": "yaml", "version": 1, "text": text},
	})
	for _, there := e.shown[b.uri]; !there; _, there = e.shown[b.uri] {
		e.next()
	}
	return b
}

// at is the place right behind a word, which stands once in the text.
func (b buffer) at(word string) lspPosition {
	b.t.Helper()
	require.Equal(b.t, 1, strings.Count(b.text, word), "%q in\n%s", word, b.text)
	before := b.text[:strings.Index(b.text, word)+len(word)]
	return lspPosition{Line: strings.Count(before, "\n"), Character: len(before) - 1 - strings.LastIndex(before, "\n")}
}

// hover is what is shown of a place.
func (b buffer) hover(at lspPosition) string {
	b.t.Helper()
	var shown struct {
		Contents struct {
			Value string `json:"value"`
		} `json:"contents"`
	}
	b.call("textDocument/hover", map[string]any{"textDocument": map[string]any{"uri": b.uri}, "position": at}, &shown)
	return shown.Contents.Value
}

// complete is what is offered at a place, each with what is said of it.
func (b buffer) complete(at lspPosition) map[string]string {
	b.t.Helper()
	var list struct {
		Items []struct {
			Label         string          `json:"label"`
			Documentation json.RawMessage `json:"documentation"`
		} `json:"items"`
	}
	b.call("textDocument/completion", map[string]any{"textDocument": map[string]any{"uri": b.uri}, "position": at}, &list)
	offered := map[string]string{}
	for _, item := range list.Items {
		offered[item.Label] = string(item.Documentation)
	}
	return offered
}
