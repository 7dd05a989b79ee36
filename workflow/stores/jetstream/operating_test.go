package jetstream_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow/stores/jetstream"
)

// operating is what the page for operators says.
func operating(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile("OPERATING.md")
	require.NoError(t, err)
	return string(page)
}

// The settings that operators are to copy are such that a server takes, and
// synced always.
func TestOperatingSettings(t *testing.T) {
	_, rest, _ := strings.Cut(operating(t), "```conf\n")
	settings, _, found := strings.Cut(rest, "```")
	require.True(t, found)
	for _, secret := range []string{"NATS_STORAGE_KEY", "NATS_OPERATOR_PASSWORD", "NATS_COUNTERSIGN_PASSWORD"} {
		require.Contains(t, settings, "$"+secret)
		t.Setenv(secret, "a-secret-for-tests")
	}
	file := filepath.Join(t.TempDir(), "server.conf")
	require.NoError(t, os.WriteFile(file, []byte(settings), 0o600))
	o, err := server.ProcessConfigFile(file)
	require.NoError(t, err)
	require.True(t, o.JetStream)
	require.True(t, o.SyncAlways)
	require.Equal(t, server.AES, o.JetStreamCipher)
	require.Equal(t, "a-secret-for-tests", o.JetStreamKey)
	require.EqualValues(t, 1<<20, o.MaxPayload)
	require.Equal(t, "SYS", o.SystemAccount)
	require.Len(t, o.Routes, 3)
}

// The streams and subjects that the page names are those that there are.
func TestOperatingNames(t *testing.T) {
	t.Parallel()
	s := serve(t, t.TempDir())
	nc := connect(t, s.ClientURL())
	on(t, nc, jetstream.Options{Name: "countersign", Create: true, Replicas: 1, Shards: 1})
	info, err := s.Jsz(&server.JSzOptions{Accounts: true, Streams: true, Config: true})
	require.NoError(t, err)
	page, named := operating(t), 0
	for _, account := range info.AccountDetails {
		for _, stream := range account.Streams {
			named++
			require.Contains(t, page, "| `"+strings.Replace(stream.Name, "-0", "-N", 1)+"` |")
			for _, subject := range stream.Config.Subjects {
				require.Contains(t, page, "`"+strings.NewReplacer(".0.>", ".N.", "-0-", "-N-", ".>", ".").Replace(subject))
			}
		}
	}
	require.Equal(t, 2, named)
}

// The warnings that the page explains are all that the store logs.
func TestOperatingWarnings(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	var logged []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, m := range regexp.MustCompile(`\.Logger\.(\w+)\([^"]*"([^"]*)"`).FindAllStringSubmatch(string(source), -1) {
			require.Equal(t, "WarnContext", m[1], m[2])
			logged = append(logged, m[2])
		}
	}
	var explained []string
	_, table, _ := strings.Cut(operating(t), "| message | means |\n")
	table, _, _ = strings.Cut(table, "\n\n")
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`]*)` \\|").FindAllStringSubmatch(table, -1) {
		explained = append(explained, m[1])
	}
	slices.Sort(logged)
	slices.Sort(explained)
	require.NotEmpty(t, logged)
	require.Equal(t, slices.Compact(logged), explained)
}
