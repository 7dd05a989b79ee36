package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/stores/jetstream"
)

// A streamStore is one in the streams of a NATS.
type streamStore struct{ *jetstream.Store }

func (s streamStore) look(ctx context.Context, catalog *proficiency.Catalog, id workflow.EnrolmentID) outcome {
	found, err := s.CheckEnrolment(ctx, catalog, id)
	all := make([]finding, 0, len(found))
	for _, f := range found {
		all = append(all, finding{Code: string(f.Code), Enrolment: f.Enrolment, Seq: uint64(f.Seq), Message: f.Message, Remedy: f.Code.Remedy()})
	}
	return outcome{found: all, err: err}
}

func misusedOnNATS(f *storeFlags, how opening) error {
	switch {
	case f.prefix != "" || f.schema != "" || f.pooler:
		return wrong("--prefix, --schema and --pooler are for databases: what the names of streams begin with stands behind the servers, as in nats://HOST/NAME")
	case (how.shards != 0 || how.replicas != 0) && !how.migrate:
		return wrong("--shards and --replicas are of streams that are made, which asks for --migrate")
	case how.shards < 0 || how.shards > 16:
		return wrong("--shards is 1 to 16")
	case how.replicas != 0 && how.replicas != 1 && how.replicas != 3 && how.replicas != 5:
		return wrong("--replicas is 1, 3 or 5")
	}
	return nil
}

// A natsAddress is where streams are.
type natsAddress struct {
	servers []string
	hosts   string // of these, without what nobody should see
	name    string // what the names of streams begin with; empty is the usual one
}

// natsAddressOf reads SCHEME://[USER[:PASSWORD]@]HOST[:PORT][,…][/NAME]. The error
// does not quote it, since a password may stand in it.
func natsAddressOf(named string) (natsAddress, error) {
	scheme, _, _ := strings.Cut(named, "://")
	var a natsAddress
	var hosts []string
	pieces := strings.Split(named, ",")
	for i, piece := range pieces {
		if !strings.Contains(piece, "://") {
			piece = scheme + "://" + piece
		}
		u, err := url.Parse(piece)
		last := i == len(pieces)-1
		switch {
		case err != nil, u.Host == "", u.RawQuery != "", u.Fragment != "", !last && strings.Trim(u.Path, "/") != "":
			return a, wrong("this is no address of a NATS: want nats://HOST:PORT/NAME, with USER:PASSWORD@ or TOKEN@ before the host and more servers behind commas")
		case last:
			a.name = strings.Trim(u.Path, "/")
		}
		u.Path = ""
		a.servers, hosts = append(a.servers, u.String()), append(hosts, u.Host)
	}
	a.hosts = strings.Join(hosts, ", ")
	return a, nil
}

// natsTimeout is how long an answer of the servers may take.
const natsTimeout = 30 * time.Second

func openNATS(ctx context.Context, _ *storeFlags, named string, how opening, log *slog.Logger) (*keptStore, error) {
	a, err := natsAddressOf(named)
	if err != nil {
		return nil, err
	}
	nc, err := nats.Connect(strings.Join(a.servers, ","), append(natsEnvironment(),
		nats.Name(name+" store"), nats.ReconnectBufSize(-1),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { log.Warn("the connection says", "error", err) }))...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.hosts, err)
	}
	s, err := jetstream.Open(ctx, nc, &jetstream.Options{
		Create: how.migrate, Name: a.name, Shards: how.shards, Replicas: how.replicas, Timeout: natsTimeout, Logger: log,
	})
	if err != nil {
		nc.Close()
	}
	if errors.Is(err, jetstream.ErrMissing) {
		return nil, fmt.Errorf("%s: there are no such streams, or not all of them: store import --migrate makes them", a.hosts)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.hosts, err)
	}
	return &keptStore{recordStore: streamStore{s}, close: func() error {
		err := s.Close()
		nc.Close()
		return err
	}}, nil
}

// natsEnvironment are the options that the environment gives, under the names
// that NATS's own command has for them.
func natsEnvironment() (options []nats.Option) {
	if user := os.Getenv("NATS_USER"); user != "" {
		options = append(options, nats.UserInfo(user, os.Getenv("NATS_PASSWORD")))
	}
	if file := os.Getenv("NATS_CREDS"); file != "" {
		options = append(options, nats.UserCredentials(file))
	}
	if file := os.Getenv("NATS_CA"); file != "" {
		options = append(options, nats.RootCAs(file))
	}
	return options
}
